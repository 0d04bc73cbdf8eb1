"""Sums over nodes for a Gaussian q: log q and its score are quadratic in z, so moments up to the fourth are enough."""


import numpy as np

from vizvi.integrate.rules import cloud, node_sums
from vizvi.integrate.truth import truth
from vizvi.lru import by_bytes
from vizvi.optima.sums.grid import monomials, products, quadratics

NUDGE = 1e-5  # step of the differences that give ∇² log q


class GaussianSums:
    """F, ∇F, ∇²F and the Fisher information at λ (R, P)."""

    def __init__(self, ground):
        self.ground, self.family = ground, ground.problem.family
        dim = ground.problem.target.dim
        self.corners, basis = _corners(dim), quadratics(dim)
        self.inverse = np.linalg.inv(monomials(self.corners, basis))
        self.base, self.log_unit, self.table, self.lines, self.place, self.fourth = _tables(
            dim, ground.counts, ground.radius
        )
        if ground.over_p:
            self.p_corners = ground.middle + ground.spread * self.corners
            if ground.around_q:
                self.base = np.concatenate([self.base, ground.base_p])
            else:
                self.p_sums = _moments(ground)

    def __call__(self, lam):
        ground, family = self.ground, self.family
        corner, _ = family.nodes(lam, self.corners)
        score = self.inverse @ family.score_lam(lam[:, None], corner)
        turned = score.swapaxes(-1, -2)
        metric = turned @ self.fourth @ score
        parts = []
        if ground.over_p:
            log_q = family.log_prob(lam[:, None], self.p_corners) @ self.inverse.T
            parts = [log_q]
        if ground.around_q:
            dim = corner.shape[-1]
            lines = np.concatenate([corner[:, :1], corner[:, 1 : 1 + dim] - corner[:, :1]], axis=1)
            height = family.log_prob(lam, corner[:, 0])[:, None]  # log q at its mean
            value, *moments = ground.chunked(self._moments, len(self.base), lines.swapaxes(-1, -2), height, *parts)
        else:
            value = truth(ground.problem.target).log_p_mean[0] - log_q @ self.p_sums[: len(self.corners)]
            moments = [np.broadcast_to(self.p_sums, (len(lam), len(self.p_sums)))]
        grad, hess = self._turn(lam, corner, score, moments[0]) if ground.around_q else (0.0, ground.third * metric)
        if ground.over_p:
            points = np.broadcast_to(self.p_corners, corner.shape)
            score = self.inverse @ family.score_lam(lam[:, None], points)
            more, bend = self._turn(lam, points, score, moments[-1])
            grad, hess = grad + more, hess + bend
        return value, grad, hess + ground.third * metric, metric

    def _moments(self, lines, height, log_q=None):
        """F (R,) and Σ D times monomials up to the fourth degree, around q and over p, (R, M) each."""
        ground = self.ground
        z = np.moveaxis(node_sums(lines, self.lines), -2, -1)
        log_w = ground.log_w(z, height + self.log_unit)
        if log_q is not None:
            over = ground.log_p - node_sums(log_q, ground.p_table[:, : log_q.shape[-1]].T)
            log_w = np.concatenate([log_w, over], axis=1)
        value, moved, _ = ground.weigh(log_w, self.base)
        near = len(ground.u)
        out = [value, node_sums(moved[:, :near], self.table)]
        return out if log_q is None else [*out, node_sums(moved[:, near:], ground.p_table)]

    def _turn(self, lam, points, score, moments):
        """∇F and what of ∇²F is no multiple of the metric, of one side: its moments (R, M) turned into λ's terms."""
        linear = moments[:, : len(self.corners)]
        grad = (linear[:, None] @ score)[:, 0]
        bend = self._bend(lam, points, linear @ self.inverse)
        second = score.swapaxes(-1, -2) @ moments[:, self.place] @ score if self.ground.second else 0.0
        return self.ground.first * grad, self.ground.second * second + self.ground.first * bend

    def _bend(self, lam, z, weight):
        """Σ weight ∇²log q (R, P, P) over a few points: differences of the score, for all parameters at once."""
        count = lam.shape[-1]
        shifted = lam[:, None, :] + NUDGE * np.concatenate([np.eye(count), -np.eye(count)])
        score = self.family.score_lam(shifted[:, :, None], z[:, None])
        total = (weight[:, None, None] @ score)[:, :, 0]
        return (total[:, :count] - total[:, count:]) / (2 * NUDGE)


def _moments(ground):
    """Moments of p up to the second degree in its own units, (Q,), to stand for all of its nodes."""
    known = truth(ground.problem.target)
    mean = (known.mean[0] - ground.middle) / ground.spread
    second = known.cov[0] / np.outer(ground.spread, ground.spread) + np.outer(mean, mean)
    dim = len(mean)
    return np.array([1.0, *mean, *(second[i, j] for i in range(dim) for j in range(i + 1))])


def _corners(dim: int) -> np.ndarray:
    """Points that determine a quadratic: the origin, the unit vectors, their opposites, and their sum in 2-D."""
    unit = np.eye(dim)
    return np.concatenate([np.zeros((1, dim)), unit, -unit, np.ones((dim - 1, dim))])


@by_bytes(12, 16)
def _tables(dim: int, counts, radius: float):
    """For a cloud: masses under a unit Gaussian (N,), its log density less its peak (N,), monomials up to the fourth degree
    (N, M), (1, u) by rows (1 + D, N), which monomial is the product of two quadratics (Q, Q),
    and its expectation (Q, Q)."""
    u, log_cell, _ = cloud(dim, counts, radius)
    log_unit = -0.5 * (u * u).sum(axis=-1)
    base = np.exp(log_unit + log_cell - 0.5 * dim * np.log(2 * np.pi))
    order, place = products(quadratics(dim))
    lines = np.concatenate([np.ones((1, len(u))), u.T])
    table = monomials(u, order)
    return base, log_unit, table, lines, place, node_sums(base[None], table)[0][place]
