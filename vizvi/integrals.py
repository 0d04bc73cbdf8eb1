"""Integrals over q, over p and over both, for λ (M, P) at once, each with an error estimate. Nats."""

import math

import numpy as np

from vizvi.quadrature import FAR, NEGLIGIBLE, Truth, cloud, truth

CHUNK = 2**13  # points evaluated at once: what fits in a processor's cache
RADIUS = 8.0  # how far the cloud around q reaches at first, in units of the family
WIDEST = 27.0  # a unit Gaussian's density leaves the floats a little farther out
COARSE = {1: (161,), 2: (41, 41)}
MOST = 2**20  # points that one λ may take
SHARED = 2**13  # points that every λ may take, however many λ there are


def over_q(problem, lam, tolerance: float, budget: int):
    """E_q[log p̃], −E_q[log q] and their error, (3, M): start coarse, refine only the axes and the λ that need it."""
    dim = problem.target.dim
    out = np.full((3, len(lam)), np.nan)
    most = min(MOST, max(SHARED, budget // max(1, len(lam))))
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
        _, cov = family.moments(lam)
        # E_p[log q] is log q at p's mean, less half the trace of q's precision times p's covariance.
        spread = np.einsum("mij,rji->mr", np.linalg.inv(cov), known.cov)
        sums = known.log_p_mean - known.mass * (family.log_prob(lam[:, None], known.mean) - 0.5 * spread)
    else:
        sums = _over_nodes(family, lam, known)
    return judge(sums[:, 0], sums[:, 1], np.abs(sums[:, 2]), np.abs(sums[:, 3]))


def _over_nodes(family, lam, known: Truth, tolerance: float = 1e-5):
    """KL(p‖q) (M, 4): everything, at half the resolution, ring 1 and ring 2; all of the nodes only where half of them
    did not settle it."""
    nodes, weight = known.nodes, np.exp(known.log_p + known.nodes.log_volume)
    rings = [weight * (nodes.ring == 1), weight * (nodes.ring == 2)]
    gap = np.where(weight > 0, known.log_p, 0.0)
    out = np.empty((len(lam), 4))
    index = np.arange(len(lam))
    for fine, coarse in ((nodes.coarse, nodes.rough), (np.ones(len(weight)), nodes.coarse)):
        keep = (weight * fine > 0) & ((weight > 1e-20) | (nodes.ring > 0))
        table = np.stack([weight * fine, weight * coarse, *(each * fine for each in rings)], axis=-1)[keep]
        points, own = nodes.points[keep], gap[keep] @ table
        rows = max(1, 4 * CHUNK // len(points))
        for first in range(0, len(index), rows):
            part = index[first : first + rows]
            out[part] = own - family.log_prob(lam[part, None], points) @ table
        index = index[~(np.abs(out[index, 0] - out[index, 1]) <= tolerance)]
        if not len(index):
            break
    return out


def judge(fine, coarse, near, far):
    """A value and its error, or ∞ if what the two outer rings hold does not fall off."""
    infinite = (near > NEGLIGIBLE) & (far >= FAR * near)
    return np.where(infinite, np.inf, fine), np.where(infinite, 0.0, np.abs(fine - coarse) + near + far)


def over_both(problem, lam, tolerance: float = 1e-5, budget: int = 2**25):
    """The problem's own divergence and its error (M,): nodes over p and around q, each point of space shared between the
    two as p to q there; only the λ that need it get more nodes."""
    bill = problem.divergence.bill
    value, error = judge(*_billed_over(Grid(problem), truth(problem.target).nodes, lam, tolerance))
    dim, most = problem.target.dim, min(MOST, max(SHARED, budget // max(1, len(lam))))
    work = [(COARSE[dim], RADIUS, np.flatnonzero(np.isfinite(value)))]
    around_q = np.zeros((2, len(lam)))
    while work:
        counts, radius, index = work.pop()
        grid = Grid(problem, counts, radius)
        u, _, factors = cloud(dim, counts, radius)
        shell = np.ceil(np.sqrt((u * u).sum(axis=-1)) - radius)
        table = np.column_stack([factors[:, 0], factors[:, 1:].mean(axis=-1), shell == -1, shell == 0])
        sums = _billed(bill, grid.around, lam[index], table)
        around_q[:, index] = judge(*sums)
        rim = np.nan_to_num(sums[2] + sums[3], nan=np.inf)
        moved = np.nan_to_num(np.abs(sums[1] - sums[0]), nan=np.inf)
        wishes = np.column_stack([moved > tolerance, (rim > 1e-2 * tolerance) & (radius < WIDEST)])
        wishes &= np.isfinite(around_q[0, index])[:, None]
        for wish in np.unique(wishes, axis=0):
            finer, wider = _grow(counts, radius, [wish[0]] * dim + [wish[1]])
            if wish.any() and np.prod(finer) <= most:
                work.append((finer, wider, index[(wishes == wish).all(axis=-1)]))
    return value + around_q[0], error + around_q[1]


def _billed_over(grid, nodes, lam, tolerance: float):
    """The bill over p's nodes, (4, M): all of them only where half of them did not settle it."""
    nodes = [each[grid.keep] for each in nodes]
    ring, coarse, rough = nodes[2:]
    out, index = np.empty((4, len(lam))), np.arange(len(lam))
    for fine, half in ((coarse, rough), (np.ones(len(ring)), coarse)):
        pick = fine > 0
        table = np.stack([fine, half, fine * (ring == 1), fine * (ring == 2)], axis=-1)[pick]
        out[:, index] = _billed(grid.problem.divergence.bill, lambda each: grid.over(each, pick), lam[index], table)
        index = index[~(np.abs(out[0, index] - out[1, index]) <= tolerance)]
        if not len(index):
            break
    return out


def _billed(bill, side, lam, table):
    """Sums of a divergence's bill over the nodes of one side, (4, M): all, at half the resolution, ring 1, ring 2."""
    out = np.empty((len(lam), 4))
    rows = max(1, 2 * CHUNK // len(table))
    for first in range(0, len(lam), rows):
        _, log_w, log_m = side(lam[first : first + rows])
        parts = bill(log_w, log_m)
        # Beyond the largest float a ring is as good as infinite, but 0·∞ would hide it.
        parts = np.minimum(parts, 1e290)
        out[first : first + rows] = parts @ np.tile(table, (parts.shape[1] // len(table), 1))
    return out.T


class Grid:
    """Nodes that integrate a divergence and its gradient at λ (R, P): around q, over p, or both, each point of space
    shared between the two as p to q there."""

    def __init__(self, problem, counts=None, radius: float = RADIUS):
        self.problem, self.radius = problem, radius
        self.counts = counts or COARSE[problem.target.dim]
        power = problem.divergence.power
        self.around_q, self.over_p = power != 1, power != 0
        if self.over_p:
            known = truth(problem.target)
            # Tails that add nothing to p's mass or variance matter only to divergences that weigh them up.
            lo, hi = np.array(problem.target.window, float).T
            square = (((known.nodes.points - (lo + hi) / 2) / (hi - lo)) ** 2).sum(axis=-1)
            floor = math.log(1e-15) if 0 <= power <= 1 else -np.inf
            self.keep = known.log_p + known.nodes.log_volume + np.log1p(square) > floor
            self.points, self.log_p = known.nodes.points[self.keep], known.log_p[self.keep]
            self.log_volume, self.log_z = known.nodes.log_volume[self.keep], known.log_z

    def at(self, lam):
        """Points (R, N, D), log_w (R, N), log_m (R, N) or (N,); p is normalized if the nodes over p are among them."""
        if not self.over_p:
            u, log_cell, _ = cloud(self.problem.target.dim, self.counts, self.radius)
            z, log_m = self.problem.family.nodes(lam, u)
            return z, self.problem.log_w(lam[:, None], z), log_m + log_cell
        if not self.around_q:
            return self.over(lam)
        return tuple(np.concatenate(pair, axis=1) for pair in zip(self.around(lam), self.over(lam), strict=True))

    def around(self, lam):
        """Nodes around q with q's share of each point: z (R, N, D), log_w, log_m (R, N)."""
        u, log_cell, _ = cloud(self.problem.target.dim, self.counts, self.radius)
        z, log_m = self.problem.family.nodes(lam, u)
        log_w = self.problem.log_w(lam[:, None], z) - self.log_z
        return z, log_w, log_m + log_cell - _softplus(log_w)

    def over(self, lam, pick=slice(None)):
        """Nodes over p with p's share of each point; all of it if p alone matters."""
        points = self.points[pick]
        z = np.broadcast_to(points, (len(lam), *points.shape))
        log_q = self.problem.family.log_prob(lam[:, None], z)
        log_w = self.log_p[pick] - log_q
        log_m = log_q + self.log_volume[pick]
        return z, log_w, log_m - _softplus(-log_w) if self.around_q else log_m

    def finer(self, lam, tolerance: float = 1e-5, most: int = 2**16) -> "Grid":
        """This grid, or one with more points around q if some λ needs it."""
        if not self.around_q:
            return self
        moved = halved(_cloud_sums(self.problem, lam, self.counts, self.radius)).max(axis=0)
        counts, _ = _grow(self.counts, self.radius, [*(moved > tolerance), False])
        return self if counts == self.counts or np.prod(counts) > most else Grid(self.problem, counts, self.radius)


def _softplus(x):
    """log(1 + eˣ)"""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
