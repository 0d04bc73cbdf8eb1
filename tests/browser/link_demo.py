"""Linked pictures: two stages of different length and a board share a step; `?show=dial` is a run along a dial."""

import sys
from pathlib import Path

import numpy as np
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import stage_demo
from stage_demo import key

from vizvi.ui.canvas import board, pack, stage


def gaps():
    """How two gaps shrink, with a line at the step."""
    t = np.arange(201.0)
    runs = np.stack([np.stack([t, np.exp(-t / tau)], 1) for tau in (20, 50)]).astype(np.float32)
    layers = [{"kind": "paths", "xy": "runs", "tone": "q"}]
    cursor = {"name": "Step of both", "follow": list(range(201)), "step": 1, "label": "step {}"}
    header = {
        "type": "board", "id": "gaps", "seq": 0, "title": "Two gaps shrink", "link": key("pair"), "height": 260,
        "cursor": cursor, "x": {"label": "step", "range": [0, 200]},
        "panels": [{"y": {"label": "gap, nats", "range": [0, 1]}, "layers": layers}],
    }  # fmt: skip
    return pack(header, {"runs": runs})


def pair():
    left, right = st.columns(2)
    with left:
        stage(stage_demo.line("left", link=key("pair"), handles=["mean"]), key=key("left"))
    with right:
        stage(stage_demo.line("right", steps=120, end=(-3.0, 0.0), link=key("pair"), handles=["mean"]), key=key("right"))
    board(gaps(), key=key("gaps"))
    st.button("Again")


def dial():
    """Optima along a dial from one style to the other."""
    alpha = np.linspace(0, 1, 51)
    settings = {"name": "α", "values": alpha.tolist(), "text": "α = {}"}
    lam = np.stack([3 * (1 - alpha), 1.1 * alpha], 1)
    arrays = stage_demo.line_arrays(lam) | {"mix": alpha.astype(np.float32)}
    trace = {"key": "reverse_kl", "label": "KL(q‖p)", "range": [0, 1]}
    layers = {"samples": False} | ({"trail": True} if "trail" in st.query_params else {})
    header = stage_demo.header("1d", "dial", 50, dial=settings, layers=layers, trace=trace, keys=True)
    stage(pack(header, arrays), key=key("dial"))


def main():
    st.set_page_config("Linked", layout="wide")
    {"pair": pair, "dial": dial}[st.query_params.get("show", "pair")]()


if __name__ == "__main__":
    main()
