"""The page of the lesson."""

import streamlit as st

from vizvi.exports.programs import together
from vizvi.lessons import around
from vizvi.lessons.choose import DEFAULT, LESSON, TABS, collapse_tab, degrees_tab, flights_tab, learning_tab
from vizvi.ui.gate import answered
from vizvi.ui.lab import finish
from vizvi.ui.lesson import endings
from vizvi.ui.page import opening
from vizvi.ui.parts import parts, place
from vizvi.ui.session import Session
from vizvi.ui.setting import choice
from vizvi.ui.takeaway import takeaway

PARTS = {
    "degrees": degrees_tab.degrees_tab,
    "flights": flights_tab.flights_tab,
    "learning": learning_tab.learning_tab,
    "collapse": collapse_tab.collapse_tab,
}
CODE = {
    "degrees": degrees_tab.code,
    "flights": flights_tab.code,
    "learning": learning_tab.code,
    "collapse": collapse_tab.code,
}
SETTINGS = {"choose.tab": choice(*TABS)}
for each in (degrees_tab, flights_tab, learning_tab, collapse_tab):
    SETTINGS |= each.SETTINGS


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("choose", DEFAULT, SETTINGS)
    session.open()
    tab = parts(session, "choose.tab", TABS)
    with place(tab, TABS):
        PARTS[tab](session)
    finish(session, None)
    told = answered(session, LESSON, "" if tab == "degrees" else tab)
    takeaway(session, code=(lambda: together(*CODE[tab](session))) if told else None)
