"""Which rule, and which step size? All rules on the same noise, at the same number of draws."""

from collections.abc import Iterator

import numpy as np

from vizvi.diagnostics.step_sweep import Sweep, condition_number, step_sweep
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS
from vizvi.presets import preset

RATES = np.geomspace(0.001, 1.0, 10)
DRAWS, EVALUATIONS, RUNS = 8, 2000, 16
# name -> optimizer, and what else the gradient does
RULES = {
    "gradient descent": ("sgd", {}),
    "momentum": ("momentum", {}),
    "RMSProp": ("rmsprop", {}),
    "Adam": ("adam", {}),
    "Adam, steps shrink": ("adam", {"schedule": "cosine"}),
    "Adam, averaged": ("adam", {"average": True}),
}
START = (-2.0, 1.5)


def problem(correlation: float):
    """A full-rank q on a correlated Gaussian: the best q is p."""
    return preset("gaussian", "full_rank", correlation=correlation).problem


def method(rule: str, rate: float):
    """The rule at one step size."""
    optimizer, options = RULES[rule]
    horizon = EVALUATIONS // DRAWS
    return METHODS["gradient"](optimizer=OPTIMIZERS[optimizer](rate), draws=DRAWS, horizon=horizon, **options)


def sweeps(correlation: float, seed: int) -> Iterator[tuple[str, Sweep]]:
    """(rule, where its runs ended) for one step size after the other."""
    its = problem(correlation)
    start = tuple(its.family.from_moments(np.array(START), np.eye(2)).tolist())
    for rate in RATES.tolist():
        for rule in RULES:
            yield rule, step_sweep(its, lambda r, rule=rule: method(rule, r), [rate], EVALUATIONS, RUNS, seed, start)


def joined(found: list[tuple[str, Sweep]]) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Rates, median KL at the end and share of runs that diverged, by rule."""
    out = {}
    for rule in RULES:
        mine = [each for name, each in found if name == rule]
        if mine:
            parts = ("rates", "median", "diverged")
            out[rule] = tuple(np.concatenate([getattr(each, part) for each in mine]) for part in parts)
    return out


def condition(correlation: float) -> float:
    """How many times steeper p is across than along."""
    return condition_number(correlation)
