"""The tab on step sizes: every rule at every step size, at equal budget; it grows while it is watched."""

import streamlit as st

from vizvi.format import number
from vizvi.lessons.gradients.sweep import RATES, RULES, condition, joined, sweeps
from vizvi.lessons.gradients.sweep_chart import sweep_board
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.setting import real

SWEEP = {"gradients.correlation": real(0.9, 0.0, 0.99)}


def sweep(session: Session) -> None:
    """A full-rank q on a correlated Gaussian, whose condition number is a knob."""
    left, right = st.columns([1, 2.4], vertical_alignment="bottom")
    left.slider("Correlation of p", 0.0, 0.99, step=0.01, key="gradients.correlation")
    correlation, seed = session["gradients.correlation"], session["gradients.seed"]
    times = number(condition(correlation))
    right.markdown(f"p is **{times} ×** steeper across than along: its condition number, (1 + ρ)/(1 − ρ).")

    def draw(found: list, done: bool) -> None:
        ends = joined(found)
        told = _told(ends)
        show(sweep_board(ends, told.replace("**", "")), "gradients.sweep", session)
        count = f"{len(found)} of {len(RATES) * len(RULES)} sets of 16 runs … "
        st.markdown(("" if done else count) + told)

    progressive(session, "gradients.swept", f"{correlation} {seed}", lambda: sweeps(correlation, seed), draw, stop=True)
    st.caption(
        "8 draws a step, reparameterized. A constant step never settles: its noise stays, so small steps end lower, if "
        "they arrive at all. Shrinking steps, or averaging the iterates, take the noise out. A natural-gradient step of 1 "
        "on the exact gradient is p at once, whatever the condition number."
    )


def _told(ends: dict) -> str:
    """Which rule at which step size came nearest."""
    best = {}
    for rule, (rates, median, diverged) in ends.items():
        left = [(float(m), float(r)) for r, m, d in zip(rates, median, diverged, strict=True) if d <= 0.5]
        if left:
            best[rule] = min(left)
    if not best:
        return "No run has come to an end yet."
    rule = min(best, key=lambda name: best[name][0])
    kl, rate = best[rule]
    return f"Nearest so far: **{rule}** at a step of {rate:.2g}, {kl:.2g} nats from p."
