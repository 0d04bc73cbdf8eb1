"""Rule: what a page calls a method and its optimizer where one menu offers both."""

from dataclasses import fields, replace

import streamlit as st

from vizvi.links import ROLES
from vizvi.member import label
from vizvi.methods.gradient import Gradient
from vizvi.optimizers import OPTIMIZERS
from vizvi.problem import Problem
from vizvi.ui.controls import build, knob
from vizvi.ui.menu import NO_RULES
from vizvi.ui.session import Session

NAMES = {"sgd": "Gradient descent"}
FEW = 40  # steps of a rule without noise


def by_rule(session: Session, first: tuple[str, ...], menu, draws_slot, more, problem: Problem):
    """The method from a menu of rules; the draws beside it, the step size behind More."""
    state, key = st.session_state, f"{session.page}.method"
    methods = [name for name, cls in ROLES["method"].items() if name not in NO_RULES and not cls().supports(problem)]
    names = list(dict.fromkeys([*first, *OPTIMIZERS, *methods]))
    state[f"{session.page}.rule"] = state[f"{key}.optimizer"] if state[key] == "gradient" else state[key]

    def take() -> None:
        rule = state[f"{session.page}.rule"]
        state[key] = "gradient" if rule in OPTIMIZERS else rule
        if rule in OPTIMIZERS:
            state[f"{key}.optimizer"] = rule
        else:
            state[f"{session.page}.steps"] = FEW

    def called(rule: str) -> str:
        return NAMES.get(rule) or label(OPTIMIZERS[rule] if rule in OPTIMIZERS else ROLES["method"][rule])

    rule = menu.selectbox("Method", names, format_func=called, key=f"{session.page}.rule", on_change=take)
    if rule not in OPTIMIZERS:
        draws_slot.markdown("no noise: exact", help="This method integrates; it draws nothing.")
        return build(ROLES["method"][rule], key, [more])
    left = session.experiment.method
    usual = left if isinstance(left, Gradient) else session.default.method
    with draws_slot:
        draws = knob(f"{key}.draws", next(each for each in fields(Gradient) if each.name == "draws"))
    return replace(usual, optimizer=build(OPTIMIZERS[rule], f"{key}.optimizer", [more]), draws=draws)
