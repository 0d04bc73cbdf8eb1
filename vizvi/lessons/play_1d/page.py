"""The page of the lesson."""

import streamlit as st

from vizvi.lessons import around
from vizvi.lessons.play_1d import DEFAULT, LESSON
from vizvi.ui.lab import playground
from vizvi.ui.lesson import afterwards, endings
from vizvi.ui.page import opening
from vizvi.ui.source import source


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    experiment, revealed = playground(LESSON, DEFAULT, dim=1)
    if revealed:
        afterwards(LESSON)
    source(experiment)
