"""The page of the lesson."""

import streamlit as st

from vizvi.exports.programs import together
from vizvi.lesson import elsewhere, part
from vizvi.lessons import around
from vizvi.lessons.gradients import BITS as BITS_ASKED
from vizvi.lessons.gradients import BITS_AHA, DEFAULT, LESSON, PRESETS, SETTLED, SETTLES, script, settings
from vizvi.lessons.gradients.bits_tab import BITS, bits, chosen_model, take_lines
from vizvi.lessons.gradients.noise import Setup
from vizvi.lessons.gradients.one_tab import noticed, one
from vizvi.lessons.gradients.runs_tab import runs
from vizvi.lessons.gradients.settings import chosen, controls, ways_of
from vizvi.lessons.gradients.sweep_tab import SWEEP, sweep
from vizvi.lessons.gradients.words.settings import TABS
from vizvi.ui.gate import gate, given
from vizvi.ui.lab import desk, finish
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.notice import notice
from vizvi.ui.page import opening
from vizvi.ui.session import Session
from vizvi.ui.tabs import tabs
from vizvi.ui.takeaway import takeaway

SETTINGS = settings.SETTINGS | SWEEP | BITS
MOVED = 100.0  # the constant that the answer shows


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("gradients", DEFAULT, SETTINGS)
    session.open()
    session.memory.holding = False
    question = st.container()
    row, pictures = desk(session)
    tab = session["gradients.tab"]
    if tab == TABS["bits"]:
        take_lines(session)
    lesson, aha = _asked(tab)
    untouched = tab != TABS["runs"] and (tab != TABS["one"] or session["gradients.constant"] == 0)
    told = gate(session, lesson, question, untouched)
    if lesson is LESSON:
        _move(session)
        with row:
            controls(session)
    setup = chosen(session)
    with pictures:
        notice(session)
        first = lambda: one(session, setup, told)
        parts = first, lambda: runs(session, setup), lambda: sweep(session, told), lambda: bits(session, told)
        tabs(session, "gradients.tab", dict(zip(TABS.values(), parts, strict=True)))
    finish(session, None)
    tries("gradients", PRESETS)
    if told:
        afterwards(elsewhere(LESSON, aha, *(noticed(setup) if lesson is LESSON else ())))
    takeaway(session, code=(lambda: together(_code(session, setup))) if told else None)


def _code(session: Session, setup: Setup) -> str:
    """The lines of vizvi for the tab that is open."""
    tab = session["gradients.tab"]
    if tab == TABS["sweep"]:
        return script.of_sweep(session["gradients.correlation"], session["gradients.seed"])
    if tab == TABS["bits"]:
        return script.of_bits(chosen_model(session), session["gradients.temperature"])
    return (script.of_one if tab == TABS["one"] else script.of_runs)(setup, ways_of(session))


def _asked(tab: str):
    """What is asked first on a tab, and what to remember of it."""
    if tab == TABS["sweep"]:
        return part(LESSON, "sweep", SETTLES), SETTLED
    return (part(LESSON, "bits", BITS_ASKED), BITS_AHA) if tab == TABS["bits"] else (LESSON, LESSON.aha)


def _move(session: Session) -> None:
    """Add the constant once the question has been answered: the picture moves."""
    if given(session, LESSON) and session["gradients.constant"] == 0:
        session["gradients.constant"] = MOVED
