"""The page of the lesson."""

import streamlit as st

from vizvi.diagnostics.report import MOST, USUAL
from vizvi.exports.programs import together
from vizvi.lessons import around
from vizvi.lessons.workshop import BUMPS, DATA, LESSON, ONE, TABS, TEMPLATES, TWO, words
from vizvi.lessons.workshop.entries import ENTRIES, examples
from vizvi.lessons.workshop.entry import elsewhere
from vizvi.lessons.workshop.predict import predicted
from vizvi.lessons.workshop.result import result
from vizvi.lessons.workshop.script import libraries, python
from vizvi.ui.bars import fold
from vizvi.ui.lab import finish
from vizvi.ui.lesson import afterwards, endings
from vizvi.ui.notice import notice
from vizvi.ui.page import link, opening
from vizvi.ui.parts import parts
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, real, reals, switch, text, whole
from vizvi.ui.takeaway import takeaway

LONGEST = 400  # characters of a formula

SETTINGS = {
    "workshop.tab": choice(*TABS),
    "workshop.one": text(LONGEST, default=ONE),
    "workshop.two": text(LONGEST, default=TWO),
    "workshop.points": reals(BUMPS, -12.0, 6.0, (20,)),
    "workshop.template": choice(*TEMPLATES),
    "workshop.data": text(4000, lambda given: given.replace("\n", "").replace("\t", "").isprintable(), DATA["poisson"]),
    "workshop.prior_sd": real(5.0, 0.01, 1000.0),
    "workshop.noise": real(1.0, 0.001, 1000.0),
    "workshop.center": switch(),
    "workshop.ask": switch(True),
    "workshop.window": text(80),
    "workshop.restarts": whole(USUAL, 1, MOST),
    "workshop.seed": whole(0, 0, 9999),
}


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("workshop", None, SETTINGS)
    session.open()
    notice(session)
    tab = parts(session, "workshop.tab", TABS)
    entered = ENTRIES[tab](session)
    examples(session, tab)
    asked, shown = st.container(), st.container(key="workshop-shown")
    with fold("workshop"):
        example = {"placeholder": words.WINDOW_EXAMPLE, "help": words.WINDOW_HELP}
        st.text_input(words.WINDOW, key="workshop.window", **example)
        st.number_input(words.RESTARTS, 1, MOST, step=16, key="workshop.restarts", help=words.RESTARTS_HELP)
        st.number_input(words.SEED, 0, 9999, key="workshop.seed", help=words.SEED_HELP)
    finish(session, None)
    if entered.target is None:
        return
    with asked:
        told = predicted(session, tab, entered)
    with shown:
        result(session, entered, told)
    if told:
        afterwards(LESSON)
        if found := elsewhere(entered.target):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(words.TAKE_ALONG, width="content")
                for slug, query in found.items():
                    link(slug, words.OPENS[slug], query)
    asked = entered.target, session["workshop.seed"], session["workshop.restarts"]
    takeaway(session, code=(lambda: together(python(*asked), libraries(entered.target))) if told else None)
