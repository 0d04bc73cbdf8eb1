"""The Challenger's decision: the probability of O-ring distress against temperature, under q and the exact posterior."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.integrate.rules import cloud
from vizvi.integrate.truth import truth

LAUNCH = 31.0  # °F, the forecast for the morning of 28 January 1986
COLDEST, WARMEST = 26.0, 84.0
TAIL = 0.05  # below and above a 90 % band
NORMAL_TAIL = 1.6448536269514722  # Φ⁻¹(1 − TAIL)


class Band(NamedTuple):
    """Mean and central 90 % band of the probability of distress, each (G,)."""

    mean: np.ndarray
    lo: np.ndarray
    hi: np.ndarray


class Decision(NamedTuple):
    """The exact posterior and q on temperatures (G,), and both at the launch as (mean, lo, hi)."""

    temperature: np.ndarray
    exact: Band
    q: Band
    exact_at_launch: tuple[float, float, float]
    q_at_launch: tuple[float, float, float]


def decide(problem, lam) -> Decision:
    """What the Challenger posterior and q at one λ (P,) say about a launch at 31 °F."""
    grid = temperatures()
    exact, q = exact_band(problem.target, tuple(grid.tolist())), q_band(problem, lam, grid)
    launch = int(np.argmin(np.abs(grid - LAUNCH)))
    return Decision(grid, exact, q, *(tuple(float(each[launch]) for each in band) for band in (exact, q)))


def temperatures(count: int = 59) -> np.ndarray:
    """°F, (G,): from colder than the launch to the warmest flight, a degree apart."""
    return np.linspace(COLDEST, WARMEST, count)


def _predictor(points, temperature):
    return points[:, :1] + points[:, 1:] * (np.asarray(temperature) - 70) / 10


def _sigmoid(eta):
    return 1 / (1 + np.exp(-np.clip(eta, -700, 700)))


@lru_cache(maxsize=64)
def exact_band(target, grid: tuple[float, ...]) -> Band:
    """Under the exact posterior, by quadrature: temperatures (G,) as a tuple."""
    known = truth(target)
    weight = np.exp(known.log_p + known.nodes.log_volume)
    keep = weight > 1e-10
    return _band(known.nodes.points[keep], weight[keep], np.array(grid))


def q_band(problem, lam, grid) -> Band:
    """Under q at one λ (P,): closed-form quantiles for a Gaussian, whose linear predictor is Gaussian too."""
    family = problem.family
    u, log_cell, _ = cloud(2, (41, 41) if family.gaussian else (129, 129), 8.0)
    z, log_m = family.nodes(lam, u)
    weight = np.exp(log_m + log_cell)
    if not family.gaussian:
        return _band(z, weight, grid)
    mean, cov = family.moments(lam)
    x = np.stack([np.ones_like(grid), (grid - 70) / 10])
    centre, half = mean @ x, NORMAL_TAIL * np.sqrt(np.einsum("ig,ij,jg->g", x, cov, x))
    average = weight @ _sigmoid(_predictor(z, grid)) / weight.sum()
    return Band(average, _sigmoid(centre - half), _sigmoid(centre + half))


def _band(points, weight, grid) -> Band:
    eta = _predictor(points, grid)
    weight = weight / weight.sum()
    order = np.argsort(eta, axis=0)
    sorted_eta, sorted_weight = np.take_along_axis(eta, order, axis=0), weight[order]
    held = np.cumsum(sorted_weight, axis=0) - sorted_weight / 2
    ends = [[np.interp(share, h, e) for h, e in zip(held.T, sorted_eta.T, strict=True)] for share in (TAIL, 1 - TAIL)]
    return Band(weight @ _sigmoid(eta), *map(_sigmoid, map(np.array, ends)))
