"""The page of the lesson."""

import streamlit as st

from vizvi.lessons import around
from vizvi.lessons.basins import DEFAULT, LESSON, PRESETS
from vizvi.lessons.basins.noise import noise
from vizvi.lessons.basins.plane_tab import two_dimensions
from vizvi.lessons.basins.proposals import remedy, worth
from vizvi.lessons.basins.settings import SETTINGS, admitted
from vizvi.lessons.basins.valleys import here, valleys
from vizvi.lessons.basins.words import settings as words
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.page import opening
from vizvi.ui.session import Session
from vizvi.ui.source import source
from vizvi.ui.tabs import tabs
from vizvi.ui.takeaway import takeaway


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("basins", DEFAULT, SETTINGS, admitted)
    experiment, told = valleys(session)
    tries("basins", PRESETS)
    if told:
        afterwards(here(LESSON, experiment))
        parts = (worth, lambda each: noise(session, each), remedy, lambda _: two_dimensions(session))
        shown = zip(words.TABS.values(), parts, strict=True)
        tabs(session, "basins.tab", {name: lambda show=show: show(experiment) for name, show in shown})
    takeaway(session, experiment)
    source(experiment)
