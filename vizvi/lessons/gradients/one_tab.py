"""One gradient, drawn many times: its arrows, its distribution, and the arithmetic of one draw."""

import math

import streamlit as st

from vizvi.format import number
from vizvi.lessons.gradients import noise
from vizvi.lessons.gradients.charts import arrows_board, spread_board
from vizvi.lessons.gradients.noise import Setup
from vizvi.lessons.gradients.settings import ways_of
from vizvi.lessons.gradients.words import gradient as words
from vizvi.lessons.gradients.words.settings import WAYS
from vizvi.ui.charts import show
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large


def one(session: Session, setup: Setup, told: bool) -> None:
    """Arrows and distributions of single gradients."""
    ways = ways_of(session)
    left, right = st.columns(2, gap="medium")
    with left:
        show(arrows_board(setup, session["gradients.draw"], ways), "gradients.arrows", session)
    with right:
        show(spread_board(setup, ways), "gradients.spread", session)
    left, right = st.columns([1, 5.2], vertical_alignment="bottom")
    left.number_input(words.SLOW_MOTION, 1, noise.FAN, key="gradients.draw")
    right.markdown(slow(setup, session["gradients.draw"]))
    st.caption(words.SIGNS)
    if told:
        large([_tile(setup, way, WAYS[way]) for way in ways], only=False)
        if setup.baseline == "leave-one-out" and setup.draws == 1:
            st.caption(words.LEAVING_ONE_OUT)


def _tile(setup: Setup, way: str, name: str) -> Large:
    found = noise.spread(setup, way)
    signal = words.signal(found.signal)
    return Large(way, words.variance(name), found.variance, number(found.variance), signal, words.EXACT)


def slow(setup: Setup, which: int) -> str:
    """The arithmetic of the first draw of one gradient."""
    return words.slow(*noise.one_draw(setup, which), setup.baseline != "none")


def noticed(setup: Setup) -> tuple[str, ...]:
    """What holds for this very q."""
    found = {way: noise.spread(setup, way) for way in WAYS}
    score, path = found["score_function"].variance, found["reparam"].variance
    if path > 0 and score > 0 and math.isfinite(score) and math.isfinite(path):
        more = score / path
        first = words.more_draws(more) if more > 1 else words.fewer_draws(1 / more)
    else:
        first = words.NO_NOISE
    return first, words.sticking(found["sticking_the_landing"].variance), words.A_CONSTANT
