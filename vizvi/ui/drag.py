"""Drag: what a hand does on a stage, and what Python answers."""

import zlib
from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.format import nats, number
from vizvi.links import parts
from vizvi.member import slug
from vizvi.picture import DRAWN, LATER, Picture, complete, details, from_hand, ground_alone, grounded, live, picture, thin
from vizvi.picture.rounds import numbered, rounds
from vizvi.problem import Problem
from vizvi.ui.cache import fitted, remembered
from vizvi.ui.canvas import pack, stage
from vizvi.ui.contest import KEPT, contest, own_work
from vizvi.ui.controls import NORMAL
from vizvi.ui.cures import slower, tails
from vizvi.ui.formula import formula
from vizvi.ui.heading import named, thermometer
from vizvi.ui.hide import left
from vizvi.ui.offered import offer
from vizvi.ui.page import presenting
from vizvi.ui.progressive import progressive
from vizvi.ui.second import beside
from vizvi.ui.session import Session


def _numbered(experiment: Experiment, part: int, run: int = 0):
    return numbered(experiment, fitted(experiment), part, run)


def _drawn(experiment: Experiment, run: int = 0) -> Picture:
    return picture(experiment, fitted(experiment), run, whole=False, parts={0: of_round(experiment, 0, *_but_first(run))})


def _filled(experiment: Experiment, count: int, run: int = 0) -> Picture:
    parts = {part: of_round(experiment, part, *_but_first(run)) for part in range(count)}
    return picture(experiment, fitted(experiment), run, whole=False, parts=parts)


def _whole(experiment: Experiment, run: int = 0) -> Picture:
    return picture(experiment, fitted(experiment), run)


def _details(experiment: Experiment, run: int = 0) -> dict:
    return details(experiment, fitted(experiment), run)


def _but_first(run: int) -> tuple[int, ...]:
    """As an argument: the first run is the one that everybody asks for, under one name."""
    return (run,) if run else ()


of_round = remembered(_numbered, entries=512)  # the numbers of some steps
drawn = remembered(_drawn, entries=256)  # with the numbers of the steps first seen, where all of them take long
filled = remembered(_filled)  # with those of more rounds
whole = remembered(_whole, entries=8)  # for files: every number, every draw
asked_for = remembered(_details)  # of a picture: few switch them on


def played(experiment: Experiment) -> Picture:
    """The picture with everything that one can ask of it: where nobody will hear that somebody asks."""
    return complete(drawn(experiment), asked_for(experiment))


def alone(header: dict, experiment: Experiment, more: dict | None = None, run: int = 0) -> Picture:
    """A run's picture as a page shows it, with all that one can ask of it: where nobody will hear that somebody asks."""
    header = {key: each for key, each in header.items() if key not in ("known", "play", "autoplay", "link")} | {"later": []}
    return Picture(header, whole(experiment, *_but_first(run)).arrays | (more or {}))


OURS = ("ghosts", "tiles", "beside", "refuses", "second")  # what a page tells of a stage that the browser need not hear
_NEW = {"problem": None, "best": None, "said": None, "tries": [], "fair": True, "wanted": [], "explained": None}


