"""Integrals over q, over p and over both, for λ (M, P) at once, each with an error estimate. Nats."""

import math
from functools import lru_cache

import numpy as np

from vizvi.quadrature import FAR, NEGLIGIBLE, Nodes, Truth, cloud, node_sums, truth

CHUNK = 2**13  # points evaluated at once: what fits in a processor's cache
RADIUS = 8.0  # how far the cloud around q reaches at first, in units of the family
WIDEST = 27.0  # a unit Gaussian's density leaves the floats a little farther out
COARSE = {1: (161,), 2: (41, 41)}
MOST = 2**20  # points that one λ may take
# Where a cloud is dear, half the resolution may be this much worse; what is left after it is about the square.
DEARER, HEAVIER = 10, 20
STRICT = 1e-5  # who asks for more than a page does gets it from every family
ENDLESS = 1e100  # an integral as large as this has no end
SHARED = 2**13  # points that every λ may take, however many λ there are


def over_q(problem, lam, tolerance: float, budget: int):
    """E_q[log p̃], −E_q[log q] and their errors, (4, M): start coarse, refine only the axes and the λ that need it."""
    dim = problem.target.dim
    if not problem.family.gaussian and tolerance > STRICT:
        tolerance *= HEAVIER if problem.family.heavy else DEARER
    out = np.full((4, len(lam)), np.nan)
    most = min(MOST, max(SHARED, budget // max(1, len(lam))))
    infinite = diverges(problem, lam)
    work = [(COARSE[dim], RADIUS, np.arange(len(lam)))]
    while work:
        counts, radius, index = work.pop()
        sums = _cloud_sums(problem, lam[index], counts, radius)
        # Where log p is −∞ and q has mass, or q's tails are too heavy for it, no grid will change that.
        lost = np.isneginf(sums[0, :, 0]) | infinite[index]
        out[0, index], out[1, index] = np.where(lost, -np.inf, sums[0, :, 0]), sums[1, :, 0]
        sums[0, lost] = 0.0  # what is left to know there is the entropy
        moved, rim = halved(sums), np.nan_to_num(sums[:2, :, -1].max(axis=0), nan=np.inf)
        out[2, index] = np.where(lost, 0.0, moved.sum(axis=-1) + rim)
        out[3, index] = np.nan_to_num(np.abs(sums[1, :, 1:-1] - sums[1, :, :1]).sum(axis=-1) + sums[1, :, -1], nan=np.inf)
        # First wide enough, then fine enough.
        widen = (rim > 1e-2 * tolerance) & (radius < WIDEST)
        refine = (moved > tolerance) & ~widen[:, None]
        wishes = np.column_stack([refine, widen])
        for wish in np.unique(wishes, axis=0):
            finer, wider = grow(counts, radius, wish)
            if wish.any() and np.prod(finer) <= most:
                work.append((finer, wider, index[(wishes == wish).all(axis=-1)]))
    return out


def diverges(problem, lam):
    """Whether E_q[log p] is −∞, (M,): far out on rays, the last of q's shells holds no less than the one before."""
    if not problem.family.heavy:
        return np.zeros(len(lam), bool)
    dim = problem.target.dim
    r = WIDEST * (0.75 + 0.25 * (np.arange(32) + 0.5) / 32)
    angle = 2 * np.pi * (np.arange(16) + 0.5) / 16
    rays = np.stack([np.cos(angle), np.sin(angle)], axis=-1) if dim == 2 else np.array([[1.0], [-1.0]])
    u = (r[:, None, None] * rays).reshape(-1, dim)
    z, log_m = problem.family.nodes(lam, u)
    mass = np.exp(log_m) * np.repeat(r ** (dim - 1), len(rays))
    size = np.where(mass > 0, np.minimum(mass * np.abs(problem.target.log_prob(z)), 1e290), 0.0)
    near, far = (each.sum(axis=(-1, -2)) for each in np.split(size.reshape(len(lam), len(r), -1), 2, axis=1))
    # An exponential in log p overtakes any power of q's tail, but may begin to tell only far outside of the cloud.
    return ((near > NEGLIGIBLE) & (far >= FAR * near)) | (near > ENDLESS) | explodes(problem, lam, _log_energy)


def _log_energy(log_p, log_q):
    return log_q + np.log(np.abs(log_p))


def explodes(problem, lam, log_integrand):
    """Whether an integrand of log p and log q is large and still rising, far outside of both, (M,): no grid goes there."""
    dim = problem.target.dim
    mean, cov = problem.family.moments(lam)
    # In a narrow q's tail lies p itself, where it is only natural to rise.
    wide = max(hi - lo for lo, hi in problem.target.window) / 8
    sd = np.maximum(np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1)).max(axis=-1), wide)
    angle = 2 * np.pi * np.arange(16) / 16
    rays = np.stack([np.cos(angle), np.sin(angle)], axis=-1) if dim == 2 else np.array([[1.0], [-1.0]])
    # Octaves of distance in sds, as far as an e^z in log p can be written down.
    r = 2.0 ** np.arange(3, 14)
    z = mean[:, None, None] + (sd[:, None] * r)[:, :, None, None] * rays
    seen = np.abs(z).max(axis=(-1, -2)) < 340.0
    log_f = log_integrand(problem.target.log_prob(z), problem.family.log_prob(lam[:, None, None], z))
    log_f = np.where(np.isnan(log_f), -np.inf, log_f) + dim * np.log(sd[:, None] * r)[..., None]
    rising = (log_f[:, 1:] > np.maximum(log_f[:, :-1], 0.0)) & (seen[:, 1:] & (r[1:] >= 16))[..., None]
    return rising.any(axis=(-1, -2))


