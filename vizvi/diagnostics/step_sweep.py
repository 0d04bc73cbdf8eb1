"""Which step size? Too small does not arrive, too large never settles or flies away; all at the same number of draws."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from vizvi.exact import exact
from vizvi.experiment import Experiment, fit
from vizvi.member import whole
from vizvi.methods import Method
from vizvi.problem import Problem


class Sweep(NamedTuple):
    """Where runs ended, at each of the rates."""

    rates: np.ndarray  # (G,)
    divergence: np.ndarray  # (G, R) of the last iterate, nats; ∞ for a run that flew away
    diverged: np.ndarray  # (G,) share of runs that stopped, or ended farther away than they started
    spent: np.ndarray  # (K,) evaluations at each look, the start's 0 included
    path: np.ndarray  # (G, R, K) the divergence at each look, nats; ∞ from where a run flew away

    @property
    def median(self) -> np.ndarray:
        """(G,)"""
        return np.median(self.divergence, axis=1)

    @property
    def band(self) -> np.ndarray:
        """The 10 and 90 % quantiles over the runs, (2, G)."""
        return np.quantile(self.divergence, (0.1, 0.9), axis=1, method="nearest")


def step_sweep(problem: Problem, method_at: Callable[[float], Method], rates, evaluations: int = 2000, runs: int = 16,
               seed: int = 0, start: tuple[float, ...] = (), looks: int = 2) -> Sweep:  # fmt: skip
    """Runs of method_at(rate) for each of the rates, every one with so many evaluations: a stochastic gradient pays one for
    each draw, any other method one for each step. All rates see the same noise. looks: at how many evenly spaced steps the
    divergence is told, the first and the last among them. ValueError for fewer than two, or too few evaluations."""
    looks = whole("step_sweep", "looks", looks, 2, 10_000)
    rates, rows, diverged, spent = np.asarray(rates, float), [], [], np.zeros(looks)
    for rate in rates.tolist():
        method = method_at(rate)
        draws = problem.family.round_draws(getattr(method, "draws", 1))
        if evaluations < draws:
            raise ValueError(f"step_sweep: evaluations is {evaluations!r}, but one step of {method!r} takes {draws}.")
        steps = int(evaluations) // draws
        history = fit(Experiment(problem, method, runs=runs, steps=steps, seed=seed, start=start))
        at = np.linspace(0, steps, looks).round().astype(int)
        row = exact(problem, history.lam[:, at]).divergence
        row = np.where((at > history.stopped[:, None]) | ~np.isfinite(row), np.inf, row)
        rows.append(row)
        diverged.append(np.mean(np.isinf(row[:, -1]) | (row[:, -1] > row[:, 0])))
        spent = at * draws
    path = np.array(rows)
    return Sweep(rates, path[..., -1], np.array(diverged), spent, path)


def condition_number(correlation: float) -> float:
    """Of a unit Gaussian with this correlation, (1 + |ρ|)/(1 − |ρ|): how many times steeper it is across than along."""
    if not -1 < correlation < 1:
        raise ValueError(f"condition_number: correlation is {correlation!r}, but must be between -1 and 1.")
    return (1 + abs(correlation)) / (1 - abs(correlation))
