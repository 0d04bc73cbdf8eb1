"""Three ways to pay a picture's amortization gap, step by step."""

import streamlit as st

from vizvi.format import nats
from vizvi.lessons.amortize.refine_chart import refine_board
from vizvi.lessons.amortize.seen import rivals
from vizvi.lessons.amortize.settings import WAYS, bits, network
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.session import Session

left_of = kept(rivals, 64)


def refining(session: Session) -> None:
    """What each way has left."""
    found = left_of(bits(session), *network(session))
    show(refine_board(found, WAYS), "amortize.rivals")
    rows = ["| left after … steps, nats | 0 | 1 | 5 | 20 | 50 |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {WAYS[way]} | " + " | ".join(f"{max(gap[at], 0):.3f}" for at in (0, 1, 5, 20, 50)) + " |"
        for way, gap in found.items()
    ]
    st.markdown("\n".join(rows))
    worst = max(gap[-1] for gap in found.values())
    end = (
        "All three end at the best q."
        if worst < 0.1
        else f"Up to {nats(worst)} are left: from this guess a way may end in another optimum."
    )
    st.markdown(
        f"From the encoder's guess, on this picture alone. {end} A first step of Adam can worsen a guess that was "
        "good: it has one size "
        "for all coordinates, 0.05. That is what semi-amortized inference does: the network guesses, a few steps refine."
    )
