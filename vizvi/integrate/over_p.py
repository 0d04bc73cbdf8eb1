"""Integrals over p: KL(p‖q) at λ (M, P) at once, with an error estimate. Nats."""

import math

import numpy as np

from vizvi.integrate.narrow import narrow_kernels, over_narrow
from vizvi.integrate.rules import CHUNK, FAR, NEGLIGIBLE, judge, node_sums
from vizvi.integrate.tails import endless, gap_integrand
from vizvi.integrate.truth import Truth


def over_p(problem, lam, known: Truth):
    """KL(p‖q) and its error (M,): from p's moments for a Gaussian q, else over p's nodes."""
    family = problem.family
    if family.gaussian:
        mean, cov = family.moments(lam)
        # E_p[log q] is log q at p's mean, less half the trace of q's precision times p's covariance.
        spread = np.einsum("mij,rji->mr", _inverse(cov), known.cov)
        at_mean = family.log_prob(lam[:, None], known.mean)
        sums = known.log_p_mean - known.mass * (at_mean - 0.5 * spread)
        # p log p and p log q may cancel on a ring; whether it all falls off is told by the squares, which cannot.
        squares = known.mass * (family.log_prob(lam, mean)[:, None] - at_mean + 0.5 * spread)
        open_ = (squares[:, 2:].max(axis=-1) > NEGLIGIBLE) & (squares[:, 3] >= FAR * squares[:, 2])
        value, error = sums[:, 0], np.abs(sums[:, 0] - sums[:, 1]) + np.abs(sums[:, 2:]).sum(-1)
        value, error = np.where(open_, np.nan, value), np.where(open_, np.inf, error)
    else:
        sums, off = _over_nodes(family, lam, known), np.zeros(len(lam))
        for i, each in enumerate(family.kernels(lam) if family.components > 1 else ()):
            if (narrow := narrow_kernels(each, known)).any():
                sums[i], off[i] = over_narrow(problem.target, each, narrow, known)
        value, error = judge(sums[:, 0], sums[:, 1], np.abs(sums[:, 2]), np.abs(sums[:, 3]))
        error += off
        open_ = np.isinf(error)
    if np.any(open_):
        infinite = np.flatnonzero(open_)
        infinite = infinite[endless(problem, lam[infinite], gap_integrand)]
        value[infinite], error[infinite] = np.inf, 0.0
    return value, error


def _inverse(cov):
    """Inverses (M, D, D), nan where a run has diverged to what has none."""
    good = np.isfinite(cov).all(axis=(-1, -2)) & (np.abs(np.linalg.det(np.where(np.isfinite(cov), cov, 0.0))) > 0)
    safe = np.where(good[:, None, None], cov, np.eye(cov.shape[-1]))
    return np.where(good[:, None, None], np.linalg.inv(safe), np.nan)


def _over_nodes(family, lam, known: Truth, tolerance: float = 1e-5):
    """KL(p‖q) (M, 4): everything, at half the resolution, ring 1 and ring 2; all of the nodes only where half of them
    did not settle it."""
    nodes, weight = known.nodes, np.exp(known.log_p + known.nodes.log_volume)
    rings = [weight * (nodes.ring == 1), weight * (nodes.ring == 2)]
    gap, matters = np.where(weight > 0, known.log_p, 0.0), known.reach > math.log(1e-18)
    out = np.empty((len(lam), 4))
    index = np.arange(len(lam))
    for fine, coarse in ((nodes.coarse, nodes.rough), (np.ones(len(weight)), nodes.coarse)):
        keep = (fine > 0) & matters
        table = np.stack([weight * fine, weight * coarse, *(each * fine for each in rings)])[:, keep].T
        points, own = nodes.points[keep], node_sums(gap[keep][None], table)[0]
        rows = max(1, 4 * CHUNK // len(points))
        for first in range(0, len(index), rows):
            part = index[first : first + rows]
            out[part] = own - node_sums(family.log_prob(lam[part, None], points), table)
        index = index[~(np.abs(out[index, 0] - out[index, 1]) <= tolerance)]
        if not len(index):
            break
    return out
