"""A line or a logistic curve through up to a million points, learned from real minibatches."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.member import whole
from vizvi.models._minibatch import indices, sizes
from vizvi.models._two_by_two import inverse, kl, solve
from vizvi.models.stream import LARGEST, MOST

KINDS = ("line", "logistic")
LEVELS, REACH = 41, 2.0  # x takes 41 values on [−2, 2]
TRUE = (-1.0, 1.0)  # the intercept and slope that made the data; a line's noise has sd 1
NODES = 16  # of Gauss–Hermite, for the average over a linear predictor
SETTLED, SWEEPS = 1e-13, 500


class Data(NamedTuple):
    """Read-only."""

    level: np.ndarray  # (n,) which of the 41 values x has
    y: np.ndarray  # (n,)


class Race(NamedTuple):
    """What real minibatches did, read-only; q is Gaussian over (intercept, slope)."""

    mean: np.ndarray  # (R, T+1, 2), the start N(0, I) included
    precision: np.ndarray  # (R, T+1, 2, 2)
    kl: np.ndarray  # (R, T+1) KL(q‖best q), nats
    touched: np.ndarray  # (T+1,) data looked at so far


@dataclass(frozen=True)
class RegressionStream:
    """y = w₀ + w₁x + noise, or log odds of y, with w ~ N(0, prior_sd² I) and a full-rank Gaussian q, moved by
    natural-gradient steps on minibatches repeated n/batch times (Khan & Lin, 2017): where no mean of the data would do,
    stochastic steps earn their keep. Raises ValueError for numbers out of range."""

    kind: str = "logistic"
    n: int = 100_000
    batch: int = 32
    prior_sd: float = 5.0
    data_seed: int = 0

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"RegressionStream: kind is {self.kind!r}, but must be one of {', '.join(KINDS)}.")
        # A smaller minibatch leaves a nearly singular precision, and q far away.
        for name, lo, hi in (("n", 10, MOST), ("batch", 10, self.n), ("data_seed", 0, 2**32 - 1)):
            object.__setattr__(self, name, whole("RegressionStream", name, getattr(self, name), lo, hi))
        if not (math.isfinite(self.prior_sd) and self.prior_sd > 0):
            raise ValueError(f"RegressionStream: prior_sd is {self.prior_sd!r}, but must be a positive number.")

    def data(self) -> Data:
        return _data(self.kind, self.n, self.data_seed)

    def best(self) -> tuple[np.ndarray, np.ndarray]:
        """Mean (2,) and precision (2, 2) of the best full-rank Gaussian: for a line the exact posterior."""
        return _best(self)

    def floor(self, rate: float) -> float:
        """The expected KL that a constant rate never gets below, nats, to first order in ρ: ½ ρ/(2 − ρ) tr(Λ⁻¹ C) with C
        the covariance of a minibatch's gradient; about ρ/(2 − ρ)·n/batch for two coefficients of a true model."""
        level, y = self.data()
        mean, precision = self.best()
        chance, _ = self._averages(mean[None], np.linalg.inv(precision)[None])
        rest, x = y - chance[0, level], levels()[level]
        pull = np.stack([rest, rest * x], axis=-1)
        pull = pull - pull.mean(axis=0)
        noise = self.n / self.batch * (pull.T @ pull)
        return float(0.5 * rate / (2 - rate) * np.trace(np.linalg.solve(precision, noise)))

    def gap(self, cells: int = 161) -> float:
        """KL(best q‖exact posterior), nats, by quadrature over a cloud of q: 0 for a line."""
        if self.kind == "line":
            return 0.0
        ones, count = _table(self.data())
        mean, precision = self.best()
        u = np.linspace(-8, 8, cells)
        u = np.stack(np.meshgrid(u, u, indexing="ij"), axis=-1).reshape(-1, 2)
        w = mean + u @ np.linalg.inv(np.linalg.cholesky(precision))
        log_q = -0.5 * (u * u).sum(axis=-1)
        eta = w[:, :1] + w[:, 1:] * levels()
        log_p = eta @ ones - np.logaddexp(0, eta) @ count - 0.5 * (w * w).sum(axis=-1) / self.prior_sd**2
        log_w = log_p - log_q
        q = np.exp(log_q) / np.exp(log_q).sum()
        top = log_w.max()
        return float(top + np.log(q @ np.exp(log_w - top)) - q @ log_w)

    def kl(self, mean, precision) -> np.ndarray:
        """KL(q‖best q), nats, of means (..., 2) and precisions (..., 2, 2)."""
        return kl(mean, precision, *self.best())

    def minibatches(self, steps: int, seed: int = 0, replace: bool = True) -> np.ndarray:
        """Which data (steps, batch) the first run of `run` looks at."""
        return indices(np.random.default_rng(seed).spawn(1)[0], self.n, self.batch, steps, replace)

    def run(self, schedule, steps: int, seed: int = 0, runs: int = 1, replace: bool = True, start=None) -> Race:
        """What real minibatches did, each run from its own stream; start: None for N(0, I), or a mean (2,) and a
        precision (2, 2). ValueError for numbers out of range."""
        steps, runs = whole("RegressionStream", "steps", steps, 1, 20_000), whole("RegressionStream", "runs", runs, 1, 4096)
        if steps * runs * self.batch > LARGEST:
            raise ValueError(f"RegressionStream: {runs} runs of {steps} steps are too many: take fewer of either.")
        level, y = self.data()
        streams = np.random.default_rng(whole("RegressionStream", "seed", seed, 0, 2**32 - 1)).spawn(runs)
        index = np.stack([indices(rng, self.n, self.batch, steps, replace) for rng in streams], axis=1)  # (T, R, B)
        means, precisions = np.zeros((runs, steps + 1, 2)), np.empty((runs, steps + 1, 2, 2))
        means[:, 0], precisions[:, 0] = (np.zeros(2), np.eye(2)) if start is None else start
        mean, second = means[:, 0], precisions[:, 0]
        first = (second @ mean[..., None])[..., 0]
        for t, rate in enumerate(sizes(schedule, steps).tolist()):
            now = index[t]
            new_first, new_second = self._natural(mean, second, level[now], y[now], self.n / self.batch)
            first, second = (1 - rate) * first + rate * new_first, (1 - rate) * second + rate * new_second
            means[:, t + 1] = mean = solve(second, first)
            precisions[:, t + 1] = second
        race = Race(means, precisions, self.kl(means, precisions), np.arange(steps + 1) * self.batch)
        for each in race:
            each.setflags(write=False)
        return race

    def _natural(self, mean, precision, level, y, times: float, weight=1.0):
        """What data (R, B), repeated, and the prior make of q: natural parameters (R, 2), (R, 2, 2)."""
        chance, bend = self._averages(mean, inverse(precision))
        row, x = np.arange(len(mean))[:, None], levels()[level]
        chance, bend = chance[row, level], bend[row, level]
        pull = (y - weight * chance) + weight * bend * (mean[:, :1] + mean[:, 1:] * x)
        first = times * np.stack([pull.sum(axis=-1), (pull * x).sum(axis=-1)], axis=-1)
        zero, one, two = (times * (weight * bend * x**k).sum(axis=-1) for k in range(3))
        second = np.stack([zero, one, one, two], axis=-1).reshape(-1, 2, 2) + np.eye(2) / self.prior_sd**2
        return first, second

    def _averages(self, mean, cov):
        """Under q, the average outcome at each level and its slope in the linear predictor, (R, 41) each."""
        x = levels()
        eta = mean[:, :1] + mean[:, 1:] * x
        if self.kind == "line":
            return eta, np.ones(eta.shape)
        spread = np.sqrt(cov[:, :1, 0] + 2 * cov[:, :1, 1] * x + cov[:, 1:, 1] * x * x)
        nodes, weights = _hermite()
        chance = 1 / (1 + np.exp(-np.maximum(eta[..., None] + spread[..., None] * nodes, -700)))
        return chance @ weights, (chance * (1 - chance)) @ weights


