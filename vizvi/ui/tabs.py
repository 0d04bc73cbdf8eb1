"""Tabs whose open one is a setting of the page: in the link, and kept while they are away."""

from collections.abc import Callable

import streamlit as st

from vizvi.ui.session import Session


def tabs(session: Session, key: str, shows: dict[str, Callable[[], None]]) -> None:
    """Tabs of a page, of which only the open one is drawn: label -> what it shows.

    key: of a setting made with `named`, whose value is the open label; labels of it that are not among these are not
    offered for what is shown."""
    labels = list(shows)
    if session[key] not in labels:
        session[key] = labels[0]
    for tab, show in zip(st.tabs(labels, key=key, on_change="rerun"), shows.values(), strict=True):
        if tab.open:
            with tab:
                guarded(show)


def guarded(show: Callable[[], None]) -> None:
    """A panel of a page that can't show what is set says so in a sentence, and takes nothing else along."""
    try:
        show()
    except ValueError as refusal:
        st.info(str(refusal).partition(": ")[2] if _named(str(refusal)) else str(refusal))


def _named(text: str) -> bool:
    """Whether a refusal begins with the name of the function that refused."""
    return text.partition(": ")[0].isidentifier()
