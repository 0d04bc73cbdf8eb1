"""Pasted data beside the curve that a posterior says they come from: where 90 % of p's curves run, and of each q's."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.rung import Rung
from vizvi.families import FAMILIES
from vizvi.models.pasted import Pasted

SHARE = 0.9  # of the curves, point by point
POINTS = 81
MARGIN = 0.08  # of the data's width on each side
QUANTILES = np.array([0.05, 0.5, 0.95])
GRID = 49  # nodes along each axis of q
MOST_BARS = 24
DEGREE = 10  # of what smooths a quantile over x: sums over nodes jump by a node


class Curves(NamedTuple):
    """Pointwise quantiles of a curve over x."""

    x: np.ndarray  # (N,) in the data's own units
    low: np.ndarray  # (N,) 5 %
    middle: np.ndarray  # (N,) the median
    high: np.ndarray  # (N,) 95 %


@lru_cache(maxsize=32)
def of_p(target: Pasted) -> Curves:
    """What p says, by quadrature."""
    nodes = target.nodes()
    log_mass = target.log_prob(nodes.points) + nodes.log_volume
    mass = np.exp(log_mass - log_mass.max())
    held = mass > 1e-7
    return _curves(target, nodes.points[held], mass[held])


def of_q(target: Pasted, rung: Rung) -> Curves:
    """What a fitted Gaussian q says, on a fine grid of its own quantiles."""
    family = FAMILIES["full_rank" if rung.slug == "laplace" else rung.slug]()
    mean, cov = family.moments(rung.lam)
    at = np.linspace(-4, 4, GRID)
    eps = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    return _curves(target, mean + eps @ np.linalg.cholesky(cov).T, np.exp(-0.5 * (eps**2).sum(axis=-1)))


def histogram_of(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges (K + 1,) and heights (K,) of a histogram with area 1."""
    count = int(np.clip(np.ceil(np.sqrt(len(y))), 3, MOST_BARS))
    heights, edges = np.histogram(y, count, density=True)
    return edges, heights


def _curves(target: Pasted, z, mass) -> Curves:
    x = _axis(target)
    if target.template == "normal":
        mean, log_sd = z.T
        off = (x[:, None] - mean) * np.exp(-log_sd)
        values = np.exp(-0.5 * off * off - log_sd) / np.sqrt(2 * np.pi)
    else:
        middle = np.mean(target.x) if target.center else 0.0
        values = z[:, 0] + (x[:, None] - middle) * z[:, 1]
    rows = _smoothed(x, np.stack([_quantiles(each, mass) for each in values], axis=-1))
    with np.errstate(over="ignore"):
        return Curves(x, *LINKS.get(target.template, lambda each: each)(rows))


def _smoothed(x, rows) -> np.ndarray:
    return np.stack([np.polynomial.Chebyshev.fit(x, each, DEGREE)(x) for each in rows])


LINKS = {"logistic": lambda eta: 0.5 + 0.5 * np.tanh(eta / 2), "poisson": np.exp}  # both rise, so quantiles go along


def _axis(target: Pasted) -> np.ndarray:
    data = np.array(target.y if target.template == "normal" else target.x)
    pad = (0.4 if target.template == "normal" else MARGIN) * np.ptp(data)
    return np.linspace(data.min() - pad, data.max() + pad, POINTS)


def _quantiles(values, mass) -> np.ndarray:
    order = np.argsort(values)
    held = np.cumsum(mass[order])
    return np.interp(QUANTILES, (held - 0.5 * mass[order]) / held[-1], values[order])
