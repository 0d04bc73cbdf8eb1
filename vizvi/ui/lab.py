"""The lab: an experiment's controls and its picture, which stays mounted while they change."""

from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment, fit
from vizvi.links import ROLES
from vizvi.picture import Picture, live, moved, picture
from vizvi.problem import Problem
from vizvi.ui.controls import NAMES, build, choose, supported, workable
from vizvi.ui.format import nats
from vizvi.ui.share import share
from vizvi.ui.stage import pack, stage
from vizvi.ui.state import LIMITS, load, notice, put, save


def _drawn(experiment: Experiment) -> Picture:
    return picture(experiment, fit(experiment))


# Nested dataclasses are hashed by their fields alone: without `repr`, experiments that differ in a class would share.
drawn = st.cache_data(_drawn, hash_funcs={Experiment: repr}, max_entries=256, show_spinner=False)


def play(experiment: Experiment, key: str, **extra) -> Picture:
    """The stage with one experiment on it; `extra` goes into the header."""
    shown = drawn(experiment)
    stage(pack(shown.header | {"handles": []} | extra, shown.arrays), key=key)
    return shown


def playground(page: str, default: Experiment, dim: int) -> Experiment:
    """A whole playground: the stage above, at most five controls below it, the rest behind "More"."""
    return hands_on(page, default, lambda: (settings(page, default, dim), {}))


def hands_on(page: str, default: Experiment, controls) -> Experiment:
    """A stage that a hand can grab, with its controls below; `controls()` gives the experiment and more of the header."""
    load(page, default)
    picture_slot, controls_slot = st.container(), st.container()
    with controls_slot:
        experiment, extra = controls()
    hand = Hand(page, experiment.problem)
    experiment = hand.start(experiment)
    save(page, experiment, default)
    with picture_slot:
        if told := notice(page):
            st.info(told)
        hand.show(experiment, extra)
    return experiment


def place(page: str, text: str, places: dict) -> None:
    """Buttons that put q where a sentence has it: label -> λ."""
    key = f"{page}.place"

    def put_there() -> None:
        if chosen := st.session_state.get(key):
            st.session_state[f"_{page}"]["start"] = places[chosen]
            st.session_state[key] = None

    st.pills(text, list(places), key=key, on_change=put_there)


class Hand:
    """What a hand has done to q on the stage of a page: it sets where the optimizer starts, and its best is kept."""

    def __init__(self, page: str, problem: Problem):
        self.page, self.key, self.problem = page, f"{page}.stage", problem
        memory = st.session_state[f"_{page}"]
        said = (st.session_state.get(self.key) or {}).get("handles") or {}
        self.seq = said.get("seq", 0)
        fresh = self.seq != memory.get("seq", 0)
        self.lam = moved(problem, said) if fresh and said else None
        self.holding = self.lam is not None and not said.get("released")
        if self.lam is not None and not self.holding:
            memory["start"] = tuple(self.lam.tolist())
        if not self.holding:
            memory["seq"] = self.seq
        if memory.get("problem") != problem:
            memory["problem"], memory["best"] = problem, None
        self.memory = memory

    def start(self, experiment: Experiment) -> Experiment:
        """The experiment from where the hand last let go."""
        start = self.memory.get("start", ())
        return replace(experiment, start=start if len(start) in (0, len(self.problem.params)) else ())

    def show(self, experiment: Experiment, extra: dict) -> None:
        """The stage: an answer to a hand that holds q, or the run from where it let go; `extra` goes into the header."""
        if self.lam is not None:
            frame = live(self.problem, self.lam, self.seq)
            self.remember(frame)
            if self.holding:
                stage(pack(*frame), key=self.key)
                return
        shown = drawn(experiment)
        # A release needs a new id even if q went back to where it was: the browser waits for it.
        ours = {"id": f"{shown.header['id']}.{self.seq}", "seq": self.seq, "ghosts": self.ghosts()}
        if extra.get("thermometer"):
            extra = extra | {"thermometer": thermometer(shown)}
        stage(pack(shown.header | ours | extra, shown.arrays), key=self.key)
        if best := self.memory["best"]:
            reached = shown.arrays[measure(self.problem)][-1]
            st.markdown(f"Your best: **{nats(best['value'])}**. The optimizer ends at **{nats(reached)}**.")

    def remember(self, frame: Picture) -> None:
        value = float(frame.arrays[measure(self.problem)][0])
        best = self.memory["best"]
        if value == value and (best is None or value < best["value"]):
            mean, cov = (frame.arrays[name][0].tolist() for name in ("q_mean", "q_cov"))
            self.memory["best"] = {"value": value, "mean": mean, "cov": cov}

    def ghosts(self) -> list[dict]:
        best = self.memory["best"]
        if not best:
            return []
        return [{"label": "your best", "mean": best["mean"], "cov": best["cov"], "note": nats(best["value"])}]


def thermometer(shown: Picture) -> dict:
    """The ELBO as a level under the evidence as a ceiling, on a scale that leaves room for a bad q."""
    top = float(shown.arrays["log_z"][0])
    return {"floor": top - 4.5, "top": top + 0.4, "level": "elbo", "ceiling": "log_z", "label": "ELBO"}


def measure(problem: Problem) -> str:
    """The read-out that holds the problem's own divergence."""
    return {0: "reverse_kl", 1: "forward_kl"}.get(problem.divergence.power, "divergence")


def settings(page: str, default: Experiment, dim: int) -> Experiment:
    """The controls of an experiment as one row and a popover."""
    columns = st.columns([1.25, 1.1, 1, 1, 1.2, 2], vertical_alignment="bottom")
    with columns[5]:
        more, share_slot = tools(page, default)
    with columns[0]:
        cls = choose(f"{page}.target", NAMES["target"], ROLES["target"], lambda each: each.dim == dim)
    target = build(cls, f"{page}.target", [columns[1], more])
    with columns[2]:
        cls = choose(f"{page}.family", NAMES["family"], ROLES["family"])
    family = build(cls, f"{page}.family", [more])
    with columns[3]:
        cls = choose(f"{page}.divergence", NAMES["divergence"], ROLES["divergence"])
    problem = Problem(target, family, build(cls, f"{page}.divergence", [more]))
    with columns[4]:
        cls = choose(f"{page}.method", NAMES["method"], ROLES["method"], workable(problem), **_on_method(page))
    method = build(cls, f"{page}.method", [more], supported(problem))
    with more:
        steps = st.number_input("Steps", *LIMITS["steps"], key=f"{page}.steps")
        runs = st.slider("Runs", *LIMITS["runs"], key=f"{page}.runs", help="Other runs play faint beside the first.")
        seed = st.number_input("Seed", *LIMITS["seed"], key=f"{page}.seed")
    experiment = Experiment(problem, method, runs=runs, steps=steps, seed=seed)
    with share_slot:
        share(page, experiment)
    return experiment


def tools(page: str, default: Experiment):
    """More, Reset and Share side by side: the popover to fill, and the slot that Share goes to once it knows what."""
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    more = row.popover("More", icon=":material/tune:")
    row.button("Reset", icon=":material/restart_alt:", on_click=put, args=(page, default), key=f"{page}.reset")
    return more, row.container(width="content")


def _on_method(page: str) -> dict:
    """A method brings its own usual number of steps."""

    def bring_steps() -> None:
        cls = ROLES["method"][st.session_state[f"{page}.method"]]
        st.session_state[f"{page}.steps"] = cls.usual_steps

    return {"on_change": bring_steps}
