"""What every rule shares: the cloud around q, sums over nodes, how to refine, and when an integral is infinite."""

from functools import lru_cache
from itertools import product

import numpy as np

from vizvi.integrate.nodes import grid

FAR = 0.97  # m₂ ≥ FAR·m₁ on two successive rings: the integral outside does not converge
NEGLIGIBLE = 1e-9  # a ring with less mass than this says nothing about convergence
ALONE = 2**18  # products of numbers that BLAS does in one thread
CHUNK = 2**13  # points evaluated at once: what fits in a processor's cache
RADIUS = 8.0  # how far the cloud around q reaches at first, in units of the family
WIDEST = 27.0  # a unit Gaussian's density leaves the floats a little farther out
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


@lru_cache(maxsize=32)
def rules(dim: int, counts, radius: float):
    """For a cloud: factors of the full rule, of half the resolution along each axis and along all (N, 2 + D), and |u|²
    (N,)."""
    u, _, factors = cloud(dim, counts, radius)
    # Halving one axis may miss what halving both finds, such as a ridge askew between them.
    both = factors[:, 1:].prod(axis=-1)
    return np.column_stack([factors, both]), (u * u).sum(axis=-1)


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
    axes, both = np.abs(sums[:2, :, 1:-2] - sums[:2, :, :1]), np.abs(sums[:2, :, -2] - sums[:2, :, 0])
    # A ridge askew between the axes shows only where both are halved.
    axes += np.maximum(0, both - axes.sum(axis=-1))[..., None]
    return np.nan_to_num(axes.max(axis=0), nan=np.inf)


def grow(counts, radius: float, wish):
    """Double the axes that want it; widen the cloud at the same step, with an even number of steps on either side."""
    wider = 1.5 * radius if wish[-1] else radius
    finer = (2 * n - 1 if each else n for n, each in zip(counts, wish[:-1], strict=True))
    return tuple(4 * int(np.ceil((n - 1) * wider / radius / 4)) + 1 for n in finer), wider


def judge(fine, coarse, near, far):
    """A value and its error, or ∞ if what the two outer rings hold does not fall off."""
    infinite = (np.maximum(near, far) > NEGLIGIBLE) & (far >= FAR * near)
    return np.where(infinite, np.inf, fine), np.where(infinite, 0.0, np.abs(fine - coarse) + near + far)
