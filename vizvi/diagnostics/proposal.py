"""Which q is better? It depends on the job: KL, how much of p it covers, and what its draws are worth as a proposal."""

import math
from functools import lru_cache
from itertools import product
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.khat import reliability
from vizvi.exact import exact
from vizvi.quadrature import cloud, grid, truth

SHARE = 0.95  # of q's mass inside the region whose mass under p is counted
DRAWS, SETS = 4000, 11  # of q, for what a user would see, and how many users
DEPTH = 60.0  # nats below its top where an integrand no longer counts
COUNT = {1: 8001, 2: 401}  # nodes along an axis
MOVES = 40  # times that a box may grow or shrink


class Proposal(NamedTuple):
    """What one q is good for."""

    kl: float  # KL(q‖p), nats
    covered: float  # p's mass where q is: in the smallest region that holds 95 % of q
    ess: float  # true relative effective sample size, 1/∫p²/q = 1/(1 + χ²(p‖q)); 0 where the integral is infinite
    log_ess: float  # its logarithm: it may be too small for a float
    seen: float  # the relative effective sample size that q's own draws report
    k: float  # and their k̂


def proposal(problem, lam, draws: int = DRAWS, seed: int = 0) -> Proposal:
    """The proposal that q(λ) is, λ (P,): all exact but `seen` and `k`, which come from `draws` draws of q."""
    lam = problem.checked(lam)
    if lam.ndim != 1:
        raise ValueError(f"proposal: lam has shape {lam.shape}, but must be one λ.")
    with np.errstate(all="ignore"):
        log_ess = -log_second_moment(problem, lam)
        k, ess = seen(problem, lam, draws, seed)
    return Proposal(float(exact(problem, lam).reverse_kl), covered(problem, lam), math.exp(log_ess), log_ess, ess, k)


def log_second_moment(problem, lam) -> float:
    """log ∫ p²/q, p normalized: log of 1 + χ²(p‖q), ∞ where q's tails are too light."""
    target, family = problem.target, problem.family
    log_z = truth(target).log_z

    def log_f(z):
        return 2 * (target.log_prob(z) - log_z) - family.log_prob(lam, z)

    return math.inf if _endless(log_f, *family.moments(lam)) else log_integral(log_f, target.window)


def _endless(log_f, mean, cov) -> bool:
    """Whether exp(log_f) falls off too slowly to have an integral, by its last octave a long way out on rays."""
    dim = len(mean)
    angle = 2 * np.pi * np.arange(64) / 64
    rays = np.stack([np.cos(angle), np.sin(angle)], axis=-1) if dim == 2 else np.array([[1.0], [-1.0]])
    r = math.sqrt(np.trace(cov)) * 2.0 ** np.array([12, 13])
    values = np.nan_to_num(log_f(mean + r[:, None, None] * rays), nan=-np.inf) + dim * np.log(r)[:, None]
    return bool(np.any(values[1] > np.maximum(values[0], -1e300)))


def log_integral(log_f, box) -> float:
    """log ∫ exp(log_f) over a line or a plane, by a grid on the box where it matters, wherever that is: the box grows
    where it cuts something off and shrinks where there is nothing."""
    dim = len(box)
    lo, hi = np.array(box, float).T
    for _ in range(MOVES):
        nodes = grid(np.stack([lo, hi], axis=-1), (COUNT[dim],) * dim)
        values = np.nan_to_num(log_f(nodes.points), nan=-np.inf)
        high = nodes.points[values > values.max() - DEPTH]
        cell = (hi - lo) / (COUNT[dim] - 1)
        low_end, high_end = high.min(axis=0), high.max(axis=0)
        cut = (low_end < lo + cell / 2, high_end > hi - cell / 2)
        loose = ~(cut[0] | cut[1]) & (high_end - low_end < 0.5 * (hi - lo))
        if not (cut[0].any() or cut[1].any() or loose.any()):
            break
        size = hi - lo
        lo = np.where(cut[0], lo - 0.5 * size, np.where(loose, low_end - 2 * cell, lo))
        hi = np.where(cut[1], hi + 0.5 * size, np.where(loose, high_end + 2 * cell, hi))
    top = values.max()
    return float(top + np.log(np.exp(values - top) @ np.exp(nodes.log_volume)))


def covered(problem, lam, share: float = SHARE) -> float:
    """p's mass in the smallest region that holds `share` of q's: the interval mean ± 1.96 sd or the 95 % ellipse of a
    Gaussian."""
    target, family = problem.target, problem.family
    log_z = truth(target).log_z
    if not family.gaussian:
        return _covered_by_nodes(problem, lam, share, log_z)
    u, volume = _ball(target.dim, share)
    mean, cov = family.moments(lam)
    factor = np.linalg.cholesky(cov)
    mass = np.exp(target.log_prob(mean + u @ factor.T) - log_z) @ volume * np.prod(np.diag(factor))
    return float(min(mass, 1.0))


@lru_cache(maxsize=8)
def _ball(dim: int, share: float):
    """Points (N, D) and volumes (N,) that integrate over the ball with this share of a unit Gaussian's mass."""
    nodes, weights = np.polynomial.legendre.leggauss(240 if dim == 1 else 160)
    if dim == 1:
        radius = NormalDist().inv_cdf((1 + share) / 2)
        return radius * nodes[:, None], radius * weights
    radius = math.sqrt(-2 * math.log(1 - share))
    r, angle = 0.5 * radius * (1 + nodes), 2 * np.pi * np.arange(240) / 240
    points = np.array([(a * math.cos(b), a * math.sin(b)) for a, b in product(r, angle)])
    return points, np.repeat(0.5 * radius * weights * r, 240) * (2 * np.pi / 240)


def _covered_by_nodes(problem, lam, share: float, log_z: float) -> float:
    """The same for any q: the height above which q has its share, by fine nodes over q; then p above it, over p."""
    target, family = problem.target, problem.family
    dim = target.dim
    u, log_cell, _ = cloud(dim, (8001,) if dim == 1 else (241, 241), 8.0)
    z, log_m = family.nodes(lam, u)
    log_q, mass = family.log_prob(lam, z), np.exp(log_m + log_cell)
    order = np.argsort(-log_q)
    held = np.cumsum(mass[order]) / mass.sum()
    height = log_q[order[min(np.searchsorted(held, share), len(order) - 1)]]
    nodes = grid(target.window, (8001,) if dim == 1 else (601, 601))
    weight = np.exp(target.log_prob(nodes.points) - log_z + nodes.log_volume)
    return float(min(weight[family.log_prob(lam, nodes.points) >= height].sum(), 1.0))


def seen(problem, lam, draws: int = DRAWS, seed: int = 0) -> tuple[float, float]:
    """What q's own draws report: k̂ and the relative effective sample size, medians over 11 sets of draws. They know
    nothing of where q never is."""
    count = problem.family.round_draws(draws)
    noise = np.random.default_rng(seed).standard_normal((SETS, count, problem.family.noise_dim(problem.target.dim)))
    told = reliability(problem.log_w(lam, problem.family.transform(lam, noise)))
    return float(np.median(told.k)), float(np.median(told.relative_ess))
