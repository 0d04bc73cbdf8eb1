"""The Challenger's decision: the probability of O-ring distress against temperature, under q and the exact posterior."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.integrate.rules import cloud
from vizvi.integrate.truth import truth

LAUNCH = 31.0  # °F, the forecast for the morning of 28 January 1986
COLDEST, WARMEST = 26.0, 84.0
TAIL = 0.05  # below and above a 90 % band
CELLS, REACH = 121, 9.0  # along each axis of the exact posterior, and how many sds they reach
BINS = 2000
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
    """Under the exact posterior, by quadrature on cells that follow its shape: temperatures (G,) as a tuple."""
    known = truth(target)
    mean, root = known.mean[0], np.linalg.cholesky(known.cov[0])
    u, log_cell, _ = cloud(2, (CELLS, CELLS), REACH)
    points = mean + u @ root.T
    log_p = target.log_prob(points)
    keep = log_p > log_p.max() - 30
    cell = np.exp(log_cell / 2) * root  # its two sides, (2, 2)
    return _cell_band(points[keep], np.exp(log_p[keep] - log_p.max()), cell, np.array(grid))


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


def _cell_band(points, weight, cell, grid) -> Band:
    """Of masses spread evenly over equal cells, whose sides are the columns of `cell`: within one a predictor is the sum
    of two even ones, and its quantiles have no steps."""
    weight = weight / weight.sum()
    eta = _predictor(points, grid)  # (N, G)
    sides = np.abs(_slope(grid) @ cell)  # (G, 2)
    ends = []
    for values, widths in zip(eta.T, sides, strict=True):
        room = widths.sum()
        held, edges = np.histogram(values, BINS, (values.min() - room, values.max() + room), weights=weight)
        for width in widths / (edges[1] - edges[0]):
            held = np.convolve(held, _box(width), "same")
        ends.append(np.interp([TAIL, 1 - TAIL], np.append(0, np.cumsum(held)) / held.sum(), edges))
    return Band(weight @ _sigmoid(eta), *_sigmoid(np.transpose(ends)))


def _box(width: float) -> np.ndarray:
    """Weights of a moving mean over so many bins, the outermost two in part."""
    half = int(np.ceil((width - 1) / 2)) if width > 1 else 0
    found = np.ones(2 * half + 1)
    if half:
        found[0] = found[-1] = (width - (2 * half - 1)) / 2
    return found / found.sum()


def _band(points, weight, grid) -> Band:
    eta = _predictor(points, grid)
    weight = weight / weight.sum()
    order = np.argsort(eta, axis=0)
    sorted_eta, sorted_weight = np.take_along_axis(eta, order, axis=0), weight[order]
    held = np.cumsum(sorted_weight, axis=0) - sorted_weight / 2
    ends = [[np.interp(share, h, e) for h, e in zip(held.T, sorted_eta.T, strict=True)] for share in (TAIL, 1 - TAIL)]
    return Band(weight @ _sigmoid(eta), *map(_sigmoid, map(np.array, ends)))