def levels() -> np.ndarray:
    """The values (41,) that x takes."""
    return np.linspace(-REACH, REACH, LEVELS)


@lru_cache(maxsize=1)
def _hermite():
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()


@lru_cache(maxsize=4)
def _data(kind: str, n: int, seed: int) -> Data:
    rng = np.random.default_rng(seed)
    level = rng.integers(0, LEVELS, n, dtype=np.int8)
    eta = (TRUE[0] + TRUE[1] * levels())[level]
    if kind == "line":
        y = eta + rng.standard_normal(n)
    else:
        y = (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(float)
    data = Data(level, y)
    for each in data:
        each.setflags(write=False)
    return data


def _table(data: Data):
    """Sums of y and counts at each level (41,): enough for the truth, unseen by minibatches."""
    return np.bincount(data.level, data.y, LEVELS), np.bincount(data.level, minlength=LEVELS).astype(float)


@lru_cache(maxsize=8)
def _best(stream: RegressionStream):
    total, count = _table(stream.data())
    mean, first, second, level = np.zeros((1, 2)), np.zeros((1, 2)), np.eye(2)[None], np.arange(LEVELS)[None]
    for _ in range(SWEEPS):
        new_first, new_second = stream._natural(mean, second, level, total[None], 1.0, count)
        # Half of a step: a whole one may overshoot.
        first, old, second = 0.5 * (first + new_first), second, 0.5 * (second + new_second)
        before, mean = mean, solve(second, first)
        if np.abs(mean - before).max() + np.abs(second - old).max() / second.max() < SETTLED:
            break
    mean.setflags(write=False)
    second.setflags(write=False)
    return mean[0], second[0]
