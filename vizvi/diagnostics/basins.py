"""Which start ends where? Basins of the gradient flow dλ/dt = −∇F over (loc, log scale), exact at their boundaries."""

import math
from typing import NamedTuple

import numpy as np

from vizvi._optima_flow import flow
from vizvi.diagnostics.landscape import CELLS, Landscape, Line, axes, frame, landscape

NEAR = 2.5  # cells: a grid point whose Newton step is shorter may lie beside a stationary point
ROUNDS = 25  # of Newton's method
SETTLED = 1e-9  # slope that is none, nats per unit of λ
APART = 1e-4  # distance in λ between two stationary points
OFF = 1e-4  # how far from a saddle its stable manifold is taken up
STRIDE = 0.1  # arc length of one step along it
LONGEST = 300  # steps
FINER = 8  # points drawn for each step
MARGIN = 0.3  # how far beyond the picture a boundary is followed, in λ


class Basins(NamedTuple):
    """Minima from left to right with what flows into each, the saddles between them and the watersheds through these."""

    lam: np.ndarray  # (K, 2) minima, by loc
    value: np.ndarray  # (K,) nats
    share: np.ndarray  # (K,) of the picture's area that flows there
    label: np.ndarray  # (H, W) which minimum each start flows to, 0 … K − 1, or −1: none in reach; row 0: smallest scale
    saddle: np.ndarray  # (M, 2)
    saddle_value: np.ndarray  # (M,) nats
    border: tuple  # of (N, 2): each saddle's stable manifold from end to end, in the same order
    extent: tuple


def basins(problem, found: Landscape | None = None, cells: int = CELLS, extent: tuple | None = None) -> Basins:
    """The basins of a 1-D Gaussian's reverse KL on cells × cells starts.

    A boundary between basins is made of stable manifolds of saddles: each is traced backwards from its saddle, where that
    is stable, and cuts the picture. What is left in one piece flows to one minimum. Raises ValueError for another family
    or divergence."""
    if problem.divergence.power != 0:
        raise ValueError("Basins are drawn for the reverse KL alone: take that divergence.")
    found = landscape(problem, cells, extent or frame(problem.target)) if found is None else found
    line = Line(problem, found.extent, len(found.loc))
    with np.errstate(all="ignore"):
        lam, local = stationary(line, found)
        values, vectors = np.linalg.eigh(local.hess)
        low, pass_ = values[:, 0] > 0, (values[:, 0] < 0) & (values[:, 1] > 0)
        minima, saddle = lam[low], lam[pass_]
        border = _trace(line, saddle, vectors[pass_][:, :, 1], found.extent)
        label, minima, minimum = _classify(line, found, border, minima, local.value[low])
    order = np.argsort(minima[:, 0], kind="stable")
    rank = np.append(np.argsort(order, kind="stable"), -1)
    label = rank[label]
    share = np.bincount(label[label >= 0], minlength=len(order)) / label.size
    return Basins(minima[order], minimum[order], share, label, saddle, local.value[pass_], tuple(border), found.extent)


def stationary(line: Line, found: Landscape):
    """Every point of the picture without a slope, λ (N, 2), by loc, with the field there.

    F rises on all sides, so minima and maxima are one more than saddles: if they are not, one was overlooked."""
    for thin in (True, False):
        lam, local = _search(line, found, _candidates(found, thin))
        saddles = (np.linalg.det(local.hess) < 0).sum() if len(lam) else 0
        if len(lam) - 2 * saddles == 1:
            break
    return lam, local


def _search(line: Line, found: Landscape, lam):
    """Newton's method from λ (N, 2): where it ends in the picture, each point once, by loc, with the field there."""
    cell = _cell(found.extent, found.value.shape)
    open_ = np.arange(len(lam))
    for _ in range(ROUNDS):
        local = line(lam[open_])
        step = _solve(local.hess, local.grad)
        far = np.abs(step / cell).max(axis=-1)
        lam[open_] -= step / np.maximum(far / NEAR, 1)[:, None]
        open_ = open_[(far > 1e-9) & np.isfinite(lam[open_]).all(axis=-1)]
        if not len(open_):
            break
    local = line(lam)
    x0, x1, y0, y1 = found.extent
    good = np.abs(local.grad).max(axis=-1, initial=0) < SETTLED
    good &= (lam[:, 0] >= x0) & (lam[:, 0] <= x1) & (lam[:, 1] >= y0) & (lam[:, 1] <= y1)
    keep: list[int] = []
    for i in np.flatnonzero(good):
        if all(np.abs(lam[i] - lam[j]).max() > APART for j in keep):
            keep.append(i)
    keep = sorted(keep, key=lambda i: lam[i, 0])
    return lam[keep], type(local)(*(each[keep] for each in local))


