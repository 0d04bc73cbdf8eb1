"""The page of the lesson."""

import streamlit as st

import vizvi
from vizvi.experiment import Experiment
from vizvi.lessons import around
from vizvi.lessons.gap import DEFAULT, DERIVATION, LESSON, NAMES, PLACES, STEPS, UNITS
from vizvi.lessons.gap.bounds import bounds
from vizvi.problem import Problem
from vizvi.targets import TARGETS
from vizvi.ui.lab import fold, hands_on, place, tools
from vizvi.ui.lesson import afterwards, endings, predict
from vizvi.ui.page import opening
from vizvi.ui.source import source


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


def controls(revealed: bool):
    left, unit_slot, middle, right, end = st.columns([1.2, 0.7, 2.2, 1.9, 1.9], vertical_alignment="bottom")
    with left:
        x = st.slider("Observed x, cm", -4.0, 4.0, step=0.1, key="gap.target.x")
    with unit_slot:
        unit = st.selectbox("Unit of x", ("cm", "m"), key="gap.target.unit")
    with middle:
        place("gap", "Put q at", PLACES)
    with right:
        hidden = st.toggle("Hide what you couldn't know", key="gap.hide")
    with end:
        share_slot = tools("gap", DEFAULT)
    with fold("gap"):
        seed = st.number_input("Seed", 0, 2**32 - 1, key="gap.seed")
        steps = st.number_input("Steps", 1, 2000, key="gap.steps")
    problem = Problem(TARGETS["normal_normal"](x=x, unit=unit), DEFAULT.problem.family, DEFAULT.problem.divergence)
    landing = float(vizvi.exact(problem, PLACES["N(1, 0.5²)"]).elbo)
    guess = {"kind": "level", "label": "Where will the ELBO land at N(1, 0.5²)?", "locked": revealed}
    guess |= {"answer": landing, "answer_label": "ELBO there"} if revealed else {}
    header = {"thermometer": True, "hidden": hidden, "guess": guess, "evidence": "log p(x)"}
    return Experiment(problem, DEFAULT.method, steps=steps, seed=seed), header, share_slot


@st.fragment
def lab():
    revealed = predict(LESSON)
    experiment = hands_on("gap", DEFAULT, lambda: controls(revealed), switches=("hide",))
    if revealed:
        afterwards(LESSON)
    st.markdown(STEPS)
    with st.expander("A derivation", icon=":material/functions:"):
        st.markdown(DERIVATION)
    bounds(experiment)
    with st.expander("Two names for one thing", icon=":material/translate:"):
        st.markdown(NAMES)
    with st.expander("The units trick", icon=":material/straighten:"):
        st.markdown(UNITS)
    source(experiment)
