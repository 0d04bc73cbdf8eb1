"""Source: the lines that make a page's run again, and the files of its members: the code that just ran."""

import inspect
import sys
from dataclasses import fields

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.links import parts
from vizvi.member import label
from vizvi.script import script


def files(experiment: Experiment) -> dict[str, str]:
    """The text of each member's file by what it is called, picks included, in the order of the formula."""
    found = {}

    def add(role: str, member) -> None:
        found[f"{role}: {label(member)}"] = inspect.getsource(sys.modules[type(member).__module__])
        for each in fields(member):
            if "pick" in each.metadata:
                add(each.name.capitalize(), getattr(member, each.name))

    for role, member in parts(experiment).items():
        add(role.capitalize(), member)
    return found


def source(experiment: Experiment) -> None:
    """An expander with the run as Python, to be copied, and one tab per file."""
    with st.expander("Source: the code that just ran", on_change="rerun", key="source") as fold:
        if not fold.open:  # files are read and sent only to who asks for them
            return
        try:
            found = {"Copy as Python": script(experiment)} | files(experiment)
        except ValueError:  # a target of somebody's own
            found = files(experiment)
        for tab, text in zip(st.tabs(list(found)), found.values(), strict=True):
            tab.code(text, language="python")
