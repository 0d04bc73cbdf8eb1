"""Integrals over q, over p and over both, for λ (M, P) at once, each with an error estimate. Nats."""

import numpy as np

from vizvi.quadrature import FAR, NEGLIGIBLE, Truth, cloud, truth

CHUNK = 2**13  # points evaluated at once: what fits in a processor's cache
RADIUS = 8.0  # how far the cloud around q reaches at first, in units of the family
WIDEST = 27.0  # a unit Gaussian's density leaves the floats a little farther out
COARSE = {1: (161,), 2: (41, 41)}
SHARED = 2**13  # points that every λ may take, however many λ there are


def over_q(problem, lam, tolerance: float, budget: int):
    """E_q[log p̃], −E_q[log q] and their error, (3, M): start coarse, refine only the axes and the λ that need it."""
    dim = problem.target.dim
    out = np.full((3, len(lam)), np.nan)
    most = max(SHARED, budget // max(1, len(lam)))
    work = [(COARSE[dim], RADIUS, np.arange(len(lam)))]
    while work:
        counts, radius, index = work.pop()
        sums = _cloud_sums(problem, lam[index], counts, radius)
        energy_entropy, moved, rim = sums[:2, :, 0], halved(sums), np.nan_to_num(sums[:2, :, -1].max(axis=0), nan=np.inf)
        lost = np.isneginf(sums[0, :, 0])  # log p is −∞ where q has mass: no grid will change that
        out[:2, index] = energy_entropy
        out[2, index] = np.where(lost, 0.0, moved.max(axis=-1) + rim)
        wishes = np.column_stack([moved > tolerance, (rim > 1e-2 * tolerance) & (radius < WIDEST)]) & ~lost[:, None]
        for wish in np.unique(wishes, axis=0):
            finer, wider = _grow(counts, radius, wish)
            if wish.any() and np.prod(finer) <= most:
                work.append((finer, wider, index[(wishes == wish).all(axis=-1)]))
    return out


def halved(sums):
    """(M, D): how far half the resolution along each axis moves energy or entropy; inf where it is not known."""
    return np.nan_to_num(np.abs(sums[:2, :, 1:-1] - sums[:2, :, :1]).max(axis=0), nan=np.inf)


def _grow(counts, radius: float, wish):
    """Double the axes that want it; widen the cloud at the same step, with an even number of steps on either side."""
    wider = 1.5 * radius if wish[-1] else radius
    finer = (2 * n - 1 if each else n for n, each in zip(counts, wish[:-1], strict=True))
    return tuple(4 * int(np.ceil((n - 1) * wider / radius / 4)) + 1 for n in finer), wider


def _cloud_sums(problem, lam, counts, radius: float):
    """E_q[log p̃] and −E_q[log q] over a cloud of points around each q, (2, M, 1 + D + 1): by the full rule, at half the
    resolution along each axis, and the size of what the rim adds."""
    target, family = problem.target, problem.family
    u, log_cell, factors = cloud(target.dim, counts, radius)
    on_rim = (u * u).sum(axis=-1) > (radius - 1) ** 2
    out = np.empty((2, len(lam), factors.shape[1] + 1))
    rows = max(1, CHUNK // len(u))
    for first in range(0, len(lam), rows):
        part = lam[first : first + rows]
        z, log_m = family.nodes(part, u)
        copies = z.shape[1] // len(u)
        table, rim = np.tile(factors, (copies, 1)), np.tile(on_rim, copies)
        mass = np.exp(log_m + log_cell)
        log_p = target.log_prob(z)
        # The entropy of a Gaussian has a closed form: half of the work saved.
        values = log_p[None] if family.gaussian else np.stack([log_p, -family.log_prob(part[:, None], z)])
        # A point that stands for no mass adds nothing, whatever p is there.
        values = mass * values if np.isfinite(values).all() else np.where(mass > 0, mass * values, 0.0)
        # A rule that misses a little of q's mass is bent back: 1 must integrate to 1.
        out[: len(values), first : first + rows, :-1] = (values @ table) / (np.atleast_2d(mass) @ table)
        out[: len(values), first : first + rows, -1] = np.abs(values[..., rim]).sum(axis=-1)
    if family.gaussian:
        _, cov = family.moments(lam)
        out[1] = 0.5 * np.linalg.slogdet(2 * np.pi * np.e * cov)[1][:, None]
        out[1, :, -1] = 0.0
    return out


def over_p(problem, lam, known: Truth):
    """KL(p‖q) and its error (M,): from p's moments for a Gaussian q, else over p's nodes."""
    family = problem.family
    if family.gaussian:
        mean, cov = family.moments(lam)
        # E_p[log q] is log q at p's mean, less half the trace of q's precision times p's covariance.
        spread = np.einsum("mij,rji->mr", np.linalg.inv(cov), known.cov)
        cross = known.mass * (family.log_prob(lam[:, None], known.mean) - 0.5 * spread)
    else:
        weight, ring = np.exp(known.log_p + known.nodes.log_volume), known.nodes.ring
        keep = weight > 0
        table = np.stack([weight, weight * known.nodes.coarse, weight * (ring == 1), weight * (ring == 2)], axis=-1)
        points, table = known.nodes.points[keep], table[keep]
        rows = max(1, 4 * CHUNK // len(points))
        parts = [lam[first : first + rows, None] for first in range(0, len(lam), rows)]
        cross = np.concatenate([family.log_prob(part, points) @ table for part in parts])
    sums = known.log_p_mean - cross
    return judge(sums[:, 0], sums[:, 1], np.abs(sums[:, 2]), np.abs(sums[:, 3]))


def judge(fine, coarse, near, far):
    """A value and its error, or ∞ if what the two outer rings hold does not fall off."""
    infinite = (near > NEGLIGIBLE) & (far >= FAR * near)
    return np.where(infinite, np.inf, fine), np.where(infinite, 0.0, np.abs(fine - coarse) + near + far)


def over_both(problem, lam):
    """The problem's own divergence and its error (M,), from nodes around q and over p."""
    grid, divergence = Grid(problem), problem.divergence
    rows = [_value(grid, divergence, lam[i : i + 1]) for i in range(len(lam))]
    return tuple(np.concatenate(each) for each in zip(*rows, strict=True))


def _value(grid, divergence, lam):
    """One λ: refine around q until the value has settled."""
    value, coarse, near, far = grid.value(lam)
    while True:
        finer = Grid(grid.problem, tuple(2 * n - 1 for n in grid.counts), grid.radius)
        if np.prod(finer.counts) > 2**17 or np.abs(value - coarse).max() <= 1e-7:
            return judge(value, coarse, near, far)
        value, coarse, near, far = (finer.value(lam)[0], value, near, far)
        grid = finer


class Grid:
    """Nodes that integrate a divergence and its gradient at λ (R, P): around q, over p, or both, each point counted by
    the one of the two that is denser there."""

    def __init__(self, problem, counts=None, radius: float = RADIUS):
        self.problem, self.radius = problem, radius
        self.counts = counts or COARSE[problem.target.dim]
        power = problem.divergence.power
        self.around_q, self.over_p = power != 1, power != 0
        if self.over_p:
            known = truth(problem.target)
            # Tails that carry nothing under p matter only to divergences that weigh them up.
            floor = 1e-15 if 0 <= power <= 1 else 0.0
            keep = np.exp(known.log_p + known.nodes.log_volume) > floor
            self.points, self.log_p = known.nodes.points[keep], known.log_p[keep]
            self.log_volume, self.ring = known.nodes.log_volume[keep], known.nodes.ring[keep]
            self.coarse, self.log_z = known.nodes.coarse[keep], known.log_z

    def at(self, lam):
        """Points (R, N, D), log_w (R, N) with p as the target gives it, log_m (R, N) or (N,)."""
        parts = [self._q_side(lam)] if self.around_q else []
        parts += [self._p_side(lam)] if self.over_p else []
        if len(parts) == 1:
            return parts[0]
        return tuple(np.concatenate(pair, axis=1) for pair in zip(*parts, strict=True))

    def _q_side(self, lam):
        u, log_cell, _ = cloud(self.problem.target.dim, self.counts, self.radius)
        z, log_m = self.problem.family.nodes(lam, u)
        log_w = self.problem.log_w(lam[:, None], z)
        if not self.over_p:
            return z, log_w, log_m + log_cell
        return z, log_w, log_m + log_cell - np.logaddexp(0, log_w - self.log_z)

    def _p_side(self, lam):
        z = np.broadcast_to(self.points, (len(lam), *self.points.shape))
        log_q = self.problem.family.log_prob(lam[:, None], z)
        log_w = self.log_p - log_q
        log_m = log_q + self.log_volume
        if self.around_q:
            log_m = log_m - np.logaddexp(0, -log_w)
        return z, log_w + self.log_z, log_m

    def finer(self, lam, tolerance: float = 1e-5, most: int = 2**16) -> "Grid":
        """This grid, or one with more points around q if some λ needs it."""
        if not self.around_q:
            return self
        moved = halved(_cloud_sums(self.problem, lam, self.counts, self.radius)).max(axis=0)
        counts, _ = _grow(self.counts, self.radius, [*(moved > tolerance), False])
        return self if counts == self.counts or np.prod(counts) > most else Grid(self.problem, counts, self.radius)
