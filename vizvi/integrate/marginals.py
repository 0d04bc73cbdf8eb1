"""Marginals of p: the distribution function of any linear combination of its coordinates, from its nodes."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.integrate.box import box_nodes
from vizvi.integrate.nodes import Nodes
from vizvi.integrate.truth import truth

LEVELS = 801  # of a table: evenly spaced log odds
FARTHEST = 22.0  # log odds of the last of them
CORNER = 1e-13  # mass of a node below which it tells nothing about where p is


class Marginal(NamedTuple):
    """A table of the distribution function of one combination of coordinates; read-only."""

    points: np.ndarray  # (K,) rising
    share: np.ndarray  # (K,) P(combination ≤ point)
    density: np.ndarray  # (K,) its slope

    def cdf(self, x) -> np.ndarray:
        """P(combination ≤ x) elementwise, by cubics through the table."""
        x = np.asarray(x, float)
        i = np.clip(np.searchsorted(self.points, x) - 1, 0, len(self.points) - 2)
        width = self.points[i + 1] - self.points[i]
        t = np.clip((x - self.points[i]) / width, 0, 1)
        rise = self.share[i + 1] - self.share[i]
        return np.clip(self.share[i] + _cubic(t, rise, width * self.density[i], width * self.density[i + 1]), 0, 1)


def _cubic(t, rise, start, end):
    """A cubic over t in [0, 1] from 0 to `rise` with these slopes at its ends."""
    return t * (start + t * (3 * rise - 2 * start - end + t * (start + end - 2 * rise)))


@lru_cache(maxsize=64)
def marginal(target, weights: tuple[float, ...]) -> Marginal:
    """The distribution of weights·z under p: (1, 0) is the first coordinate, (1, −1) a difference.

    Good to about 1e-5 where p's nodes resolve it. Raises ValueError if the weights are all zero, or too many or few."""
    if len(weights) != target.dim or not np.all(np.isfinite(weights)) or not np.any(weights):
        raise ValueError(f"marginal: weights are {weights!r}, but must be {target.dim} finite numbers, not all zero.")
    points, mass = _rows(target, np.asarray(weights, float))
    if len(points) == 1:
        x, held, density = points[0], held_below(mass)[0], mass[0] / _steps(points[0])
    else:
        x = _levels(points, mass)
        keep = mass.sum(axis=1) > CORNER
        points, mass = points[keep], mass[keep]
        rows = zip(points, mass, held_below(mass))
        even = np.ptp(np.diff(points, axis=1), axis=1).max() < 1e-9 * np.ptp(points, axis=1).min()
        found = [_evenly(points, mass, held_below(mass), x)] if even else [_along(*row, x) for row in rows]
        held, density = (sum(each) for each in zip(*found))
    table = Marginal(x, np.maximum.accumulate(held) / held[-1], density / held[-1])
    for each in table:
        each.setflags(write=False)
    return table


def _rows(target, weights) -> tuple[np.ndarray, np.ndarray]:
    """Values of the combination (R, M), rising along each row of nodes, and the masses there."""
    known = truth(target)
    nodes, mass = known.nodes, np.exp(known.log_p + known.nodes.log_volume)
    if target.dim == 1:
        # A box's nodes come before those around it, of which a row cannot be made.
        steps = np.diff(nodes.points[:, 0])
        keep = slice(None) if np.all(steps > 0) or np.all(steps < 0) else nodes.ring == 0
        return _rising(weights[0] * nodes.points[keep, 0][None], mass[keep][None])
    for keep in (slice(None), nodes.ring == 0):
        if shape := _tensor(nodes.points[keep]):
            points, mass = nodes.points[keep].reshape(*shape, 2), mass[keep].reshape(shape)
            break
    else:  # nodes on circles, say: go over the mass once more, along the axes
        seen = nodes.points[mass > CORNER]
        fine: Nodes = box_nodes(target, tuple(zip(seen.min(axis=0).tolist(), seen.max(axis=0).tolist())))
        keep = fine.ring == 0
        points = fine.points[keep].reshape(*_tensor(fine.points[keep]), 2)
        mass = np.exp(target.log_prob(points) - known.log_z + fine.log_volume[keep].reshape(points.shape[:2]))
    if weights[1] == 0:
        return _rising(weights[0] * points[:, :1, 0].T, mass.sum(axis=1)[None])
    if weights[0] == 0 and np.ptp(points[..., 1], axis=0).max() == 0:
        return _rising(weights[1] * points[:1, :, 1], mass.sum(axis=0)[None])
    return _rising(points @ weights, mass)


