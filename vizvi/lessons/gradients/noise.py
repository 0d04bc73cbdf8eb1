"""Three gradients of the ELBO for one Gaussian q on a line: single ones, their exact spread, and what they lead to."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.gradient_noise import gradient_noise
from vizvi.divergences import DIVERGENCES
from vizvi.exact import exact
from vizvi.families import FAMILIES
from vizvi.lessons.gradients.words import settings as words
from vizvi.presets import preset
from vizvi.problem import Problem
from vizvi.targets import Target

TARGETS = {
    "normal": ("two_bumps", {"separation": 0.0}),
    "bumps": ("two_bumps", {"separation": 2.0}),
    "skew": ("log_gamma", {}),
    "heavy": ("student_t", {}),
}
REPLICATES, FAN = 4000, 16
RUNS, EVALUATIONS, POINTS = 16, 2000, 40
BUDGETS = 2 ** np.arange(14)  # draws of one gradient
SILENT = 1e-20  # a variance of rounding alone


@dataclass(frozen=True)
class Setup:
    """q = N(mean, sd²) on a target, so many draws a gradient, and what is done to the score function."""

    target: str = "normal"
    mean: float = 2.0
    sd: float = 1.0
    draws: int = 1
    constant: float = 0.0
    baseline: str = "none"  # or "mean", "leave-one-out"
    seed: int = 7
    own: Target | None = None  # instead of a target by name

    @property
    def problem(self) -> Problem:
        if self.own is not None:
            return Problem(self.own, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
        name, knobs = TARGETS[self.target]
        return preset(name, "mean_field", **knobs).problem

    @property
    def lam(self) -> np.ndarray:
        """λ (2,) of q."""
        return self.problem.family.from_moments(np.array([self.mean]), np.array([[self.sd**2]]))

    @property
    def count(self) -> int:
        """Draws of one gradient; leaving one out takes two."""
        return max(self.draws, 2) if self.baseline == "leave-one-out" else self.draws


class Spread(NamedTuple):
    """Of one gradient in q's mean, over all draws: exact."""

    mean: float
    variance: float
    signal: float  # |mean|/sd


@lru_cache(maxsize=256)
def spread(setup: Setup, way: str) -> Spread:
    """By quadrature."""
    options = {"constant": setup.constant, "baseline": setup.baseline} if way == "score_function" else {}
    found = gradient_noise(setup.problem, setup.lam, way, draws=setup.count, **options)
    mean, variance = float(found.mean[0]), float(found.variance[0])
    variance = variance if variance > SILENT else 0.0
    signal = abs(mean) / math.sqrt(variance) if variance > 0 else math.inf if abs(mean) > 1e-12 else math.nan
    return Spread(mean, variance, signal)


@lru_cache(maxsize=16)
def replicates(setup: Setup, way: str) -> np.ndarray:
    """Single gradients in q's mean (4000,), the same draws for every way."""
    eps = np.random.default_rng(setup.seed).standard_normal((REPLICATES, setup.count))
    mean, log_sd = np.full(REPLICATES, setup.mean), np.full(REPLICATES, math.log(setup.sd))
    return _gradient(setup, way, mean, log_sd, eps)[0]


def one_draw(setup: Setup, which: int) -> tuple[float, float, float, float, float]:
    """ε, z, ∇log p̃(z), the cost log q − log p̃ − c less the mean cost if that is the baseline, and the score of the first
    draw of a replicate, 1, 2, …"""
    eps = np.random.default_rng(setup.seed).standard_normal((REPLICATES, setup.count))[which - 1]
    z, target = setup.mean + setup.sd * eps, setup.problem.target
    mean, log_sd = np.array([setup.mean]), np.array([math.log(setup.sd)])
    cost = _costs(setup, mean, log_sd, eps[None])[0]
    return float(eps[0]), float(z[0]), float(target.score(z[:1, None])[0, 0]), float(cost[0]), float(eps[0] / setup.sd)


def errors(setup: Setup, way: str) -> np.ndarray:
    """The root mean square error (K,) of one gradient in q's mean from so many draws as `BUDGETS` says: exact. nan where
    leaving one out has none to leave."""
    if way != "score_function" or setup.baseline != "leave-one-out":
        one = spread(replace(setup, draws=1), way)
        return np.sqrt(one.variance * (2 if setup.baseline == "leave-one-out" else 1) / BUDGETS)
    few = [math.nan, *(math.sqrt(spread(replace(setup, draws=int(each)), way).variance) for each in BUDGETS[1:])]
    return np.array(few)


