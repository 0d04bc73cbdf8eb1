"""The page of the lesson."""

import streamlit as st

from vizvi.lessons import around
from vizvi.lessons.play_1d import DEFAULT, LESSON, PRESETS
from vizvi.lessons.play_1d.remarks import said_of
from vizvi.ui.cures import refused
from vizvi.ui.ends import ends, front, in_front
from vizvi.ui.lab import playground
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.menu import of_dim
from vizvi.ui.page import opening
from vizvi.ui.rows import Row
from vizvi.ui.second import choose, versus
from vizvi.ui.session import Session
from vizvi.ui.source import source
from vizvi.ui.takeaway import takeaway

CONTROLS = Row(of_dim(1), written=True)


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("play_1d", DEFAULT, versus("play_1d") | in_front("play_1d"), CONTROLS.admitted)

    def controls():
        session.late("play_1d.run")
        return CONTROLS.show(session, lambda: choose(session), widths=(1.0,))

    experiment, told = playground(session, LESSON, controls)
    tries("play_1d", PRESETS, slot=session.tries_slot)
    if told and not refused(experiment):
        ends(session, experiment)
        afterwards(said_of(experiment, *front(session, experiment)))
    takeaway(session, experiment)
    source(experiment)
