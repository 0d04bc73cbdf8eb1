"""Box: a grid over a window, refined until p's mass has settled, and the rings around it."""

import math

import numpy as np

from vizvi.integrate.graded import Graded
from vizvi.integrate.nodes import Nodes, join, rings, tensor
from vizvi.integrate.places import places
from vizvi.lru import by_bytes

LIMIT = 2**20  # points of one grid
FIRST = {1: 256, 2: 64}  # even steps along each axis of the first grid over a box
SETTLED = 1e-5  # by how much of p's mass half of the nodes may differ


@by_bytes(16, 64)
def window_nodes(target) -> Nodes:
    """The default nodes of a target: its window and the rings around it."""
    return box_nodes(target, target.window)


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
