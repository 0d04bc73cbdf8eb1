"""Honest limits: what forward KL needs, and what a real user can know of it."""

import streamlit as st

import vizvi
from vizvi.diagnostics.self_normalized import self_normalized
from vizvi.experiment import Experiment
from vizvi.lessons.kl import words
from vizvi.ui.cache import fitted, remembered
from vizvi.ui.charts import show
from vizvi.ui.session import Session
from vizvi.ui.side_by_side import billed

DRAWS = (10, 100, 1000, 10_000)
ENDS = {"reverse": ("q", words.LEFT_END), "forward": ("forward", words.RIGHT_END)}


def _estimated(experiment: Experiment):
    lam = fitted(experiment).lam[0, -1]
    spread = self_normalized(experiment.problem, lam, DRAWS, seed=experiment.seed)
    return spread, float(vizvi.exact(experiment.problem, lam).forward_kl)


estimated = remembered(_estimated)


def forward_cost(session: Session, experiment: Experiment) -> None:
    """KL(p‖q) as q's own draws estimate it, beside the exact value, for the q of either side."""
    from vizvi.lessons.kl.estimates_chart import estimates

    st.markdown(words.AVERAGES)
    told = []
    for (side, (tone, where)), column in zip(ENDS.items(), st.columns(2, gap="medium"), strict=True):
        spread, exact = estimated(billed(experiment, side))
        with column:
            st.markdown(words.q_at(where))
            show(estimates(DRAWS, spread, exact, tone), f"kl.cost.{side}")
        told.append(words.draws_say(where, DRAWS[-1], spread[-1, 1], spread[-1, 0], spread[-1, 2], exact))
    st.markdown(words.nothing_of(told[0].capitalize(), told[1]))
