"""The family ladder: the best ELBO of every family on the present target, each a click away."""

import streamlit as st

from vizvi.diagnostics.ladder import Rung, climb
from vizvi.experiment import Experiment
from vizvi.member import label
from vizvi.ui.cache import remembered
from vizvi.ui.charts import show


def _climbed(experiment: Experiment) -> list[Rung]:
    return climb(experiment.problem)


# The ladder depends on the target alone.
climbed = remembered(_climbed, key=lambda each: repr(each.problem.target))


def ladder(page: str, experiment: Experiment) -> None:
    """An expander that climbs once it is opened: families from the lowest ELBO to the highest, under log Z."""
    with st.expander("Family ladder: how near does each family come?", on_change="rerun", key=f"{page}.ladder") as fold:
        if not fold.open:
            return
        from vizvi.lessons.play_2d.ladder_chart import ladder_board

        rungs = climbed(experiment)
        log_z = experiment.problem.target.log_z
        names = [label(rung.family) for rung in rungs]
        show(ladder_board(names, [rung.elbo for rung in rungs], log_z), f"{page}.rungs")
        with st.container(horizontal=True):
            for name, rung in zip(names, rungs, strict=True):
                st.button(f"Take {name}", key=f"{page}.take.{name}", on_click=_take, args=(page, rung.slug))


def _take(page: str, slug: str) -> None:
    st.session_state[f"{page}.family"] = slug
