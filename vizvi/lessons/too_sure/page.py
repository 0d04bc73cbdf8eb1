"""The page of the lesson."""

import streamlit as st

from vizvi.lesson import elsewhere, part
from vizvi.lessons import around
from vizvi.lessons.too_sure import BAND, DEFAULT, HELD, KNOWS, LESSON, LINE, PRESETS, TABS
from vizvi.lessons.too_sure import calibration as too_sure_calibration
from vizvi.lessons.too_sure import line as too_sure_line
from vizvi.lessons.too_sure.calibration import calibration, told_of
from vizvi.lessons.too_sure.diagnostics_tab import knowing
from vizvi.lessons.too_sure.ellipse import ellipse, more
from vizvi.lessons.too_sure.line import decision, line
from vizvi.lessons.too_sure.remarks import said_of
from vizvi.links import to_query
from vizvi.ui.lesson import afterwards, endings, predict, tries
from vizvi.ui.page import opening
from vizvi.ui.settings import back, choice, keep, restore
from vizvi.ui.share import share_query
from vizvi.ui.source import source
from vizvi.ui.state import load, notice, save

SETTINGS = {"tab": choice(*TABS)} | too_sure_line.SETTINGS | too_sure_calibration.SETTINGS


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    notices = restore("sure", SETTINGS)
    tab = (
        st.segmented_control("Part", list(TABS), format_func=TABS.get, key="sure.tab", label_visibility="collapsed")
        or "ellipse"
    )
    if notices:
        st.info("\n".join(f"- {each}" for each in notices[:3]))
    problem, resettable = {"ellipse": part_a, "line": part_b, "calibration": part_c, "knowing": part_d}[tab]()
    query = keep("sure", SETTINGS)
    if tab != "ellipse":
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            if resettable:
                st.button("Reset", icon=":material/restart_alt:", on_click=back, args=("sure", others()), key="sure.reset")
            with st.container(width="content"):
                share_query("sure", query | problem)


def others() -> dict:
    return {name: each for name, each in SETTINGS.items() if name != "tab"}


def part_a():
    experiment, revealed = ellipse(DEFAULT, lambda: predict(LESSON))
    if revealed:
        tries("too_sure", PRESETS)
        afterwards(said_of(experiment, LESSON))
        more(experiment)
    source(experiment)
    return {}, False


def part_b():
    lesson = part(LESSON, "line", BAND)
    revealed = predict(lesson)
    line(revealed)
    if revealed:
        afterwards(elsewhere(lesson, LINE))
    decision()
    return {}, True


def part_c():
    revealed = predict(part(LESSON, "calibration", told_of(HELD)))
    calibration(revealed)
    return {}, revealed


def part_d():
    experiment = load("too_sure", DEFAULT)
    if told := notice("too_sure"):
        st.info(told)
    if predict(part(LESSON, "knowing", KNOWS)):
        knowing(experiment)
        tries("too_sure", PRESETS, {"sure.tab": "knowing"})
    save("too_sure", experiment, DEFAULT)
    return to_query(experiment, "too_sure"), False
