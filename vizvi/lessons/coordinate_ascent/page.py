"""The page of the lesson."""

import streamlit as st

from vizvi.exports.programs import together
from vizvi.lessons import around
from vizvi.lessons.coordinate_ascent import DEFAULT, LESSON, TABS, components_tab, sampling_tab, staircase_tab, zigzag_tab
from vizvi.ui.gate import answered
from vizvi.ui.lab import finish
from vizvi.ui.lesson import endings
from vizvi.ui.page import opening
from vizvi.ui.parts import parts, place
from vizvi.ui.session import Session
from vizvi.ui.setting import choice
from vizvi.ui.source import source
from vizvi.ui.takeaway import takeaway

PARTS = {
    "zigzag": zigzag_tab.zigzag_tab,
    "stairs": staircase_tab.staircase_tab,
    "components": components_tab.components_tab,
    "sampling": sampling_tab.sampling_tab,
}
CODE = {
    "zigzag": zigzag_tab.code,
    "stairs": staircase_tab.code,
    "components": components_tab.code,
    "sampling": sampling_tab.code,
}
SETTINGS = {"ascent.tab": choice(*TABS)}
for each in (zigzag_tab, staircase_tab, components_tab, sampling_tab):
    SETTINGS |= each.SETTINGS


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("coordinate_ascent", DEFAULT, SETTINGS, zigzag_tab.admitted)
    session.open()
    tab = parts(session, "ascent.tab", TABS)
    with place(tab, TABS):
        experiment = PARTS[tab](session) or session.experiment
    finish(session, experiment)
    if tab == "zigzag":
        source(experiment)
    told = answered(session, LESSON, "" if tab == "zigzag" else tab)
    chains = (lambda: sampling_tab.draws(session)) if tab == "sampling" and told else None
    takeaway(session, code=(lambda: together(*CODE[tab](session, experiment))) if told else None, draws=chains)
