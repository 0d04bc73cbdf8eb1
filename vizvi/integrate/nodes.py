"""Nodes that integrate: grids, lines, circles, products, and what lies outside. Trapezoids, since log p may have kinks."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.lru import by_bytes


class Nodes(NamedTuple):
    """Points whose volumes add up to an integral; two outer rings tell whether anything is left outside."""

    points: np.ndarray  # (N, D)
    log_volume: np.ndarray  # (N,) log of the volume that each point stands for
    ring: np.ndarray  # (N,) 0 inside; 1 and 2 for the two outermost rings
    coarse: np.ndarray  # (N,) factor on the volume that turns the rule into one of half the resolution
    rough: np.ndarray  # (N,) the same for a quarter of the resolution
    apart: float = 0.0  # by how much of p's mass a rule that is no multiple of this one disagrees, if there is such a rule
    needles: tuple = ()  # points (K, D) and scales (K, D) of narrow peaks of p in something wider, if there are any

    def kept(self, keep) -> "Nodes":
        """Some of the points."""
        return Nodes(*(each[keep] for each in self[:5]), *self[5:])


def _axis(lo: float, hi: float, n: int):
    """Trapezoid on [lo, hi] with n = 4m + 1 points: points, weights, and factors of the rules with every other point and
    with every fourth."""
    step = (hi - lo) / (n - 1)
    weight = np.full(n, step)
    weight[[0, -1]] = step / 2
    return np.linspace(lo, hi, n), weight, *thinned(n)


def thinned(n: int):
    """Factors (n,) that keep every second and every fourth node."""
    index = np.arange(n)
    return np.where(index % 2 == 0, 2.0, 0.0), np.where(index % 4 == 0, 4.0, 0.0)


def grid(box, counts) -> Nodes:
    """A tensor trapezoid over a box ((lo, hi), ...), the last axis fastest; every point is in ring 0."""
    points, weights, coarse, rough = zip(*(_axis(lo, hi, n) for (lo, hi), n in zip(box, counts, strict=True)), strict=True)
    mesh = np.stack(np.meshgrid(*points, indexing="ij"), axis=-1).reshape(-1, len(box))
    volume, half, quarter = (_outer(each).ravel() for each in (weights, coarse, rough))
    return Nodes(mesh, np.log(volume), np.zeros(len(mesh), np.int8), half, quarter)


def _outer(vectors) -> np.ndarray:
    return vectors[0] if len(vectors) == 1 else np.multiply.outer(vectors[0], vectors[1])


def rings(box, cells: int) -> Nodes:
    """Midpoint cells in 2W∖W (ring 1) and 4W∖2W (ring 2) around a window W; the cells respect W's and 2W's edges."""
    parts = []
    for ring, scale in ((1, 2.0), (2, 4.0)):
        middles = (np.arange(cells) + 0.5) / cells * 2 - 1
        unit = np.stack(np.meshgrid(*[middles] * len(box), indexing="ij"), axis=-1).reshape(-1, len(box))
        unit = unit[np.abs(unit).max(axis=-1) > 0.5]
        centre = np.array([(lo + hi) / 2 for lo, hi in box])
        half = np.array([(hi - lo) / 2 for lo, hi in box]) * scale
        log_volume = np.full(len(unit), np.log(2 * half / cells).sum())
        one = np.ones(len(unit))
        parts.append(Nodes(centre + half * unit, log_volume, np.full(len(unit), ring, np.int8), one, one))
    return join(*parts)


def join(*parts: Nodes) -> Nodes:
    return Nodes(*map(np.concatenate, zip(*(each[:5] for each in parts), strict=True)))


@by_bytes(16, 64)
def round_nodes(dim: int, radius: float, step: float) -> Nodes:
    """A grid for mass that falls like a unit Gaussian from the origin, wide enough for divergences that weigh tails."""
    return shelled_grid(((-radius, radius),) * dim, step)


def shelled_grid(box, step: float, width: float = 2.0) -> Nodes:
    """A grid over a box with steps of at most this size; its rings are shells of this width along its edge."""
    nodes = grid(box, [4 * math.ceil((hi - lo) / (4 * step)) + 1 for lo, hi in box])
    lo, hi = np.array(box, float).T
    inside = np.minimum(nodes.points - lo, hi - nodes.points).min(axis=-1) / width
    return nodes._replace(ring=((inside < 2).astype(np.int8) + (inside < 1)).astype(np.int8))


def gaussian_nodes(mean, cov, step: float = 0.125) -> Nodes:
    """Whitened nodes around one Gaussian: (D,), (D, D)."""
    factor = np.linalg.cholesky(np.asarray(cov, float))
    nodes = round_nodes(len(factor), 16.0, step)
    points = np.asarray(mean) + nodes.points @ factor.T
    return nodes._replace(points=points, log_volume=nodes.log_volume + np.log(np.diag(factor)).sum())


def line_nodes(core, ends, step: float) -> Nodes:
    """1-D nodes on the interval `ends` for mass that lives in the interval `core`; the rings are the outer half between."""
    (lo, hi), (first, last) = core, ends
    nodes = grid((ends,), (4 * math.ceil((last - first) / (4 * step)) + 1,))
    x = nodes.points[:, 0]
    far = np.maximum((lo - x) / (lo - first), (x - hi) / (last - hi))
    return nodes._replace(ring=((far > 0.5).astype(np.int8) + (far > 0.75)).astype(np.int8))


def sinh_nodes(mid: float, scale: float, reach: float, per_octave: int = 16) -> Nodes:
    """1-D nodes at mid + scale·sinh(t), out to scale·reach: fine in the middle, octaves far out, of which the last two
    are the rings. For tails that fall slowly, or whose moments do not exist."""
    step = math.log(2) / per_octave
    half = math.ceil(math.asinh(reach) / step)
    t = (np.arange(2 * half) - half + 0.5) * step
    octave = np.maximum(half - np.ceil(np.abs(t) / step), 0) // per_octave
    return Nodes(
        mid + scale * np.sinh(t)[:, None],
        np.log(scale * step * np.cosh(t)),
        np.where(octave < 2, 2 - octave, 0).astype(np.int8),
        *thinned(2 * half),
    )


def product_nodes(first: Nodes, second: Nodes) -> Nodes:
    """2-D nodes from two lines, the second fastest."""
    n, m = len(first.points), len(second.points)
    points = np.column_stack([np.repeat(first.points, m), np.tile(second.points[:, 0], n)])
    log_volume = np.add.outer(first.log_volume, second.log_volume).ravel()
    ring = np.maximum.outer(first.ring, second.ring).ravel()
    thinned = (np.multiply.outer(a, b).ravel() for a, b in zip(first[3:5], second[3:5], strict=True))
    return Nodes(points, log_volume, ring, *thinned)


def tensor(lines) -> Nodes:
    """Nodes over a line or a plane."""
    return lines[0] if len(lines) == 1 else product_nodes(*lines)


def polar_nodes(radius: float, width: float) -> Nodes:
    """Nodes around a circle for mass that falls like a Gaussian of that width away from it."""
    # r = eˢ: on the logarithmic scale the origin is a smooth end.
    s = math.log(max(radius - 16 * width, 1e-9 * radius)), math.log(radius + 16 * width)
    turns = 16 * max(8, math.ceil(radius / width))
    steps = math.ceil((s[1] - s[0]) * max(6.0, radius / width))
    line = grid((s,), (4 * steps + 1,))
    r, angle = np.exp(line.points[:, 0]), 2 * np.pi * np.arange(turns) / turns
    ring = (r > radius + 12 * width).astype(np.int8) + (r > radius + 14 * width)
    nodes = product_nodes(
        line._replace(points=r[:, None], log_volume=line.log_volume + 2 * np.log(r), ring=ring),
        Nodes(angle[:, None], np.full(turns, math.log(2 * np.pi / turns)), np.zeros(turns, np.int8), *thinned(turns)),
    )
    r, angle = nodes.points.T
    return nodes._replace(points=np.stack([r * np.cos(angle), r * np.sin(angle)], axis=-1))
