"""The lab: an experiment's controls and its picture, which stays mounted while they change."""

from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment, fit
from vizvi.links import ROLES
from vizvi.picture import Picture, live, moved, picture
from vizvi.problem import Problem
from vizvi.ui.controls import NAMES, build, choose, supported, workable
from vizvi.ui.format import nats
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
    load(page, default)
    picture_slot, controls_slot = st.container(), st.container()
    with controls_slot:
        experiment = settings(page, default, dim)
    hand = Hand(page, experiment.problem)
    experiment = hand.start(experiment)
    save(page, experiment, default)
    with picture_slot:
        if told := notice(page):
            st.info(told)
        hand.show(experiment)
    return experiment


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

    def show(self, experiment: Experiment) -> None:
        """The stage: an answer to a hand that holds q, or the run from where it let go."""
        if self.lam is not None:
            frame = live(self.problem, self.lam, self.seq)
            self.remember(frame)
            if self.holding:
                stage(pack(*frame), key=self.key)
                return
        shown = drawn(experiment)
        # A release needs a new id even if q went back to where it was: the browser waits for it.
        extra = {"id": f"{shown.header['id']}.{self.seq}", "seq": self.seq, "ghosts": self.ghosts()}
        stage(pack(shown.header | extra, shown.arrays), key=self.key)
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


def measure(problem: Problem) -> str:
    """The read-out that holds the problem's own divergence."""
    return {0: "reverse_kl", 1: "forward_kl"}.get(problem.divergence.power, "divergence")


def settings(page: str, default: Experiment, dim: int) -> Experiment:
    """The controls of an experiment as one row and a popover."""
    columns = st.columns([1.25, 1.25, 1, 1, 1.25, 0.72], vertical_alignment="bottom")
    with columns[5]:
        more = st.popover("More", icon=":material/tune:", width="stretch")
        st.button("Reset", icon=":material/restart_alt:", width="stretch", on_click=put, args=(page, default))
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
    return Experiment(problem, method, runs=runs, steps=steps, seed=seed)


def _on_method(page: str) -> dict:
    """A method brings its own usual number of steps."""

    def bring_steps() -> None:
        cls = ROLES["method"][st.session_state[f"{page}.method"]]
        st.session_state[f"{page}.steps"] = cls.usual_steps

    return {"on_change": bring_steps}
