"""The Challenger's data and the curve that its posterior draws, beside the stage."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lessons.play_2d import words
from vizvi.lessons.play_2d.curves_chart import distress
from vizvi.models.distress import Decision, decide, run_of
from vizvi.targets.challenger import flights
from vizvi.ui.cache import fitted, remembered
from vizvi.ui.charts import show


def _decided(experiment: Experiment, which: int = 0) -> tuple[Decision, tuple]:
    lam = fitted(experiment).lam[which]
    found = decide(experiment.problem, lam[-1])
    return found, run_of(experiment.problem, lam, found)


decided = remembered(_decided)


def decision(experiment: Experiment, link: str, *which: int) -> None:
    """What both say about a launch at 31 °F, and the curve over all temperatures, which follows the stage's step."""
    found, run = decided(experiment, *which)
    exact, q = words.at_launch(*found.exact_at_launch), words.at_launch(*found.q_at_launch)
    st.markdown(words.decision(exact, q))
    show(distress(found.temperature, found.exact, run, flights(), link), "play_2d.decision")
