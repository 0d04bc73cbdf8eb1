"""The page of the lesson."""

import streamlit as st

from vizvi.exports.programs import Program, together
from vizvi.lessons import around
from vizvi.lessons.topics import DEFAULT, LESSON, PRESETS, TABS
from vizvi.lessons.topics.choices_tab import how_many
from vizvi.lessons.topics.race_tab import touched
from vizvi.lessons.topics.screen import screen
from vizvi.lessons.topics.script import scikit_learn, script
from vizvi.lessons.topics.script_of_tabs import of_tab
from vizvi.lessons.topics.seeds_tab import ten_seeds
from vizvi.lessons.topics.settings import PAGE, SETTINGS, controls, more, usual
from vizvi.lessons.topics.speeches_tab import speeches_tab
from vizvi.lessons.topics.sure_tab import how_sure
from vizvi.ui.gate import given
from vizvi.ui.lab import bench, finish
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.page import opening
from vizvi.ui.session import Session
from vizvi.ui.tabs import tabs
from vizvi.ui.takeaway import takeaway

ASKED = 4  # topics, in the question


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session(PAGE, DEFAULT, SETTINGS)
    session.open()
    _turn(session)
    picture = lambda setup, told: screen(session, setup)

    setup, told = bench(session, LESSON, controls, more, usual, picture)
    tries(PAGE, PRESETS)
    if told:
        afterwards(LESSON)
        parts = ten_seeds, touched, how_many, how_sure, speeches_tab
        shown = zip(TABS.values(), parts, strict=True)
        tabs(session, "topics.tab", {name: lambda show=show: show(session, setup) for name, show in shown})
    finish(session, None)
    takeaway(session, code=(lambda: _code(session, setup)) if told else None)


def _code(session: Session, setup) -> tuple[Program, ...]:
    """The lines behind the first screen and the open tab, and the model for scikit-learn."""
    get = lambda name: session[f"{PAGE}.{name}"]
    asked = setup, float(get("passes"))
    below = of_tab(get("tab"), setup, float(get("decay")), float(get("delay")), get("eras"))
    return together(script(*asked), (below, scikit_learn(*asked)))


def _turn(session: Session) -> None:
    """Once the question is answered the picture turns to what it was about."""
    if given(session, LESSON):
        session["topics.k"] = ASKED
