"""The page of the lesson."""

import streamlit as st

from vizvi.diagnostics.report import MOST, USUAL
from vizvi.lessons import around
from vizvi.lessons.workshop import DATA, DRAWINGS, LESSON, ONE, TABS, TEMPLATES, TWO
from vizvi.lessons.workshop.entries import ENTRIES, examples
from vizvi.lessons.workshop.entry import elsewhere, python
from vizvi.lessons.workshop.predict import predicted
from vizvi.lessons.workshop.result import result
from vizvi.ui.lab import finish
from vizvi.ui.lesson import afterwards, endings
from vizvi.ui.page import link, opening
from vizvi.ui.parts import parts
from vizvi.ui.rows import fold
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, real, reals, switch, text, whole
from vizvi.ui.takeaway import takeaway

LONGEST = 400  # characters of a formula
OPENS = {
    "play_1d": "beat the optimizer by hand", "play_2d": "watch q being fitted", "kl": "what would forward KL pick?",
    "too_sure": "how often are its intervals right?", "mcmc": "or sample?", "flows": "bend a flow to it",
    "basins": "which start ends where?", "gradients": "how noisy are its gradients?",
}  # fmt: skip
SETTINGS = {
    "workshop.tab": choice(*TABS),
    "workshop.one": text(LONGEST, default=ONE),
    "workshop.two": text(LONGEST, default=TWO),
    "workshop.points": reals(DRAWINGS["three bumps"], -12.0, 6.0, (20,)),
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
    if session.notice:
        st.info(session.notice)
    tab = parts(session, "workshop.tab", TABS)
    entered = ENTRIES[tab](session)
    examples(session, tab)
    asked, shown = st.container(), st.container(key="workshop-shown")
    with fold("workshop"):
        st.text_input("Window by hand", key="workshop.window", placeholder="-5,5 or -5,5;-5,5",
                      help="Of a formula: lowest,highest of each axis. Empty: it is found.")  # fmt: skip
        st.number_input("Restarts", 1, MOST, step=16, key="workshop.restarts",
                        help="Random starts of mean-field; full-rank has a quarter, the mixture a sixteenth.")  # fmt: skip
        st.number_input("Seed", 0, 9999, key="workshop.seed", help="Of the restarts and of q's draws.")
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
                st.markdown("Take this problem along:", width="content")
                for slug, query in found.items():
                    link(slug, OPENS[slug], query)
        with st.expander("The same in Python", icon=":material/code:"):
            st.code(python(entered.target), language="python")
    takeaway(session)
