"""What every rule shares: the cloud around q, sums over nodes, how to refine, and when an integral is infinite."""

import math
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from vizvi.integrate.nodes import grid

FAR = 0.97  # m₂ ≥ FAR·m₁ on two successive rings: these nodes do not tell how the integral outside ends
NEGLIGIBLE = 1e-9  # a ring with less mass than this says nothing about convergence
ALONE = 2**18  # products of numbers that BLAS does in one thread
CHUNK = 2**13  # points evaluated at once: what fits in a processor's cache
RADIUS = 8.0  # how far the cloud around q reaches at first, in units of the family
WIDEST = 27.0  # a unit Gaussian's density leaves the floats a little farther out
CORE = 0.875  # share of the first radius within which every point counts
RATIO, TURN = math.sqrt(3.5), 0.5  # the other rule's step in those of the full one, and how far it is turned
SHIFT = math.sqrt(2) - 1, math.sqrt(3) - 1
COARSE = {1: (161,), 2: (41, 41)}
MOST = 2**20  # points that one λ may take
SHARED = 2**13  # points that every λ may take, however many λ there are


@lru_cache(maxsize=64)
def cloud(dim: int, counts: tuple[int, ...], radius: float):
    """Points u (N, D) around a unit family, a disc of a uniform grid, with the log volume of a cell and factors (N, 1 + D):
    full rule, and the rule with every other point along each axis. The disc drops what weighs nothing."""
    nodes = grid(((-radius, radius),) * dim, counts)
    keep = (nodes.points**2).sum(axis=-1) <= radius**2 * (1 + 1e-12)
    steps = [2 * radius / (n - 1) for n in counts]
    index = np.array(list(product(*(np.arange(n) - n // 2 for n in counts))))[keep]
    factors = np.column_stack([np.ones(len(index)), np.where(index % 2 == 0, 2.0, 0.0)])
    points = nodes.points[keep]
    for each in (points, factors):
        each.setflags(write=False)
    return points, float(np.log(steps).sum()), factors


class Opinions(NamedTuple):
    """Points around a unit family and what several rules make of them; the full rule's last lie on the rim."""

    u: np.ndarray  # (N, D)
    log_cell: float
    factors: np.ndarray  # (N, 1 + D + 2): the full rule, half the resolution along each axis and along all, the other rule
    square: np.ndarray  # (N,) |u|²
    rim: slice  # the full rule's points in the outermost unit of the radius

    def shells(self):
        """Two columns (N, 2) that pick the full rule's points in the outermost two eighths of the radius."""
        shell = np.ceil(8 * np.sqrt(self.square / self.square[self.rim].max())) - 8
        return (shell[:, None] == [-1, 0]) * self.factors[:, :1]


@lru_cache(maxsize=32)
def opinions(dim: int, counts: tuple[int, ...], radius: float) -> Opinions:
    """Rules on one disc. What waves aliases alike at a step and at its double, so that one rule is no multiple of the rest:
    turned, shifted and stretched by numbers that are not rational."""
    u, log_cell, halves = cloud(dim, counts, radius)
    index = np.rint(u / (2 * radius / (np.array(counts) - 1))).astype(int)
    square = (u * u).sum(axis=-1)
    # Nearly nothing weighs anything near the end of the first disc: every other point will do.
    core = (CORE * radius) ** 2 if radius <= RADIUS else np.inf
    keep = (square <= core) | (index % 2 == 0).all(axis=-1)
    order = np.flatnonzero(keep)
    order = order[np.argsort(square[order] > (radius - 1) ** 2, kind="stable")]
    # Halving one axis may miss what halving both finds, such as a ridge askew between them.
    table = np.column_stack([halves, halves[:, 1:].prod(axis=-1)])
    table[square > core] = 2.0**dim
    other = _other(dim, counts, radius)
    other = other[(other * other).sum(axis=-1) <= min(core, radius**2)]
    factors = np.zeros((len(order) + len(other), dim + 3))
    factors[: len(order), :-1] = table[order]
    factors[: len(order), -1] = np.where(square[order] > core, 2.0**dim, 0.0)
    factors[len(order) :, -1] = RATIO**dim
    points = np.concatenate([u[order], other])
    square = (points * points).sum(axis=-1)
    rim = slice(int((square[: len(order)] <= (radius - 1) ** 2).sum()), len(order))
    for each in (points, factors, square):
        each.setflags(write=False)
    return Opinions(points, log_cell, factors, square, rim)


def _other(dim: int, counts, radius: float) -> np.ndarray:
    """Points of the rule that is no multiple of the full one, over a box that holds the disc, (N, D)."""
    step = 2 * radius / (np.array(counts) - 1)
    most = math.ceil(1.5 * max(counts) / 2 / RATIO) + 1
    index = [np.arange(-most, most + 1) + shift for shift in SHIFT[:dim]]
    mesh = np.stack(np.meshgrid(*index, indexing="ij"), axis=-1).reshape(-1, dim) * RATIO
    turn = np.array([[math.cos(TURN), math.sin(TURN)], [-math.sin(TURN), math.cos(TURN)]]) if dim == 2 else np.eye(1)
    return mesh @ turn * step


def node_sums(weights, table) -> np.ndarray:
    """weights (..., N) times table (N, M), in blocks that BLAS does in one thread: with two, each waits for the other at
    full speed; and for a single row it is ten times slower than a plain sum."""
    flat = weights.reshape(-1, weights.shape[-1])
    rows = ALONE // max(1, table.size)
    if rows < 2 or len(flat) == 1:
        out = np.einsum("rn,nm->rm", flat, table)
    else:
        out = np.concatenate([flat[i : i + rows] @ table for i in range(0, max(1, len(flat)), rows)])
    return out.reshape(*weights.shape[:-1], table.shape[-1])


def halved(sums):
    """(M, D): how far half the resolution along each axis moves energy or entropy; inf where it is not known."""
    axes, more = np.abs(sums[:2, :, 1:-3] - sums[:2, :, :1]), np.abs(sums[:2, :, -3:-1] - sums[:2, :, :1])
    # A ridge askew between the axes shows only where both are halved, what waves only by the rule that is no multiple.
    axes += np.maximum(0, more.max(axis=-1) - axes.sum(axis=-1))[..., None]
    return np.nan_to_num(axes.max(axis=0), nan=np.inf)


def grow(counts, radius: float, wish):
    """Double the axes that want it; widen the cloud at the same step, with an even number of steps on either side."""
    wider = 1.5 * radius if wish[-1] else radius
    finer = (2 * n - 1 if each else n for n, each in zip(counts, wish[:-1], strict=True))
    return tuple(4 * int(np.ceil((n - 1) * wider / radius / 4)) + 1 for n in finer), wider


def judge(fine, coarse, near, far):
    """A value and its error; nothing is known, nan ± ∞, where what the two outer rings hold does not fall off."""
    open_ = (np.maximum(near, far) > NEGLIGIBLE) & (far >= FAR * near)
    error = np.abs(fine - coarse) + near + far
    return np.where(open_, np.nan, fine), np.where(open_, np.inf, error)
