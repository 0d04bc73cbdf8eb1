"""The Challenger's data and the curve that its posterior draws, beside the stage."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.format import percent
from vizvi.models.distress import LAUNCH, Decision, decide
from vizvi.targets.challenger import flights
from vizvi.ui.cache import fitted, remembered
from vizvi.ui.page import theme_shown


def _decided(experiment: Experiment) -> Decision:
    return decide(experiment.problem, fitted(experiment).lam[0, -1])


decided = remembered(_decided)


def decision(experiment: Experiment) -> None:
    """What both say about a launch at 31 °F, and the curve over all temperatures."""
    from vizvi.lessons.play_2d.curves_chart import distress  # Plotly only where this picture is shown

    found = decided(experiment)
    exact, q = told(found.exact_at_launch), told(found.q_at_launch)
    st.markdown(
        f"**The decision.** At 31 °F the exact posterior puts the probability of distress at {exact}; "
        f"q at the last step says {q}. The coldest flight so far had been at 53 °F."
    )
    theme = theme_shown()
    figure = distress(found.temperature, found.exact, found.q, flights(), LAUNCH, theme)
    alt = f"Probability of O-ring distress against temperature. At 31 °F: exact {exact}, q {q}."
    st.plotly_chart(figure, theme=None, key="decision", alt=alt, config={"displayModeBar": False})


def told(band: tuple[float, float, float]) -> str:
    """A mean and its 90 % band as people read them."""
    mean, lo, hi = map(percent, band)
    return f"{mean} (90 % band {lo} to {hi})"
