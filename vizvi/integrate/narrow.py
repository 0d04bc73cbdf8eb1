"""KL(p‖q) where kernels of q are narrower than the gaps between p's nodes: log q without them, which is smooth there, over
p's nodes, and what each adds to it over nodes of its own."""

import math

import numpy as np

from vizvi.integrate.nodes import grid
from vizvi.integrate.special import LOG_2PI
from vizvi.integrate.truth import Truth

GAPS = 1.5  # of p's nodes below which a kernel is narrow: half of the nodes meet wider ones, and show what they miss
FAINT = 40.0  # nats below the rest of q at which a kernel adds nothing
STEP, WIDEST = 0.15, 60.0  # of its own nodes, in its sds: a kernel's logarithm turns within one over as many sds


def narrow_kernels(kernels, known: Truth):
    """Which of q's kernels (K, 1 + 2D) p's nodes may step over, (K,); none if all are, since log q is then all steep."""
    dim = kernels.shape[1] // 2
    at, sd = kernels[:, 1 : 1 + dim], kernels[:, 1 + dim :]
    if np.log(sd.min() / GAPS) * dim > known.nodes.log_volume.max():
        return np.zeros(len(kernels), bool)
    nearest = [((known.nodes.points - each) ** 2).sum(axis=-1).argmin() for each in at]
    gap = np.exp(known.nodes.log_volume[nearest] / dim)
    narrow = (sd < GAPS * gap[:, None]).any(axis=-1) & (kernels[:, 0] > 0)
    rest = ~narrow & (kernels[:, 0] > 0)
    return narrow if rest.any() else np.zeros(len(kernels), bool)


def over_narrow(target, kernels, narrow, known: Truth):
    """KL(p‖q) everywhere, at half of the resolution, and over the two rings, (4,), and the error of what is narrow."""
    nodes, weight = known.nodes, np.exp(known.log_p + known.nodes.log_volume)
    q = kernels[~narrow]
    cost = np.where(weight > 0, weight * (known.log_p - _log_mixture(q, nodes.points)), 0.0)
    sums = np.array([cost.sum(), cost @ nodes.coarse, cost @ (nodes.ring == 1), cost @ (nodes.ring == 2)])
    error, dim = 0.0, kernels.shape[1] // 2
    # The widest first: each is added to what is smooth beside it.
    for each in kernels[narrow][np.argsort(-kernels[narrow, 1 + dim :].prod(axis=-1))]:
        more, off = _added(target, q, each, known)
        sums[:2] -= more
        error, q = error + off, np.vstack([q, each])
    return sums, error


def _added(target, q, kernel, known: Truth):
    """What a kernel adds to E_p[log q], and by how much half of its nodes differ."""
    dim = len(kernel) // 2
    at, sd = kernel[1 : 1 + dim], kernel[1 + dim :]
    top = float(_log_mixture(kernel[None], at) - _log_mixture(q, at))
    radius = min(WIDEST, math.sqrt(2 * max(0.0, top + FAINT)))
    if not radius:  # too faint to add anything anywhere
        return 0.0, 0.0
    count = 4 * math.ceil(radius / (2 * STEP)) + 1
    own = grid(((-radius, radius),) * dim, (count,) * dim)
    z = at + sd * own.points
    log_more = np.logaddexp(0.0, _log_mixture(kernel[None], z) - _log_mixture(q, z))
    mass = np.exp(target.log_prob(z) - known.log_z + own.log_volume + np.log(sd).sum())
    added = np.where(mass > 0, mass * log_more, 0.0)
    return added.sum(), abs(added @ own.coarse - added.sum())


def _log_mixture(kernels, z):
    """log Σ w N(z; m, s²) of kernels (K, 1 + 2D) at z (..., D)."""
    dim = kernels.shape[1] // 2
    parts = []
    for weight, *rest in kernels:
        m, s = np.array(rest[:dim]), np.array(rest[dim:])
        parts.append(np.log(weight) - 0.5 * (((z - m) / s) ** 2).sum(axis=-1) - np.log(s).sum() - 0.5 * dim * LOG_2PI)
    return np.logaddexp.reduce(parts, axis=0)
