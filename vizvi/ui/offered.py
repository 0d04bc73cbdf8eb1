"""Offered: the pictures and charts that a page shows now, for whoever wants to take one away."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.figures.board import Board
from vizvi.picture import Picture

_KEY = "_offered"


class Offer(NamedTuple):
    """What a menu calls it, the value itself once it is asked for; of a picture its header, and the experiment whose run it
    is, if it is one."""

    name: str
    make: Callable[[], Picture | Board]
    header: dict | None = None
    experiment: Experiment | None = None


def forget() -> None:
    """Nothing is on show: a page begins."""
    st.session_state[_KEY] = {}


def offer(key: str, name: str, make: Callable[[], Picture | Board], header: dict | None = None, experiment=None) -> None:
    """What stands at a place of the page (its component's key) from now on; `make` gives the value, as late as possible."""
    st.session_state.setdefault(_KEY, {})[key] = Offer(name, make, header, experiment)


def offered() -> dict[str, Offer]:
    """Everything on show by its place; the same dict while the page lasts, so that it knows what a hand has moved since."""
    return st.session_state.setdefault(_KEY, {})
