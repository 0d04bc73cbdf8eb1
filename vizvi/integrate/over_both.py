"""Integrals over p and q at once: a divergence between or beyond the two KLs at λ (M, P), with its error. Nats."""

import numpy as np

from vizvi.integrate.one_sided import from_one_side
from vizvi.integrate.rules import COARSE, MOST, RADIUS, SHARED, WIDEST, grow, judge
from vizvi.integrate.shared import Grid, around_q, billed_over_p
from vizvi.integrate.tails import endless, power_integrand
from vizvi.integrate.truth import truth

STEEPER = 1e-9  # by how much a climb must outdo the one before
ROUNDING = 1e-9  # what q's mass may be off by rounding, or by what its cloud does not reach


def over_both(problem, lam, tolerance: float, budget: int):
    """The problem's own divergence and its error (M,): nodes over p and around q, each point of space shared between the
    two as p to q there; only the λ that need it get more nodes."""
    value, error = np.full(len(lam), np.inf), np.zeros(len(lam))
    ends = np.flatnonzero(~endless_power(problem, lam))
    if len(ends):
        value[ends], error[ends] = _finite(problem, lam[ends], tolerance, budget)
    return value, error


def _finite(problem, lam, tolerance: float, budget: int):
    """The same where every ray ends."""
    *sums, share = _over_p(Grid(problem), lam, tolerance)
    value, error = judge(*sums)
    dim = problem.target.dim
    most = min(MOST, max(SHARED, budget // (2 * max(1, len(lam)))))  # the other half is for the nodes over p
    work = [(COARSE[dim], RADIUS, np.arange(len(lam)))]
    near, held = np.zeros((2, len(lam))), 1 - share
    while work:
        counts, radius, index = work.pop()
        *sums, held[index] = around_q(Grid(problem, counts, radius), lam[index])
        near[:, index] = judge(*sums)
        # First wide enough, then fine enough: what does not fall off by the widest cloud is infinite.
        widen = ~(sums[3] <= 1e-2 * tolerance) & (radius < WIDEST)
        refine = ~(np.abs(sums[1] - sums[0]) <= tolerance) & ~widen & np.isfinite(sums[0])
        for again, wish in ((widen, [*[False] * dim, True]), (refine, [*[True] * dim, False])):
            finer, wider = grow(counts, radius, wish)
            if again.any() and np.prod(finer) <= most:
                work.append((finer, wider, index[again]))
    # Where neither side's nodes resolve the edge between the two, q's mass does not add up to one.
    a = problem.divergence.power
    missed = np.abs(share + held - 1)
    value, error = value + near[0], error + near[1]
    worth = problem.divergence.times / abs(a * (1 - a)) + np.abs(value)
    error = error + np.where(missed > ROUNDING, missed * worth, 0.0)
    # What log Z may be off weighs p.
    error = error + ROUNDING * np.abs(value)
    error = error + truth(problem.target).log_z_error * (problem.divergence.times / abs(1 - a) + abs(a * value))
    infinite = _climbs(problem, lam, np.isnan(value))
    value, error = np.where(infinite, np.inf, value), np.where(infinite, 0.0, error)
    return _second_opinion(problem, lam, value, error, tolerance, most)


def _second_opinion(problem, lam, value, error, tolerance: float, most: int):
    """Value and error (M,), from one side alone where the two together did not settle."""
    doubt = np.flatnonzero(~(error <= 3 * tolerance * np.maximum(1, np.abs(value))) & ~np.isposinf(value))
    if len(doubt):
        again, its_error = from_one_side(problem, lam[doubt], tolerance, most)
        better = ~(error[doubt] <= its_error)
        value[doubt[better]], error[doubt[better]] = again[better], its_error[better]
    return value, error


def endless_power(problem, lam):
    """Whether ∫ p^a q^(1−a) is infinite for lack of tails in p (a < 0) or in q (a > 1), (M,)."""
    power = problem.divergence.power
    if 0 <= power <= 1:
        return np.zeros(len(lam), bool)
    return endless(problem, lam, power_integrand(power))


def _climbs(problem, lam, doubt):
    """Whether p^a q^(1−a) climbs ever faster from shell to shell of p's nodes, (M,): in the plane they may follow a tail
    that bends away from every ray."""
    out, a = np.zeros(len(lam), bool), problem.divergence.power
    if problem.target.dim == 1 or 0 <= a <= 1:
        return out
    known = truth(problem.target)
    for i in np.flatnonzero(doubt):
        log_f = a * known.log_p + (1 - a) * problem.family.log_prob(lam[i], known.nodes.points) + known.nodes.log_volume
        log_f = np.where(np.isnan(log_f), -np.inf, log_f)
        inner, near, far = (log_f[known.nodes.ring == ring].max(initial=-np.inf) for ring in (0, 1, 2))
        out[i] = far > near > inner and far - near > (near - inner) * (1 + STEEPER)
    return out


def _over_p(grid, lam, tolerance: float):
    """The bill over p's nodes, (5, M): everything, at half the resolution, ring 1, ring 2, and q's mass; all of the nodes
    only where half of them did not settle it."""
    out, index = np.empty((5, len(lam))), np.arange(len(lam))
    for fine in (False, True):
        out[:, index] = billed_over_p(grid, lam[index], fine)
        index = index[~(np.abs(out[0, index] - out[1, index]) <= tolerance)]
        if not len(index):
            break
    return out
