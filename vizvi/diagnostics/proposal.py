"""Which q is better? It depends on the job: KL, how much of p it covers, and what its draws are worth as a proposal."""

import math
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.khat import Reliability, log_ratios, log_true_ess, reliability
from vizvi.exact import exact
from vizvi.integrate.nodes import grid
from vizvi.integrate.rules import cloud
from vizvi.integrate.special import normal_quantile
from vizvi.integrate.truth import truth
from vizvi.lru import by_bytes

SHARE = 0.95  # of q's mass inside the region whose mass under p is counted
DRAWS, SETS = 4000, 50  # of q, for what a user would see, and how many users
AT_ONCE = 10  # parts of the sets, each small enough for a processor's cache


class Proposal(NamedTuple):
    """What one q is good for."""

    kl: float  # KL(q‖p), nats
    covered: float  # p's mass where q is: in the smallest region that holds 95 % of q
    ess: float  # true relative effective sample size, 1/∫p²/q = 1/(1 + χ²(p‖q)); 0 where the integral is infinite
    log_ess: float  # its logarithm: it may be too small for a float
    seen: float  # the relative effective sample size that q's own draws report
    k: float  # and their k̂
    seen_by: tuple[float, float]  # what nine users in ten see of either: from the 5th to the 95th percentile
    k_by: tuple[float, float]


def proposal(problem, lam, draws: int = DRAWS, seed: int = 0) -> Proposal:
    """The proposal that q(λ) is, λ (P,): all exact but `seen` and `k`, which come from `draws` draws of q."""
    lam = problem.checked(lam)
    if lam.ndim != 1:
        raise ValueError(f"proposal: lam has shape {lam.shape}, but must be one λ.")
    with np.errstate(all="ignore"):
        log_ess = float(log_true_ess(problem, lam))
        told = users(problem, lam, draws, seed)
    (k, *k_by), (ess, *seen_by) = (_spread(each) for each in (told.k, told.relative_ess))
    kl, mass = float(exact(problem, lam).reverse_kl), covered(problem, lam)
    return Proposal(kl, mass, math.exp(log_ess), log_ess, ess, k, tuple(seen_by), tuple(k_by))


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
        radius = normal_quantile((1 + share) / 2)
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
    """What q's own draws report: k̂ and the relative effective sample size, medians over 100 users."""
    told = users(problem, lam, draws, seed)
    return float(np.median(told.k)), float(np.median(told.relative_ess))


def users(problem, lam, draws: int = DRAWS, seed: int = 0):
    """The reliability (100,) that as many users see, each with draws of q of his own: 50 sets and their mirror images, so
    that mirror images of a problem report the same. They know nothing of where q never is."""
    count = problem.family.round_draws(draws)
    noise = _noise(count, problem.family.noise_dim(problem.target.dim), seed)
    parts = [reliability(log_ratios(problem, lam, each)) for half in (noise, -noise) for each in np.split(half, AT_ONCE)]
    return Reliability(*(np.concatenate(each) if np.ndim(each[0]) else each[0] for each in zip(*parts, strict=True)))


@by_bytes(4, 2)
def _noise(draws: int, dim: int, seed: int) -> np.ndarray:
    """The standard normals of all users, (50, S, E): the same for every q that is asked about."""
    noise = np.random.default_rng(seed).standard_normal((SETS, draws, dim))
    noise.setflags(write=False)
    return noise


def _spread(values) -> list[float]:
    """Median, 5th and 95th percentile."""
    return [float(each) for each in (np.median(values), *np.quantile(values, (0.05, 0.95), method="inverted_cdf"))]
