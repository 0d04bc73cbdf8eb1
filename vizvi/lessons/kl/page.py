"""The page of the lesson."""

import streamlit as st

from vizvi.lessons import around
from vizvi.lessons.kl import DEFAULT, ELSEWHERE, LESSON, PRESETS
from vizvi.lessons.kl.branch_map import branch_map, take_line
from vizvi.lessons.kl.dial_tab import alpha_dial, on_bumps
from vizvi.lessons.kl.forward_cost import forward_cost
from vizvi.ui.lesson import afterwards, endings, predict, tries
from vizvi.ui.page import opening
from vizvi.ui.side_by_side import duel, settings
from vizvi.ui.source import source

SWITCHES = {"carry": (False, True), "way": ("best", "up", "down"), "against": ("separation", "weight")}


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    slot = st.container()

    def controls():
        take_line("kl")
        experiment, share_slot = settings("kl", DEFAULT, carry=True)
        revealed = True
        if experiment.problem.target == DEFAULT.problem.target:
            with slot:
                revealed = predict(LESSON)
        return experiment, revealed, share_slot

    experiment, revealed = duel("kl", DEFAULT, controls, SWITCHES)
    tries("kl", PRESETS)
    if revealed:
        afterwards(LESSON if on_bumps(experiment.problem) else ELSEWHERE)
        shown = {"The α dial": alpha_dial, "What does forward KL need?": forward_cost}
        shown |= {"The map of optima": branch_map} if on_bumps(experiment.problem) else {}
        for tab, show in zip(st.tabs(list(shown), key="kl.tabs", on_change="rerun"), shown.values(), strict=True):
            if tab.open:
                with tab:
                    show("kl", experiment)
    source(experiment)
