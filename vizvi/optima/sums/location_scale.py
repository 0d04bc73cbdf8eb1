"""Sums over nodes for one round shape that λ = (loc, log scale) moves and stretches along the axes."""


import numpy as np

from vizvi.integrate.rules import cloud, node_sums
from vizvi.lru import by_bytes
from vizvi.optima.sums.grid import products, squares


class LocationScaleSums:
    """F, ∇F, ∇²F and the Fisher information at λ (R, P).

    Around q, score and curvature are those of the unit member, scaled. Over p, each point counts ω times what it would
    for a Gaussian, so that moments under D ω and D ω² are enough."""

    def __init__(self, ground):
        self.ground, self.family, self.dim = ground, ground.problem.family, ground.problem.target.dim
        self.base, self.table, self.metric, self.triangle = _tables(self.family, self.dim, ground.counts, ground.radius)
        self.cuts = [2 * self.dim, 2 * self.dim + (self.table.shape[1] - 2 * self.dim) // 2]
        _, self.place = products(squares(self.dim))

    def __call__(self, lam):
        ground = self.ground
        size = (len(ground.u) if ground.around_q else 0) + (len(ground.points) if ground.over_p else 0)
        return ground.chunked(self._some, size, lam)

    def _some(self, lam):
        ground, family = self.ground, self.family
        scale = np.exp(lam[:, self.dim :])
        unit = np.concatenate([1 / scale, np.ones_like(scale)], axis=1)
        both = unit[:, :, None] * unit[:, None]
        metric = self.metric * both
        grad, hess, log_w, base = 0.0, ground.third * metric, [], []
        if ground.around_q:
            z, _ = family.nodes(lam, ground.u)
            log_w, base = [ground.log_w(z, family.log_prob(lam[:, None], z))], [self.base]
        if ground.over_p:
            turn, square = self._frame(lam[:, : self.dim], scale)
            log_q = family.radial(square, self.dim) - lam[:, self.dim :].sum(axis=1)[:, None]
            log_w.append(ground.log_p - ground.floor(log_q))
            base.append(ground.base_p)
        value, moved, _ = ground.weigh(np.concatenate(log_w, axis=1), np.concatenate(base))
        if ground.around_q:
            score, spread, bend = np.split(node_sums(moved[:, : len(ground.u)], self.table), self.cuts, axis=1)
            grad = ground.first * score * unit
            hess = hess + (ground.second * spread + ground.first * bend)[:, self.triangle] * both
        if ground.over_p:
            score, spread, bend = self._over_p(turn, square, scale, moved[:, -len(ground.points) :])
            grad = grad + ground.first * score
            hess = hess + ground.second * spread + ground.first * bend
        return value, grad, hess, metric

    def _frame(self, loc, scale):
        """With b = (1, x, x²) at p's nodes: (u/scale, u²) = turn b, (R, P, Q), and |u|² (R, N)."""
        at, by = (self.ground.middle - loc) / scale, self.ground.spread / scale
        dim = self.dim
        turn = np.zeros((len(loc), 2 * dim, 1 + 2 * dim))
        for i in range(dim):
            turn[:, i, 0], turn[:, i, 1 + i] = at[:, i] / scale[:, i], by[:, i] / scale[:, i]
            turn[:, dim + i, 0], turn[:, dim + i, 1 + i] = at[:, i] ** 2, 2 * at[:, i] * by[:, i]
            turn[:, dim + i, 1 + dim + i] = by[:, i] ** 2
        square = node_sums(turn[:, dim:].sum(axis=1), self.ground.p_table[:, : 1 + 2 * dim].T)
        return turn, np.maximum(square, 0)

    def _over_p(self, turn, square, scale, moved):
        """Σ D ∇log q, Σ D ∇log q ∇log qᵀ and Σ D ∇²log q over p's nodes."""
        dim = self.dim
        count, kappa = self.family.counts(square, dim)
        weight = moved * count
        total = node_sums(weight, self.ground.p_table[:, : 1 + 2 * dim])
        first = (turn @ total[..., None])[..., 0]
        second = turn @ node_sums(weight * count, self.ground.p_table)[:, self.place] @ turn.swapaxes(-1, -2)
        mass, last = moved.sum(axis=1), np.arange(2 * dim) >= dim
        score = first - mass[:, None] * last
        cross = first[:, :, None] * last
        spread = second - cross - cross.swapaxes(-1, -2) + mass[:, None, None] * np.outer(last, last)
        bend = kappa * second
        for i in range(dim):
            bend[:, i, i] -= total[:, 0] / scale[:, i] ** 2
            bend[:, i, dim + i] -= 2 * first[:, i]
            bend[:, dim + i, i] -= 2 * first[:, i]
            bend[:, dim + i, dim + i] -= 2 * first[:, dim + i]
        return score, spread, bend


@by_bytes(12, 16)
def _tables(family, dim: int, counts, radius: float):
    """For a cloud around the unit member: masses (N,), its score, products of two scores and its curvature at each node
    (N, P + P(P + 1)), its Fisher information (P, P), and where each entry of a symmetric matrix is (P, P)."""
    u, log_cell, _ = cloud(dim, counts, radius)
    z, log_m = family.nodes(np.zeros(2 * dim), u)
    count, kappa = family.counts((z * z).sum(axis=-1), dim)
    first = np.concatenate([z, z * z], axis=1) * count[:, None]
    score = first - (np.arange(2 * dim) >= dim)
    spread = score[:, :, None] * score[:, None]
    bend = kappa * first[:, :, None] * first[:, None]
    i = np.arange(dim)
    bend[:, i, i] -= count[:, None]
    bend[:, i, dim + i] -= 2 * first[:, :dim]
    bend[:, dim + i, i] -= 2 * first[:, :dim]
    bend[:, dim + i, dim + i] -= 2 * first[:, dim:]
    base = np.exp(log_m + log_cell)
    j, k = np.tril_indices(2 * dim)
    triangle = np.empty((2 * dim, 2 * dim), int)
    triangle[j, k] = triangle[k, j] = np.arange(len(j))
    return base, np.concatenate([score, spread[:, j, k], bend[:, j, k]], axis=1), np.tensordot(base, spread, 1), triangle
