"""The contest of a hand and an optimizer: how far each stays above the best that q's family can do."""

import math

import streamlit as st

import vizvi
from vizvi.experiment import Experiment
from vizvi.member import label
from vizvi.picture import Picture
from vizvi.problem import Problem
from vizvi.ui.cache import remembered
from vizvi.ui.controls import NORMAL

NEAR = 0.05  # sds, or e-folds of the sd: a q that is taken this near to the run's end is the optimizer's
KEPT, SHOWN = 40, 6  # tries of a visit


def _best(experiment: Experiment) -> float:
    if not experiment.problem.family.gaussian:  # richer families take longer to search than a sentence may
        return float("nan")
    found = vizvi.optima(experiment.problem, starts=16).value
    return float(found[0]) if len(found) else float("nan")


best = remembered(_best, key=lambda each: repr(each.problem))  # of the family, in the problem's own divergence; nan unknown


def own_work(shown: Picture, step: int) -> bool:
    """Whether a q that is taken from a run at a step still has its way before it."""
    mean, cov = shown.arrays["q_mean"], shown.arrays["q_cov"]
    at, diagonal = min(max(step, 0), len(mean) - 1), [0, 2] if mean.shape[1] == 2 else [0]
    cov = cov.reshape(len(mean), -1)
    for i, k in enumerate(diagonal):
        here, end = (math.sqrt(max(float(cov[t, k]), 1e-300)) for t in (at, -1))
        if abs(float(mean[at, i] - mean[-1, i])) > NEAR * end or abs(math.log(here / end)) > NEAR:
            return True
    return False


def standings(problem: Problem, tries: list[float], end: float, least: float) -> str:
    """The run and this visit's tries, the best first: in four digits above the best of the family where that is known."""
    named = [("the optimizer", end), *((f"try {i + 1}", value) for i, value in enumerate(tries))]
    known = math.isfinite(least)
    order = sorted((max(value - least, 0.0) if known else value, i, name) for i, (name, value) in enumerate(named))
    order = [each for i, each in enumerate(order) if i < SHOWN or each[2] == "the optimizer"]
    unit = f" {problem.divergence.unit}".rstrip()
    family = NORMAL if problem.target.dim == 1 else label(problem.family)
    where = f"{unit} above the best {family} there is" if known else f"{unit} of {problem.divergence.symbol}"
    return " · ".join(f"{name} **{value:.4f}**" for value, _, name in order) + where


def measure(problem: Problem) -> str:
    """The read-out that holds the problem's own divergence."""
    return {0: "reverse_kl", 1: "forward_kl"}.get(problem.divergence.power, "divergence")


def contest(experiment: Experiment, shown: Picture, tries: list[float]) -> None:
    """One line: who is ahead."""
    if tries:
        end = float(shown.arrays[measure(experiment.problem)][-1])
        st.markdown(f":material/trophy: {standings(experiment.problem, tries, end, best(experiment))}.")
