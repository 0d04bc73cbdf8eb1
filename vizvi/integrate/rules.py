"""What every rule shares: the cloud around q, sums over nodes, how to refine, and when an integral is infinite."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.integrate.nodes import grid
from vizvi.lru import by_bytes

FAR = 0.97  # m₂ ≥ FAR·m₁ on two successive rings: these nodes do not tell how the integral outside ends
NEGLIGIBLE = 1e-9  # a ring with less mass than this says nothing about convergence
ALONE = 2**18  # products of numbers that BLAS does in one thread
CHUNK = 2**14  # points evaluated at once: what fits in a processor's cache
RADIUS = 8.0  # how far the cloud around q reaches at first, in units of the family
WIDEST = 27.0  # a unit Gaussian's density leaves the floats a little farther out
CORE = 7.0  # how far every point of the first disc counts
WIDER_CORE, MILD = 8.0, 1e-5  # and of a wider one, if the first one's rim adds no more than this, nats
RATIO = math.sqrt(3.5)  # the other rule's step in those of the full one
SHIFT = math.sqrt(2) - 1, math.sqrt(3) - 1
HOPELESS = 0.1  # nats by which half the resolution may be off before the double of it is passed over
COARSE = {1: (161,), 2: (41, 41)}
MOST = 2**20  # points that one λ may take
SHARED = 2**13  # points that every λ may take, however many λ there are


@by_bytes(24, 64)
def cloud(dim: int, counts: tuple[int, ...], radius: float):
    """Points u (N, D) around a unit family, a disc of a uniform grid, with the log volume of a cell and factors (N, 1 + D):
    full rule, and the rule with every other point along each axis. The disc drops what weighs nothing."""
    nodes = grid(((-radius, radius),) * dim, counts)
    keep = (nodes.points**2).sum(axis=-1) <= radius**2 * (1 + 1e-12)
    steps = [2 * radius / (n - 1) for n in counts]
    lines = [np.arange(n) - n // 2 for n in counts]
    index = np.stack(np.meshgrid(*lines, indexing="ij"), axis=-1).reshape(-1, dim)[keep]
    factors = np.column_stack([np.ones(len(index)), np.where(index % 2 == 0, 2.0, 0.0)])
    points = nodes.points[keep]
    for each in (points, factors):
        each.setflags(write=False)
    return points, float(np.log(steps).sum()), factors


class Opinions(NamedTuple):
    """Points around a unit family and what several rules make of them: a rule weighs all points of a run of them alike."""

    u: np.ndarray  # (N, D)
    log_cell: float
    starts: np.ndarray  # (S,) where each run of points begins
    # (S, 1 + D + 4): weights of the full rule, of half the resolution along each axis and along all, of the other rule, and
    # of the full rule in the outermost two eighths of the radius alone
    weights: np.ndarray
    rim: slice  # the full rule's points in the outermost unit of the radius
    rim_weight: np.ndarray  # (n,) what the full rule makes of each of them

    def sums(self, values, rules: int):
        """What the first few rules make of values (..., C·N), the points C times over: (..., rules)."""
        copies = values.shape[-1] // len(self.u)
        starts = self.starts if copies == 1 else (len(self.u) * np.arange(copies)[:, None] + self.starts).ravel()
        parts = np.add.reduceat(values, starts, axis=-1)
        if copies > 1:
            parts = parts.reshape(*values.shape[:-1], copies, -1).sum(axis=-2)
        return parts @ self.weights[:, :rules]


@by_bytes(12, 32)
def opinions(dim: int, counts: tuple[int, ...], radius: float, core: float) -> Opinions:
    """Rules on one disc. What waves aliases alike at a step and at its double, so that one rule is no multiple of the rest:
    shifted and stretched by numbers that are not rational. Outside of the core, where nearly nothing weighs anything, every
    other point will do, and one opinion."""
    u, log_cell, halves = cloud(dim, counts, radius)
    index = np.rint(u / (2 * radius / (np.array(counts) - 1))).astype(int)
    square = (u * u).sum(axis=-1)
    core = core**2
    keep = (square <= core) | (index % 2 == 0).all(axis=-1)
    # Halving one axis may miss what halving both finds, such as a ridge askew between them.
    table = np.column_stack([halves, halves[:, 1:].prod(axis=-1), np.zeros(len(u))])
    table[square > core] = 2.0**dim
    other = _other(dim, counts, radius)
    other = other[(other * other).sum(axis=-1) <= min(core, radius**2)]
    factors = np.zeros((int(keep.sum()) + len(other), dim + 3))
    factors[: -len(other)] = table[keep]
    factors[-len(other) :, -1] = RATIO**dim
    points = np.concatenate([u[keep], other])
    square = (points * points).sum(axis=-1)
    shell = np.clip(np.ceil(8 * np.sqrt(square / square[: -len(other)].max())) - 6, 0, 2)
    rim = (square > (radius - 1) ** 2) & (factors[:, 0] > 0)
    # All that tells points apart as one whole number, the rim last.
    parity = np.append(index[keep] % 2 @ 2 ** np.arange(dim), np.full(len(other), 2**dim))
    number = parity + 8 * ((square > core) + 2 * shell + 6 * rim).astype(int)
    order = np.argsort(number, kind="stable")
    _, starts = np.unique(number[order], return_index=True)
    kinds = np.column_stack([factors, (shell[:, None] == [1, 2]) * factors[:, :1]])[order[starts]]
    first = len(order) - int(rim.sum())
    out = Opinions(points[order], log_cell, starts, kinds, slice(first, len(order)), factors[order[first:], 0])
    for each in (out.u, out.starts, out.weights, out.rim_weight):
        each.setflags(write=False)
    return out


def _other(dim: int, counts, radius: float) -> np.ndarray:
    """Points of the rule that is no multiple of the full one, over a box that holds the disc, (N, D)."""
    step = RATIO * 2 * radius / (np.array(counts) - 1)
    most = [math.ceil(radius / each) + 1 for each in step]
    lines = [(np.arange(-n, n + 1) + shift) * each for n, shift, each in zip(most, SHIFT, step)]
    return np.stack(np.meshgrid(*lines, indexing="ij"), axis=-1).reshape(-1, dim)


def node_sums(weights, table) -> np.ndarray:
    """weights (..., N) times table (N, M), in blocks that BLAS does in one thread: with two, each waits for the other at
    full speed; and for a single row it is ten times slower than a plain sum, which wants contiguous columns."""
    flat = weights.reshape(-1, weights.shape[-1])
    rows = ALONE // max(1, table.size)
    if rows < 2 or len(flat) == 1:
        out = np.einsum("rn,mn->rm", flat, table.T)
    else:
        out = np.concatenate([flat[i : i + rows] @ table for i in range(0, max(1, len(flat)), rows)])
    return out.reshape(*weights.shape[:-1], table.shape[-1])


def halved(sums, tolerance: float):
    """How far half the resolution moves energy or entropy, (M,), inf where it is not known; and how often each axis wants
    its nodes doubled, (M, D)."""
    axes, more = np.abs(sums[:2, :, 1:-3] - sums[:2, :, :1]), np.abs(sums[:2, :, -3:-1] - sums[:2, :, :1])
    # A ridge askew between the axes shows only where both are halved, what waves only by the rule that is no multiple.
    spare = np.maximum(0, more.max(axis=-1) - axes.sum(axis=-1))
    axes, spare = known(axes.max(axis=0)), known(spare.max(axis=0))
    wish = (axes > tolerance).astype(int) + (axes > HOPELESS)
    wish = np.where(wish.any(axis=-1)[:, None], wish, spare[:, None] > tolerance)
    return axes.sum(axis=-1) + axes.shape[-1] * spare, wish


def known(size):
    """Sizes with nan, of which nothing is known, as ∞."""
    return np.where(np.isnan(size), np.inf, size)


def grow(counts, radius: float, wish):
    """Double the axes that want it, as often as they do; widen the cloud at the same step, with an even number of steps on
    either side."""
    wider = 1.5 * radius if wish[-1] else radius
    finer = (2 ** int(each) * (n - 1) + 1 for n, each in zip(counts, wish[:-1], strict=True))
    return tuple(4 * int(np.ceil((n - 1) * wider / radius / 4)) + 1 for n in finer), wider


def judge(fine, coarse, near, far):
    """A value and its error; nothing is known, nan ± ∞, where what the two outer rings hold does not fall off."""
    open_ = (np.maximum(near, far) > NEGLIGIBLE) & (far >= FAR * near)
    error = np.abs(fine - coarse) + near + far
    return np.where(open_, np.nan, fine), np.where(open_, np.inf, error)
