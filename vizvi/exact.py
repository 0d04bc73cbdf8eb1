"""The ledger: log Z = ELBO + KL, by quadrature, with an error estimate, nan where it is not known and ∞ where it is."""

from typing import NamedTuple

import numpy as np

from vizvi.divergences.forward_kl import ForwardKL
from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.quadrature import FAR, NEGLIGIBLE, cloud, truth

UNTRUSTED = 1e-2  # a field with a larger error, nats, is nan
CHUNK = 2**15  # points evaluated at once: what fits in a processor's cache
RADIUS = 8.0  # how far the cloud around q reaches at first, in units of the family
WIDEST = 27.0
START = {1: (161,), 2: (41, 41)}


class Ledger(NamedTuple):
    """Quadrature of a problem at λ; every field has λ's leading shape. Nats, but for `mass`, a share."""

    log_z: np.ndarray  # log normalizer of the target: its log evidence
    elbo: np.ndarray  # energy + entropy
    reverse_kl: np.ndarray  # KL(q‖p) = log_z − elbo
    forward_kl: np.ndarray  # KL(p‖q)
    energy: np.ndarray  # E_q[log p̃]
    entropy: np.ndarray  # −E_q[log q]
    divergence: np.ndarray  # the problem's own, p normalized
    error: np.ndarray  # the largest over the finite fields
    mass: np.ndarray  # of q inside the target's window


def exact(problem, lam, tolerance: float = 1e-5, budget: int = 2**25) -> Ledger:
    """The ledger of a problem at λ (..., P); one λ gives scalars.

    tolerance: refine until halving the resolution moves no integral by more than this, nats (the error left is smaller
    still); budget: points that all λ together may take. A field whose error exceeds 1e-2 nats is nan; a divergence that
    does not converge is inf. Raises ValueError if λ has the wrong length or the density is improper.
    """
    lam = problem.checked(lam)
    flat = lam.reshape(-1, lam.shape[-1])
    known = truth(problem.target)
    with np.errstate(all="ignore"):
        energy, entropy, q_error = _over_q(problem, flat, tolerance, budget)
        log_z = np.full(len(flat), known.log_z if known.log_z_error <= UNTRUSTED else np.nan)
        elbo = energy + entropy
        reverse, reverse_error = log_z - elbo, q_error + known.log_z_error
        forward, forward_error = over_p(problem, flat, known)
        own, own_error = _own(problem, flat, known, tolerance, (reverse, reverse_error), (forward, forward_error))
        values = np.stack([log_z, elbo, reverse, forward, energy, entropy, own])
        none = np.zeros(len(flat))
        errors = np.stack(
            [none + known.log_z_error, q_error, reverse_error, forward_error, q_error, q_error, own_error]
        )
        values = np.where((errors <= UNTRUSTED) | np.isinf(values), values, np.nan)
        error = np.where(np.isfinite(values), errors, 0.0).max(axis=0)
        mass = problem.family.box_mass(flat, problem.target.window)
    shape = lam.shape[:-1]
    return Ledger(*(each.reshape(shape)[()] for each in (*values, error, mass)))


