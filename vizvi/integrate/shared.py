"""Nodes around q and over p for one integral, each point of space shared between the two as p to q there."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.integrate.over_q import cloud_sums
from vizvi.integrate.rules import CHUNK, COARSE, CORE, RADIUS, cloud, grow, halved, node_sums, opinions
from vizvi.integrate.truth import truth


class Grid:
    """Nodes that integrate a divergence and its gradient at λ (R, P): around q, over p, or both, each point of space
    shared between the two as p to q there."""

    def __init__(self, problem, counts=None, radius: float = RADIUS, fine: bool = False):
        self.problem, self.radius, self.fine = problem, radius, fine
        self.counts = counts or COARSE[problem.target.dim]
        power = problem.divergence.power
        self.around_q, self.over_p = power != 1, power != 0
        if self.over_p:
            self.log_z, self.cover = truth(problem.target).log_z, _covers(problem.target, 0 <= power <= 1)

    @property
    def size(self) -> int:
        """How many nodes one λ has, about."""
        around = self.problem.family.components * math.prod(self.counts) if self.around_q else 0
        return around + (len(self.cover[self.fine].log_p) if self.over_p else 0)

    def at(self, lam):
        """Points (R, N, D), log_w (R, N), log_m (R, N) or (N,); p is normalized if the nodes over p are among them."""
        if not self.over_p:
            u, log_cell, _ = cloud(self.problem.target.dim, self.counts, self.radius)
            z, log_m = self.problem.family.nodes(lam, u)
            return z, self.problem.log_w(lam[:, None], z), log_m + log_cell
        if not self.around_q:
            return self.over(lam)
        return tuple(np.concatenate(pair, axis=1) for pair in zip(self.around(lam), self.over(lam), strict=True))

    def around(self, lam, points=None):
        """Nodes around q with q's share of each point: z (R, N, D), log_w, log_m (R, N)."""
        u, log_cell, *_ = points or cloud(self.problem.target.dim, self.counts, self.radius)
        z, log_m = self.problem.family.nodes(lam, u)
        log_w = self.problem.log_w(lam[:, None], z) - self.log_z
        return z, log_w, log_m + log_cell - _softplus(log_w)

    def over(self, lam, fine=None):
        """Nodes over p, every other one or all, with p's share of each point; all of it if p alone matters."""
        points, log_volume, log_p, _ = self.cover[self.fine if fine is None else fine]
        z = np.broadcast_to(points, (len(lam), *points.shape))
        # Farther out than this, log w and log m would lose the digits of their sum.
        log_q = np.maximum(self.problem.family.log_prob(lam[:, None], z), -1e11)
        log_w = log_p - log_q
        log_m = log_q + log_volume
        return z, log_w, log_m - _softplus(-log_w) if self.around_q else log_m

    def finer(self, lam, tolerance: float = 1e-5, most: int = 2**16) -> list["Grid"]:
        """For each λ (R, P) this grid, or one with more points around q or over p if it needs that."""
        tolerance = max(tolerance, truth(self.problem.target).rounding)
        counts, fine = np.tile(self.counts, (len(lam), 1)), np.full(len(lam), self.fine)
        grown, _ = grow(self.counts, self.radius, [*[True] * len(self.counts), False])
        if self.around_q and np.prod(grown) <= most:
            if self.over_p:
                # Between the two densities lies an edge that neither one's own integrals see.
                sums = around_q(self, lam)
                wish = (np.abs(sums[0] - sums[1]) > 1e-2 * tolerance)[:, None]
            else:
                _, wish = halved(cloud_sums(self.problem, lam, self.counts, self.radius), tolerance)
            counts = np.where(wish, grown, counts)
        if self.over_p and not self.fine:
            sums = billed_over_p(self, lam, False)
            fine = np.abs(sums[0] - sums[1]) > (1e-2 if self.around_q else 1) * tolerance
        known = {(self.counts, self.fine): self}
        out = []
        for n, all_of_p in zip(map(tuple, counts.tolist()), fine.tolist()):
            if (n, all_of_p) not in known:
                known[n, all_of_p] = Grid(self.problem, n, self.radius, all_of_p)
            out.append(known[n, all_of_p])
        return out


