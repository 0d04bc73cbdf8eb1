"""The tab on step sizes: every rule at every step size, at equal budget, and a race; both grow while they are watched."""

import streamlit as st

from vizvi.format import number
from vizvi.lessons.gradients.sweep import NATURAL, RATES, RULES, condition, joined, sweeps
from vizvi.lessons.gradients.sweep_chart import course_board, race_board, sweep_board
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.rows import tools
from vizvi.ui.session import Session
from vizvi.ui.setting import named, real

AT = {"best": "its best step so far"} | {f"{each:.2g}": f"a step of {each:.2g}" for each in RATES}
SWEEP = {"gradients.correlation": real(0.9, 0.0, 0.99), "gradients.at": named(AT)}


def sweep(session: Session, told: bool) -> None:
    """A full-rank q on a correlated Gaussian, whose condition number is a knob."""
    left, middle, right = st.columns([1.2, 1, 1.3], vertical_alignment="bottom")
    left.slider("Correlation ρ of p", 0.0, 0.99, step=0.01, key="gradients.correlation")
    middle.selectbox("Race each rule at", list(AT.values()), key="gradients.at", disabled=not told)
    with right:
        tools(session)
    correlation, seed = session["gradients.correlation"], session["gradients.seed"]
    times = number(condition(correlation))
    steep = f"p is **{times} ×** steeper across than along: its condition number, (1 + ρ)/(1 − ρ)."
    if told:
        progressive(
            session, "gradients.swept", f"{correlation} {seed}", lambda: sweeps(correlation, seed),
            lambda found, done: _drawn(session, correlation, found, done), stop=True,
        )  # fmt: skip
    left, right = st.columns([1, 2.4], gap="medium", vertical_alignment="center")
    with left:
        show(course_board(correlation, times), "gradients.course", session)
    if not told:
        right.markdown(f"{steep} Sixteen runs of each rule start at the same q and see the same noise, eight draws a step.")
        return
    right.markdown(
        f"{steep} All rules see the same noise: 16 runs, eight reparameterized draws a step. A constant step never "
        "settles: its noise stays, so small steps end lower, if they arrive at all; shrinking steps, or averaging the "
        "iterates, take the noise out. The **natural gradient** is the same noisy gradient measured between densities: "
        "turn ρ, and at small steps its line hardly moves; at large ones its runs fly away from a far start. "
        "**Exact descent** is the limit of many draws; it has no step size. A "
        "natural-gradient step of 1 on the exact gradient is p at once, whatever the condition number."
    )


def _drawn(session: Session, correlation: float, found: list, done: bool) -> None:
    ends = joined(found)
    said = told_of(ends)
    word = next(word for word, label in AT.items() if label == session["gradients.at"])
    at = None if word == "best" else float(RATES[list(AT).index(word) - 1])
    left, right = st.columns(2, gap="medium")
    with left:
        show(sweep_board(ends, said.replace("**", "")), "gradients.sweep", session)
    with right:
        way = "each rule at the step size where it ended nearest" if at is None else f"all rules at a step of {at:.2g}"
        show(race_board(ends, correlation, at, f"A race over 2 000 draws, {way}."), "gradients.race", session)
    count = f"{len(found)} of {len(RATES) * len(RULES)} sets of 16 runs … "
    st.markdown(("" if done else count) + said)


def told_of(ends: dict) -> str:
    """Which rule at which step size came nearest, and what Adam's noise costs."""
    best = {rule: (float(each.median[each.best]), float(each.rates[each.best])) for rule, each in ends.items()
            if each.best is not None}  # fmt: skip
    if not best:
        return "No run has come to an end yet."
    rule = min(best, key=lambda name: best[name][0])
    said = f"Nearest so far: **{rule}** at a step of {best[rule][1]:.2g}, {best[rule][0]:.2g} nats from p."
    others = {"Adam": "constant steps", "Adam, steps shrink": "shrinking", "Adam, averaged": "averaged", NATURAL: NATURAL}
    shown = [f"{words} {best[name][0]:.2g}" for name, words in others.items() if name in best and name != rule]
    return f"{said} At their own best steps: {', '.join(shown)}." if shown else said
