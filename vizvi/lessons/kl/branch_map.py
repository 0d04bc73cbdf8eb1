"""The map of optima on a page: a board whose line is a knob of the target."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.format import nats
from vizvi.lessons.kl import words
from vizvi.lessons.kl.branches import RANGES, branches, optima_at, truth_along
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.session import Session

FAR = 12.0  # where the map ends for a separation beyond its usual end

charted = kept(branches)


def branch_map(session: Session, experiment: Experiment) -> None:
    """All optima of reverse KL against separation or weight; dragging the line turns that knob of the target."""
    separation, weight = experiment.problem.target.separation, experiment.problem.target.weight
    from vizvi.lessons.kl.branch_chart import branch_map as drawn

    key = "kl.map"
    knob = (
        st.segmented_control(words.AGAINST, list(words.KNOBS), format_func=words.KNOBS.get, key="kl.against")
        or "separation"
    )
    others = {"separation": {"weight": weight}, "weight": {"separation": separation}}[knob]
    now = {"separation": separation, "weight": weight}[knob]
    span = RANGES[knob] if now <= RANGES[knob][1] else (RANGES[knob][0], FAR)
    above, below = st.container(), st.empty()
    below.markdown(words.DRAWING)
    found = charted(knob, span=span, **others)
    dots = optima_at(found, [now], **others)[:, :, 0]
    with above:
        show(drawn(found, now, dots, truth_along(knob, span, separation, weight)), key, session)
    below.markdown(_told(found, dots, now, words.KNOBS[knob]))


def take_line(session: Session) -> None:
    """Give the knob that the map's line was dragged to its widget; runs before the widgets."""
    if line := session.heard("kl.map", "cursor"):
        st.session_state[f"kl.target.{session['kl.against']}"] = line.value


def _told(found, dots, now: float, name: str) -> str:
    """What the map says at the line, in a sentence."""
    kinds = [each.kind for each in found.branches if each.stable]
    here = [(value, kind) for value, kind in zip(dots[2].tolist(), kinds, strict=True) if value == value]
    listed = "; ".join(f"**{kind}**, {nats(value)}" for value, kind in sorted(here))
    if len(here) == 1:
        return words.one_place(name, now, listed)
    return words.places(name, now, listed)
