"""Grids that integrate: over p's mass, around q, and what lies outside. Trapezoids, since log p may have kinks."""

import math
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

FAR = 0.97  # m₂ ≥ FAR·m₁ on two successive rings: the integral outside does not converge
NEGLIGIBLE = 1e-9  # a ring with less mass than this says nothing about convergence
LIMIT = 2**20  # points of one grid
ALONE = 2**18  # products of numbers that BLAS does in one thread


class Nodes(NamedTuple):
    """Points whose volumes add up to an integral; two outer rings tell whether anything is left outside."""

    points: np.ndarray  # (N, D)
    log_volume: np.ndarray  # (N,) log of the volume that each point stands for
    ring: np.ndarray  # (N,) 0 inside; 1 and 2 for the two outermost rings
    coarse: np.ndarray  # (N,) factor on the volume that turns the rule into one of half the resolution
    rough: np.ndarray  # (N,) the same for a quarter of the resolution


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
    return Nodes(*map(np.concatenate, zip(*parts, strict=True)))


def box_nodes(target, box) -> Nodes:
    """A grid over the box, refined until p's mass, mean and covariance have settled, and the rings around it."""
    dim = len(box)
    n = 257 if dim == 1 else 65
    while True:
        inside = grid(box, (n,) * dim)
        log_p = target.log_prob(inside.points) + inside.log_volume
        if n**dim * 2**dim > LIMIT or _settled(inside, log_p):
            return join(inside, rings(box, 1024 if dim == 1 else 40))
        n = 2 * n - 1


def _settled(nodes: Nodes, log_mass, tolerance: float = 1e-5) -> bool:
    """Whether halving the resolution moves mass and second moments by less than the tolerance (the error is its square)."""
    with np.errstate(invalid="ignore"):
        mass = np.exp(log_mass - log_mass.max())
        scale = np.ptp(nodes.points, axis=0)
        powers = np.column_stack([np.ones(len(mass)), nodes.points / scale, (nodes.points / scale) ** 2])
        fine, coarse = mass @ powers, (mass * nodes.coarse) @ powers
        return bool(np.all(np.abs(fine - coarse) <= tolerance * fine[0])) or not np.isfinite(fine[0])


@lru_cache(maxsize=64)
def window_nodes(target) -> Nodes:
    """The default nodes of a target: its window and the rings around it."""
    return box_nodes(target, target.window)


@lru_cache(maxsize=64)
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
    thinned = (np.multiply.outer(a, b).ravel() for a, b in zip(first[3:], second[3:], strict=True))
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


class Truth(NamedTuple):
    """What is known of a target once it has been integrated; moments per ring, so that Gaussians need no grid."""

    nodes: Nodes
    log_p: np.ndarray  # (N,) normalized log density at the nodes
    log_z: float
    log_z_error: float
    mass: np.ndarray  # (4,) everything, everything at half the resolution, ring 1, ring 2
    mean: np.ndarray  # (4, D)
    cov: np.ndarray  # (4, D, D)
    log_p_mean: np.ndarray  # (4,) integral of p log p over each
    reach: np.ndarray  # (N,) log of what each node adds to the mass and, in windows squared, to the variance


@lru_cache(maxsize=64)
def truth(target) -> Truth:
    """Integrate a target once. ValueError if it is improper or nowhere finite."""
    nodes = target.nodes()
    with np.errstate(over="ignore", invalid="ignore"):
        log_p = np.asarray(target.log_prob(nodes.points), float)
    log_mass = log_p + nodes.log_volume
    top = np.nanmax(log_mass) if np.any(np.isfinite(log_mass)) else -np.inf
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = np.exp(log_mass - top)
        total, inside, near, far = (scaled[pick].sum() for pick in (slice(None), *(nodes.ring == i for i in range(3))))
    if np.isposinf(log_mass).any() or (max(near, far) > NEGLIGIBLE * inside and far >= FAR * near):
        raise ValueError(
            f"The density is improper or its window {target.window} too small: its mass does not fall off outside "
            f"({near / total:.2g} of it between once and twice the window, {far / total:.2g} up to four times)."
        )
    log_z, error = _log_z(target, top, total, (scaled * nodes.coarse).sum(), near + far)
    log_p = log_p - log_z
    mass = np.exp(log_p + nodes.log_volume)
    rows = [mass, mass * nodes.coarse, mass * (nodes.ring == 1), mass * (nodes.ring == 2)]
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = np.stack(rows)
        masses = weights.sum(axis=-1)
        share = weights / np.where(masses > 0, masses, 1)[:, None]
        mean = share @ nodes.points
        offset = nodes.points - mean[:, None]
        cov = np.einsum("rn,rni,rnj->rij", share, offset, offset)
        log_p_mean = (weights * np.where(mass > 0, log_p, 0)).sum(axis=-1)
    lo, hi = np.array(target.window, float).T
    reach = log_p + nodes.log_volume + np.log1p((((nodes.points - (lo + hi) / 2) / (hi - lo)) ** 2).sum(axis=-1))
    for each in (*nodes, log_p, masses, mean, cov, log_p_mean, reach):
        each.setflags(write=False)
    return Truth(nodes, log_p, log_z, error, masses, mean, cov, log_p_mean, reach)


def _log_z(target, top, total, coarse, outside) -> tuple[float, float]:
    """The closed form if the target has one, else the integral with its error: refinement plus what lies outside."""
    closed = vars(type(target)).get("log_z")
    if closed is not None:
        return float(target.log_z), float(target.log_z_error)
    if not total > 0 or not np.isfinite(total):
        return math.nan, math.nan
    return float(top + math.log(total)), float(abs(coarse / total - 1) + outside / total)


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


def standard_deviation(known: Truth) -> np.ndarray:
    """p's standard deviations (D,), nan where the second moment does not converge: a Cauchy has none."""
    offset = known.mean - known.mean[0]
    second = known.mass[:, None] * (np.diagonal(known.cov, axis1=-2, axis2=-1) + offset**2)
    endless = (second[2:].max(axis=0) > NEGLIGIBLE) & (second[3] >= FAR * second[2])
    return np.where(endless, np.nan, np.sqrt(np.diag(known.cov[0])))
