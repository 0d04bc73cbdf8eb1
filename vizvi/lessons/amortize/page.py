"""The page of the lesson."""

import streamlit as st

from vizvi.exports.programs import Program, together
from vizvi.lessons import around
from vizvi.lessons.amortize import DEFAULT, LESSON, PRESETS, TABS
from vizvi.lessons.amortize.adapts_tab import adapting
from vizvi.lessons.amortize.all_tab import all_digits
from vizvi.lessons.amortize.collapse_tab import collapsing
from vizvi.lessons.amortize.iwae_tab import more_draws
from vizvi.lessons.amortize.linear_tab import linear_case
from vizvi.lessons.amortize.refine_tab import refining
from vizvi.lessons.amortize.screen import hear, screen
from vizvi.lessons.amortize.script import script
from vizvi.lessons.amortize.script_of_tabs import of_tab
from vizvi.lessons.amortize.settings import PAGE, SETTINGS, controls, more, network, usual
from vizvi.lessons.amortize.train_tab import train_one
from vizvi.ui.lab import bench, finish
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.page import opening
from vizvi.ui.session import Session
from vizvi.ui.tabs import tabs
from vizvi.ui.takeaway import takeaway


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session(PAGE, DEFAULT, SETTINGS)
    session.open()
    hear(session)
    _, told = bench(session, LESSON, controls, more, usual, lambda _, told: screen(session, told))
    tries(PAGE, PRESETS)
    if told:
        afterwards(LESSON)
        parts = all_digits, refining, train_one, collapsing, linear_case, more_draws, adapting
        shown = zip(TABS.values(), parts, strict=True)
        tabs(session, "amortize.tab", {name: lambda show=show: show(session) for name, show in shown})
    finish(session, None)
    takeaway(session, code=(lambda: _code(session)) if told else None)


def _code(session: Session) -> tuple[Program, ...]:
    """The lines behind the first screen and the open tab."""
    get = lambda name: session[f"{PAGE}.{name}"]
    asked = get("row"), get("drawn"), network(session)
    below = of_tab(get("tab"), *asked, get("units"), get("turn"), get("beta"))
    return together(script(*asked, get("way"), int(get("steps"))), (below,))
