"""Where a divergence over λ is integrated: nodes around q, nodes over p, and what each weighs."""


import numpy as np

from vizvi.integrate.rules import cloud
from vizvi.integrate.truth import truth
from vizvi.lru import by_bytes

AT_ONCE = 2**15  # nodes of one chunk: what fits in a processor's cache
PLENTY = 3000  # nodes of half the resolution over p are enough: where there are more, a quarter is taken
FAINT = {True: 1e-12, False: 1e-25}  # mass of a node over p that is left out, of a thin grid and of a full one


class Ground:
    """Nodes around q and over p, whichever a divergence needs; where both, each point of space is shared as p to q there.

    step, radius: of the grid around q, in units of q; thin: half the resolution over p.

    All that is known of a pure divergence is its power a: its potential is −(wᵃ − 1)/a, log 1/w at 0. With D = m (wᵃ − 1),
    on nodes of q-mass m, every derivative is of sums Σ D f: `first` Σ D f = Σ m c f, `second` Σ D f + `third` E_q[f] =
    Σ m (c − slope) f. Of another, `costs` gives both sums' weights."""

    def __init__(self, problem, step: float, radius: float, thin: bool):
        self.problem, dim = problem, problem.target.dim
        a, times = problem.divergence.power, problem.divergence.times
        self.power, self.times, self.around_q, self.over_p = a, times, a != 1, a != 0
        if not problem.divergence.pure:
            self.first, self.second, self.third = 1.0, 1.0, 0.0
        elif a in (0, 1):
            self.first, self.second, self.third = 1 - 2 * a, 1 - a, 1 - a
        else:
            self.first, self.second, self.third = -times / a, times * (1 - 1 / a), times
        # An even number of steps on either side of the origin.
        self.counts, self.radius = (4 * int(np.ceil(radius / step / 2)) + 1,) * dim, radius
        self.u, self.log_cell, _ = cloud(dim, self.counts, radius)
        if self.over_p:
            self.log_z = truth(problem.target).log_z
            cover = _cover(problem.target, thin, problem.family.gaussian)
            self.points, self.log_p, self.base_p, self.middle, self.spread, self.p_table = cover

    def log_w(self, z, log_q):
        """log p − log q at nodes around q, p normalized if p's own nodes share in the integral: (..., N)."""
        out = self.problem.target.log_prob(z) - log_q
        if self.over_p:
            out -= self.log_z
        return out

    @staticmethod
    def floor(log_q):
        """A heavy tail's nodes lie so far out that log q would drown log p in rounding."""
        return np.maximum(log_q, -1e6)

    def weigh(self, log_w, base):
        """F (R,), D = m (wᵃ − 1) and m wᵃ (R, N) from log w (R, N) and the nodes' own mass, of q or of p, (N,) or (R, N).

        At power 0, D is the cost −m log w less its mean, since a constant in c changes nothing but rounding; at 1 all of
        it lies over p."""
        a = self.power
        if a == 0:
            cost = log_w * -base
            value = cost.sum(axis=-1)
            return value, np.subtract(cost, value[:, None] * base, out=cost), base
        if a == 1:
            return np.einsum("rn,n->r", log_w, base), np.broadcast_to(base, log_w.shape), base
        top = np.maximum(log_w, 0)
        share = base / (1 + np.exp(-np.abs(log_w)))
        mass = np.exp(-top)
        mass *= share
        log_w = a * log_w
        log_w -= top
        powered = np.exp(log_w, out=log_w)
        powered *= share
        moved = powered - mass
        # α w + 1 − α − wᵅ is never negative: what quadrature errs in the masses cancels.
        balance = base.sum(axis=-1) - 2 * mass.sum(axis=-1)
        return (a * balance - moved.sum(axis=-1)) * (self.times / (a * (1 - a))), moved, powered

    def costs(self, log_w, base):
        """F (R,), m c and m (c − slope) (R, N), of what `weigh` takes, for any divergence that q and p share."""
        divergence = self.problem.divergence
        log_m = np.log(base) - np.logaddexp(0.0, log_w)
        cost = divergence.cost(log_w, log_m)
        return divergence.bill(log_w, log_m).sum(axis=-1), cost, cost - np.exp(log_m) * divergence.slope(log_w, log_m)

    def chunked(self, work, size: int, *rows):
        """work(*rows) in chunks of at most AT_ONCE numbers, of which each row takes `size`."""
        count = max(1, AT_ONCE // size)
        parts = [work(*(each[i : i + count] for each in rows)) for i in range(0, max(1, len(rows[0])), count)]
        return parts[0] if len(parts) == 1 else [np.concatenate(each) for each in zip(*parts, strict=True)]


@by_bytes(24, 8)
def _cover(target, thin: bool, full: bool):
    """p's nodes that are not faint (N, D), log p and mass there (N,), p's middle and spread (D,), and in their terms the
    products of two quadratics, with their mixed terms if `full` (N, M)."""
    known = truth(target)
    nodes, log_p = known.nodes, known.log_p
    heavy = log_p + nodes.log_volume > np.log(FAINT[thin])
    factor = np.ones(len(log_p))
    if thin:
        factor = nodes.coarse if (heavy & (nodes.coarse > 0)).sum() <= PLENTY else nodes.rough
    keep = (factor > 0) & heavy
    points, log_p = nodes.points[keep], log_p[keep]
    base = np.exp(log_p + nodes.log_volume[keep]) * factor[keep]
    # Whitened, so that sums of fourth powers keep their digits.
    box = np.array(target.window, float)
    sd = np.sqrt(np.diag(known.cov[0]))
    ok = np.isfinite(sd) & (sd > 0) & (sd < np.ptp(box, axis=1)) & np.isfinite(known.mean[0])
    middle = np.where(ok, known.mean[0], box.mean(axis=1))
    spread = np.where(ok, sd, np.ptp(box, axis=1) / 8)
    order, _ = products(quadratics(target.dim) if full else squares(target.dim))
    return points, log_p, base, middle, spread, monomials((points - middle) / spread, order)


def monomials(x, degrees) -> np.ndarray:
    """Products of powers of x (..., D), one for each of the degrees (M, D): (..., M)."""
    powers = [np.ones(x.shape), x]
    while len(powers) <= degrees.max():
        powers.append(powers[-1] * x)
    out = np.empty((*x.shape[:-1], len(degrees)))
    for column, each in enumerate(degrees):
        out[..., column] = powers[each[0]][..., 0]
        for axis, degree in enumerate(each[1:], 1):
            out[..., column] *= powers[degree][..., axis]
    return out


def quadratics(dim: int) -> np.ndarray:
    """Degrees of the monomials up to the second degree, (3 or 6, D)."""
    unit = np.eye(dim, dtype=int)
    return np.array([0 * unit[0], *unit, *(unit[i] + unit[j] for i in range(dim) for j in range(i + 1))])


def squares(dim: int) -> np.ndarray:
    """Degrees of 1, x and x² along each axis, (1 + 2D, D)."""
    unit = np.eye(dim, dtype=int)
    return np.concatenate([0 * unit[:1], unit, 2 * unit])


def products(basis):
    """Degrees of all products of two monomials of a basis (Q, D), the basis first, (M, D), and which product is whose,
    (Q, Q)."""
    order = list({tuple((a + b).tolist()): None for a in basis for b in basis})
    return np.array(order), np.array([[order.index(tuple((a + b).tolist())) for b in basis] for a in basis])
