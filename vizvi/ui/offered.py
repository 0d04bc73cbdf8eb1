"""Offered: the pictures and charts that a page shows now, for whoever wants to take one away."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.figures.board import Board
from vizvi.picture import Picture

_KEY, _FILM = "_offered", "_film"


class Offer(NamedTuple):
    """What a menu calls it, the value itself once it is asked for; of a picture its header, and the experiment whose run it
    is, if it is one."""

    name: str
    make: Callable[[], Picture | Board]
    header: dict | None = None
    experiment: Experiment | None = None


def forget(arriving: bool = False) -> None:
    """Nothing is on show: a page begins. A film of another page is dropped, too: a session keeps one at most."""
    st.session_state[_KEY] = {}
    if arriving:
        st.session_state.pop(_FILM, None)


def film(asked: tuple, made: bytes | None = None) -> bytes | None:
    """The film that was made for what is asked for, or None; `made`: keep it in the place of the one before."""
    if made is not None:
        st.session_state[_FILM] = asked, made
    kept, data = st.session_state.get(_FILM, (None, None))
    return data if kept == asked else None


def offer(key: str, name: str, make: Callable[[], Picture | Board], header: dict | None = None, experiment=None) -> None:
    """What stands at a place of the page (its component's key) from now on; `make` gives the value, as late as possible."""
    st.session_state.setdefault(_KEY, {})[key] = Offer(name, make, header, experiment)


def offered() -> dict[str, Offer]:
    """Everything on show by its place; the same dict while the page lasts, so that it knows what a hand has moved since."""
    return st.session_state.setdefault(_KEY, {})
