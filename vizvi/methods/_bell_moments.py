"""KL(q‖p) of Gaussians and its slope from moments of log p: log q and its score are quadratic in q's own units, so that a
node costs p alone."""

from functools import lru_cache

import numpy as np

from vizvi.integrate.rules import cloud, node_sums
from vizvi.integrate.special import LOG_2PI
from vizvi.optima.sums.grid import monomials, quadratics


def from_moments(problem, lam, counts, radius: float):
    """KL(q‖p̃) (R,) and its gradient (R, P) at λ (R, P), over a cloud around each q."""
    family, dim = problem.family, problem.target.dim
    corners, inverse, lines, table, own = _tables(dim, counts, radius)
    at, _ = family.nodes(lam, corners)
    axes = np.concatenate([at[:, :1], at[:, 1 : 1 + dim] - at[:, :1]], axis=1)
    # Each coordinate in one piece, which is how p reads them.
    z = np.moveaxis(node_sums(axes.swapaxes(-1, -2), lines), -2, -1)
    log_w = node_sums(problem.target.log_prob(z), table) - own[0] + family.log_scales(lam)[:, None] * own[1]
    loss = -log_w[:, 0]
    # A constant in the cost changes nothing but rounding.
    moved = -(log_w + loss[:, None] * own[1])
    return loss, (moved[:, None] @ (inverse @ family.score_lam(lam[:, None], at)))[:, 0]


@lru_cache(maxsize=16)
def _tables(dim: int, counts, radius: float):
    """Points that determine a quadratic (Q, D), the inverse of what its terms are there (Q, Q), (1, u) by rows (1 + D, N),
    masses under a unit Gaussian times those terms (N, Q), and their sums with its log density and alone (2, Q)."""
    u, log_cell, _ = cloud(dim, counts, radius)
    basis, unit = quadratics(dim), np.eye(dim)
    corners = np.concatenate([np.zeros((1, dim)), unit, -unit, np.ones((dim - 1, dim))])
    log_mass = -0.5 * ((u * u).sum(axis=-1) + dim * LOG_2PI)
    table = np.asfortranarray(np.exp(log_mass + log_cell)[:, None] * monomials(u, basis))
    lines = np.concatenate([np.ones((1, len(u))), u.T])
    own = np.stack([log_mass @ table, table.sum(axis=0)])
    return corners, np.linalg.inv(monomials(corners, basis)), lines, table, own
