"""Mean-field on a correlated Gaussian, one coordinate at a time, beside the ways that move both at once."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.member import whole
from vizvi.models.checks import finite, frozen

OWNER = "zigzag"
MOST = 10_000


REACH = 3.0  # of both axes of the picture


class Walk(NamedTuple):
    """q after each half-step that somebody called, the start included, and its ELBO; p is normalized, so log Z = 0."""

    mean: np.ndarray  # (T + 1, 2)
    sd: np.ndarray  # (T + 1, 2)
    elbo: np.ndarray  # (T + 1,) nats


class Path(NamedTuple):
    """q's means along a path, the start included, and how far the ELBO lies below its best there."""

    mean: np.ndarray  # (T + 1, 2)
    lost: np.ndarray  # (T + 1,) nats


def walk(correlation: float, moves, start=(2.0, -2.0, 0.0, 0.0)) -> Walk:
    """Half-steps in any order: each of `moves` (0 or 1) sets that coordinate's factor to its best given the other; start:
    two means, two log sds."""
    rho = _correlation(correlation)
    start = finite(OWNER, "start", start)
    if start.shape != (4,):
        raise ValueError("zigzag: start must be two means and two log sds.")
    mean, sd = start[:2], np.exp(start[2:])
    means, sds = [mean], [sd]
    for each in moves:
        mean, sd = mean.copy(), sd.copy()
        mean[each], sd[each] = rho * mean[1 - each], math.sqrt(1 - rho**2)
        means.append(mean)
        sds.append(sd)
    means, sds = np.array(means), np.array(sds)
    precision = _precision(rho)
    square = np.einsum("ti,ij,tj->t", means, precision, means) + sds**2 @ np.diag(precision)
    kl = 0.5 * (square - 2 + math.log(1 - rho**2)) - np.log(sds).sum(axis=1)
    return Walk(*frozen(means, sds, -kl))


def best_elbo(correlation: float) -> float:
    """Of the best factorized q, nats below log Z = 0: ½ log(1 − ρ²)."""
    return 0.5 * math.log1p(-(_correlation(correlation) ** 2))


def zigzag(correlation: float, start=(2.0, -2.0), sweeps: int = 5) -> Path:
    """Coordinate ascent on N(0, [[1, ρ], [ρ, 1]]): each half-step sets one mean to ρ times the other; 2·sweeps + 1 means.

    The variances are 1 − ρ² from the first half-step of each on, whatever the means (Bishop, 2006, 10.1)."""
    rho, point = _correlation(correlation), _start(start)
    means = [point]
    for t in range(2 * whole(OWNER, "sweeps", sweeps, 0, MOST)):
        point = point.copy()
        point[t % 2] = rho * point[1 - t % 2]
        means.append(point)
    return _path(np.array(means), rho)


def descent(correlation: float, start=(2.0, -2.0), steps: int = 10) -> Path:
    """Gradient ascent on both means at once, at the best constant rate, 1 − ρ²: it shrinks the error by ρ a step where the
    condition number is (1 + ρ)/(1 − ρ)."""
    rho, point = _correlation(correlation), _start(start)
    matrix = np.eye(2) - (1 - rho**2) * _precision(rho)
    means = [point]
    for _ in range(whole(OWNER, "steps", steps, 0, MOST)):
        means.append(matrix @ means[-1])
    return _path(np.array(means), rho)


def natural(correlation: float, start=(2.0, -2.0)) -> Path:
    """The natural gradient of a full-rank Gaussian at rate 1: one step, and it is there."""
    return _path(np.stack([_start(start), np.zeros(2)]), _correlation(correlation))


def sweeps_for(correlation: float, factor: float = 1000.0) -> int:
    """How many sweeps make the error `factor` times smaller: each multiplies it by ρ²."""
    rho = abs(_correlation(correlation))
    if not (np.ndim(factor) == 0 and np.isfinite(factor) and factor > 1):
        raise ValueError(f"zigzag: factor is {factor!r:.40}, but must be a number above one.")
    # A whole number of sweeps may miss by rounding alone.
    return max(1, math.ceil(math.log(factor) / (-2 * math.log(rho)) - 1e-9)) if rho else 1


def condition(correlation: float) -> float:
    """How much longer than wide the valley is that a gradient sees: (1 + |ρ|)/(1 − |ρ|)."""
    rho = abs(_correlation(correlation))
    return (1 + rho) / (1 - rho)


def _path(means, rho) -> Path:
    return Path(*frozen(means, 0.5 * np.einsum("ti,ij,tj->t", means, _precision(rho), means)))


def _precision(rho):
    return np.array([[1, -rho], [-rho, 1]]) / (1 - rho**2)


def _correlation(value) -> float:
    value = finite(OWNER, "correlation", value)
    if value.ndim or not abs(value) < 1:
        raise ValueError("zigzag: correlation must be a number between −1 and 1.")
    return float(value)


def _start(start) -> np.ndarray:
    start = finite(OWNER, "start", start)
    if start.shape != (2,):
        raise ValueError("zigzag: start must be two numbers.")
    return start