def _over_q(problem, lam, tolerance: float, budget: int):
    """Energy, entropy and error (M,) at λ (M, P): start coarse, refine only the axes and the λ that need it."""
    dim = problem.target.dim
    out = np.full((3, len(lam)), np.nan)
    most = max(2**13, budget // max(1, len(lam)))
    work = [(START[dim], RADIUS, np.arange(len(lam)))]
    while work:
        counts, radius, index = work.pop()
        sums, points = _cloud_sums(problem, lam[index], counts, radius)
        out[:2, index] = sums[:2, :, 0]
        moved = np.abs(sums[:2, :, 1:-1] - sums[:2, :, :1]).max(axis=0)  # (M, D) what halving each axis does
        rim = sums[2, :, -1]
        moved, rim = (np.where(np.isnan(each), np.inf, each) for each in (moved, rim))
        hopeless = np.isinf(sums[0, :, 0])  # log p is −∞ where q has mass
        out[2, index] = np.where(hopeless, 0.0, moved.max(axis=-1) + rim)
        rough = (moved > tolerance) & ~hopeless[:, None]
        narrow = (rim > tolerance * 1e-2) & (radius < WIDEST) & ~hopeless
        for flags in np.unique(np.column_stack([rough, narrow]), axis=0):
            same = index[(np.column_stack([rough, narrow]) == flags).all(axis=-1)]
            if not flags.any():
                continue
            finer = [2 * n - 1 if each else n for n, each in zip(counts, flags[:-1], strict=True)]
            wider = radius * 1.5 if flags[-1] else radius
            # Keep the step when the cloud grows, with an even number of steps on either side.
            finer = tuple(4 * int(np.ceil((n - 1) * wider / radius / 4)) + 1 for n in finer)
            if np.prod(finer) <= most * (4 if dim == 1 else 1):
                work.append((finer, wider, same))
    return out


def _cloud_sums(problem, lam, counts, radius):
    """Sums over a cloud around each q: (3, M, 1 + D + 1) for log p̃, −log q and their size, in the full rule, at half
    the resolution along each axis, and over the rim alone."""
    target, family = problem.target, problem.family
    u, log_cell, factors = cloud(target.dim, counts, radius)
    rim = (np.sqrt((u * u).sum(axis=-1)) > radius - 1).astype(float)
    columns = np.column_stack([factors, rim])
    out = np.empty((3, len(lam), columns.shape[1]))
    rows = max(1, CHUNK // len(u))
    for first in range(0, len(lam), rows):
        part = lam[first : first + rows]
        z, log_m = family.nodes(part, u)
        mass = np.exp(log_m + log_cell)
        log_p, log_q = target.log_prob(z), family.log_prob(part[:, None], z)
        copies = z.shape[1] // len(u)
        table = np.tile(columns, (copies, 1)) if copies > 1 else columns
        # A point that stands for no mass adds nothing, whatever p is there.
        terms = np.stack([np.where(mass > 0, mass * log_p, 0.0), -mass * log_q])
        sums = terms @ table
        # 1 must integrate to 1: dividing by what it gives removes the bend of a rule that misses a little mass.
        total = np.broadcast_to(mass, terms.shape[1:]) @ table
        sums[..., :-1] /= total[:, :-1]
        out[:2, first : first + rows] = sums
        out[2, first : first + rows] = np.abs(sums).max(axis=0)
        out[2, first : first + rows, -1] = np.abs(terms).max(axis=0) @ rim_of(table)
    return out, u


def rim_of(table):
    return table[:, -1]


def over_p(problem, lam, known):
    """KL(p‖q) and its error (M,): from p's moments for a Gaussian q, else over p's nodes."""
    if problem.family.gaussian:
        mean, cov = problem.family.moments(lam)
        # E_p[log q] is log q at p's mean, less half the trace of q's precision times p's covariance.
        at_mean = problem.family.log_prob(lam[:, None], known.mean)
        spread = np.einsum("mij,rji->mr", np.linalg.inv(cov), known.cov)
        cross = known.mass * (at_mean - 0.5 * spread)
    else:
        weight = np.exp(known.log_p + known.nodes.log_volume)
        ring = known.nodes.ring
        table = np.stack([weight, weight * known.nodes.coarse, weight * (ring == 1), weight * (ring == 2)], axis=-1)
        keep = weight > 0
        cross = np.concatenate(
            [
                problem.family.log_prob(lam[first : first + 8, None], known.nodes.points[keep]) @ table[keep]
                for first in range(0, len(lam), 8)
            ]
        )
    sums = known.log_p_mean - cross
    return _judge(sums[:, 0], sums[:, 1], np.abs(sums[:, 2]), np.abs(sums[:, 3]))


def _judge(fine, coarse, near, far):
    """A value and its error, or ∞ if what lies outside does not fall off."""
    infinite = (near > NEGLIGIBLE) & (far >= FAR * near)
    return np.where(infinite, np.inf, fine), np.where(infinite, 0.0, np.abs(fine - coarse) + near + far)


def _own(problem, lam, known, tolerance, reverse, forward):
    """The problem's own divergence and its error."""
    if isinstance(problem.divergence, ReverseKL):
        return reverse
    if isinstance(problem.divergence, ForwardKL):
        return forward
    raise NotImplementedError
