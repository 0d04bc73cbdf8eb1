"""Honest limits: what forward KL needs, and what a real user can know of it."""

import streamlit as st

import vizvi
from vizvi.diagnostics.self_normalized import self_normalized
from vizvi.experiment import Experiment
from vizvi.format import nats, thousands
from vizvi.ui.cache import fitted, remembered
from vizvi.ui.charts import show
from vizvi.ui.session import Session
from vizvi.ui.side_by_side import billed

DRAWS = (10, 100, 1000, 10_000)
ENDS = {"reverse": ("q", "where the left side ends"), "forward": ("forward", "where the right side ends")}


def _estimated(experiment: Experiment):
    lam = fitted(experiment).lam[0, -1]
    spread = self_normalized(experiment.problem, lam, DRAWS, seed=experiment.seed)
    return spread, float(vizvi.exact(experiment.problem, lam).forward_kl)


estimated = remembered(_estimated)


def forward_cost(session: Session, experiment: Experiment) -> None:
    """KL(p‖q) as q's own draws estimate it, beside the exact value, for the q of either side."""
    from vizvi.lessons.kl.estimates_chart import estimates

    st.markdown(
        "**Forward KL averages over p**, and who could draw from p would not need q. The right side above knows p because "
        "this page does. A real user has draws from q, weighted by w = p̃/q:"
    )
    told = []
    for (side, (tone, where)), column in zip(ENDS.items(), st.columns(2, gap="medium"), strict=True):
        spread, exact = estimated(billed(experiment, side))
        with column:
            st.markdown(f"q {where}")
            show(estimates(DRAWS, spread, exact, tone), f"kl.cost.{side}")
        told.append(
            f"with q {where}, {thousands(DRAWS[-1])} draws say {nats(spread[-1, 1])} (the median of 100 users; nine in ten "
            f"see {nats(spread[-1, 0])} to {nats(spread[-1, 2])}) and it is {nats(exact)}"
        )
    st.markdown(f"{told[0].capitalize()}; {told[1]}. Draws from q say nothing of a place where q never goes.")
