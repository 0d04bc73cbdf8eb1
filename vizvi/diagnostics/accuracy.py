"""How far off are q and chains, and after how many evaluations? VI has a floor, sampling a slope."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.experiment import Noise
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.problem import Problem
from vizvi.targets import Target

DROPPED = 0.1  # of a chain's start
MOST = 400  # steps of a method before it must have come to rest


class Errors(NamedTuple):
    """In p's own sds: RMS over the coordinates of |mean − p's|/sd, and of |sd/p's − 1|; nan where p has no sd."""

    mean: np.ndarray  # (...)
    sd: np.ndarray  # (...)


class Band(NamedTuple):
    """Errors of many chains: their root mean square, and where the middle 80 % lie."""

    rms: Errors
    lo: Errors
    hi: Errors


class Cost(NamedTuple):
    """What runs of a method ended with."""

    evaluations: np.ndarray  # (R,) of log p or its gradient at one point, until nothing moved any more
    lam: np.ndarray  # (R, P)
    errors: Errors  # (R,)


def errors(target: Target, mean, sd) -> Errors:
    """Errors of means and sds (..., D) against the target's own, by quadrature."""
    known = truth(target)
    scale = standard_deviation(known)
    off, stretch = (np.asarray(mean) - known.mean[0]) / scale, np.asarray(sd) / scale - 1
    return Errors(*(np.sqrt((each * each).mean(axis=-1)) for each in (off, stretch)))


def errors_of_q(problem: Problem, lam) -> Errors:
    """Errors of q at λ (..., P): along a history's (R, T+1, P), the path of VI."""
    mean, cov = problem.family.moments(problem.checked(lam))
    return errors(problem.target, mean, np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1)))


def errors_of_chains(target: Target, chains, evaluations) -> Errors:
    """Errors (R, B) of single chains that may spend so many evaluations (B,); the first tenth of each is dropped.

    ValueError where a budget buys no step, or more than the chains have."""
    steps = np.searchsorted(chains.work, np.asarray(evaluations), side="right") - 1
    if np.any(steps < 1) or np.any(np.asarray(evaluations) > chains.work[-1]):
        raise ValueError(f"errors_of_chains: evaluations must be from {chains.work[1]} to {chains.work[-1]}.")
    first = np.floor(DROPPED * steps).astype(int) + 1
    count = (steps - first + 1)[:, None]
    # About the middle of p, so that the sums of squares keep their digits.
    z = chains.z - truth(target).mean[0]
    sums = np.cumsum(np.concatenate([z, z * z], axis=-1), axis=1)
    mean, square = np.split((sums[:, steps] - sums[:, first - 1]) / count, 2, axis=-1)
    return errors(target, mean + truth(target).mean[0], np.sqrt(np.maximum(square - mean * mean, 0)))


def band(found: Errors) -> Band:
    """Over the chains of errors (R, B): each (B,)."""
    rms = Errors(*(np.sqrt((each * each).mean(axis=0)) for each in found))
    lo, hi = (Errors(*(np.quantile(each, share, axis=0) for each in found)) for share in (0.1, 0.9))
    return Band(rms, lo, hi)


def crossing(rms: float, evaluations: float, floor: float) -> float:
    """After how many evaluations a chain's error falls below a floor, by the slope −½ from its error at so many; ∞ for a
    floor of 0."""
    return evaluations * (rms / floor) ** 2 if floor > 0 else math.inf


def effective_draws(sd_error: float) -> float:
    """How many independent draws know the sd of a Gaussian as well: 1/(2·error²)."""
    return 0.5 / sd_error**2 if sd_error > 0 else math.inf


def cost(problem: Problem, method, runs: int = 40, seed: int = 0) -> Cost:
    """What a method spends until it rests, from starts in the window's middle half, run by run; for methods that come to
    rest, such as Laplace's and Pathfinder. The step that finds nothing left to do is not charged."""
    noise = Noise(seed, runs)
    lo, hi = np.array(problem.target.window, float).T
    mean = lo + (hi - lo) * (0.25 + 0.5 * noise.uniform(problem.target.dim))
    first = problem.family.from_moments(mean, np.diag(((hi - lo) / 8) ** 2))
    streams = np.random.default_rng([seed, 1]).spawn(runs)
    paid, last = np.empty(runs), np.empty(first.shape)
    counted = Counted(problem.target)
    its = Problem(counted, problem.family, problem.divergence)
    truth(counted)  # how far rounding blurs p is nobody's work
    for r, rng in enumerate(streams):
        counted.evaluations = before = 0
        lam = first[r : r + 1]
        with np.errstate(all="ignore"):
            state = method.start(its, lam)
            for _ in range(MOST):
                before = counted.evaluations
                new, state, _ = method.step(its, lam, state, lambda s, e, rng=rng: rng.standard_normal((1, s, e)))
                if np.abs(new - lam).max() < 1e-12 or not np.isfinite(new).all():
                    break
                lam = new
        paid[r], last[r] = before, lam[0]
    return Cost(paid, last, errors_of_q(problem, last))


class Counted(Target):
    """A target that counts at how many points anybody has asked it."""

    def __init__(self, target: Target):
        self.target, self.evaluations = target, 0

    @property
    def dim(self):
        return self.target.dim

    @property
    def window(self):
        return self.target.window

    @property
    def precision(self):
        return self.target.precision

    def nodes(self):
        return self.target.nodes()

    def log_prob(self, z):
        self.evaluations += int(np.prod(z.shape[:-1]))
        return self.target.log_prob(z)

    def score(self, z):
        self.evaluations += int(np.prod(z.shape[:-1]))
        return self.target.score(z)
