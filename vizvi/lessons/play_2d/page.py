"""The page of the lesson."""

import streamlit as st

from vizvi.lessons import around
from vizvi.lessons.play_2d import DEFAULT, LESSON, PRESETS
from vizvi.lessons.play_2d.decision import decision
from vizvi.lessons.play_2d.ladder_tab import ladder
from vizvi.lessons.play_2d.remarks import said_of
from vizvi.member import slug
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

PAGE = "play_2d"
CONTROLS = Row(of_dim(2), written=True)


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session(PAGE, DEFAULT, versus(PAGE) | in_front(PAGE), CONTROLS.admitted)

    def controls():
        session.late(f"{PAGE}.run")
        return CONTROLS.show(session, lambda: choose(session), widths=(1.0,))

    experiment, told = playground(session, LESSON, controls, lambda *_: {"link": PAGE})
    tries(PAGE, PRESETS, slot=session.tries_slot)
    if slug(experiment.problem.target) == "challenger":
        decision(experiment, PAGE, *front(session, experiment))
    if told and not refused(experiment):
        ends(session, experiment)
        afterwards(said_of(experiment, *front(session, experiment)))
    ladder(session, experiment)
    takeaway(session, experiment)
    source(experiment)