class Drag:
    """A hand on one stage of a page: on q it sets where the optimizer starts, on p it turns knobs. Made before the
    widgets, since a dragged knob is theirs to check.

    side: which stage, on a page with more than one; they share where the optimizer starts, but while `apart` each hand
    draws a prediction of its own."""

    def __init__(self, session: Session, side: str = ""):
        self.session, self.page, self.side, self.key = session, session.page, side, _key(session.page, side)
        self.memory, self.own = session.memory, session.own(f"drag.{side}", _NEW)
        self.shown = None  # the experiment whose run is on the stage while the hand turns p
        self.q, self.p = (session.heard(self.key, kind) for kind in ("handles", "grips"))
        guess = session.heard(self.key, "guess", peek=True)
        self.guess = {"value": guess.value, "seq": guess.seq} if guess else {"value": None}
        if asked := session.heard(self.key, "wanted"):
            parts = asked.said.get("parts")
            wanted = [str(part) for part in parts] if isinstance(parts, list) else []
            self.own |= {"wanted": wanted, "explained": None}
        self.touched = session.last(self.key, "handles", "grips")
        self.seq = session.last(self.key, "handles", "grips", "wanted")
        self.holding = self.memory.holding = any(each and not each.released for each in (self.q, self.p))

    @staticmethod
    def let_go(session: Session, side: str = "") -> bool:
        """Whether the browser has told of a release that Python has not answered."""
        news = [session.heard(_key(session.page, side), kind, peek=True) for kind in ("handles", "grips")]
        return any(each and each.released for each in news)

    def turned(self, experiment: Experiment) -> Experiment:
        """The experiment with the knob of p that the hand is turning, while the widgets have yet to hear of it."""
        self.shown = experiment
        if not self.p:
            return experiment
        try:
            target = replace(experiment.problem.target, **{str(self.p.said.get("key")): self.p.value})
        except (TypeError, ValueError):
            return experiment
        return replace(experiment, problem=replace(experiment.problem, target=target), start=())

    def turn_knobs(self) -> None:
        """Give a dragged knob of p to its widget, which checks it; runs before the widgets."""
        if self.p:
            st.session_state[f"{self.page}.target.{self.p.said.get('key')}"] = self.p.value

    def take(self, experiment: Experiment) -> Experiment:
        """The experiment from where the hand last let go of q."""
        problem, memory = experiment.problem, self.memory
        if self.own["problem"] != problem:
            self.own |= {"problem": problem, "best": None, "tries": [], "fair": True}
        self.lam = from_hand(problem, self.q.said) if self.q else None
        released = self.lam is not None and not self.holding
        if released:
            self.own["fair"] = self._fair(memory.experiment)
        start = memory.start
        if memory.own.get("apart"):
            if released:
                self.own["said"] = problem.target, problem.family, tuple(self.lam.tolist())
            start = self.said(problem) or start
        elif released:
            memory.start = start = tuple(self.lam.tolist())
        return replace(experiment, start=start if len(start) in (0, len(problem.params)) else ())

    def _fair(self, before: Experiment) -> bool:
        """Whether the q that was let go of is the hand's own work: not taken where the optimizer had brought it."""
        taken = self.q.said.get("from")
        if not isinstance(taken, int) or before is None or before.problem != self.own["problem"]:
            return True
        if taken == 0 and before.start:
            return self.own["fair"]  # the hand goes on from where it left q
        try:
            return own_work(drawn(before, *front(self.session, before)), taken)
        except ValueError:  # there was no run
            return True

    def said(self, problem: Problem) -> tuple[float, ...]:
        """The λ that was drawn as a prediction for this kind of target and this family; empty if none was."""
        target, family, lam = self.own["said"] or (None, None, ())
        return lam if (type(target), family) == (type(problem.target), problem.family) else ()

    def said_of(self, problem: Problem) -> bool:
        """Whether it was drawn for this very target, knobs and all."""
        return bool(self.own["said"]) and self.own["said"][0] == problem.target

    def refuse(self, refusal: ValueError) -> None:
        """Say in the picture's place why there is no run, and offer another method."""
        st.warning(str(refusal))
        st.button("Use the stochastic gradient", on_click=self._retreat, type="primary")

    def show(self, experiment: Experiment, extra: dict) -> None:
        """The stage: an answer to a hand that holds something, or the run; `extra` goes into the header.

        Its "tiles" are a page's own read-outs: `rows(usual)`, `run(experiment)` and `held(problem, lam)`, arrays by key."""
        problem, tiles = experiment.problem, extra.get("tiles")
        if self.holding and self.p:
            header, arrays = self._grounded(experiment, extra)
            stage(pack(header | {"grips": left(self.page, header["grips"])}, arrays), key=self.key)
            return
        if self.lam is not None:
            frame = live(problem, self.lam, self.seq, whole=False)
            if tiles:
                frame = frame._replace(arrays=frame.arrays | tiles.held(problem, self.lam))
            if not self.side:  # a duel has no best
                self._remember(frame)
            if self.holding:
                stage(pack(*frame), key=self.key)
                return
        try:
            shown = self._shown(experiment)
        except ValueError as refusal:  # what only a run can find out, such as a mode without curvature
            self.refuse(refusal)
            return
        # A release needs a new id even if q went back to where it was: the browser waits for it.
        if wanted := self._wanted(experiment):
            shown = complete(shown, asked_for(experiment, *front(self.session, experiment)), wanted)
        ours = {"id": f"{shown.header['id']}.{self.touched}", "seq": self.seq, "ghosts": self._ghosts()}
        ours["ghosts"] += extra.get("ghosts", [])
        ours["grips"] = left(self.page, shown.header["grips"])
        ours |= {"present": presenting(), "step": self.memory.step, "formula": formula("fit" in shown.arrays)}
        if "guess" in extra:
            extra = extra | {"guess": self.guess | extra["guess"]}
        if extra.get("thermometer"):
            extra = extra | {"thermometer": thermometer(shown)}
        if extra.get("hidden"):
            extra = extra | {"title": "q and the joint; what nobody could know is hidden."}
        refuses, second = extra.get("refuses", False), extra.get("second")
        extra = {key: value for key, value in extra.items() if key not in OURS}
        if problem.target.dim == 1 and problem.family.gaussian:
            extra |= {"family": NORMAL}
        if open_question := extra.get("open", False):  # nothing tells the end before it is asked for
            extra |= {"trace": None, "title": "q at the start, on p."}
        elif refuses and tails(self.page, self.key, experiment):
            return  # no start and no step size helps
        if self.memory.own.pop("reset", False):
            ours["play"] = "reset"
        elif self._chosen(experiment):
            ours["play"] = "choice"  # choosing is playing
        header, own = shown.header | ours | extra, {}
        if tiles:
            header, own = header | {"readouts": tiles.rows(header["readouts"])}, tiles.run(experiment)
        if second:
            header, own = self._beside(header, own, *second)
        header = named(header)
        stage(pack(header, thin(shown.arrays | own, header), DRAWN), key=self.key)
        name = f"Picture, {problem.divergence.symbol}: {header['title']}"
        run = front(self.session, experiment)
        offer(self.key, name, lambda: alone(header, experiment, own, *run), header, experiment)
        if not open_question:
            slower(self.page, self.key, shown.header["stopped"] or {})
        if "known" in shown.header:
            self._fill(experiment)
        if not open_question:
            contest(experiment, shown, self.own["tries"], measure(problem))

    def _beside(self, header: dict, own: dict, other: Experiment, label: str) -> tuple[dict, dict]:
        """Header and arrays with a second run; it is left out if it cannot run."""
        try:
            header, own = beside(header, own, drawn(other), label, other.problem)
        except ValueError:
            return header, own
        key = repr(other)
        if self.own.get("second") != key:  # choosing it is playing
            self.own["second"], header = key, header | {"play": "choice"}
        return header | {"id": f"{header['id']}.{zlib.crc32(key.encode()):x}"}, own

    def _shown(self, experiment: Experiment) -> Picture:
        """The run's picture with the numbers that there are by now."""
        asked, run = st.session_state.get("_asked"), front(self.session, experiment)
        count = rounds(experiment) if asked else self.own.get("rounds", {}).get(self._named(experiment), 1)
        return drawn(experiment, *run) if count == 1 else filled(experiment, count, *run)

    def _named(self, experiment: Experiment) -> str:
        """The run in front by name."""
        return " ".join(map(repr, (experiment, *front(self.session, experiment))))

    def _fill(self, experiment: Experiment) -> None:
        """Work on the numbers that the picture lacks, while it plays; it gets them at the end, or when that is stopped."""
        of, name, run = rounds(experiment), self._named(experiment), front(self.session, experiment)

        def work():
            for part in range(1, of):
                of_round(experiment, part, *run)
                yield part

        def show(found: list, done: bool) -> None:
            if done:
                self.own["rounds"] = {name: len(found) + 1}
            else:
                share = 100 * (len(found) + 1) // of
                st.markdown(f":material/hourglass: Numbers of {share} % of the steps so far; more come.", width="content")

        if name not in self.own.get("rounds", {}):
            with st.container(horizontal=True, vertical_alignment="center", key=f"{self.key}.rounds"):
                progressive(self.session, f"{self.key}.numbers", name, work, show, stop=True)

    def _wanted(self, experiment: Experiment) -> list[str]:
        """What somebody has asked to see of pictures; the draws of each step of this one run alone."""
        own = self.own
        if st.session_state.get("_asked"):
            return list(LATER)  # a page that is recorded: nobody will hear that somebody asks
        own["explained"] = own["explained"] or experiment
        return [part for part in own["wanted"] if part in LATER and (part != "steps" or own["explained"] == experiment)]

    def _grounded(self, experiment: Experiment, extra: dict) -> Picture:
        """p under the hand, with the numbers of the q that the stage shows, and of the one beside it."""
        problem, step = experiment.problem, self.p.said.get("step")
        if self.shown is None or type(step) is not int:
            return ground_alone(problem.target, self.seq)
        lam = _iterate(self.shown, step, *front(self.session, self.shown))
        beside = extra.get("beside")
        more = (replace(beside.problem, target=problem.target), _iterate(beside, step)) if beside else ()
        frame, tiles = grounded(problem, lam, self.seq, more, self.shown.problem.target.window, False), extra.get("tiles")
        own = tiles.held(problem, lam) if tiles else {}
        return frame._replace(arrays=frame.arrays | {f"worth.{name}": each for name, each in own.items()})

    def _chosen(self, experiment: Experiment) -> bool:
        """Whether another target, family, divergence or method has been chosen since the last picture; no knob."""
        kinds = [slug(each) for each in parts(experiment).values()]
        before, self.own["kinds"] = self.own.get("kinds", kinds), kinds
        return kinds != before

    def _retreat(self) -> None:
        st.session_state[f"{self.page}.method"] = "gradient"

    def _remember(self, frame: Picture) -> None:
        value = float(frame.arrays[measure(self.own["problem"])][0])
        if self.holding or not self.own["fair"]:
            return
        if value == value:
            self.own["tries"] = [*self.own["tries"], value][-KEPT:]
        best = self.own["best"]
        if value == value and (best is None or value < best["value"]):
            mean, cov = (frame.arrays[name][0].tolist() for name in ("q_mean", "q_cov"))
            self.own["best"] = {"value": value, "mean": mean, "cov": cov}

    def _told(self, value: float) -> str:
        """The divergence with its unit, if it has one."""
        return nats(value) if self.own["problem"].divergence.unit else number(value)

    def _ghosts(self) -> list[dict]:
        best = self.own["best"]
        if not best:
            return []
        return [{"label": "your best", "mean": best["mean"], "cov": best["cov"], "note": self._told(best["value"])}]


def front(session: Session, experiment: Experiment) -> tuple[int, ...]:
    """Which run of an experiment stands in front, as an argument; none for the first or on a page without the choice."""
    key = f"{session.page}.run"
    return _but_first(min(session[key], experiment.runs) - 1 if key in session.settings else 0)


def _iterate(experiment: Experiment, step: int, run: int = 0):
    """λ (P,) of the q that a run shows at a step."""
    lam = fitted(experiment).lam[run]
    return lam[min(max(step, 0), len(lam) - 1)]


def _key(page: str, side: str) -> str:
    return f"{page}.stage.{side}" if side else f"{page}.stage"


def measure(problem: Problem) -> str:
    """The read-out that holds the problem's own divergence."""
    return {0: "reverse_kl", 1: "forward_kl"}.get(problem.divergence.power, "divergence")
