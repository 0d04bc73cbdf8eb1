"""A power divergence from one side alone, around q or over p: what to try where one is so much narrower than the other
that neither one's nodes resolve the edge between the two."""

import numpy as np

from vizvi.integrate.rules import CHUNK, COARSE, CORE, MOST, RADIUS, grow, judge, opinions
from vizvi.integrate.shared import Grid
from vizvi.integrate.truth import truth

HUGE = 1e200  # a sum that large has overflowed on the way: no finer nodes will tell
SURE = 1e-4  # error, nats, below which a side is asked whether it agrees with the other
WIDEST = {1: 1000.0, 2: 90.0}  # of the cloud around q: what falls like q^(1−α) reaches far


def from_one_side(problem, lam, tolerance: float, most: int = MOST):
    """The divergence and its error (M,), from the side that knows it better: for a power, −∫ q (wᵃ − 1) around q and
    −∫ p (w^(a−1) − 1) over p, each divided by a (1 − a). Where that side ends too early the value is nan."""
    sides = []
    for sums, blind in ((_by_q(problem, lam, tolerance, most), False), (_by_p(problem, lam), _narrow(problem, lam))):
        value, error = judge(sums[0], sums[1], *np.abs(sums[2:]))
        # One side's tail may hide the end of a mass that lies beyond the other: no proof that there is none.
        known = np.isfinite(value) & ~blind
        sides.append((np.where(known, value, np.nan), np.where(known, error, np.inf)))
    (near, near_error), (far, far_error) = sides
    better = near_error <= far_error
    # Where both sides think that they know, they should agree.
    apart = np.where(np.maximum(near_error, far_error) < SURE, np.abs(near - far), 0.0)
    return np.where(better, near, far), np.where(better, near_error, far_error) + apart


def _by_q(problem, lam, tolerance: float, most: int):
    """The value (4, M): by the full rule, by the worst of half the resolution, and of the outermost two shells."""
    dim = problem.target.dim
    log_z = Grid(problem).log_z
    out = np.full((4, len(lam)), np.nan)
    work = [(COARSE[dim], RADIUS, np.arange(len(lam)))]
    while work:
        counts, radius, index = work.pop()
        known = opinions(dim, counts, radius, CORE if radius == RADIUS else np.inf)
        u, log_cell = known.u, known.log_cell
        rows = max(1, 2 * CHUNK // len(u))
        for first in range(0, len(index), rows):
            part = lam[index[first : first + rows]]
            z, log_m = problem.family.nodes(part, u)
            log_w = problem.log_w(part[:, None], z) - log_z
            each = np.clip(problem.divergence.by_q(log_w, log_m + log_cell), -1e290, 1e290)
            total = known.sums(each, dim + 5)
            whole, halves, shells = total[:, 0], total[:, 1:-2], np.abs(total[:, -2:])
            worst = whole + np.abs(halves - whole[:, None]).max(axis=1)
            out[:, index[first : first + rows]] = np.stack([whole, worst, *shells.T])
        size = tolerance * np.maximum(1, np.abs(out[0, index]))
        widen = ~(out[3, index] <= 1e-2 * size) & (radius < WIDEST[dim])
        refine = ~(np.abs(out[1, index] - out[0, index]) <= size) & ~widen & (np.abs(out[0, index]) < HUGE)
        for again, wish in ((widen, [*[False] * dim, True]), (refine, [*[True] * dim, False])):
            finer, wider = grow(counts, radius, wish)
            if again.any() and np.prod(finer) <= min(most, MOST // 8):
                work.append((finer, wider, index[again]))
    return out


def _by_p(problem, lam):
    """The value (4, M): over all of p's nodes, over half of them, and over the two outer rings."""
    known = truth(problem.target)
    points, log_volume, ring, coarse, *_ = known.nodes
    table = np.stack([np.ones(len(ring)), coarse, ring == 1, ring == 2], axis=-1)
    log_m, out = known.log_p + log_volume, np.empty((len(lam), 4))
    rows = max(1, 2 * CHUNK // len(points))
    for first in range(0, len(lam), rows):
        part = lam[first : first + rows]
        log_w = known.log_p - np.maximum(problem.family.log_prob(part[:, None], points), -1e11)
        out[first : first + rows] = np.clip(problem.divergence.by_p(log_w, log_m), -1e290, 1e290) @ table
    return out.T


def _narrow(problem, lam):
    """Whether some of q is narrower than the gaps between p's nodes where it lies, (M,)."""
    nodes, (loc, scale) = truth(problem.target).nodes, problem.family.bells(lam)
    out = np.zeros(len(lam), bool)
    for i, (at, sd) in enumerate(zip(loc, scale, strict=True)):
        nearest = ((nodes.points - at[:, None]) ** 2).sum(axis=-1).argmin(axis=-1)
        out[i] = np.any(nodes.log_volume[nearest] / problem.target.dim > np.log(sd.min(axis=-1)))
    return out
