"""Widgets: what those of a page are to show when it opens, when they come back, and when a browser may not have heard."""

import streamlit as st

from vizvi.experiment import BOUNDS, Experiment
from vizvi.links import parts, values_of
from vizvi.ui.memory import Memory
from vizvi.ui.setting import Setting


def fitted(page: str, experiment: Experiment | None) -> dict:
    """The value of every widget of an experiment, by its key."""
    if not experiment:
        return {}
    found = {f"{page}.{name}": getattr(experiment, name) for name in BOUNDS}
    for role, member in parts(experiment).items():
        found |= values_of(f"{page}.{role}", member)
    return found


def keys(page: str, experiment: Experiment | None, settings: dict[str, Setting]) -> set[str]:
    """The keys of all widgets that set something of a page."""
    return {*settings, *fitted(page, experiment)}


def restore(page: str, memory: Memory, settings: dict[str, Setting], everything: bool = False) -> None:
    """Give widgets their values: all of them, or those that Streamlit has forgotten while they were away."""
    state = st.session_state
    if memory.experiment:
        usual = everything or f"{page}.steps" not in state
        if usual:
            memory.own["unusual"] = False
        if everything:
            for key in memory.knobs:  # of members that the experiment has not
                state.pop(key, None)
            memory.knobs = {}
        now = fitted(page, memory.experiment)
        memory.knobs |= now
        for key, value in memory.knobs.items():
            if key not in state or (usual and key in now):
                state[key] = value
    for key in settings:
        if everything or state.get(key) is None:  # away for a while, or a menu that was emptied
            state[key] = memory.values.get(key, settings[key].default)


def say_again(keys: set[str], unless: dict | None = None) -> None:
    """Tell the browser widgets' values once more: what a run had to say is lost if the next one begins at once, and a
    widget that has not heard its value shows the least it can and sends that back.

    unless: values that were told before; what has been set since is left out."""
    for key in keys & set(st.session_state):
        value = st.session_state[key]
        if unless is None or value == unless.get(key, unless):
            st.session_state[key] = value
