"""The parts of a page: which one is open, with Reset and Share beside the choice, and what its link said amiss."""

import streamlit as st

from vizvi.ui.rows import tools
from vizvi.ui.session import Session


def parts(session: Session, key: str, labels: dict[str, str]) -> str:
    """The part that is open, a word of `labels`; key: of the setting that holds it. Runs after `open()`."""
    left, right = st.columns([2.6, 1], vertical_alignment="center")
    left.segmented_control("Part", list(labels), format_func=labels.__getitem__, key=key, label_visibility="collapsed")
    with right:
        tools(session)
    if session.notice:
        st.info(session.notice)
    return session[key]
