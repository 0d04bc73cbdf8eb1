"""The one seam to Streamlit's cache."""

from collections.abc import Callable

import streamlit as st

from vizvi.experiment import Experiment, fit


def remembered(function: Callable, entries: int = 64, key: Callable[[Experiment], str] = repr) -> Callable:
    """A function of an experiment that keeps its last results; `key` tells experiments apart.

    Nested dataclasses are hashed by their fields alone: without `repr`, experiments that differ in a class would share.
    """
    return st.cache_data(function, hash_funcs={Experiment: key}, max_entries=entries, show_spinner=False)


def kept(function: Callable, entries: int = 64) -> Callable:
    """A function of plain numbers and words that keeps its last results."""
    return st.cache_data(function, max_entries=entries, show_spinner=False)


fitted = remembered(fit)  # the one place that keeps runs
