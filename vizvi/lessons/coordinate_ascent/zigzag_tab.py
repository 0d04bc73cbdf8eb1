"""Tab A: coordinate ascent on a correlated Gaussian, one call at a time."""

from dataclasses import fields, replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.exports.programs import programs
from vizvi.format import nats
from vizvi.lessons.coordinate_ascent import DEFAULT, LESSON, PRESETS, SETTING
from vizvi.lessons.coordinate_ascent.moves import LAST, buttons, calls, heard, shown
from vizvi.lessons.coordinate_ascent.script import of_zigzag
from vizvi.lessons.coordinate_ascent.words import zigzag as words
from vizvi.lessons.coordinate_ascent.zigzag import best_elbo, condition, sweeps_for, walk
from vizvi.lessons.coordinate_ascent.zigzag_chart import climb, inside, plane
from vizvi.links import to_query
from vizvi.problem import Problem
from vizvi.targets import TARGETS
from vizvi.ui.charts import show
from vizvi.ui.controls import knob
from vizvi.ui.gate import gate
from vizvi.ui.lesson import afterwards, tries
from vizvi.ui.menu import fixed, only
from vizvi.ui.page import link
from vizvi.ui.rows import Row
from vizvi.ui.session import Session
from vizvi.ui.tiles import CLOSED, Large, large

RHO = "coordinate_ascent.target.correlation"
MOVES, AT = "ascent.moves", "ascent.at"
PLANE, CLIMB = "ascent.plane", "ascent.climb"
SETTINGS = {MOVES: calls("12", "12" * 5), AT: LAST}

ROW = Row(only("gaussian"), family=fixed, divergence=fixed, method=fixed)


def admitted(experiment: Experiment, default: Experiment) -> tuple[Experiment, list[str]]:
    """What of a link's experiment the picture can show."""
    experiment, told = ROW.admitted(experiment, default)
    if not inside(experiment.start or default.start):
        experiment, told = replace(experiment, start=default.start), [*told, words.OUTSIDE]
    return experiment, told


def zigzag_tab(session: Session) -> Experiment:
    """The prediction, the calls, the plane and the climb; the experiment that they are of."""
    slot = st.container()
    heard(session, MOVES, AT, CLIMB)
    grip = session.heard(PLANE, "start")
    with st.container():
        left, right = st.columns([1.1, 4], vertical_alignment="bottom")
        st.session_state.setdefault(RHO, session.experiment.problem.target.correlation)  # another part was open meanwhile
        with left:
            rho = knob(RHO, fields(TARGETS["gaussian"])[0])
        called = right.container()
    told = gate(session, LESSON, slot)
    if told:
        with called:
            buttons(session, MOVES, AT, CLIMB, words.ZIGZAG_CALLS, sweeps_for(rho))
    start = _start(session, grip)
    target = TARGETS["gaussian"](correlation=rho)
    problem = Problem(target, DEFAULT.problem.family, DEFAULT.problem.divergence)
    experiment = replace(session.experiment, problem=problem, start=start)
    moves = [int(each) - 1 for each in session[MOVES]] if told else []
    at = shown(session, MOVES, AT) if told else 0
    run = walk(rho, moves, start)
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        show(plane(rho, run, at, start, told), PLANE, session)
    if not told:
        right.markdown(SETTING)
    else:
        with right:
            show(climb(rho, run, at), CLIMB, session)
        _numbers(session, rho, run, at)
        tries("coordinate_ascent", PRESETS)
        afterwards(LESSON)
        _played(experiment)
    return experiment


def code(session: Session, experiment: Experiment):
    """What is shown as vizvi's lines, and the experiment for other libraries."""
    rho, start = experiment.problem.target.correlation, experiment.start
    return of_zigzag(rho, start, session[MOVES][: shown(session, MOVES, AT)]), programs(experiment)


def _start(session: Session, grip) -> tuple[float, ...]:
    """Where q starts, with the grip where the hand has it."""
    start = session.memory.start or DEFAULT.start
    if grip:
        try:
            moved = (*(round(float(each), 3) + 0.0 for each in grip.value), *start[2:])
        except (TypeError, ValueError, OverflowError):
            return start
        start = moved if inside(moved) else start
        session.memory.start = start
    return start


def _numbers(session: Session, rho: float, run, at: int) -> None:
    """The half-step in numbers, and what the climb costs."""
    m, best = run.mean, best_elbo(rho)
    if at:
        i = int(session[MOVES][at - 1]) - 1
        gain = float(run.elbo[at] - run.elbo[at - 1])
        st.markdown(words.half_step(at, i, rho, m[at - 1, 1 - i], m[at, i], run.sd[at, i], gain))
    elbo, sweeps, slow = float(run.elbo[at]), sweeps_for(rho), condition(rho)
    large(
        [
            Large("elbo", words.ELBO, elbo, nats(elbo), words.best_has(best)),
            Large("gap", words.GAP, -elbo, nats(-elbo), words.at_least(-best)),
            Large("sweeps", words.CLOSER, sweeps, str(sweeps), words.multiplies(rho**2)),
            Large("condition", words.CONDITION, slow, f"{slow:.3g}", words.SLOWS),
        ],
        how=CLOSED,
    )


def _played(experiment: Experiment) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(words.AS_A_RUN, width="content")
        link("play_2d", words.ON_THE_STAGE, to_query(experiment, "play_2d"))
