"""The part of the page where a line or a logistic curve is learned; it grows while it is watched."""

import streamlit as st

from vizvi.lessons.stochastic import regression
from vizvi.lessons.stochastic.race import Setup
from vizvi.lessons.stochastic.regression_chart import data_board, moment_board, race_board
from vizvi.lessons.stochastic.words import regression as words
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session


def learned(session: Session, kind: str, setup: Setup, axis: str, take_line) -> None:
    """The pictures of a run that goes on in pieces, with its count and a way to stop it."""

    def draw(found: list, done: bool) -> None:
        if take_line(session, setup):
            session.rerun()  # the link learns where the line is now
        course = regression.joined(found)
        steps = len(course.kl) - 1
        step = min(setup.step_at(session["stochastic.at"]), steps)
        left, right = st.columns(2, gap="medium")
        with left:
            show(moment_board(kind, setup, course, step), "stochastic.moment", session)
            show(data_board(kind, setup, course, step), "stochastic.data", session)
        with right:
            show(race_board(kind, setup, course, axis, step), "stochastic.race", session)
            last, there = float(course.kl[-1]), float(course.kl[step])
            st.markdown(words.learning(steps, regression.STEPS, done, steps * setup.batch, last, there))

    key = repr((kind, setup))
    progressive(session, "stochastic.learned", key, lambda: regression.pieces(kind, setup), draw, stop=True)


def noticed(kind: str, setup: Setup) -> tuple[str, ...]:
    """What holds for this model and these settings."""
    lines = [words.SUMS_WOULD_DO if kind == "line" else words.NO_SUM_WOULD]
    if setup.schedule != "robbins_monro":
        level = regression.floor(kind, setup.n, setup.batch, setup.rate)
        lines.append(words.settles_near(level, setup.rate / (2 - setup.rate) * setup.n / setup.batch))
    if kind == "logistic":
        lines.append(words.best_is_not_p(regression.gap(kind, setup.n)))
    return tuple(lines)
