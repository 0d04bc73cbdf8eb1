"""A divergence over λ with its slope, its curvature and the family's metric, by quadrature at one resolution."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.quadrature import cloud, truth

AT_ONCE = 2**14  # nodes of one chunk: what fits in a processor's cache
FAINT = {True: 1e-12, False: 1e-25}  # mass of a node over p that is left out, of a thin grid and of a full one
NUDGE = 1e-5  # step of the differences that give ∇² log q


class Local(NamedTuple):
    """What is known of the divergence at λ (R, P)."""

    value: np.ndarray  # (R,) nats, p as the target gives it
    grad: np.ndarray  # (R, P)
    hess: np.ndarray  # (R, P, P)
    metric: np.ndarray  # (R, P, P) Fisher information of q: how far a step in λ moves the density
    size: np.ndarray  # (R, P) what one unit of each parameter is worth, in sds of q or of its component


class Field:
    """F(λ), ∇F = Σ m c ∇log q and ∇²F = Σ m [(c − slope) ∇log q ∇log qᵀ + c ∇²log q], with c the potential, on nodes
    around q and over p, whichever the divergence needs; where both, each point of space is shared as p to q there.

    step, radius: of the grid around q, in units of q; thin: half the resolution over p.
    """

    def __init__(self, problem, step: float, radius: float, thin: bool):
        dim, power = problem.target.dim, problem.divergence.power
        self.problem, self.step = problem, step
        self.around_q, self.over_p = power != 1, power != 0
        self.known = truth(problem.target)
        # An even number of steps on either side of the origin.
        counts = (4 * int(np.ceil(radius / step / 2)) + 1,) * dim
        self.u, self.log_cell, _ = cloud(dim, counts, radius)
        if self.over_p:
            self._cover_p(thin)
        self.local = self._by_nodes
        if problem.family.gaussian:
            self.local = self._by_moments if self.around_q else self._by_truth
            self.corners = _corners(dim)
            self.inverse = np.linalg.inv(_quadratic(self.corners))
            self.log_normal, self.table, self.place, fourth = _moment_tables(dim, counts, radius)
            self.fourth = fourth[self.place]

    def _cover_p(self, thin: bool) -> None:
        nodes, log_p = self.known.nodes, self.known.log_p
        factor = nodes.coarse if thin else np.ones(len(log_p))
        keep = (factor > 0) & (log_p + nodes.log_volume > np.log(FAINT[thin]))
        self.points, self.log_p = nodes.points[keep], log_p[keep]
        self.log_volume = nodes.log_volume[keep] + np.log(factor[keep])

    def __call__(self, lam) -> Local:
        return self.local(lam)

    def _chunked(self, work, size: int, *rows):
        """work(*rows) in chunks of at most AT_ONCE numbers, of which each row takes `size`."""
        count = max(1, AT_ONCE // size)
        parts = [work(*(each[i : i + count] for each in rows)) for i in range(0, max(1, len(rows[0])), count)]
        return parts[0] if len(parts) == 1 else [np.concatenate(each) for each in zip(*parts, strict=True)]

    def _costs(self, sides):
        """F, m·c and m·(c − slope) from the log_w and log_m (R, N) of each side."""
        log_w, log_m = (np.concatenate(each, axis=1) for each in zip(*sides, strict=True))
        divergence = self.problem.divergence
        value, cost = divergence.loss(log_w, log_m), divergence.cost(log_w, log_m)
        mass, power = np.exp(log_m), divergence.power
        if not self.over_p:
            # A constant in c changes nothing but rounding where the nodes follow q.
            cost = cost - value[:, None] * mass
            return value, cost, cost - mass * divergence.slope(log_w, log_m)
        # The slope goes as w^power: no product of a mass that vanishes and a weight that overflows.
        slope = divergence.slope(np.zeros(1), 0.0) * np.exp(log_m + power * log_w)
        return value, cost, cost - slope

    def _around(self, z, log_q, log_m):
        log_w = self.problem.target.log_prob(z) - log_q
        if not self.over_p:
            return log_w, np.broadcast_to(log_m + self.log_cell, log_q.shape)
        log_w = log_w - self.known.log_z
        return log_w, log_m + self.log_cell - np.logaddexp(0, log_w)

    def _over(self, log_q):
        # A heavy tail's nodes lie so far out that log q would drown log p in rounding.
        log_q = np.maximum(log_q, -1e6)
        log_w, log_m = self.log_p - log_q, log_q + self.log_volume
        return log_w, log_m - np.logaddexp(0, -log_w) if self.around_q else log_m

    def _by_moments(self, lam):
        """A Gaussian's log density is quadratic and so is its score: the costs' moments up to the fourth are enough."""
        corner, _ = self.problem.family.nodes(lam, self.corners)
        height = self.problem.family.log_prob(lam, corner[:, 0])[:, None]  # log q at its mean
        size = len(self.u) + (len(self.points) if self.over_p else 0)
        return self._assemble(lam, corner, *self._chunked(self._cost_moments, size, lam, corner, height))

    def _cost_moments(self, lam, corner, height):
        """F (R,), Σ m c times quadratics of u (R, Q) and Σ m (c − slope) times products of two (R, Q, Q)."""
        z, _ = self.problem.family.nodes(lam, self.u)
        sides = [self._around(z, height + (self.log_normal - self.log_normal.max()), self.log_normal)]
        if self.over_p:
            axes = corner[:, 1 : 1 + z.shape[-1]] - corner[:, :1]
            u = (self.points - corner[:, :1]) @ np.linalg.inv(axes)
            sides.append(self._over(height - 0.5 * (u * u).sum(axis=-1)))
        value, first, second = self._costs(sides)
        near = len(self.u)
        linear = _sums(first[:, :near], self.table[:, : len(self.inverse)])
        square = _sums(second[:, :near], self.table)[:, self.place]
        if self.over_p:
            table = _quadratic(u)
            linear = linear + (first[:, None, near:] @ table)[:, 0]
            square = square + (table * second[:, near:, None]).swapaxes(-1, -2) @ table
        return value, linear, square

    def _by_truth(self, lam):
        """Forward KL of a Gaussian: p's moments are all there is."""
        known = self.known
        corner, _ = self.problem.family.nodes(lam, self.corners)
        axes = np.linalg.inv(corner[:, 1 : 1 + self.problem.target.dim] - corner[:, :1])
        mean = (known.mean[0] - corner[:, 0])[:, None] @ axes
        cov = axes.swapaxes(-1, -2) @ known.cov[0] @ axes
        # Points with p's mean and covariance stand for p.
        spread = np.sqrt(len(known.mean[0])) * np.linalg.cholesky(cov).swapaxes(-1, -2)
        linear = -_quadratic(np.concatenate([mean + spread, mean - spread], axis=1)).mean(axis=1)
        log_q = self.problem.family.log_prob(lam[:, None], corner)
        value = known.log_p_mean[0] + (linear @ self.inverse * log_q).sum(axis=-1)
        return self._assemble(lam, corner, value, linear, np.zeros((len(lam), *self.inverse.shape)))

    def _assemble(self, lam, corner, value, linear, square):
        score = self.inverse @ self.problem.family.score_lam(lam[:, None], corner)
        weight = linear @ self.inverse
        turned = score.swapaxes(-1, -2)
        grad = (linear[:, None] @ score)[:, 0]
        hess = turned @ square @ score + self._bend(lam, corner, weight)
        return self._local(lam, value, grad, hess, turned @ self.fourth @ score)

    def _local(self, lam, value, grad, hess, metric):
        if not 0 <= self.problem.divergence.power <= 1:
            # The logarithm has the same paths, and does not explode where q is too narrow.
            down = 1 / (1 + value)
            value, grad, hess = np.log1p(value), grad * down[:, None], hess * down[:, None, None]
            hess = hess - grad[:, :, None] * grad[:, None]
        units = self.problem.family.units(lam)
        size = 1 / units if units is not None else np.sqrt(np.diagonal(metric, axis1=-2, axis2=-1))
        return Local(value, grad, 0.5 * (hess + hess.swapaxes(-1, -2)), metric, np.maximum(size, 1e-6))

    def _bend(self, lam, z, weight):
        """Σ weight ∇²log q (R, P, P) over a few points: differences of the score, for all parameters at once."""
        count = lam.shape[-1]
        shifted = lam[:, None, :] + NUDGE * np.concatenate([np.eye(count), -np.eye(count)])
        score = self.problem.family.score_lam(shifted[:, :, None], z[:, None])
        sums = (weight[:, None, None] @ score)[:, :, 0]
        return (sums[:, :count] - sums[:, count:]) / (2 * NUDGE)

    def _by_nodes(self, lam):
        """Any family: its scores at every node."""
        size = len(self.u) * self.problem.family.components + (len(self.points) if self.over_p else 0)
        return self._local(lam, *self._chunked(self._node_sums, size, lam))

    def _node_sums(self, lam):
        family, points, sides = self.problem.family, [], []
        z, log_m = family.nodes(lam, self.u)
        if self.around_q:
            points.append(z)
            sides.append(self._around(z, family.log_prob(lam[:, None], z), log_m))
        if self.over_p:
            points.append(np.broadcast_to(self.points, (len(lam), *self.points.shape)))
            sides.append(self._over(family.log_prob(lam[:, None], points[-1])))
        value, first, second = self._costs(sides)
        points = np.concatenate(points, axis=1)
        score = family.score_lam(lam[:, None], points)
        turned = score.swapaxes(-1, -2)
        hess = (turned * second[:, None]) @ score + family.curvature(lam, points, first)
        q_score = score[:, : z.shape[1]] if self.around_q else family.score_lam(lam[:, None], z)
        metric = (q_score * np.exp(log_m + self.log_cell)[..., None]).swapaxes(-1, -2) @ q_score
        return value, (first[:, None] @ score)[:, 0], hess, metric


