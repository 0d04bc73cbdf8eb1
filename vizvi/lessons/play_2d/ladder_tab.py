"""The family ladder: the best ELBO of every family on the present target, each a click away."""

import math

import streamlit as st

from vizvi.diagnostics.ladder import Rung, rungs
from vizvi.experiment import Experiment
from vizvi.lessons.play_2d import words
from vizvi.member import label
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session


def ladder(session: Session, experiment: Experiment) -> None:
    """An expander that climbs once it is opened, rung by rung: families from the lowest ELBO to the highest."""
    page, problem = session.page, experiment.problem
    with st.expander(words.LADDER, on_change="rerun", key=f"{page}.ladder") as fold:
        if not fold.open:
            return

        def told(found: list[Rung], done: bool) -> None:
            _told(page, found, done, problem.target.log_z)

        progressive(session, f"{page}.climb", repr(problem.target), lambda: rungs(problem), told, stop=True)


def _told(page: str, found: list[Rung], done: bool, log_z: float) -> None:
    from vizvi.lessons.play_2d.ladder_chart import ladder_board

    some = sorted(found, key=lambda rung: rung.elbo)
    names = [label(rung.family) for rung in some]
    if some:
        show(ladder_board(names, [rung.elbo for rung in some], log_z), f"{page}.rungs")
    for rung in found:
        if not math.isfinite(rung.elbo):
            st.markdown(words.stands(label(rung.family), words.TAILS))
    if not done:
        st.caption(words.NEXT)
    with st.container(horizontal=True):
        for name, rung in zip(names, some, strict=True):
            if math.isfinite(rung.elbo):
                st.button(words.take(name), key=f"{page}.take.{name}", on_click=_take, args=(page, rung.slug))


def _take(page: str, slug: str) -> None:
    st.session_state[f"{page}.family"] = slug
