"""Error against evaluations: VI's path down to its floor, and a band of chains with their slope."""

from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.accuracy import Errors, errors_of_chains, errors_of_q
from vizvi.experiment import Experiment, fit
from vizvi.optima import optima
from vizvi.problem import Problem
from vizvi.sampling import Sampling, sample

POINTS = 60  # budgets along a curve, evenly spaced by their logarithm


class Curve(NamedTuple):
    """Errors of many runs at each number of evaluations; the middle is their root mean square for chains, their median for
    fits."""

    evaluations: np.ndarray  # (B,)
    middle: Errors  # (B,) each
    lo: Errors  # (B,) the 10 % quantile
    hi: Errors  # (B,) the 90 % quantile


class Floor(NamedTuple):
    """Where VI ends, however long it runs: its global optimum."""

    kl: float  # nats
    mean: float  # error of the mean, in p's sds
    sd: float  # error of the sd


def race_of_chains(sampling: Sampling, points: int = POINTS) -> Curve:
    """Each chain on its own, its first tenth dropped, from ten evaluations on."""
    chains = sample(sampling)
    first = max(10, 2 * int(chains.work[1]))
    evaluations = np.unique(np.geomspace(min(first, chains.work[-1]), chains.work[-1], points).round().astype(int))
    found = errors_of_chains(sampling.target, chains, evaluations)
    return Curve(evaluations, Errors(*(np.sqrt((each * each).mean(axis=0)) for each in found)), *_ends(found))


def race_of_fits(experiment: Experiment, points: int = POINTS) -> Curve:
    """Every iterate of a stochastic gradient against its draws so far: each draw is one evaluation. ValueError for a
    method that makes none."""
    draws = getattr(experiment.method, "draws", 0)
    if not draws or not hasattr(experiment.method, "optimizer"):
        raise ValueError("race_of_fits: only a stochastic gradient pays by the draw; ask `accuracy.cost` for others.")
    draws = experiment.problem.family.round_draws(draws)
    steps = np.unique(np.geomspace(1, experiment.steps, points).round().astype(int))
    found = errors_of_q(experiment.problem, fit(experiment).lam[:, steps])
    return Curve(draws * steps, Errors(*(np.median(each, axis=0) for each in found)), *_ends(found))


def floor(problem: Problem, starts: int = 8) -> Floor:
    """Of the best optimum; nan where the family or the target leaves none."""
    found = optima(problem, starts=starts)
    if not len(found.value):
        return Floor(np.nan, np.nan, np.nan)
    its = errors_of_q(problem, found.lam[0])
    return Floor(float(found.value[0]), float(its.mean), float(its.sd))


def _ends(found: Errors) -> tuple[Errors, Errors]:
    return tuple(Errors(*(np.quantile(each, share, axis=0) for each in found)) for share in (0.1, 0.9))
