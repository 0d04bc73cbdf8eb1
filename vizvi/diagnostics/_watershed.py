"""Watersheds: the stable manifolds of saddles, traced backwards in time, and the pieces that they cut a picture into."""

import numpy as np

from vizvi.diagnostics.landscape import Landscape, Line

OFF = 1e-4  # how far from a saddle its stable manifold is taken up
STRIDE = 0.1  # arc length of one step along it
LONGEST = 300  # steps
FINER = 8  # points drawn for each step
MARGIN = 0.3  # how far beyond the picture a boundary is followed, in λ


def trace(line: Line, saddle, stable, extent) -> list[np.ndarray]:
    """Each saddle's stable manifold, (N, 2) from one end to the other, by Runge–Kutta up the gradient in steps of equal
    length: backwards in time it attracts, so that errors die out."""
    if not len(saddle):
        return []
    lam = np.concatenate([saddle + OFF * stable, saddle - OFF * stable])
    lo = np.array([extent[0], extent[2]]) - MARGIN
    hi = np.array([extent[1], extent[3]]) + MARGIN
    points, tangents, open_ = [lam], [_uphill(line, lam)], np.ones(len(lam), bool)
    for _ in range(LONGEST):
        k1 = tangents[-1][open_]
        here = points[-1][open_]
        k2 = _uphill(line, here + 0.5 * STRIDE * k1)
        k3 = _uphill(line, here + 0.5 * STRIDE * k2)
        new = points[-1].copy()
        new[open_] = here + STRIDE / 6 * (k1 + 2 * k2 + 2 * k3 + _uphill(line, here + STRIDE * k3))
        tangent = np.zeros_like(new)
        tangent[open_] = _uphill(line, new[open_])
        # On a summit the slope turns round.
        turned = (tangent * tangents[-1]).sum(axis=-1) < 0.5
        gone = ~((new > lo) & (new < hi)).all(axis=-1) | ~np.isfinite(tangent).all(axis=-1)
        points.append(np.where(np.isfinite(new), new, points[-1]))
        tangents.append(tangent)
        open_ = open_ & ~gone & ~turned
        if not open_.any():
            break
    paths = [_smooth(np.array(points)[:, k], np.array(tangents)[:, k]) for k in range(len(lam))]
    half = len(saddle)
    return [np.concatenate([paths[k][::-1], saddle[k : k + 1], paths[half + k]]) for k in range(half)]


def _uphill(line: Line, lam):
    grad = line.slope(lam)
    return grad / np.maximum(np.linalg.norm(grad, axis=-1, keepdims=True), 1e-300)


def _smooth(points, tangents):
    """Hermite's curve through the steps (N, 2), FINER points to each, up to where the path stood still."""
    moved = np.flatnonzero(np.abs(np.diff(points, axis=0)).max(axis=-1) > 0)
    last = moved[-1] + 1 if len(moved) else 0
    a, b, u, v = points[:last], points[1 : last + 1], tangents[:last], tangents[1 : last + 1]
    length = np.linalg.norm(b - a, axis=-1)[:, None]
    v = np.where(np.abs(v).max(axis=-1, keepdims=True) > 0, v, u)
    t = (np.arange(FINER) / FINER)[:, None, None]
    curve = (1 + 2 * t) * (1 - t) ** 2 * a + t * (1 - t) ** 2 * length * u
    curve = curve + t * t * (3 - 2 * t) * b - t * t * (1 - t) * length * v
    return np.concatenate([curve.swapaxes(0, 1).reshape(-1, 2), points[last : last + 1]])


def pieces(found: Landscape, border):
    """Which connected piece each cell's middle belongs to, (H, W), when the borders cut the picture."""
    shape = found.value.shape
    beside, above = np.zeros((shape[0], shape[1] - 1), bool), np.zeros((shape[0] - 1, shape[1]), bool)
    for path in border:
        # Two borders may pass between the same two cells, and both cut.
        beside |= crossings(path, found.log_scale, found.loc)
        above |= crossings(path[:, ::-1], found.loc, found.log_scale).T
    # Runs of a row that no border cuts, then runs of neighboring rows that touch.
    run = np.concatenate([np.zeros((shape[0], 1), int), np.cumsum(beside, axis=1)], axis=1)
    run += np.concatenate([[0], np.cumsum(run[:, -1] + 1)[:-1]])[:, None]
    pairs = np.unique(np.stack([run[:-1][~above], run[1:][~above]], axis=-1), axis=0)
    parent = list(range(run.max() + 1))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    for a, b in pairs.tolist():
        parent[root(a)] = root(b)
    _, piece = np.unique([root(i) for i in range(len(parent))], return_inverse=True)
    return piece[run]


def crossings(path, rows, columns):
    """Whether a path (N, 2) crosses each gap between neighboring columns along each row an odd number of times:
    (rows, columns − 1)."""
    x, y = path[:, 0], path[:, 1]
    under = y[:, None] < rows
    at, row = np.nonzero(under[:-1] != under[1:])
    t = (rows[row] - y[at]) / (y[at + 1] - y[at])
    gap = np.searchsorted(columns, x[at] + t * (x[at + 1] - x[at])) - 1
    out = np.zeros((len(rows), len(columns) - 1), int)
    inside = (gap >= 0) & (gap < len(columns) - 1)
    np.add.at(out, (row[inside], gap[inside]), 1)
    return out % 2 == 1


def crosses(path, start, end) -> np.ndarray:
    """Whether each straight way from start (N, 2) to end (N, 2) crosses a path (M, 2) an odd number of times, (N,)."""
    a, b = path[:-1], path[1:]
    lo, hi = np.minimum(start, end).min(axis=0), np.maximum(start, end).max(axis=0)
    near = (np.maximum(a, b) >= lo).all(axis=-1) & (np.minimum(a, b) <= hi).all(axis=-1)
    a, b = a[near], b[near]

    def side(p, q, r):
        """On which side of the line from p to q is r?"""
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0]) > 0

    start, end = start[:, None], end[:, None]
    apart = (side(start, end, a) != side(start, end, b)) & (side(a, b, start) != side(a, b, end))
    return apart.sum(axis=-1) % 2 == 1