def _candidates(found: Landscape, thin: bool):
    """Grid points whose Newton step, by differences, is a few cells, and if `thin` no longer than their neighbors':
    (N, 2)."""
    by_scale, by_loc = np.gradient(found.value)
    (mixed, loc_2), (scale_2, _) = np.gradient(by_loc), np.gradient(by_scale)
    hess = np.stack([np.stack([loc_2, mixed], -1), np.stack([mixed, scale_2], -1)], -2)
    step = _solve(hess, np.stack([by_loc, by_scale], axis=-1))
    length = np.nan_to_num(np.abs(step).max(axis=-1), nan=np.inf)
    near = length < NEAR
    if thin:
        padded = np.pad(length, 1, constant_values=np.inf)
        near &= length <= np.lib.stride_tricks.sliding_window_view(padded, (3, 3)).min(axis=(-1, -2))
    i, j = np.nonzero(near)
    return np.stack([found.loc[j], found.log_scale[i]], axis=-1)


def _solve(hess, grad):
    """Newton's steps for 2 × 2 Hessians: (..., 2)."""
    a, b, c = hess[..., 0, 0], hess[..., 0, 1], hess[..., 1, 1]
    g, h = grad[..., 0], grad[..., 1]
    return np.stack([c * g - b * h, a * h - b * g], axis=-1) / (a * c - b * b)[..., None]


def _cell(extent, shape):
    return np.array([(extent[1] - extent[0]) / shape[1], (extent[3] - extent[2]) / shape[0]])


def _trace(line: Line, saddle, stable, extent) -> list[np.ndarray]:
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
    grad = line(lam).grad
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


def _classify(line: Line, found: Landscape, border, minima, minimum):
    """Labels (H, W) of the pieces that the borders cut, the minima and their values; a piece without a minimum in sight
    is asked by one start."""
    shape = found.value.shape
    piece = _pieces(found, border)
    cell = _cell(found.extent, shape)
    corner = np.array([found.extent[0], found.extent[2]])
    label = np.full(piece.max() + 1, -2)
    for k, each in enumerate(minima):
        j, i = np.clip(((each - corner) / cell).astype(int), 0, np.array(shape)[::-1] - 1)
        # A border may pass between a minimum and the middle of its cell: near others it is asked.
        same = (np.linalg.norm((minima - each) / cell, axis=-1) < 4).sum() == 1
        crowded = any((np.abs((path - each) / cell).max(axis=-1) < 1.5).any() for path in border)
        if same and not crowded:
            label[piece[i, j]] = k
    first = np.unique(piece, return_index=True)[1]
    ask = np.flatnonzero(label < -1)
    if len(ask):
        ask_at = np.array([_middle(piece == each, first[each]) for each in ask])
        start = np.stack([found.loc[ask_at[:, 1]], found.log_scale[ask_at[:, 0]]], axis=-1)
        end, minima, minimum = ends(line, start, minima, minimum)
        label[ask] = end
    return label[piece], minima, minimum


def ends(line: Line, start, minima, minimum):
    """Which minimum each start (N, 2) flows to, −1 if it is lost; minima beyond the picture join the others."""
    there = flow(line, start, resting=0.01)
    index = np.full(len(start), -1)
    for i in np.flatnonzero(there.rests):
        lam = there.lam[i : i + 1]
        for _ in range(ROUNDS):
            local = line(lam)
            lam = lam - _solve(local.hess, local.grad)
        near = np.abs(minima - lam).max(axis=-1) if len(minima) else np.empty(0)
        if len(near) and near.min() < 100 * APART:
            index[i] = near.argmin()
        elif np.isfinite(lam).all():
            index[i] = len(minima)
            minima, minimum = np.concatenate([minima, lam]), np.append(minimum, line(lam).value)
    return index, minima, minimum


def _middle(mask, first: int):
    """A cell of a piece that lies well inside of it: the middle of its longest row."""
    rows = mask.sum(axis=1)
    i = int(rows.argmax())
    columns = np.flatnonzero(mask[i])
    return (i, int(columns[len(columns) // 2])) if len(columns) else divmod(first, mask.shape[1])


def _pieces(found: Landscape, border):
    """Which connected piece each cell's middle belongs to, (H, W), when the borders cut the picture."""
    shape = found.value.shape
    beside, above = np.zeros((shape[0], shape[1] - 1), bool), np.zeros((shape[0] - 1, shape[1]), bool)
    for path in border:
        # Two borders may pass between the same two cells, and both cut.
        beside |= _crossings(path, found.log_scale, found.loc)
        above |= _crossings(path[:, ::-1], found.loc, found.log_scale).T
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


def _crossings(path, rows, columns):
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
