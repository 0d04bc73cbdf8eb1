"""Which start on the plane ends where? Basins of a 2-D q's gradient flow, from round starts at every mean."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from vizvi.exact import exact
from vizvi.optima.field import Field
from vizvi.optima.flow import flow
from vizvi.optima.minima import SEARCH, newton

LEVELS = (9, 17, 33, 65)  # starts along an axis: each level asks again only where neighbors disagree
SAME = 0.1  # distance between two ends that are one optimum, in sds of q's estimate
MOST = 12  # optima told apart; a continuum of them has no end


class Plane(NamedTuple):
    """Starts on a square grid of means, all with the same sd and no tilt, by where their flow ends."""

    lam: np.ndarray  # (K, P) the optima that some start reaches, best first
    value: np.ndarray  # (K,) nats
    label: np.ndarray  # (N, N) which optimum, −1: none; row 0: smallest second coordinate
    share: np.ndarray  # (K,) of the starts
    extent: tuple  # (z₁ from, to, z₂ from, to): the outer edges of the cells
    ready: bool  # False: a finer one comes


def plane(problem, sd: float = 1.0, levels=LEVELS, reach: float = 0.75) -> Iterator[Plane]:
    """First a coarse map, then finer ones, each from the last: only starts beside a boundary are followed anew, so a
    patch smaller than a coarse cell may be missed. reach: how much of the target's window the means cover.

    Raises ValueError if the problem is not in two dimensions or its q is no single bell."""
    if problem.target.dim != 2 or problem.family.components > 1:
        raise ValueError("The plane of starts is drawn for one bell on a 2-D target.")
    lo, hi = np.array(problem.target.window, float).T
    middle, half = (lo + hi) / 2, reach * (hi - lo) / 2
    field = Field(problem, SEARCH[2], 5.5, thin=True)
    ends, label = _Ends(), None
    for level in levels:
        axis = [np.linspace(m - h, m + h, level) for m, h in zip(middle, half, strict=True)]
        label, ask = _grown(label, level)
        mesh = np.stack(np.meshgrid(*axis), axis=-1)[ask]
        start = problem.family.from_moments(mesh, np.eye(2) * sd**2)
        with np.errstate(all="ignore"):
            label[ask] = ends.of(flow(field, start, resting=0.03))
        yield _told(problem, ends, label, axis, level == levels[-1])


class _Ends:
    """The optima found so far."""

    def __init__(self):
        self.lam, self.size = [], []

    def of(self, found) -> np.ndarray:
        """Which optimum each end of a flow is, (R,), −1 if none; new ones are remembered."""
        lam, index = newton(found), np.full(len(found.lam), -1)
        for i in np.flatnonzero(found.rests & np.isfinite(lam).all(axis=-1)):
            far = [np.abs((lam[i] - each) * size).max() for each, size in zip(self.lam, self.size, strict=True)]
            if far and min(far) < SAME:
                index[i] = int(np.argmin(far))
            elif len(far) < MOST and np.linalg.eigvalsh(found.local.hess[i])[0] > 0:
                index[i] = len(far)
                self.lam.append(lam[i])
                self.size.append(found.local.size[i])
        return index


def _grown(label, level: int):
    """The last labels on a grid of twice the resolution, and which cells to ask: those whose neighbors disagree."""
    if label is None:
        return np.full((level, level), -1), np.ones((level, level), bool)
    old = np.arange(level) / (level - 1) * (len(label) - 1)
    below, above = np.floor(old).astype(int), np.ceil(old).astype(int)
    corners = [label[np.ix_(i, j)] for i in (below, above) for j in (below, above)]
    same = np.logical_and.reduce([each == corners[0] for each in corners]) & (corners[0] >= 0)
    kept = np.isclose(old, np.rint(old))
    known = kept[:, None] & kept
    # Beside a boundary, what the coarse cells agree on may still be wrong.
    padded = np.pad(label, 1, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    near = np.rint(old).astype(int)
    edge = (around.max(axis=(-1, -2)) != around.min(axis=(-1, -2)))[np.ix_(near, near)]
    return corners[0].copy(), ~known & (~same | edge)


def _told(problem, ends: _Ends, label, axis, ready: bool) -> Plane:
    lam = np.array(ends.lam).reshape(-1, len(problem.params))
    value = exact(problem, lam, 1e-4).divergence if len(lam) else np.empty(0)
    # Equal ones in the order of the plane, so that letters stay.
    mean = problem.family.moments(lam)[0]
    order = np.lexsort((np.round(mean[:, 1], 2), np.round(mean[:, 0], 2), np.round(value, 3)))
    rank = np.append(np.argsort(order), -1)
    label = rank[label]
    share = np.bincount(label[label >= 0], minlength=len(order)) / label.size
    cell = [each[1] - each[0] for each in axis]
    extent = tuple(
        float(edge) for each, step in zip(axis, cell, strict=True) for edge in (each[0] - step / 2, each[-1] + step / 2)
    )
    return Plane(lam[order], value[order], label, share, extent, ready)
