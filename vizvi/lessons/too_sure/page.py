"""The page of the lesson."""

import streamlit as st

from vizvi.exports.programs import together
from vizvi.lesson import elsewhere, part
from vizvi.lessons import around
from vizvi.lessons.too_sure import BAND, DEFAULT, HELD, KNOWS, LESSON, LINE, PRESETS, TABS, diagnostics_tab
from vizvi.lessons.too_sure import calibration as calibration_part
from vizvi.lessons.too_sure import line as line_part
from vizvi.lessons.too_sure.calibration import calibration, told_of
from vizvi.lessons.too_sure.diagnostics_tab import knowing
from vizvi.lessons.too_sure.ellipse import CONTROLS, ellipse, more
from vizvi.lessons.too_sure.line import decision, line
from vizvi.lessons.too_sure.remarks import said_of
from vizvi.lessons.too_sure.words import everywhere as words
from vizvi.ui.bars import tools
from vizvi.ui.gate import gate
from vizvi.ui.lab import finish
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.notice import notice
from vizvi.ui.page import opening
from vizvi.ui.session import Session
from vizvi.ui.setting import choice
from vizvi.ui.source import source
from vizvi.ui.takeaway import takeaway

CODE = {
    "line": line_part.code,
    "calibration": calibration_part.code,
    "knowing": diagnostics_tab.code,
}
SETTINGS = {"sure.tab": choice(*TABS)} | line_part.SETTINGS | calibration_part.SETTINGS


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("too_sure", DEFAULT, SETTINGS, CONTROLS.admitted)
    session.open()
    st.segmented_control(words.PART, list(TABS), format_func=TABS.get, key="sure.tab", label_visibility="collapsed")
    parts = {"ellipse": part_a, "line": part_b, "calibration": part_c, "knowing": part_d}
    tab = session["sure.tab"]
    if tab != "ellipse":  # that part tells it itself
        notice(session)
    told = parts[tab](session)
    if tab != "ellipse":
        tools(session)
        finish(session, session.experiment)
        takeaway(session, code=(lambda: together(CODE[tab](session))) if told else None)


def part_a(session: Session) -> None:
    experiment, told = ellipse(session)
    if told:
        tries("too_sure", PRESETS)
        afterwards(said_of(experiment, LESSON))
        more(session, experiment)
    takeaway(session, experiment)
    source(experiment)


def part_b(session: Session) -> bool:
    lesson = part(LESSON, "line", BAND)
    told = gate(session, lesson, st.container())
    line(session, told)
    if told:
        afterwards(elsewhere(lesson, LINE))
    decision()
    return told


def part_c(session: Session) -> bool:
    told = gate(session, part(LESSON, "calibration", told_of(session, HELD)), st.container())
    calibration(session, told)
    return told


def part_d(session: Session) -> bool:
    if told := gate(session, part(LESSON, "knowing", KNOWS), st.container()):
        knowing(session.experiment)
        tries("too_sure", PRESETS, {"sure.tab": "knowing"})
    return told
