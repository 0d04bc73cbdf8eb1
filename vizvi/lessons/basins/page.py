"""The page of the lesson."""

import streamlit as st

from vizvi.lessons import around
from vizvi.lessons.basins import LESSON, PRESETS
from vizvi.lessons.basins.noise import noise
from vizvi.lessons.basins.plane_tab import two_dimensions
from vizvi.lessons.basins.proposals import remedy, worth
from vizvi.lessons.basins.valleys import grounds, here
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.page import opening
from vizvi.ui.source import source


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    experiment, revealed = grounds(LESSON)
    tries("basins", PRESETS)
    if revealed:
        afterwards(here(LESSON, experiment))
        sections(experiment)
    source(experiment)


def sections(experiment):
    shown = {
        "Which q is better?": lambda: worth(experiment),
        "Can noise save you?": lambda: noise(experiment),
        "Remedies": lambda: remedy(experiment),
        "Two dimensions": two_dimensions,
    }
    for tab, show in zip(st.tabs(list(shown), key="basins.tabs", on_change="rerun"), shown.values(), strict=True):
        if tab.open:
            with tab:
                show()
