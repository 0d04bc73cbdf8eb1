"""Sums over nodes for a mixture of diagonal Gaussians: each component's score is quadratic in z, so moments up to the
fourth under products of the components' shares are enough."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.rules import cloud, node_sums
from vizvi.integrate.special import LOG_2PI
from vizvi.lru import by_bytes
from vizvi.optima.sums.grid import monomials, products, squares

SPARSE = 0.5, 5.5  # step and radius of the nodes that measure the metric where those of the integral do not


class Frame(NamedTuple):
    """What components look like from J places, each with nodes z = origin + stretch·x: with b(x) = (1, x, x²), component k
    has the log density log_part·b and the score turn b."""

    log_part: np.ndarray  # (R, J, K, Q)
    turn: np.ndarray  # (R, J, K, P, Q)


class MixtureSums:
    """F, ∇F, ∇²F and the Fisher information at λ (R, P): nodes are a cloud around each component, and those over p."""

    def __init__(self, ground):
        self.ground, self.family = ground, ground.problem.family
        self.dim, self.parts = ground.problem.target.dim, ground.problem.family.components
        _, self.place = products(squares(self.dim))
        self.cloud = _tables(self.dim, ground.counts, ground.radius)
        step, radius = SPARSE
        self.sparse = _tables(self.dim, (4 * int(np.ceil(radius / step / 2)) + 1,) * self.dim, radius)

    def __call__(self, lam):
        near = len(self.cloud[1] if self.ground.around_q else self.sparse[1])
        size = self.parts * near + (self.parts * len(self.ground.points) if self.ground.over_p else 0)
        return self.ground.chunked(self._some, size, lam)

    def _some(self, lam):
        ground, dim = self.ground, self.dim
        kernels = self.family.kernels(lam)
        bells = weight, loc, scale = kernels[..., 0], kernels[..., 1 : 1 + dim], kernels[..., 1 + dim :]
        here = self._frame(bells, loc, scale)
        log_w, base = [], []
        if ground.around_q:
            u, mass, table = self.cloud
            z = np.moveaxis(loc[..., None] + scale[..., None] * u, 2, -1)
            log_q, near = _shares(here, table)
            log_w, base = [ground.log_w(z, log_q)], [weight[..., None] * mass]
        if ground.over_p:
            there = self._frame(bells, *(np.broadcast_to(x, loc[:, :1].shape) for x in (ground.middle, ground.spread)))
            log_q, over = _shares(there, ground.p_table)
            log_w.append(ground.log_p - ground.floor(log_q))
            base.append(np.broadcast_to(ground.base_p, log_q.shape))
        value, moved, powered = self._weigh(log_w, base)
        grad, hess, metric = 0.0, 0.0, None
        if ground.around_q:
            # What a component's own mass adds when it moves is asked on its own cloud alone.
            own = np.arange(self.parts)
            total = node_sums(moved[0], table)
            grad, hess = self._own(bells, here.turn[:, own, own], total)
            square = self._square(here, near, powered[0], table)
            hess = hess + ground.times * square
            metric = square if ground.power == 0 else None
        if ground.over_p:
            table = ground.p_table
            more, bend = self._own(bells, there.turn[:, 0], node_sums(moved[-1] * over[:, 0], table))
            grad, hess = grad + more, hess + bend + ground.times * self._square(there, over, powered[-1], table)
        if metric is None:
            _, mass, table = self.sparse
            metric = self._square(here, _shares(here, table)[1], weight[..., None] * mass, table)
        return value, grad, hess, metric

    def _weigh(self, log_w, base):
        """F (R,), and D and m wᵃ (R, J, N) of each side."""
        shapes = [each.shape for each in log_w]
        flat = [np.concatenate([each.reshape(len(each), -1) for each in side], axis=1) for side in (log_w, base)]
        if self.ground.power == 1:
            flat[1] = self.ground.base_p
        value, *out = self.ground.weigh(*flat)
        cut = [shapes[0][1] * shapes[0][2]] if len(shapes) > 1 else []
        out = [np.split(np.broadcast_to(each, flat[0].shape), cut, axis=1) for each in out]
        return value, *([part.reshape(shape) for part, shape in zip(each, shapes, strict=True)] for each in out)

    def _frame(self, bells, origin, stretch) -> Frame:
        """origin, stretch (R, J, D)"""
        weight, loc, scale = (each[:, None] for each in bells)
        dim, parts = self.dim, self.parts
        at, by = (origin[:, :, None] - loc) / scale, stretch[:, :, None] / scale  # (R, J, K, D): u = at + by·x
        constant = np.log(np.maximum(weight, 1e-300)) - np.log(scale).sum(axis=-1) - 0.5 * dim * LOG_2PI
        first = (constant - 0.5 * (at * at).sum(axis=-1))[..., None]
        log_part = np.concatenate([first, -at * by, -0.5 * by * by], axis=-1)
        turn = np.zeros((*at.shape[:-1], parts * (1 + 2 * dim), 1 + 2 * dim))
        turn[..., :parts, 0] = np.eye(parts) - weight[..., None, :]
        for k in range(parts):
            for i in range(dim):
                row = turn[:, :, k, parts + k * dim + i]
                row[..., 0], row[..., 1 + i] = at[:, :, k, i] / scale[:, :, k, i], by[:, :, k, i] / scale[:, :, k, i]
                row = turn[:, :, k, parts + (parts + k) * dim + i]
                row[..., 0], row[..., 1 + i] = at[:, :, k, i] ** 2 - 1, 2 * at[:, :, k, i] * by[:, :, k, i]
                row[..., 1 + dim + i] = by[:, :, k, i] ** 2
        return Frame(log_part, turn)

    def _own(self, bells, turn, total):
        """Σ D ∂q/q and Σ D ∂²q/q, times what the divergence makes of D: turn (R, K, P, Q), total (R, K, M), the moments of
        D under each component."""
        weight, _, scale = bells
        moments = total[..., self.place]
        first = (turn @ moments[..., :1])[..., 0]  # (R, K, P)
        second = (turn @ moments @ turn.swapaxes(-1, -2)).sum(axis=1)
        mass = total[..., 0]
        parts, dim = self.parts, self.dim
        apart = weight[:, :, None] * (np.eye(parts) - weight[:, None])
        second[:, :parts, :parts] -= mass.sum(axis=-1)[:, None, None] * apart
        for k in range(parts):
            for i in range(dim):
                a, b = parts + k * dim + i, parts + (parts + k) * dim + i
                second[:, a, a] -= mass[:, k] / scale[:, k, i] ** 2
                second[:, a, b] -= 2 * first[:, k, a]
                second[:, b, a] -= 2 * first[:, k, a]
                second[:, b, b] -= 2 * (first[:, k, b] + mass[:, k])
        return self.ground.first * first.sum(axis=1), self.ground.first * second

    def _square(self, frame, share, mass, table):
        """Σ mass ∇log q ∇log qᵀ (R, P, P): share (R, J, K, N), mass (R, J, N)."""
        parts, q = self.parts, table.shape[1]
        full = np.empty((*share.shape[:2], parts, parts, q))
        rest = node_sums(mass, table)
        for k in range(parts):
            weighed = mass * share[:, :, k] if k < parts - 1 else None
            # Shares add up to one: what is left of the whole is the last component's.
            left = node_sums(weighed, table) if k < parts - 1 else rest
            rest = rest - left
            for m in range(k):
                left = left - full[:, :, m, k]
            for m in range(k + 1, parts):
                full[:, :, k, m] = full[:, :, m, k] = node_sums(weighed * share[:, :, m], table)
                left = left - full[:, :, k, m]
            full[:, :, k, k] = left
        # Blocks for each pair of components, as one matrix.
        size = parts * len(self.place)
        square = full[..., self.place].swapaxes(3, 4).reshape(*share.shape[:2], size, size)
        turn = frame.turn.swapaxes(2, 3).reshape(*share.shape[:2], -1, size)
        return (turn @ square @ turn.swapaxes(-1, -2)).sum(axis=1)


def _shares(frame, table):
    """log q (R, J, N) at the nodes of J places, and each component's share of it (R, J, K, N)."""
    log_part = node_sums(frame.log_part, table[:, : frame.log_part.shape[-1]].T)
    top = log_part.max(axis=2)
    log_part -= top[:, :, None]
    share = np.exp(log_part, out=log_part)
    total = share.sum(axis=2)
    share /= total[:, :, None]
    return top + np.log(total), share


@by_bytes(12, 16)
def _tables(dim: int, counts, radius: float):
    """For a cloud: points (D, N), masses under a unit Gaussian (N,), and monomials up to the fourth degree (N, M)."""
    u, log_cell, _ = cloud(dim, counts, radius)
    base = np.exp(-0.5 * (u * u).sum(axis=-1) + log_cell - 0.5 * dim * LOG_2PI)
    order, _ = products(squares(dim))
    return u.T.copy(), base, monomials(u, order)
