"""Integrals over q: the energy and the entropy at λ (M, P) at once, each with an error estimate. Nats."""

import numpy as np

from vizvi.integrate.closely import look_closely, needles
from vizvi.integrate.rules import (
    CHUNK,
    COARSE,
    CORE,
    MILD,
    MOST,
    RADIUS,
    SHARED,
    WIDER_CORE,
    WIDEST,
    grow,
    halved,
    known,
    opinions,
)
from vizvi.integrate.tails import endless, energy_integrand
from vizvi.integrate.truth import truth
from vizvi.pulse import beat

# Where a cloud is dear, half the resolution may be this much worse; what is left after it is about the square.
DEARER, HEAVIER = 10, 20
BLURRED = 1e-9  # of a width that floats may miss a node by
STRICT = 1e-5  # who asks for more than a page does gets it from every family


def over_q(problem, lam, tolerance: float, budget: int):
    """E_q[log p̃], −E_q[log q] and their errors, (4, M): start coarse, refine only the axes and the λ that need it."""
    dim = problem.target.dim
    if not problem.family.gaussian and tolerance > STRICT:
        tolerance *= HEAVIER if problem.family.heavy else DEARER
    out = np.full((4, len(lam)), np.nan)
    most = min(MOST, max(SHARED, budget // max(1, len(lam))))
    infinite = diverges(problem, lam)
    truly = truth(problem.target)
    level, stepped_over = truly.level, needles(problem, lam, truly.nodes.needles)
    for i, found in enumerate(stepped_over):
        if found and not infinite[i]:
            out[:, i] = look_closely(problem, lam[i], found, tolerance)
    rest = [i for i, each in enumerate(stepped_over) if not each or infinite[i]]
    first = (*grow(COARSE[dim], RADIUS, [*[0] * dim, 1]), np.inf) if problem.family.heavy else (COARSE[dim], RADIUS, CORE)
    work = [(*first, np.array(rest, int))]
    while work:
        counts, radius, core, index = work.pop()
        sums = cloud_sums(problem, lam[index], counts, radius, core)
        # Where log p is −∞ and q has mass, or q's tails are too heavy for it, no grid will change that.
        lost = np.isneginf(sums[0, :, 0]) | infinite[index]
        out[0, index], out[1, index] = np.where(lost, -np.inf, sums[0, :, 0] + level), sums[1, :, 0]
        sums[0, lost] = 0.0  # what is left to know there is the entropy
        (moved, refine), rim = halved(sums, tolerance), known(sums[:2, :, -1].max(axis=0))
        out[2, index] = np.where(lost, 0.0, moved + rim)
        out[3, index] = known(np.abs(sums[1, :, 1:-1] - sums[1, :, :1]).sum(axis=-1) + sums[1, :, -1])
        # First wide enough, then fine enough.
        widen = (rim > 1e-2 * tolerance) & (radius < WIDEST)
        mild = widen & (rim < MILD) & (radius == RADIUS)
        wishes = np.column_stack([np.where(widen[:, None], 0, refine), widen, mild])
        same = wishes @ 3 ** np.arange(dim + 2)
        for wish in wishes[np.unique(same, return_index=True)[1]]:
            finer, wider = grow(counts, radius, wish[:-1])
            if np.prod(finer) > most:
                finer, wider = grow(counts, radius, np.minimum(wish[:-1], 1))
            if wish.any() and np.prod(finer) <= most:
                its_core = core if wider == radius else WIDER_CORE if wish[-1] else np.inf
                work.append((finer, wider, its_core, index[same == wish @ 3 ** np.arange(dim + 2)]))
    out[2:] += _blurred(problem.family, lam, dim)
    return out


def _blurred(family, lam, dim: int):
    """What rounding may cost a q so narrow, and so far from the origin, that floats beside its nodes are few, (M,); 0 where
    that is nothing. A Gaussian's entropy is known without nodes."""
    if family.gaussian:
        return np.zeros(len(lam))
    z, log_m = family.nodes(lam, np.concatenate([np.zeros((1, dim)), np.eye(dim)]))
    log_m = np.broadcast_to(log_m, z.shape[:-1]).reshape(len(lam), -1, 1 + dim)[..., 0]
    z = z.reshape(len(lam), -1, 1 + dim, dim)
    share = np.exp(log_m - log_m.max(axis=-1, keepdims=True))
    width = np.abs(z[..., 1:, :] - z[..., :1, :]).max(axis=-1)
    rough = np.finfo(float).eps * np.abs(z[..., :1, :]).max(axis=-1) / width
    rough = np.where(rough > BLURRED, np.minimum(rough, 1.0), 0.0)
    return known((share[..., None] * rough).sum(axis=(-2, -1)) / share.sum(axis=-1))


def diverges(problem, lam):
    """Whether E_q[log p] is −∞ for the weight of q's tails, (M,)."""
    if not problem.family.heavy:
        return np.zeros(len(lam), bool)
    return endless(problem, lam, energy_integrand)


def cloud_sums(problem, lam, counts, radius: float, core: float = CORE):
    """E_q[log p̃] less its level and −E_q[log q] over a cloud of points around each q, (2, M, 1 + D + 3): by the full rule,
    at half the resolution along each axis and along all, by the other rule, and the size of what the rim adds."""
    target, family = problem.target, problem.family
    nodes, rules = opinions(target.dim, counts, radius, core), target.dim + 3
    u, log_cell = nodes.u, nodes.log_cell
    out, level = np.empty((2, len(lam), rules + 1)), truth(target).level
    rows = max(1, CHUNK // len(u))
    for first in range(0, len(lam), rows):
        beat(first, len(lam))
        part = lam[first : first + rows]
        z, log_m = family.nodes(part, u)
        mass = np.exp(log_m + log_cell)
        log_p = target.log_prob(z)
        if level:
            log_p = log_p - level
        # The entropy of a Gaussian has a closed form: half of the work saved.
        values = log_p[None] if family.gaussian else np.stack([log_p, -family.node_log_prob(part, u, z)])
        # A point that stands for no mass adds nothing, whatever p is there.
        values = mass * values if (fine := np.isfinite(values).all()) else np.where(mass > 0, mass * values, 0.0)
        # A rule that misses a little of q's mass is bent back: 1 must integrate to 1.
        out[: len(values), first : first + rows, :-1] = nodes.sums(values, rules) / nodes.sums(np.atleast_2d(mass), rules)
        rim = np.abs(values.reshape(*values.shape[:-1], -1, len(u))[..., nodes.rim])
        out[: len(values), first : first + rows, -1] = (rim @ nodes.rim_weight).sum(axis=-1)
        if not fine:
            # −∞ times the nothing that another rule makes of a point would be nan.
            out[0, first : first + rows, 0][np.isneginf(values[0]).any(axis=-1)] = -np.inf
    if family.gaussian:
        out[1] = (family.log_scales(lam) + 0.5 * target.dim * np.log(2 * np.pi * np.e))[:, None]
        out[1, :, -1] = 0.0
    return out
