"""Which start ends where? Basins of the gradient flow dλ/dt = −∇F over (loc, log scale), exact at their boundaries."""

from typing import NamedTuple

import numpy as np

from vizvi.diagnostics._watershed import crosses, pieces, trace
from vizvi.diagnostics.landscape import CELLS, Landscape, Line, frame, landscape
from vizvi.optima.flow import flow

NEAR = 2.5  # cells: a grid point whose Newton step is shorter may lie beside a stationary point
ROUNDS = 25  # of Newton's method
SETTLED = 1e-9  # slope that is none, nats per unit of λ
APART = 1e-4  # distance in λ between two stationary points


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
        border = trace(line, saddle, vectors[pass_][:, :, 1], found.extent)
        label, minima, minimum = _classify(line, found, border, minima, local.value[low])
    order = np.argsort(minima[:, 0], kind="stable")
    rank = np.append(np.argsort(order, kind="stable"), -1)
    label = rank[label]
    share = np.bincount(label[label >= 0], minlength=len(order)) / label.size
    return Basins(minima[order], minimum[order], share, label, saddle, local.value[pass_], tuple(border), found.extent)


def locate(problem, found: Basins, lam) -> np.ndarray:
    """Which basin each λ (N, 2) lies in, (N,), −1 if in none: by the side of the borders that it is on."""
    lam = problem.checked(lam)
    cell = _cell(found.extent, found.label.shape)
    corner = np.array([found.extent[0], found.extent[2]])
    height, width = found.label.shape
    place = (lam - corner) / cell - 0.5
    index = np.full(len(lam), -2)
    inside = ((place > -0.5) & (place < np.array([width, height]) - 0.5)).all(axis=-1)
    for shift in sorted(np.ndindex(3, 3), key=lambda each: abs(each[0] - 1) + abs(each[1] - 1)):
        open_ = np.flatnonzero(inside & (index == -2))
        if not len(open_):
            break
        # The nearest cell's middle that no border parts from λ has the same fate.
        j, i = (np.rint(place[open_]).astype(int) + np.array(shift) - 1).T
        i, j = np.clip(i, 0, height - 1), np.clip(j, 0, width - 1)
        middle = corner + cell * (np.stack([j, i], axis=-1) + 0.5)
        parted = np.zeros(len(open_), bool)
        for path in found.border:
            parted |= crosses(path, lam[open_], middle)
        index[open_[~parted]] = found.label[i, j][~parted]
    rest = np.flatnonzero((index == -2) & np.isfinite(lam).all(axis=-1))
    if len(rest):
        with np.errstate(all="ignore"):
            end, _, _ = ends(Line(problem, found.extent, width), lam[rest], found.lam, found.value)
        index[rest] = np.where(end < len(found.lam), end, -1)
    return np.maximum(index, -1)


def census(problem, found: Basins, lam) -> list[int]:
    """How many of λ (N, 2) lie in each basin."""
    index = locate(problem, found, lam)
    return np.bincount(index[index >= 0], minlength=len(found.lam)).tolist()


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
        for i, j in np.ndindex(3, 3):
            near &= length <= padded[i : i + length.shape[0], j : j + length.shape[1]]
    i, j = np.nonzero(near)
    return np.stack([found.loc[j], found.log_scale[i]], axis=-1)


def _solve(hess, grad):
    """Newton's steps for 2 × 2 Hessians: (..., 2)."""
    a, b, c = hess[..., 0, 0], hess[..., 0, 1], hess[..., 1, 1]
    g, h = grad[..., 0], grad[..., 1]
    return np.stack([c * g - b * h, a * h - b * g], axis=-1) / (a * c - b * b)[..., None]


def _cell(extent, shape):
    return np.array([(extent[1] - extent[0]) / shape[1], (extent[3] - extent[2]) / shape[0]])


def _classify(line: Line, found: Landscape, border, minima, minimum):
    """Labels (H, W) of the pieces that the borders cut, the minima and their values; a piece without a minimum in sight
    is asked by one start."""
    shape = found.value.shape
    piece = pieces(found, border)
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
    ask = np.flatnonzero(label < -1)
    if len(ask):
        ask_at = np.array([_middle(piece == each) for each in ask])
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


def _middle(mask) -> tuple[int, int]:
    """A cell of a piece that lies well inside of it: the middle of its longest row."""
    i = int(mask.sum(axis=1).argmax())
    columns = np.flatnonzero(mask[i])
    return i, int(columns[len(columns) // 2])
