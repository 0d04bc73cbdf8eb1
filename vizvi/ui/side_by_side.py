"""Side by side: one target, one start, two divergences, on two stages that step together."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.format import nats, number
from vizvi.lesson import Lesson
from vizvi.member import slug
from vizvi.picture import live, shared_top
from vizvi.problem import Problem
from vizvi.ui.cache import fitted
from vizvi.ui.contest import measure
from vizvi.ui.controls import workable
from vizvi.ui.count import counted
from vizvi.ui.cures import refuse
from vizvi.ui.drag import Drag
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk, finish, stage_fragment
from vizvi.ui.memory import Memory
from vizvi.ui.notice import notice
from vizvi.ui.pictures import drawn
from vizvi.ui.session import Session
from vizvi.variants import variants

SIDES = {
    "reverse": ("reverse_kl", "**Reverse**, KL(q‖p): billed where **q** is."),
    "forward": ("forward_kl", "**Forward**, KL(p‖q): billed where **p** is."),
}
OTHER = {"reverse": "forward", "forward": "reverse"}
SPARED = ("log_z", "correlation_q", "correlation_p")  # read-outs that two narrow stages leave out


def side_by_side(session: Session, lesson: Lesson, controls: Callable[[], Experiment]) -> tuple[Experiment, bool]:
    """Both stages with the controls above; the experiment of the link is the reverse side's. Also whether all may be told.

    Until it may, a hand draws a prediction on each side; from then on it moves where both start."""
    session.open()
    memory = session.memory
    drags = {side: Drag(session, side) for side in SIDES}
    for drag in drags.values():
        drag.turn_knobs()
    memory.holding = any(drag.holding for drag in drags.values())
    question = st.container()
    controls_slot, stages_slot = desk(session)
    with controls_slot:
        experiment = controls()
    drawn_on = all(drag.said(billed(experiment, side).problem) or drag.q for side, drag in drags.items())
    here = experiment.problem.target == session.default.problem.target
    memory.own["apart"] = not (told := gate(session, lesson, question, here, bool(drawn_on)))
    if told and st.session_state.get(f"{session.page}.carry"):
        _carry(memory, experiment)
    for side, drag in drags.items():  # where either hand let go, both start
        drag.take(billed(experiment, side))
    fits = len(memory.start) in (0, len(experiment.problem.params))
    experiment = drags["reverse"].take(experiment) if told else replace(experiment, start=memory.start if fits else ())
    finish(session, experiment)
    with stages_slot:
        notice(session)
        sides = {side: drag.take(billed(experiment, side)) for side, drag in drags.items()}
        waiting = st.empty()
        for side, each in () if memory.holding else sides.items():
            counted(waiting, session, each, drawn, f".{side}")
        try:
            common = _common(sides)
        except ValueError as refusal:  # what only a run can find out, as on one stage
            refuse(session.page, refusal)
            return experiment, told
        memory.own["end"] = experiment.problem, tuple(fitted(sides["reverse"]).lam[0, -1].tolist())
        for (side, drag), column in zip(drags.items(), st.columns(2, gap="medium"), strict=True):
            with column:
                st.markdown(SIDES[side][1])
                more = _header(session, drag, sides[side], told)
                stage_fragment(session, sides[side], common | {"beside": sides[OTHER[side]]} | more, [drag], side)
        if slug(experiment.problem.target) == "gaussian" and not experiment.problem.family.tilts and told:
            st.markdown(_prices({side: drawn(each) for side, each in sides.items()}))
    return experiment, told


def _prices(shown: dict) -> str:
    """On a correlated Gaussian both sides pay the same for not tilting, each for another mistake."""
    left, right = (shown[side].arrays for side in SIDES)
    prices = nats(float(left["reverse_kl"][-1])), nats(float(right["forward_kl"][-1]))
    ratios = [number(float(each["sd_ratio_1"][-1])) for each in (left, right)]
    return (
        f"**The same price, two mistakes.** The left side ends at {prices[0]}, the right at {prices[1]}: both "
        f"−½ log(1 − ρ²). The left has p's *precisions*, so each sd is {ratios[0]} of p's; the right has p's *variances*, "
        f"{ratios[1]} of p's sd."
    )


def _carry(memory: Memory, experiment: Experiment) -> None:
    """Start where the reverse side ended, if a knob of the same target has been turned since."""
    before, end = memory.own.get("end", (None, ()))
    now = experiment.problem
    if before and before != now and (type(before.target), before.family) == (type(now.target), now.family):
        with suppress(ValueError):  # a run that collapsed ended where none may start
            memory.start = replace(experiment, start=end).start


def billed(experiment: Experiment, side: str) -> Experiment:
    """The same experiment under a side's divergence, with a method that can do that."""
    problem = replace(experiment.problem, divergence=DIVERGENCES[SIDES[side][0]]())
    method = next(each for each in variants(experiment.method) if not each.supports(problem))
    return replace(experiment, problem=problem, method=method)


def _common(sides: dict[str, Experiment]) -> dict:
    """What both stages share: the read-outs and, in 1-D, the height of the axis."""
    shown = [drawn(each) for each in sides.values()]
    header = {"readouts": [each for each in shown[0].header["readouts"] if each["key"] not in SPARED]}
    return header | ({"top": shared_top(shown)} if shown[0].header["kind"] == "1d" else {})


def _header(session: Session, hand: Drag, experiment: Experiment, revealed: bool) -> dict:
    """What a of two stages says: its side of the pair and, once the answer is told, what was predicted."""
    pair = "leads" if hand.side == next(iter(SIDES)) else "follows"  # one transport for both
    header = {"link": session.page, "pair": pair, "formula": None, "trace": None, "open": not revealed}
    if revealed and (said := hand.said(experiment.problem)):
        frame = live(experiment.problem, experiment.problem.checked(said), 0)
        mean, cov, value = (frame.arrays[name][0].tolist() for name in ("q_mean", "q_cov", measure(experiment.problem)))
        note = nats(value) if hand.said_of(experiment.problem) else "of another p"
        header["ghosts"] = [{"label": "you said", "mean": mean, "cov": cov, "note": note}]
    return header


def both(cls, problem: Problem) -> bool:
    """Whether a method can follow both divergences; what a menu of methods asks."""
    return all(workable(replace(problem, divergence=DIVERGENCES[name]()))(cls) for name, _ in SIDES.values())