def _sums(weights, table):
    """weights (R, N) times table (N, M); for a single row BLAS is ten times slower than a plain sum."""
    return weights @ table if len(weights) > 1 else np.einsum("rn,nm->rm", weights, table)


def _corners(dim: int) -> np.ndarray:
    """Points that determine a quadratic: the origin, the unit vectors, their opposites, and their sum in 2-D."""
    unit = np.eye(dim)
    return np.concatenate([np.zeros((1, dim)), unit, -unit, np.ones((dim - 1, dim))])


@lru_cache(maxsize=16)
def _moment_tables(dim: int, counts, radius: float):
    """For a cloud: log density of a unit Gaussian (N,), monomials up to the fourth degree (N, M), which of them is the
    product of two quadratics (Q, Q), and their expectations (M,)."""
    u, log_cell, _ = cloud(dim, counts, radius)
    log_normal = -0.5 * (u * u).sum(axis=-1) - 0.5 * dim * np.log(2 * np.pi)
    unit = np.eye(dim, dtype=int)
    quadratic = [0 * unit[0], *unit, *(unit[i] + unit[j] for i in range(dim) for j in range(i + 1))]
    sums = {tuple(a + b): None for a in quadratic for b in quadratic}  # the quadratics come first, as in _quadratic
    order = list(sums)
    table = np.stack([np.prod(u**each, axis=-1) for each in order], axis=-1)
    place = np.array([[order.index(tuple(a + b)) for b in quadratic] for a in quadratic])
    return log_normal, table, place, np.exp(log_normal + log_cell) @ table


def _quadratic(u) -> np.ndarray:
    """Monomials of u (..., D) up to the second degree, (..., 3 or 6)."""
    parts = [u[..., i] for i in range(u.shape[-1])]
    parts += [u[..., i] * u[..., j] for i in range(u.shape[-1]) for j in range(i + 1)]
    return np.stack([np.ones(u.shape[:-1]), *parts], axis=-1)
