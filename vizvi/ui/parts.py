"""The parts of a page: which one is open, with Reset and Share beside the choice, and what its link said amiss."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from vizvi.ui.bars import tools
from vizvi.ui.notice import notice
from vizvi.ui.session import Session


def parts(session: Session, key: str, labels: dict[str, str]) -> str:
    """The part that is open, a word of `labels`; key: of the setting that holds it. Runs after `open()`.

    What it shows goes into its `place`."""
    left, right = st.columns([2.6, 1], vertical_alignment="center")
    left.segmented_control("Part", list(labels), format_func=labels.__getitem__, key=key, label_visibility="collapsed")
    with right:
        tools(session)
    notice(session)
    return session[key]


def place(part: str, labels: dict[str, str]) -> DeltaGenerator:
    """Where the open part is drawn: each has a place of its own, and those that are away are emptied. A browser clears
    what a run of the page no longer draws, but not what a piece of work drew that was still ticking."""
    return {each: st.container() if each == part else st.empty() for each in labels}[part]
