"""The Challenger's data and the curve that its posterior draws, beside the stage."""

import numpy as np
import streamlit as st

from vizvi.experiment import Experiment, fit
from vizvi.models.distress import LAUNCH, Band, exact_band, q_band, temperatures
from vizvi.targets.challenger import flights


def _bands(experiment: Experiment) -> tuple[np.ndarray, Band, Band]:
    grid = temperatures()
    last = fit(experiment).lam[0, -1]
    return grid, exact_band(experiment.problem.target, tuple(grid)), q_band(experiment.problem, last, grid)


bands = st.cache_data(_bands, hash_funcs={Experiment: repr}, max_entries=64, show_spinner=False)


def decision(experiment: Experiment) -> None:
    """What both say about a launch at 31 °F, and the curve over all temperatures."""
    from vizvi.figures.curves import distress  # Plotly only where this picture is shown

    grid, exact, q = bands(experiment)
    at = int(np.searchsorted(grid, LAUNCH))
    st.markdown(
        f"**The decision.** At 31 °F the exact posterior puts the probability of distress at {_told(exact, at)}; "
        f"q at the last step says {_told(q, at)}. The coldest flight so far was at 53 °F."
    )
    theme = "dark" if st.context.theme.type == "dark" else "light"
    alt = (
        f"Probability of O-ring distress against temperature. At 31 °F: exact {_told(exact, at)}, q {_told(q, at)}."
    )
    st.plotly_chart(
        distress(grid, exact, q, flights(), LAUNCH, theme),
        theme=None, key="decision", alt=alt, config={"displayModeBar": False},
    )


def _told(band: Band, at: int) -> str:
    return f"{band.mean[at]:.0%} (90 % band {band.lo[at]:.0%} to {band.hi[at]:.0%})".replace("%", " %").replace("  %", " %")
