"""The map of optima on a page: a board whose line is a knob of the target."""

import streamlit as st

from vizvi.diagnostics.branches import RANGES, branches, optima_at, truth_along
from vizvi.ui.board import board, pack
from vizvi.ui.cache import kept
from vizvi.ui.page import presenting

KNOBS = {"separation": "separation d", "weight": "weight w"}
FAR = 12.0  # where the map ends for a separation beyond its usual end

charted = kept(branches)


def branch_map(page: str, separation: float, weight: float) -> None:
    """All optima of reverse KL against separation or weight; dragging the line turns that knob of the target."""
    from vizvi.figures.branch_map import branch_map as drawn

    key = f"{page}.map"
    chosen = st.segmented_control("Against", list(KNOBS), default="separation", format_func=KNOBS.get, key=f"{key}.knob")
    knob = chosen or "separation"
    others = {"separation": {"weight": weight}, "weight": {"separation": separation}}[knob]
    now = {"separation": separation, "weight": weight}[knob]
    span = RANGES[knob] if now <= RANGES[knob][1] else (RANGES[knob][0], FAR)
    found = charted(knob, span=span, **others)
    dots = optima_at(found, [now], **others)[:, :, 0]
    header, arrays = drawn(found, now, dots, truth_along(knob, span, separation, weight))
    said = st.session_state.get(key) or {}
    header |= {"seq": (said.get("cursor") or {}).get("seq", 0), "present": presenting()}
    board(pack(header, arrays), key=key)


def take_line(page: str) -> None:
    """Give the knob that the map's line was dragged to its widget; runs before the widgets."""
    key = f"{page}.map"
    said, memory = (st.session_state.get(key) or {}).get("cursor"), st.session_state[f"_{page}"]
    if said and said.get("seq", 0) != memory.get("line", 0):
        memory["line"] = said["seq"]
        knob = st.session_state.get(f"{key}.knob") or "separation"
        st.session_state[f"{page}.target.{knob}"] = said.get("value")
