"""The page of the lesson."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lessons import around
from vizvi.lessons.kl import DEFAULT, LESSON, PRESETS, words
from vizvi.lessons.kl.branch_map import branch_map, take_line
from vizvi.lessons.kl.dial_tab import alpha_dial, on_bumps
from vizvi.lessons.kl.forward_cost import forward_cost
from vizvi.lessons.kl.remarks import said_of
from vizvi.member import slug
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.menu import Menu, fixed, gaussian
from vizvi.ui.page import opening
from vizvi.ui.rows import Row
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, named, switch
from vizvi.ui.side_by_side import both, side_by_side
from vizvi.ui.source import source
from vizvi.ui.tabs import tabs
from vizvi.ui.takeaway import takeaway

TARGETS = Menu(lambda cls, problem=None: slug(cls) != "normal_normal", knobs=2)
CONTROLS = Row(TARGETS, gaussian, divergence=fixed, method=Menu(both, where="more"), more=("steps", "seed"), written=True)

SETTINGS = {
    "kl.carry": switch(),
    "kl.way": choice(*words.WAYS),
    "kl.against": choice(*words.KNOBS),
    "kl.tab": named(words.TABS),
}


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("kl", DEFAULT, SETTINGS, CONTROLS.admitted)

    def controls() -> Experiment:
        take_line(session)
        return CONTROLS.show(session, carry)

    experiment, told = side_by_side(session, LESSON, controls)
    tries("kl", PRESETS)
    if told:
        known = on_bumps(experiment.problem)
        afterwards(said_of(experiment))
        shown = dict(zip(words.TABS.values(), (alpha_dial, forward_cost, branch_map), strict=True))
        offered = list(shown) if known else list(shown)[:2]
        tabs(session, "kl.tab", {name: lambda show=shown[name]: show(session, experiment) for name in offered})
    takeaway(session, experiment)
    source(experiment)


def carry() -> None:
    st.toggle(words.CARRY, key="kl.carry", help=words.CARRY_HELP)
