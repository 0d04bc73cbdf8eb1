"""The settings of the lesson on starts: two bumps, a rule that moves q, and what a link may not ask for."""

from dataclasses import fields, replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lesson import Lesson
from vizvi.lessons.basins import DEFAULT
from vizvi.links import ROLES
from vizvi.member import label, slug
from vizvi.methods.gradient import Gradient
from vizvi.optimizers import OPTIMIZERS
from vizvi.problem import Problem
from vizvi.ui.controls import knob
from vizvi.ui.lab import fold, tools
from vizvi.ui.lesson import predict
from vizvi.ui.state import LIMITS, put

PAGE = "basins"
SWITCHES = ("balls", "reveal")
RULES = ("sgd", "adam", "natural_gradient")  # first in the menu; then whatever else there is
# Gradient is its optimizers; on a line there is but one coordinate; Laplace's method does not know this landscape.
BESIDE = ("gradient", "coordinate_ascent", "laplace")
KEEPS = "This page keeps to two bumps, a Normal q, the reverse KL, gradients and exact descent."
FARTHEST = 1e3, 20.0  # that a start's mean and log sd may be from 0
FEW = 40  # steps of a method without noise
CALLED = {"sgd": "Gradient descent"}


def keep_to_bumps(memory: dict) -> None:
    """A link may ask for what this page does not have: told like anything else that was not understood."""
    problem = memory["experiment"].problem
    kinds = (problem.target, DEFAULT.problem.target), (problem.divergence, DEFAULT.problem.divergence)
    other = slug(memory["experiment"].method) in BESIDE[1:] or not problem.family.gaussian
    if other or any(type(given) is not type(ours) for given, ours in kinds):
        memory["experiment"] = DEFAULT
        memory["notices"] = [*memory["notices"], KEEPS]
        put(PAGE, DEFAULT)
    start = memory["experiment"].start
    if start and not in_reach(start):
        memory["experiment"] = replace(memory["experiment"], start=DEFAULT.start)
        given = ", ".join(f"{each:g}" for each in start)
        told = f"Start is {given}, but must be a mean within ±{FARTHEST[0]:g} and a log sd within ±{FARTHEST[1]:g}."
        memory["notices"] = [*memory["notices"], told]
        put(PAGE, memory["experiment"])


def in_reach(start) -> bool:
    """Whether a start (mean, log sd) is one that numbers and pictures can hold."""
    return len(start) == 2 and all(abs(each) < far for each, far in zip(start, FARTHEST, strict=True))


def settings(lesson: Lesson, question, holding: bool):
    """At most five controls, the rest behind More: the experiment, whether the prediction was made, two switches and the
    slot for Share."""
    columns = st.columns([1.1, 1.1, 1.2, 0.9, 1.3, 1.5], vertical_alignment="bottom")
    with columns[5]:
        share_slot = tools(PAGE, DEFAULT)
    more = fold(PAGE)
    target = ROLES["target"]["two_bumps"]
    with columns[0]:
        separation, weight = (each for each in fields(target))
        separation = knob(f"{PAGE}.target.separation", separation)
    with columns[1]:
        weight = knob(f"{PAGE}.target.weight", weight)
    problem = Problem(target(separation=separation, weight=weight), DEFAULT.problem.family, DEFAULT.problem.divergence)
    method = _method(columns[2], columns[3], more)
    memory = st.session_state[f"_{PAGE}"]
    if not holding:  # nothing moves away under a hand
        memory["asked"] = problem.target == DEFAULT.problem.target
    revealed = True
    if memory.get("asked"):
        with question:
            revealed = predict(lesson)
    with columns[4]:
        wait = {"disabled": not revealed, "help": None if revealed else "Shown once you lock in or skip."}
        balls = st.toggle("Drop 25 balls", key=f"{PAGE}.balls", on_change=_forget_path, **wait)
        reveal = st.toggle("Color the basins", key=f"{PAGE}.reveal", **wait)
    with more:
        steps = st.number_input("Steps", *LIMITS["steps"], key=f"{PAGE}.steps")
        seed = st.number_input("Seed", *LIMITS["seed"], key=f"{PAGE}.seed")
    experiment = Experiment(problem, method, steps=steps, seed=seed)
    return experiment, revealed, balls and revealed, reveal and revealed, share_slot


def _method(first, second, more):
    """One menu of rules for what links call a method and its optimizer; the draws beside it, the step size behind More."""
    state, key = st.session_state, f"{PAGE}.method"
    methods = [name for name, cls in ROLES["method"].items() if name not in BESIDE and not cls().supports(DEFAULT.problem)]
    rules = list(dict.fromkeys([*RULES, *OPTIMIZERS, *methods]))
    now = state[f"{key}.optimizer"] if state[key] == "gradient" else state[key]
    state[f"{PAGE}.rule"] = now

    def take_rule() -> None:
        rule = state[f"{PAGE}.rule"]
        state[key] = "gradient" if rule in OPTIMIZERS else rule
        if rule in OPTIMIZERS:
            state[f"{key}.optimizer"] = rule
        else:
            state[f"{PAGE}.steps"] = FEW

    def called(rule: str) -> str:
        return CALLED.get(rule) or label(OPTIMIZERS[rule] if rule in OPTIMIZERS else ROLES["method"][rule])

    rule = first.selectbox("Method", rules, format_func=called, key=f"{PAGE}.rule", on_change=take_rule)
    if rule not in OPTIMIZERS:
        second.markdown("no noise: exact", help="This method integrates; it draws nothing.")
        return _knobs(ROLES["method"][rule], key, more)
    left = state[f"_{PAGE}"]["experiment"].method
    usual = left if isinstance(left, Gradient) else DEFAULT.method
    draws = next(each for each in fields(Gradient) if each.name == "draws")
    with second:
        draws = knob(f"{key}.draws", draws)
    return replace(usual, optimizer=_knobs(OPTIMIZERS[rule], f"{key}.optimizer", more), draws=draws)


def _knobs(cls, prefix: str, slot):
    with slot:
        return cls(**{each.name: knob(f"{prefix}.{each.name}", each) for each in fields(cls)})


def _forget_path() -> None:
    st.session_state[f"_{PAGE}"]["picked"] = 0