def halved(sums):
    """(M, D): how far half the resolution along each axis moves energy or entropy; inf where it is not known."""
    axes, both = np.abs(sums[:2, :, 1:-2] - sums[:2, :, :1]), np.abs(sums[:2, :, -2] - sums[:2, :, 0])
    # A ridge askew between the axes shows only where both are halved.
    axes += np.maximum(0, both - axes.sum(axis=-1))[..., None]
    return np.nan_to_num(axes.max(axis=0), nan=np.inf)


def grow(counts, radius: float, wish):
    """Double the axes that want it; widen the cloud at the same step, with an even number of steps on either side."""
    wider = 1.5 * radius if wish[-1] else radius
    finer = (2 * n - 1 if each else n for n, each in zip(counts, wish[:-1], strict=True))
    return tuple(4 * int(np.ceil((n - 1) * wider / radius / 4)) + 1 for n in finer), wider


def _cloud_sums(problem, lam, counts, radius: float):
    """E_q[log p̃] and −E_q[log q] over a cloud of points around each q, (2, M, 1 + D + 2): by the full rule, at half the
    resolution along each axis and along all, and the size of what the rim adds."""
    target, family = problem.target, problem.family
    u, log_cell, _ = cloud(target.dim, counts, radius)
    factors, square = rules(target.dim, counts, radius)
    on_rim = square > (radius - 1) ** 2
    out = np.empty((2, len(lam), factors.shape[1] + 1))
    rows = max(1, CHUNK // len(u))
    for first in range(0, len(lam), rows):
        part = lam[first : first + rows]
        z, log_m = family.nodes(part, u)
        copies = z.shape[1] // len(u)
        table, rim = (np.tile(factors, (copies, 1)), np.tile(on_rim, copies)) if copies > 1 else (factors, on_rim)
        mass = np.exp(log_m + log_cell)
        log_p = target.log_prob(z)
        # The entropy of a Gaussian has a closed form: half of the work saved.
        values = log_p[None] if family.gaussian else np.stack([log_p, -family.log_prob(part[:, None], z)])
        # A point that stands for no mass adds nothing, whatever p is there.
        values = mass * values if np.isfinite(values).all() else np.where(mass > 0, mass * values, 0.0)
        # A rule that misses a little of q's mass is bent back: 1 must integrate to 1.
        out[: len(values), first : first + rows, :-1] = node_sums(values, table) / node_sums(np.atleast_2d(mass), table)
        out[: len(values), first : first + rows, -1] = np.abs(values[..., rim]).sum(axis=-1)
    if family.gaussian:
        _, cov = family.moments(lam)
        out[1] = 0.5 * np.linalg.slogdet(2 * np.pi * np.e * cov)[1][:, None]
        out[1, :, -1] = 0.0
    return out


@lru_cache(maxsize=32)
def rules(dim: int, counts, radius: float):
    """For a cloud: factors of the full rule, of half the resolution along each axis and along all (N, 2 + D), and |u|²
    (N,)."""
    u, _, factors = cloud(dim, counts, radius)
    # Halving one axis may miss what halving both finds, such as a ridge askew between them.
    both = factors[:, 1:].prod(axis=-1)
    return np.column_stack([factors, both]), (u * u).sum(axis=-1)


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
        endless = (squares[:, 2:].max(axis=-1) > NEGLIGIBLE) & (squares[:, 3] >= FAR * squares[:, 2])
        value, error = np.where(endless, np.inf, sums[:, 0]), np.abs(sums[:, 0] - sums[:, 1]) + np.abs(sums[:, 2:]).sum(-1)
        return value, np.where(endless, 0.0, error)
    sums = _over_nodes(family, lam, known)
    return judge(sums[:, 0], sums[:, 1], np.abs(sums[:, 2]), np.abs(sums[:, 3]))


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
        table = np.stack([weight * fine, weight * coarse, *(each * fine for each in rings)], axis=-1)[keep]
        points, own = nodes.points[keep], node_sums(gap[keep][None], table)[0]
        rows = max(1, 4 * CHUNK // len(points))
        for first in range(0, len(index), rows):
            part = index[first : first + rows]
            out[part] = own - node_sums(family.log_prob(lam[part, None], points), table)
        index = index[~(np.abs(out[index, 0] - out[index, 1]) <= tolerance)]
        if not len(index):
            break
    return out


def judge(fine, coarse, near, far):
    """A value and its error, or ∞ if what the two outer rings hold does not fall off."""
    infinite = (np.maximum(near, far) > NEGLIGIBLE) & (far >= FAR * near)
    return np.where(infinite, np.inf, fine), np.where(infinite, 0.0, np.abs(fine - coarse) + near + far)


def over_both(problem, lam, tolerance: float, budget: int):
    """The problem's own divergence and its error (M,): nodes over p and around q, each point of space shared between the
    two as p to q there; only the λ that need it get more nodes."""
    value, error = judge(*_over_p(Grid(problem), lam, tolerance))
    dim, most = problem.target.dim, min(MOST, max(SHARED, budget // max(1, len(lam))))
    work = [(COARSE[dim], RADIUS, np.flatnonzero(np.isfinite(value)))]
    around_q = np.zeros((2, len(lam)))
    while work:
        counts, radius, index = work.pop()
        sums = _around_q(Grid(problem, counts, radius), lam[index])
        around_q[:, index] = judge(*sums)
        # First wide enough, then fine enough: what does not fall off by the widest cloud is infinite.
        widen = ~(sums[3] <= 1e-2 * tolerance) & (radius < WIDEST)
        refine = ~(np.abs(sums[1] - sums[0]) <= tolerance) & ~widen & np.isfinite(around_q[0, index])
        for again, wish in ((widen, [*[False] * dim, True]), (refine, [*[True] * dim, False])):
            finer, wider = grow(counts, radius, wish)
            if again.any() and np.prod(finer) <= most:
                work.append((finer, wider, index[again]))
    value, error = value + around_q[0], error + around_q[1]
    value, error = _second_opinion(problem, lam, value, error, tolerance)
    endless = endless_power(problem, lam)
    return np.where(endless, np.inf, value), np.where(endless, 0.0, error)


def _second_opinion(problem, lam, value, error, tolerance: float):
    """Value and error (M,), from one side alone where the two together did not settle."""
    from vizvi._one_sided import from_one_side

    doubt = np.flatnonzero(~(error <= 3 * tolerance * np.maximum(1, np.abs(value))) & ~np.isposinf(value))
    if len(doubt):
        again, its_error = from_one_side(problem, lam[doubt], tolerance)
        better = ~(error[doubt] <= its_error)
        value[doubt[better]], error[doubt[better]] = again[better], its_error[better]
    return value, error


def endless_power(problem, lam):
    """Whether ∫ p^a q^(1−a) is infinite for lack of tails in p (a < 0) or in q (a > 1), (M,)."""
    power = problem.divergence.power
    if 0 <= power <= 1:
        return np.zeros(len(lam), bool)
    return explodes(problem, lam, lambda log_p, log_q: power * log_p + (1 - power) * log_q)


def _over_p(grid, lam, tolerance: float):
    """The bill over p's nodes, (4, M): everything, at half the resolution, ring 1 and ring 2; all of the nodes only where
    half of them did not settle it."""
    out, index = np.empty((4, len(lam))), np.arange(len(lam))
    for fine in (False, True):
        out[:, index] = _billed(grid, lambda each, fine=fine: grid.over(each, fine), lam[index], grid.table(fine))
        index = index[~(np.abs(out[0, index] - out[1, index]) <= tolerance)]
        if not len(index):
            break
    return out


def _around_q(grid, lam):
    """The bill over the nodes around q, (4, M), as above; its rings are the outermost shells."""
    factors, square = rules(grid.problem.target.dim, grid.counts, grid.radius)
    shell = np.ceil(8 * np.sqrt(square) / grid.radius) - 8
    table = np.column_stack([factors, shell == -1, shell == 0])
    whole, *halves, near, far = _billed(grid, grid.around, lam, table)
    return np.stack([whole, whole + np.abs(np.array(halves) - whole).max(axis=0), near, far])


def _billed(grid, side, lam, table):
    """Sums of the divergence's bill over the nodes of one side, one for each column of the table, (C, M)."""
    out = np.empty((len(lam), table.shape[1]))
    rows = max(1, 2 * CHUNK // len(table))
    for first in range(0, len(lam), rows):
        _, log_w, log_m = side(lam[first : first + rows])
        # Beyond the largest float a ring is as good as infinite, but 0·∞ would hide it.
        parts = np.minimum(grid.problem.divergence.bill(log_w, log_m), 1e290)
        out[first : first + rows] = node_sums(parts, np.tile(table, (parts.shape[1] // len(table), 1)))
    return out.T


class Grid:
    """Nodes that integrate a divergence and its gradient at λ (R, P): around q, over p, or both, each point of space
    shared between the two as p to q there."""

    def __init__(self, problem, counts=None, radius: float = RADIUS, fine: bool = False):
        self.problem, self.radius, self.fine = problem, radius, fine
        self.counts = counts or COARSE[problem.target.dim]
        power = problem.divergence.power
        self.around_q, self.over_p = power != 1, power != 0
        if self.over_p:
            known = truth(problem.target)
            # Tails that add nothing to p's mass or variance matter only to divergences that weigh them up.
            keep = known.reach > (math.log(1e-15) if 0 <= power <= 1 else -np.inf)
            self.nodes = Nodes(*(each[keep] for each in known.nodes))
            self.log_p, self.log_z = known.log_p[keep], known.log_z

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

    def over(self, lam, fine=None):
        """Nodes over p, every other one or all, with p's share of each point; all of it if p alone matters."""
        points, log_volume, log_p = self._thinned(self.fine if fine is None else fine)
        z = np.broadcast_to(points, (len(lam), *points.shape))
        # Farther out than this, log w and log m would lose the digits of their sum.
        log_q = np.maximum(self.problem.family.log_prob(lam[:, None], z), -1e11)
        log_w = log_p - log_q
        log_m = log_q + log_volume
        return z, log_w, log_m - _softplus(-log_w) if self.around_q else log_m

    def _thinned(self, fine: bool):
        """Points, log volumes and log p of p's nodes."""
        points, log_volume, _, coarse, _ = self.nodes
        if fine:
            return points, log_volume, self.log_p
        keep = coarse > 0
        return points[keep], log_volume[keep] + np.log(coarse[keep]), self.log_p[keep]

    def table(self, fine: bool):
        """What turns node sums into (everything, half the resolution, ring 1, ring 2), (N, 4)."""
        _, _, ring, coarse, rough = self.nodes
        half, keep = (coarse, slice(None)) if fine else (rough / np.maximum(coarse, 1), coarse > 0)
        return np.stack([np.ones(len(ring)), half, ring == 1, ring == 2], axis=-1)[keep]

    def finer(self, lam, tolerance: float = 1e-5, most: int = 2**16) -> "Grid":
        """This grid, or one with more points around q or over p if some λ needs it."""
        counts, fine = self.counts, self.fine
        if self.around_q and self.over_p:
            # Between the two densities lies an edge that neither one's own integrals see.
            sums = _around_q(self, lam)
            wish = [bool(np.any(np.abs(sums[0] - sums[1]) > 1e-2 * tolerance))] * len(counts)
            counts, _ = grow(counts, self.radius, [*wish, False])
        elif self.around_q:
            moved = halved(_cloud_sums(self.problem, lam, counts, self.radius)).max(axis=0)
            counts, _ = grow(counts, self.radius, [*(moved > tolerance), False])
        if self.over_p and not fine:
            sums = _billed(self, self.over, lam, self.table(False))
            fine = bool(np.any(np.abs(sums[0] - sums[1]) > (1e-2 if self.around_q else 1) * tolerance))
        counts = self.counts if np.prod(counts) > most else counts
        same = counts == self.counts and fine == self.fine
        return self if same else Grid(self.problem, counts, self.radius, fine)


def _softplus(x):
    """log(1 + eˣ)"""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
