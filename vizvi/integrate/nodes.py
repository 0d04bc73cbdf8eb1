"""Grids that integrate: boxes, lines, circles, products, and what lies outside. Trapezoids, since log p may have kinks."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.integrate.places import places
from vizvi.lru import by_bytes

LIMIT = 2**20  # points of one grid
FIRST = {1: 256, 2: 64}  # even steps along each axis of the first grid over a box
SETTLED = 1e-5  # by how much of p's mass half of the nodes may differ
FOLD = 4.0  # nodes for each e-fold of the distance from a place
RATIO = math.sqrt(3.5)  # steps of the other rule in those of the first


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
    return np.linspace(lo, hi, n), weight, *_thinned(n)


def _thinned(n: int):
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


def box_nodes(target, box, first: int | None = None) -> Nodes:
    """A grid over the box, closer where p is narrow or ends, refined until p's mass, mean and covariance have settled and
    a rule that is no multiple of it agrees; and the rings around it. first: even steps along each axis to begin with."""
    dim, level = len(box), 0
    first = first or FIRST[dim]
    near = places(target)
    lines = [Graded(lo, hi, first, near.at[:, i], near.scale[:, i]) for i, (lo, hi) in enumerate(box)]
    while True:
        inside, other = (tensor([line.nodes(level, other) for line in lines]) for other in (False, True))
        log_p = target.log_prob(inside.points) + inside.log_volume
        log_other = target.log_prob(other.points) + other.log_volume
        size = np.abs((log_p - inside.log_volume)[log_p > log_p.max() - 40]).max(initial=0.0)
        blur = max(SETTLED, 4 * target.precision * float(size))
        if len(inside.points) * 2**dim > LIMIT or _settled(inside, log_p, other, log_other, blur):
            break
        level += 1
    shape = [line.count(level) + 1 for line in lines]
    apart = _apart(log_p, log_other) + _edge(log_p.reshape(shape))
    needles = (near.at[near.needle], near.scale[near.needle]) if near.needle.any() else ()
    return join(inside, rings(box, 1024 if dim == 1 else 40))._replace(apart=apart, needles=needles)


class Graded(NamedTuple):
    """A line from lo to hi on which t(x) = cells (x − lo)/(hi − lo) + Σ FOLD asinh((x − at)/scale) counts the nodes: evenly
    spaced far from all places, ever closer near each, as close as its scale asks for."""

    lo: float
    hi: float
    cells: int
    at: np.ndarray  # (K,)
    scale: np.ndarray  # (K,) inf: nothing to see along this line

    def narrow(self):
        """The places that even spacing would step over; one of no width at all holds nothing."""
        keep = (self.scale > 0) & (self.scale < 1.5 * (self.hi - self.lo) / self.cells)
        return self.at[keep], self.scale[keep]

    def t(self, x):
        at, scale = self.narrow()
        return self.cells * (x - self.lo) / (self.hi - self.lo) + FOLD * np.arcsinh((x[:, None] - at) / scale).sum(axis=1)

    def count(self, level: int) -> int:
        """How many steps the line has."""
        lo, hi = self.t(np.array([self.lo, self.hi]))
        return 4 * math.ceil((hi - lo) / 4 - 1e-9) * 2**level

    def nodes(self, level: int, other: bool = False) -> Nodes:
        """A trapezoid in t; or, for another opinion, midpoints of cells whose number is no fraction of its."""
        (lo, hi), steps = self.t(np.array([self.lo, self.hi])), self.count(level)
        cells = 2 * int(steps / RATIO / 2) + 1 if other else steps
        share = (np.arange(cells) + 0.5) / cells if other else np.arange(cells + 1) / cells
        x = self._inverse(lo + (hi - lo) * share)
        at, scale = self.narrow()
        density = self.cells / (self.hi - self.lo) + FOLD * (1 / np.hypot(x[:, None] - at, scale)).sum(axis=1)
        weight = (hi - lo) / cells / density
        if not other:
            weight[[0, -1]] /= 2
        return Nodes(x[:, None], np.log(weight), np.zeros(len(x), np.int8), *_thinned(len(x)))

    def _inverse(self, t):
        """x at each t: halving, since t only rises."""
        if not len(self.narrow()[0]):
            return self.lo + (self.hi - self.lo) * t / self.cells
        low, high = np.full(len(t), self.lo), np.full(len(t), self.hi)
        for _ in range(60):
            middle = (low + high) / 2
            below = self.t(middle) < t
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2


def tensor(lines) -> Nodes:
    """Nodes over a line or a plane."""
    return lines[0] if len(lines) == 1 else product_nodes(*lines)


def _apart(log_mass, log_other) -> float:
    """How far the other rule moves the mass, relative."""
    top = max(log_mass.max(), log_other.max())
    return float(abs(np.exp(log_other - top).sum() / np.exp(log_mass - top).sum() - 1)) if np.isfinite(top) else math.inf


def _edge(log_mass) -> float:
    """The share of p in cells across which it jumps to nothing: what their sum may be off, as phases are at random."""
    inside, rim = np.isfinite(log_mass), np.zeros(log_mass.shape, bool)
    for axis in range(log_mass.ndim):
        ends = np.moveaxis(inside, axis, 0), np.moveaxis(rim, axis, 0)
        ends[1][1:] |= ends[0][1:] & ~ends[0][:-1]
        ends[1][:-1] |= ends[0][:-1] & ~ends[0][1:]
    if not rim.any():
        return 0.0
    mass = np.exp(log_mass - log_mass.max())
    return float(mass[rim].sum() / mass.sum() / max(1.0, math.sqrt(rim.sum() / 2)))


def _settled(nodes: Nodes, log_mass, other: Nodes, log_other, tolerance: float) -> bool:
    """Whether neither half the resolution nor the other rule moves mass and second moments by more than the tolerance (the
    error is its square)."""
    with np.errstate(invalid="ignore"):
        scale = np.ptp(nodes.points, axis=0)
        fine, coarse, more = (
            np.exp(log_m - log_mass.max()) * factor @ np.column_stack([np.ones(len(z)), z / scale, (z / scale) ** 2])
            for z, log_m, factor in (
                (nodes.points, log_mass, 1.0),
                (nodes.points, log_mass, nodes.coarse),
                (other.points, log_other, 1.0),
            )
        )
        far = np.maximum(np.abs(coarse - fine), np.abs(more - fine))
        return bool(np.all(far <= tolerance * fine[0])) or not np.isfinite(fine[0])


@by_bytes(16, 64)
def window_nodes(target) -> Nodes:
    """The default nodes of a target: its window and the rings around it."""
    return box_nodes(target, target.window)


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
        *_thinned(2 * half),
    )


def product_nodes(first: Nodes, second: Nodes) -> Nodes:
    """2-D nodes from two lines, the second fastest."""
    n, m = len(first.points), len(second.points)
    points = np.column_stack([np.repeat(first.points, m), np.tile(second.points[:, 0], n)])
    log_volume = np.add.outer(first.log_volume, second.log_volume).ravel()
    ring = np.maximum.outer(first.ring, second.ring).ravel()
    thinned = (np.multiply.outer(a, b).ravel() for a, b in zip(first[3:5], second[3:5], strict=True))
    return Nodes(points, log_volume, ring, *thinned)


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
        Nodes(angle[:, None], np.full(turns, math.log(2 * np.pi / turns)), np.zeros(turns, np.int8), *_thinned(turns)),
    )
    r, angle = nodes.points.T
    return nodes._replace(points=np.stack([r * np.cos(angle), r * np.sin(angle)], axis=-1))