def all_runs(setup: Setup, rate: float, ways=tuple(words.WAYS)):
    """(way, its runs), one after the other."""
    for way in ways:
        yield way, runs(setup, way, rate)


class Runs(NamedTuple):
    """Sixteen runs by one estimator; nan once a run has flown away."""

    spent: np.ndarray  # (T,) evaluations of p
    elbo: np.ndarray  # (16, T) exact, nats
    seen: np.ndarray  # (T,) what the first run's own draws say of it: all that a user would see


@lru_cache(maxsize=16)
def runs(setup: Setup, way: str, rate: float) -> Runs:
    """Plain gradient descent with a constant step. All ways see the same noise."""
    steps = EVALUATIONS // setup.count
    streams = np.random.default_rng(setup.seed).spawn(RUNS)
    eps = np.stack([rng.standard_normal((steps, setup.count)) for rng in streams], axis=1)
    mean, log_sd = np.full(RUNS, setup.mean), np.full(RUNS, math.log(setup.sd))
    path = np.empty((steps + 1, RUNS, 2))
    path[0] = np.stack([mean, log_sd], axis=-1)
    with np.errstate(all="ignore"):
        for t in range(steps):
            push = _gradient(setup, way, mean, log_sd, eps[t])
            mean, log_sd = mean - rate * push[0], log_sd - rate * push[1]
            path[t + 1] = np.stack([mean, log_sd], axis=-1)
    shown = np.linspace(0, steps, POINTS), np.geomspace(1, steps, POINTS // 2)  # most happens at first
    shown = np.unique(np.concatenate(shown).round().astype(int))
    path = np.swapaxes(path[shown], 0, 1)
    gone = ~np.isfinite(path).all(axis=-1) | (np.abs(path[..., 0]) > 50) | (np.abs(path[..., 1]) > 5)
    gone = np.logical_or.accumulate(gone, axis=1)
    problem = setup.problem
    safe = np.where(gone[..., None], 0.0, path)
    lam = problem.family.from_moments(safe[..., :1], np.exp(2 * safe[..., 1])[..., None, None])
    plain = replace(setup, constant=0.0, baseline="none")
    first = _costs(plain, *safe[0].T, eps[np.minimum(shown, steps - 1), 0])
    seen = np.where(gone[0], np.nan, -first.mean(axis=1))
    return Runs(setup.count * shown, np.where(gone, np.nan, exact(problem, lam).elbo), seen)


def _gradient(setup: Setup, way: str, mean, log_sd, eps):
    """Of the loss −ELBO in mean and log sd: (R,), (R,), (R, S) -> (R,), (R,)."""
    sd = np.exp(log_sd)[:, None]
    z, target = mean[:, None] + sd * eps, setup.problem.target
    if way == "score_function":
        cost = _costs(setup, mean, log_sd, eps)
        return (cost * eps / sd).mean(axis=1), (cost * (eps**2 - 1)).mean(axis=1)
    push = -target.score(z[..., None])[..., 0] - (eps / sd if way == "sticking_the_landing" else 0.0)
    return push.mean(axis=1), (push * sd * eps).mean(axis=1) - (way == "reparam")


def _costs(setup: Setup, mean, log_sd, eps):
    """log q − log p̃ − c of each draw, less the baseline, (R, S)."""
    sd = np.exp(log_sd)[:, None]
    z = mean[:, None] + sd * eps
    log_q = -0.5 * eps**2 - np.log(sd) - 0.5 * math.log(2 * math.pi)
    cost = log_q - setup.problem.target.log_prob(z[..., None]) - setup.constant
    if setup.baseline == "mean":
        return cost - _mean_cost(setup, mean, log_sd)[:, None]
    if setup.baseline == "leave-one-out":
        return cost - (cost.sum(axis=1, keepdims=True) - cost) / (cost.shape[1] - 1)
    return cost


def _mean_cost(setup: Setup, mean, log_sd):
    """E_q[log q − log p̃] − c, by Gauss–Hermite where that is exact enough for a baseline, (R,)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(24)
    z = mean[:, None] + np.exp(log_sd)[:, None] * nodes
    log_q = -0.5 * nodes**2 - log_sd[:, None] - 0.5 * math.log(2 * math.pi)
    return (log_q - setup.problem.target.log_prob(z[..., None])) @ weights / weights.sum() - setup.constant