class Cover(NamedTuple):
    """p's nodes, every other one or all; read-only."""

    points: np.ndarray  # (N, D)
    log_volume: np.ndarray  # (N,)
    log_p: np.ndarray  # (N,) normalized
    table: np.ndarray  # (N, 4) what turns node sums into everything, half the resolution, ring 1, ring 2


@lru_cache(maxsize=16)
def _covers(target, bounded: bool) -> tuple[Cover, Cover]:
    """Every other one of p's nodes, and all."""
    known = truth(target)
    # Tails that add nothing to p's mass or variance matter only to divergences that weigh them up.
    heavy = known.reach > (math.log(1e-15) if bounded else -np.inf)
    points, log_volume, ring, coarse, rough, *_ = known.nodes.kept(heavy)
    out = []
    for factor, half in ((coarse, rough / np.maximum(coarse, 1)), (np.ones(len(ring)), coarse)):
        keep = factor > 0
        table = np.stack([np.ones(len(ring)), half, ring == 1, ring == 2])[:, keep].T
        out.append(Cover(points[keep], log_volume[keep] + np.log(factor[keep]), known.log_p[heavy][keep], table))
        for each in out[-1]:
            each.setflags(write=False)
    return out[0], out[1]


class Grids:
    """A grid for each of R runs, so that none feels another; runs with equal ones go together."""

    def __init__(self, problem, lam):
        self.problem, first = problem, Grid(problem)
        self.each = first.finer(lam)

    def groups(self, rows):
        """(grid, rows) for all runs among some rows that share a grid."""
        kinds = {}
        for i in rows:
            grid = self.each[i]
            kinds.setdefault((grid.counts, grid.fine), (grid, []))[1].append(int(i))
        return [(grid, np.array(some)) for grid, some in kinds.values()]

    def refine(self, lam, rows) -> np.ndarray:
        """Give the runs among some rows the finer grids that they need; those that got one."""
        changed = []
        for grid, some in self.groups(rows):
            for i, new in zip(some, grid.finer(lam[some])):
                if new is not grid:
                    self.each[i] = new
                    changed.append(i)
        return np.array(changed, int)


def around_q(grid, lam):
    """The bill over the nodes around q and q's mass on them, (5, M), as above; its rings are the outermost shells."""
    dim = grid.problem.target.dim
    known = opinions(dim, grid.counts, grid.radius, CORE if grid.radius == RADIUS else np.inf)
    side = lambda some: grid.around(some, known)
    whole, *halves, near, far, mass = billed(grid, side, lam, len(known.u), known.sums, dim + 5)
    return np.stack([whole, whole + np.abs(np.array(halves) - whole).max(axis=0), near, far, mass])


def billed_over_p(grid, lam, fine: bool):
    """The bill over p's nodes, every other one or all, (5, M): everything, at half the resolution, ring 1, ring 2, and q's
    mass."""
    table = grid.cover[fine].table
    sums = lambda each, rules: node_sums(each, table[:, :rules])
    return billed(grid, lambda some: grid.over(some, fine), lam, len(table), sums, 4)


def billed(grid, side, lam, size: int, sums, rules: int):
    """What some rules make of the divergence's bill over the nodes of one side, of this size a λ, and the first of q's
    mass on them, (rules + 1, M). Both sides hold all of q between them, or one has missed what the other has left to it."""
    out = np.empty((len(lam), rules + 1))
    rows = max(1, 2 * CHUNK // size)
    for first in range(0, len(lam), rows):
        _, log_w, log_m = side(lam[first : first + rows])
        # Beyond the largest float a ring is as good as infinite, but 0·∞ would hide it.
        parts = np.minimum(grid.problem.divergence.bill(log_w, log_m), 1e290)
        out[first : first + rows, :-1] = sums(parts, rules)
        out[first : first + rows, -1] = sums(np.exp(log_m), 1)[:, 0]
    return out.T


def _softplus(x):
    """log(1 + eˣ)"""
    out = np.abs(x)
    np.exp(np.negative(out, out=out), out=out)
    out += 1
    np.log(out, out=out)
    out += np.maximum(x, 0)
    return out
