"""Drag: what a hand does on a stage, and what Python answers."""

from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.links import parts
from vizvi.member import slug
from vizvi.picture import DRAWN, Picture, from_hand, ground_alone, grounded, live, thin
from vizvi.problem import Problem
from vizvi.ui import tries
from vizvi.ui.canvas import pack, stage
from vizvi.ui.contest import contest
from vizvi.ui.controls import NORMAL
from vizvi.ui.cures import refuse, slower, tails
from vizvi.ui.ends import front
from vizvi.ui.formula import formula
from vizvi.ui.heading import named, thermometer
from vizvi.ui.hide import left
from vizvi.ui.offered import offer
from vizvi.ui.page import presenting
from vizvi.ui.pictures import alone, iterate
from vizvi.ui.rounds import by_now, fill
from vizvi.ui.second import joined
from vizvi.ui.session import Session

OURS = ("ghosts", "tiles", "beside", "refuses", "second")  # what a page tells of a stage that the browser need not hear
_NEW = tries.NEW | {"said": None, "wanted": [], "explained": None}


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
    def released(session: Session, side: str = "") -> bool:
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
        tries.begin(self.own, problem)
        self.lam = from_hand(problem, self.q.said) if self.q else None
        released = self.lam is not None and not self.holding
        if released:
            self.own["fair"] = tries.is_fair(self.session, self.own, self.q.said.get("from"), memory.experiment)
        start = memory.start
        if memory.own.get("apart"):
            if released:
                self.own["said"] = problem.target, problem.family, tuple(self.lam.tolist())
            start = self.said(problem) or start
        elif released:
            memory.start = start = tuple(self.lam.tolist())
        return replace(experiment, start=start if len(start) in (0, len(problem.params)) else ())

    def said(self, problem: Problem) -> tuple[float, ...]:
        """The λ that was drawn as a prediction for this kind of target and this family; empty if none was."""
        target, family, lam = self.own["said"] or (None, None, ())
        return lam if (type(target), family) == (type(problem.target), problem.family) else ()

    def said_of(self, problem: Problem) -> bool:
        """Whether it was drawn for this very target, knobs and all."""
        return bool(self.own["said"]) and self.own["said"][0] == problem.target

    def show(self, experiment: Experiment, extra: dict) -> None:
        """The stage: an answer to a hand that holds something, or the run; `extra` goes into the header.

        Its "tiles" are a page's own read-outs: `rows(usual)`, `run(experiment)` and `held(problem, lam)`, arrays by key."""
        if self._answered(experiment, extra):
            return
        run, question = front(self.session, experiment), extra.get("open", False)
        try:
            shown = by_now(self.session, self.own, experiment)
        except ValueError as refusal:  # what only a run can find out, such as a mode without curvature
            refuse(self.page, refusal)
            return
        if not question and extra.get("refuses", False) and tails(self.page, self.key, experiment):
            return  # no start and no step size helps
        header, own = self._told(experiment, shown, extra)
        stage(pack(header, thin(shown.arrays | own, header), DRAWN), key=self.key)
        name = f"Picture, {experiment.problem.divergence.symbol}: {header['title']}"
        offer(self.key, name, lambda: alone(header, experiment, own, *run), header, experiment)
        if not question:
            slower(self.page, self.key, shown.header["stopped"] or {})
        if "known" in shown.header:
            fill(self.session, self.own, self.key, experiment)
        if not question:
            contest(experiment, shown, self.own["tries"])

    def _answered(self, experiment: Experiment, extra: dict) -> bool:
        """Whether a hand holds something: then the stage shows what that makes of p or q, and no run."""
        if self.holding and self.p:
            header, arrays = self._grounded(experiment, extra)
            stage(pack(header | {"grips": left(self.page, header["grips"])}, arrays), key=self.key)
            return True
        if self.lam is None:
            return False
        frame, tiles = live(experiment.problem, self.lam, self.seq, whole=False), extra.get("tiles")
        if tiles:
            frame = frame._replace(arrays=frame.arrays | tiles.held(experiment.problem, self.lam))
        if self.holding:
            stage(pack(*frame), key=self.key)
        elif not self.side:  # a duel has no best
            tries.add(self.own, frame)
        return self.holding

    def _told(self, experiment: Experiment, shown: Picture, extra: dict) -> tuple[dict, dict]:
        """Header and further arrays of a run's picture: what it says itself, what the kit adds, what the page adds."""
        problem, more = experiment.problem, {key: value for key, value in extra.items() if key not in OURS}
        # A release needs a new id even if q went back to where it was: the browser waits for it.
        ours = {"id": f"{shown.header['id']}.{self.touched}", "seq": self.seq}
        ours["ghosts"] = tries.ghosts(self.own) + extra.get("ghosts", [])
        ours["grips"] = left(self.page, shown.header["grips"])
        ours |= {"present": presenting(), "step": self.memory.step, "formula": formula("fit" in shown.arrays)}
        if "guess" in more:
            more["guess"] = self.guess | more["guess"]
        if more.get("thermometer"):
            more["thermometer"] = thermometer(shown)
        if more.get("hidden"):
            more["title"] = "q and the joint; what nobody could know is hidden."
        if problem.target.dim == 1 and problem.family.gaussian:
            more["family"] = NORMAL
        if more.get("open", False):  # nothing tells the end before it is asked for
            more |= {"trace": None, "title": "q at the start, on p."}
        if self.memory.own.pop("reset", False):
            ours["play"] = "reset"
        elif self._chosen(experiment):
            ours["play"] = "choice"  # choosing is playing
        header, own = shown.header | ours | more, {}
        if tiles := extra.get("tiles"):
            header, own = header | {"readouts": tiles.rows(header["readouts"])}, tiles.run(experiment)
        if second := extra.get("second"):
            header, own = joined(self.own, header, own, *second)
        return named(header), own

    def _grounded(self, experiment: Experiment, extra: dict) -> Picture:
        """p under the hand, with the numbers of the q that the stage shows, and of the one beside it."""
        problem, step = experiment.problem, self.p.said.get("step")
        if self.shown is None or type(step) is not int:
            return ground_alone(problem.target, self.seq)
        lam = iterate(self.shown, step, *front(self.session, self.shown))
        other = extra.get("beside")
        more = (replace(other.problem, target=problem.target), iterate(other, step)) if other else ()
        frame, tiles = grounded(problem, lam, self.seq, more, self.shown.problem.target.window, False), extra.get("tiles")
        own = tiles.held(problem, lam) if tiles else {}
        return frame._replace(arrays=frame.arrays | {f"worth.{name}": each for name, each in own.items()})

    def _chosen(self, experiment: Experiment) -> bool:
        """Whether another target, family, divergence or method has been chosen since the last picture; no knob."""
        kinds = [slug(each) for each in parts(experiment).values()]
        before, self.own["kinds"] = self.own.get("kinds", kinds), kinds
        return kinds != before


def _key(page: str, side: str) -> str:
    return f"{page}.stage.{side}" if side else f"{page}.stage"
