"""Which rule, and which step size? All rules on the same noise, at the same number of draws."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.step_sweep import Sweep, condition_number, step_sweep
from vizvi.lessons.gradients.words import sweep as words
from vizvi.methods import METHODS
from vizvi.methods._natural_draws import NaturalDraws
from vizvi.optimizers import OPTIMIZERS
from vizvi.presets import preset

RATES = np.geomspace(0.001, 1.0, 10)
DRAWS, EVALUATIONS, RUNS, LOOKS = 8, 2000, 16, 51
NATURAL = words.NATURAL_GRADIENT
# name -> optimizer, and what else the gradient does
RULES = {
    words.GRADIENT_DESCENT: ("sgd", {}),
    "momentum": ("momentum", {}),
    "RMSProp": ("rmsprop", {}),
    words.ADAM: ("adam", {}),
    words.ADAM_SHRINKS: ("adam", {"schedule": "cosine"}),
    words.ADAM_AVERAGED: ("adam", {"average": True}),
    NATURAL: ("", {}),
}
START = (-2.0, 1.5)


class Ends(NamedTuple):
    """What runs by one rule came to at each of the step sizes tried so far."""

    rates: np.ndarray  # (G,)
    median: np.ndarray  # (G,) KL at the end, nats
    diverged: np.ndarray  # (G,) share of the runs
    spent: np.ndarray  # (K,) draws at each look
    path: np.ndarray  # (G, K) the median KL at each look

    @property
    def best(self) -> int | None:
        """Which step size ended nearest to p, of those at which most runs did not diverge."""
        good = (self.diverged <= 0.5) & np.isfinite(self.median)
        return int(np.where(good, self.median, np.inf).argmin()) if good.any() else None


def problem(correlation: float):
    """A full-rank q on a correlated Gaussian: the best q is p."""
    return preset("gaussian", "full_rank", correlation=correlation).problem


def start(correlation: float) -> tuple[float, ...]:
    """Where all runs start: off the ridge, with unit sds."""
    return tuple(problem(correlation).family.from_moments(np.array(START), np.eye(2)).tolist())


def method(rule: str, rate: float):
    """The rule at one step size."""
    if rule == NATURAL:
        return NaturalDraws(rate=rate, draws=DRAWS)
    optimizer, options = RULES[rule]
    horizon = EVALUATIONS // DRAWS
    return METHODS["gradient"](optimizer=OPTIMIZERS[optimizer](rate), draws=DRAWS, horizon=horizon, **options)


def sweeps(correlation: float, seed: int) -> Iterator[tuple[str, Sweep]]:
    """(rule, what its runs came to) for one step size after the other."""
    its, first = problem(correlation), start(correlation)
    for rate in RATES.tolist():
        for rule in RULES:
            yield rule, step_sweep(its, lambda r, rule=rule: method(rule, r), [rate], EVALUATIONS, RUNS, seed, first, LOOKS)


@lru_cache(maxsize=16)
def limit(correlation: float) -> tuple[np.ndarray, np.ndarray]:
    """What the draws would have been by as many steps, and the KL of exact descent there: no noise, no step size."""
    steps = EVALUATIONS // DRAWS
    by_exact = lambda rate: METHODS["exact_descent"]()
    found = step_sweep(problem(correlation), by_exact, [1.0], steps, 1, 0, start(correlation), LOOKS)
    return found.spent * DRAWS, np.abs(found.path[0, 0])


def joined(found: list[tuple[str, Sweep]]) -> dict[str, Ends]:
    """What is known of each rule so far."""
    out = {}
    for rule in RULES:
        mine = [each for name, each in found if name == rule]
        if mine:
            parts = (np.concatenate([getattr(each, part) for each in mine]) for part in ("rates", "median", "diverged"))
            out[rule] = Ends(*parts, mine[0].spent, np.concatenate([np.median(each.path, axis=1) for each in mine]))
    return out


def condition(correlation: float) -> float:
    """How many times steeper p is across than along."""
    return condition_number(correlation)
