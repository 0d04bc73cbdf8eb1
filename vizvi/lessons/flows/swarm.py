"""Particles on a target, and beside them a Gaussian q and a chain that have asked p as often."""

from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.accuracy import Errors, errors, errors_of_chains, errors_of_q
from vizvi.divergences import DIVERGENCES
from vizvi.estimators import ESTIMATORS
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.integrate.special import normal_cdf
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS
from vizvi.particles import Cloud, Trail, follow
from vizvi.particles.cloud import shares
from vizvi.problem import Problem
from vizvi.samplers import SAMPLERS
from vizvi.sampling import Sampling, sample
from vizvi.targets import TARGETS, Target

CLOUDS = {
    "banana": {}, "gaussian": {"correlation": 0.9}, "two_modes": {"separation": 5.0, "weight": 0.9}, "funnel": {},
}  # fmt: skip
MODES = ((-5.0, 0.0), (5.0, 0.0))
STEPS, CHAINS, SHOWN = 500, 16, 200
RATE = 0.1  # Adam's, for the particles and for q


class Moved(NamedTuple):
    """A cloud at one step beside the exact answer."""

    mean_off: np.ndarray  # (D,) in p's sds
    sd_ratio: np.ndarray  # (D,)
    right: float  # share of the particles nearer to the right of two islands


class Rivals(NamedTuple):
    """What a q and chains make of as many evaluations as a cloud spends step by step; read-only."""

    mean: np.ndarray  # (T+1, D) of q
    cov: np.ndarray  # (T+1, D, D)
    z: np.ndarray  # (K, D) the states of the first chain, its start included
    work: np.ndarray  # (K,) evaluations that it had spent at each
    right: np.ndarray  # (16, K) whether each chain is on the right
    q: Errors  # (T+1,) each
    chain: Errors  # (T+1,) each: root mean square over 16 chains; nan before a chain has moved


def target_of(name: str | Target) -> Target:
    """The target of a cloud, by its name unless it is somebody's own."""
    return name if isinstance(name, Target) else TARGETS[name](**CLOUDS[name])


def cloud(target, particles: int, bandwidth: float, seed: int) -> Trail:
    """Particles on a target for five hundred steps."""
    return follow(Cloud(target_of(target), particles, STEPS, RATE, bandwidth, seed))


def moved(target, trail: Trail, step: int) -> Moved:
    """How a cloud's moments compare with p's."""
    known = truth(target_of(target))
    sd = standard_deviation(known)
    right = float(shares(trail.z[step], MODES)[1])
    return Moved((trail.mean[step] - known.mean[0]) / sd, trail.sd[step] / sd, right)


def errors_of(target, trail: Trail) -> Errors:
    """Of a cloud's means and sds at every step."""
    return errors(target_of(target), trail.mean, trail.sd)


def rivals(target, particles: int, seed: int) -> Rivals:
    """A full-rank q by as many draws a step as there are particles, by the same Adam, and 16 chains of Hamiltonian Monte
    Carlo that stop once they have spent as much; all start where the particles do, around the window's middle."""
    target = target_of(target)
    lo, hi = np.array(target.window, float).T
    problem = Problem(target, FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    method = METHODS["gradient"](
        ESTIMATORS["sticking_the_landing"](), OPTIMIZERS["adam"](rate=RATE), particles, schedule="cosine", horizon=STEPS
    )
    first = problem.family.from_moments((lo + hi) / 2, np.diag(((hi - lo) / 8) ** 2))
    lam = fit(Experiment(problem, method, steps=STEPS, seed=seed, start=tuple(first.tolist()))).lam[0]
    mean, cov = problem.family.moments(lam)
    places = (lo + hi) / 2 + (hi - lo) / 8 * np.random.default_rng(seed).standard_normal((CHAINS, len(lo)))
    sampler = SAMPLERS["hmc"]()
    most = -(-particles * STEPS // sampler.work(target))
    chains = sample(Sampling(target, sampler, CHAINS, most, seed, tuple(places.ravel().tolist())))
    budgets = particles * np.arange(STEPS + 1)
    able = budgets >= chains.work[1]
    found = errors_of_chains(target, chains, budgets[able])
    chain = Errors(*(np.full(STEPS + 1, np.nan) for _ in found))
    for whole, part in zip(chain, found, strict=True):
        whole[able] = np.sqrt((part * part).mean(axis=0))
    result = Rivals(mean, cov, chains.z[0], chains.work, chains.z[..., 0] > 0, errors_of_q(problem, lam), chain)
    for each in (*result[:5], *result.q, *result.chain):
        each.setflags(write=False)
    return result


def on_the_right(found: Rivals, step: int, particles: int) -> tuple[float, float]:
    """The share on the right island: q's, and the chain's (all 16 together, as long as they have been)."""
    mean, sd = float(found.mean[step, 0]), float(np.sqrt(found.cov[step, 0, 0]))
    return float(normal_cdf(mean / sd)), float(found.right[:, : states(found, step, particles)].mean())


def states(found: Rivals, step: int, particles: int) -> int:
    """How many states, the start included, a chain has seen for what the cloud has spent by a step."""
    return int(np.searchsorted(found.work, particles * step, side="right"))
