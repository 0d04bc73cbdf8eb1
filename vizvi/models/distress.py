"""The Challenger's decision: the probability of O-ring distress against temperature, under q and the exact posterior."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.integrate.marginals import Marginal, held_below
from vizvi.integrate.rules import cloud
from vizvi.integrate.truth import truth

LAUNCH = 31.0  # °F, the forecast for the morning of 28 January 1986
COLDEST, WARMEST = 26.0, 84.0
TAIL = 0.05  # below and above a 90 % band
ALONG, ACROSS, REACH = 97, 61, 9.0  # nodes along a predictor and across, and how many sds they reach
FINER = 20  # how much finer quantiles are read off than nodes lie
FLIGHT = 0.05  # of a probability's range: between flights of one temperature
MOMENTS = 80  # of a run at which q's band is known
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


def temperatures(count: int = 117) -> np.ndarray:
    """°F, (G,): from colder than the launch to the warmest flight, half a degree apart."""
    return np.linspace(COLDEST, WARMEST, count)


def _slope(temperature) -> np.ndarray:
    """What intercept and slope count for at temperatures (G,): (G, 2)."""
    return np.stack([np.ones_like(temperature, float), (np.asarray(temperature) - 70) / 10], axis=-1)


def _predictor(points, temperature):
    return points @ _slope(temperature).T


def _sigmoid(eta):
    return 1 / (1 + np.exp(-np.clip(eta, -700, 700)))


@lru_cache(maxsize=64)
def exact_band(target, grid: tuple[float, ...]) -> Band:
    """Under the exact posterior: temperatures (G,) as a tuple. For each, one axis of the nodes lies along its predictor, so
    that a sum across is the predictor's own density, and the quantiles of that have no steps."""
    known = truth(target)
    mean, root = known.mean[0], np.linalg.cholesky(known.cov[0])
    along, across = np.linspace(-REACH, REACH, ALONG), np.linspace(-REACH, REACH, ACROSS)
    out = []
    for slope in _slope(np.array(grid)):
        whole = root.T @ slope
        sd = np.linalg.norm(whole)
        axes = np.stack([whole / sd, [-whole[1] / sd, whole[0] / sd]])
        points = mean + (along[:, None, None] * axes[0] + across[:, None] * axes[1]) @ root.T
        log_p = target.log_prob(points)
        density = np.exp(log_p - log_p.max()).sum(axis=1)
        eta, mass = mean @ slope + sd * along, density / density.sum()
        table = Marginal(eta, held_below(mass[None])[0], mass / (sd * (along[1] - along[0])))
        fine = np.linspace(eta[0], eta[-1], FINER * (ALONG - 1) + 1)
        ends = np.interp([TAIL, 1 - TAIL], table.cdf(fine), fine)
        out.append([mass @ _sigmoid(eta), *_sigmoid(ends)])
    return Band(*np.transpose(out))


def q_band(problem, lam, grid) -> Band:
    """Under q at one λ (P,): closed-form quantiles for a Gaussian, whose linear predictor is Gaussian too."""
    family = problem.family
    if family.gaussian:
        return _gaussian_band(*family.moments(lam), grid)
    u, log_cell, _ = cloud(2, (129, 129), 8.0)
    z, log_m = family.nodes(lam, u)
    return _band(z, np.exp(log_m + log_cell), grid)


def run_of(problem, lam, last: Decision) -> tuple[np.ndarray, Band]:
    """Bands (F, G) of q along a run (T+1, P), at steps (F,) that are dense where q moves most. What is no Gaussian has no
    closed form for its quantiles: then one frame, that of the last step."""
    if not problem.family.gaussian:
        return np.zeros(1, int), Band(*(each[None] for each in last.q))
    end = len(lam) - 1
    steps = np.unique(np.round(end * np.linspace(0, 1, min(MOMENTS, end + 1)) ** 1.5).astype(int))
    return steps, _gaussian_band(*problem.family.moments(lam[steps]), last.temperature)


def _gaussian_band(mean, cov, grid) -> Band:
    """Of means (..., 2) and covariances (..., 2, 2): (..., G) each."""
    x = _slope(grid)
    centre, sd = mean @ x.T, np.sqrt(np.einsum("gi,...ij,gj->...g", x, cov, x))
    u = np.linspace(-8, 8, 65)
    weight = np.exp(-0.5 * u**2)
    average = _sigmoid(centre[..., None] + sd[..., None] * u) @ (weight / weight.sum())
    return Band(average, _sigmoid(centre - NORMAL_TAIL * sd), _sigmoid(centre + NORMAL_TAIL * sd))


def stacked(temperature, outcome) -> np.ndarray:
    """Heights (N,) of flights beside a probability's range, where no probability is: with distress from above 1 up, without
    from below 0 down, one beyond the other if equally warm."""
    seen: dict = {}
    heights = np.empty(len(temperature))
    for i, key in enumerate(zip(temperature, outcome, strict=True)):
        seen[key] = seen.get(key, 0) + 1
        heights[i] = 1 + FLIGHT * seen[key] if key[1] else -FLIGHT * seen[key]
    return heights


def _band(points, weight, grid) -> Band:
    eta = _predictor(points, grid)
    weight = weight / weight.sum()
    order = np.argsort(eta, axis=0)
    sorted_eta, sorted_weight = np.take_along_axis(eta, order, axis=0), weight[order]
    held = np.cumsum(sorted_weight, axis=0) - sorted_weight / 2
    ends = [[np.interp(share, h, e) for h, e in zip(held.T, sorted_eta.T, strict=True)] for share in (TAIL, 1 - TAIL)]
    return Band(weight @ _sigmoid(eta), *map(_sigmoid, map(np.array, ends)))
