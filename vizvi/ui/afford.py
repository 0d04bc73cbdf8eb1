"""What a page can afford: an experiment that is too large for a class's one process, told and lowered to what fits."""

import contextlib

import streamlit as st

from vizvi.budget import seconds, value_of, within
from vizvi.experiment import Experiment
from vizvi.format import listed
from vizvi.ui.session import Session

KEYS = {"steps": "steps", "runs": "runs", "draws": "method.draws"}  # of the widgets


def afforded(session: Session, experiment: Experiment) -> Experiment:
    """The nearest experiment that takes about three seconds at most; where that is another one, a sentence says which
    setting is too large, and a button sets it to what is shown."""
    nearest, lowered = within(experiment)
    if not lowered:
        return experiment

    def take() -> None:
        for name, value in lowered.items():
            st.session_state[f"{session.page}.{KEYS[name]}"] = value

    asked, shown = (listed([_count(each, name) for name in lowered]) for each in (experiment, nearest))
    row = {"horizontal": True, "vertical_alignment": "center", "key": f"{session.page}.too-large"}
    with session.fold_slot or contextlib.nullcontext(), st.container(**row):  # below the picture, which stays where it is
        told = f"**{asked}** would take about {seconds(experiment).total:.0f} s here; shown: **{shown}**."
        st.markdown(f":material/hourglass: {told}", width="content")
        st.button(f"Take {shown}", on_click=take, key=f"{session.page}.take")
    return nearest


def _count(experiment: Experiment, name: str) -> str:
    value = value_of(experiment, name)
    text = f"{value:,}".replace(",", "\u2009") if value >= 10_000 else str(value)
    return f"{text} {name if value != 1 else name.removesuffix('s')}"
