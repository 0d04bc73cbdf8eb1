"""The page of the lesson."""

from dataclasses import replace

import streamlit as st

import vizvi
from vizvi.experiment import Experiment
from vizvi.lessons import around
from vizvi.lessons.gap import DEFAULT, DERIVATION, HIDDEN, LESSON, NAMES, PLACES, STEPS, UNITS, words
from vizvi.lessons.gap.bounds import bounds
from vizvi.ui.gate import answered
from vizvi.ui.lab import place, playground
from vizvi.ui.lesson import afterwards, endings
from vizvi.ui.menu import fixed, only
from vizvi.ui.page import opening
from vizvi.ui.rows import Row
from vizvi.ui.session import Session
from vizvi.ui.setting import switch
from vizvi.ui.source import source
from vizvi.ui.takeaway import takeaway
from vizvi.ui.visit import recall

CONTROLS = Row(only("normal_normal", knobs=2), family=fixed, divergence=fixed, method=fixed, more=("seed", "steps"))
SETTINGS = {"gap.hide": switch()}


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("gap", DEFAULT, SETTINGS, CONTROLS.admitted)

    def controls() -> Experiment:
        return CONTROLS.show(session, places, hide, widths=(2.9, 1.9))

    def places() -> None:
        recall(session)
        place(session, words.PUT_Q_AT, PLACES, waits=not answered(session, LESSON))

    session.open()
    hidden = session["gap.hide"]  # then the words keep the numbers, too
    lesson = replace(LESSON, prediction=replace(LESSON.prediction, tell=HIDDEN)) if hidden else LESSON
    experiment, told = playground(session, lesson, controls, lambda *shown: header(session, *shown))
    if told:
        afterwards(LESSON)
    st.markdown(STEPS)
    with st.expander(words.DERIVATION_NAME, icon=":material/functions:"):
        st.markdown(DERIVATION)
    if not hidden:
        bounds(experiment)
    with st.expander(words.NAMES_NAME, icon=":material/translate:"):
        st.markdown(NAMES)
    with st.expander(words.UNITS_NAME, icon=":material/straighten:"):
        st.markdown(UNITS)
    takeaway(session, experiment)
    source(experiment)


def hide() -> None:
    st.toggle(words.HIDE, key="gap.hide")


def header(session: Session, experiment: Experiment, told: bool) -> dict:
    """The stage's thermometer, with a marker to bet on where the ELBO will land."""
    guess = {"kind": "level", "label": words.WHERE_WILL_IT_LAND, "locked": told}
    if told:
        landing = float(vizvi.exact(experiment.problem, PLACES["N(1, 0.5²)"]).elbo)
        guess |= {"answer": landing, "answer_label": words.LANDED}
    return {"thermometer": True, "hidden": session["gap.hide"], "guess": guess, "evidence": words.EVIDENCE}
