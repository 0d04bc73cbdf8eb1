"""The tab on step sizes: every rule at every step size, at equal budget, and a race; both grow while they are watched."""

import streamlit as st

from vizvi.format import number
from vizvi.lessons.gradients.sweep import RATES, RULES, condition, joined, sweeps
from vizvi.lessons.gradients.sweep_chart import course_board, race_board, sweep_board
from vizvi.lessons.gradients.words import sweep as words
from vizvi.ui.bars import tools
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.setting import named, real

AT = {"best": words.ITS_BEST} | {f"{each:.2g}": words.a_step_of(each) for each in RATES}
SWEEP = {"gradients.correlation": real(0.9, 0.0, 0.99), "gradients.at": named(AT)}


def sweep(session: Session, told: bool) -> None:
    """A full-rank q on a correlated Gaussian, whose condition number is a knob."""
    left, middle, right = st.columns([1.2, 1, 1.3], vertical_alignment="bottom")
    left.slider(words.CORRELATION, 0.0, 0.99, step=0.01, key="gradients.correlation")
    middle.selectbox(words.RACE_AT, list(AT.values()), key="gradients.at", disabled=not told)
    with right:
        tools(session)
    correlation, seed = session["gradients.correlation"], session["gradients.seed"]
    times = number(condition(correlation))
    steep = words.steep(times)
    if told:
        progressive(
            session, "gradients.swept", f"{correlation} {seed}", lambda: sweeps(correlation, seed),
            lambda found, done: _drawn(session, correlation, found, done), stop=True,
        )  # fmt: skip
    left, right = st.columns([1, 2.4], gap="medium", vertical_alignment="center")
    with left:
        show(course_board(correlation, times), "gradients.course", session)
    if not told:
        right.markdown(words.same_start(steep))
        return
    right.markdown(words.same_noise(steep))


def _drawn(session: Session, correlation: float, found: list, done: bool) -> None:
    ends = joined(found)
    said = told_of(ends)
    word = next(word for word, label in AT.items() if label == session["gradients.at"])
    at = None if word == "best" else float(RATES[list(AT).index(word) - 1])
    left, right = st.columns(2, gap="medium")
    with left:
        show(sweep_board(ends, said.replace("**", "")), "gradients.sweep", session)
    with right:
        way = words.EACH_BEST if at is None else words.all_at(at)
        show(race_board(ends, correlation, at, words.race(way)), "gradients.race", session)
    count = words.sets(len(found), len(RATES) * len(RULES))
    st.markdown(("" if done else count) + said)


def told_of(ends: dict) -> str:
    """Which rule at which step size came nearest, and what Adam's noise costs."""
    best = {rule: (float(each.median[each.best]), float(each.rates[each.best])) for rule, each in ends.items()
            if each.best is not None}  # fmt: skip
    return words.nearest(best)