def _tensor(points) -> tuple[int, int] | None:
    """The shape of a grid whose first coordinate is the same along each row; None if there are no such rows."""
    rows = 1 + int(np.count_nonzero(np.diff(points[:, 0])))
    if len(points) % rows or rows < 5 or len(points) // rows < 5:
        return None
    shape = rows, len(points) // rows
    return shape if np.ptp(points[:, 0].reshape(shape), axis=1).max() == 0 else None


def _rising(points, mass):
    """Rows that fall, turned around."""
    return (points, mass) if points[0, -1] > points[0, 0] else (points[:, ::-1], mass[:, ::-1])


def held_below(mass) -> np.ndarray:
    """What lies below each node of a row: the trapezoid's sum with Euler's and Maclaurin's corrections at its end."""
    pad = np.pad(mass, ((0, 0), (2, 2)))
    first = (8 * (pad[:, 3:-1] - pad[:, 1:-3]) - (pad[:, 4:] - pad[:, :-4])) / 12
    third = (pad[:, 4:] - 2 * pad[:, 3:-1] + 2 * pad[:, 1:-3] - pad[:, :-4]) / 2
    return np.cumsum(mass, axis=1) - mass / 2 - first / 12 + third / 720


def _steps(x) -> np.ndarray:
    """How far apart nodes are around each node: the slope of a smooth spacing."""
    return np.gradient(x, edge_order=2)


def _levels(points, mass) -> np.ndarray:
    """Where a table needs its points: roughly p's quantiles at evenly spaced log odds."""
    keep = mass.ravel() > CORNER / mass.size
    order = np.argsort(points.ravel()[keep])
    x, held = points.ravel()[keep][order], np.cumsum(mass.ravel()[keep][order])
    odds = np.linspace(-FARTHEST, FARTHEST, LEVELS)
    found = np.unique(np.concatenate([x[:1], np.interp(1 / (1 + np.exp(-odds)), held / held[-1], x), x[-1:]]))
    while len(found) < LEVELS // 2:  # values that nodes share: look between them
        found = np.sort(np.concatenate([found, (found[1:] + found[:-1]) / 2]))
    return found


def _evenly(points, mass, below, x):
    """The same for evenly spaced rows (R, M), all at once and added up."""
    steps = points.shape[1] - 1
    pace = steps / (points[:, -1:] - points[:, :1])
    index = (x - points[:, :1]) * pace
    i = np.clip(index.astype(int), 0, steps - 1)
    first = np.arange(len(points))[:, None] * (steps + 1) + i
    start, end, low, high = (each.ravel()[at] for each in (mass, below) for at in (first, first + 1))
    at, rise = index - i, high - low
    total = (below[:, -1] + mass[:, -1] / 2)[:, None]
    inside = (index > 0) & (index < steps)
    share = np.where(inside, low + _cubic(at, rise, start, end), np.where(index >= steps, total, 0.0))
    return share.sum(axis=0), np.where(inside, _slope(at, rise, start, end) * pace, 0.0).sum(axis=0)


def _slope(t, rise, start, end):
    """The slope of `_cubic`."""
    return start + t * (2 * (3 * rise - 2 * start - end) + 3 * t * (start + end - 2 * rise))


def _along(row, mass, below, x):
    """One row's share below x (K,), and its density there."""
    i = np.clip(np.searchsorted(row, x) - 1, 1, len(row) - 3)
    # The index as a function of the value, through four nodes: exact where they are evenly spaced.
    near = np.stack([row[i + j] for j in (-1, 0, 1, 2)])
    inside = (x > row[0]) & (x < row[-1])
    at, pace = _inverse(near, np.where(inside, x, near[1]))
    rise = below[i + 1] - below[i]
    share = below[i] + _cubic(at, rise, mass[i], mass[i + 1])
    slope = _slope(at, rise, mass[i], mass[i + 1])
    total = below[-1] + mass[-1] / 2
    return np.where(inside, share, np.where(x >= row[-1], total, 0.0)), np.where(inside, slope * pace, 0.0)


def _inverse(near, x):
    """Index −1, 0, 1, 2 as a cubic in the values there (4, K), at x: the index and its slope."""
    a, b, c, d = near
    first = 1 / (b - a), 1 / (c - b), 1 / (d - c)
    second = (first[1] - first[0]) / (c - a), (first[2] - first[1]) / (d - b)
    third = (second[1] - second[0]) / (d - a)
    u, v, w = x - a, x - b, x - c
    index = -1 + u * (first[0] + v * (second[0] + w * third))
    slope = first[0] + (u + v) * second[0] + (v * w + u * w + u * v) * third
    return index, slope
