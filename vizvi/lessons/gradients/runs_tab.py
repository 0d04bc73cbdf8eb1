"""Runs that follow noisy gradients: how far these are off, and the ELBO that comes of it."""

import streamlit as st

from vizvi.lessons.gradients import noise
from vizvi.lessons.gradients.charts import errors_board, runs_board
from vizvi.lessons.gradients.noise import Setup
from vizvi.lessons.gradients.settings import ways_of
from vizvi.lessons.gradients.words import runs as words
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session


def runs(session: Session, setup: Setup) -> None:
    """How far gradients are off, and the ELBO of runs that follow them."""
    rate, ways = session["gradients.rate"], ways_of(session)
    left, right = st.columns([1, 1.5], gap="medium")
    with left:
        show(errors_board(setup, ways), "gradients.errors", session)
        st.markdown(words.TEN_TIMES)
    with right:

        def draw(found: list, done: bool) -> None:
            show(runs_board(setup, rate, dict(found), ways), "gradients.runs", session)

        start = lambda: noise.all_runs(setup, rate, ways)
        progressive(session, "gradients.ran", repr((setup, rate, ways)), start, draw)
        one, other = st.columns([1, 3], vertical_alignment="bottom")
        one.number_input(words.STEP_SIZE, 0.001, 1.0, step=0.01, format="%g", key="gradients.rate")
        other.caption(words.DESCENT)
