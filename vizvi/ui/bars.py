"""Bars: what stands at the end of every row, Reset, Share and Present, and the fold below the picture."""

import streamlit as st

from vizvi.ui.page import present_button
from vizvi.ui.session import Session


def tools(session: Session) -> None:
    """Reset, and beside it the slot that Share goes to once it knows what."""
    bar = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    bar.button("Reset", icon=":material/restart_alt:", on_click=session.reset, key=f"{session.page}.reset")
    session.share_slot = bar.container(width="content")
    with bar.container(width="content"):
        present_button()


def fold(page: str):
    """More: a row of widgets that opens below the picture.

    Its widgets are in the browser while it is closed, too. Those of a popover are not: it would miss what Python sets
    in the meantime, open with stale values and send them back."""
    return st.expander("More", icon=":material/tune:").container(horizontal=True, key=f"{page}.more")
