"""Is q too sure of itself? Its sds, correlation and entropy against p's, and how often its intervals are right."""

from typing import NamedTuple

import numpy as np

from vizvi.diagnostics._quantiles_of_q import inside_radius, quantiles
from vizvi.integrate.marginals import marginal
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.problem import Problem

SHARES = (0.5, 0.8, 0.95)  # what q's central intervals claim to hold
CLAIM = 0.95  # what its ellipse claims to hold
SETTLED = 1e-5  # of a coverage, when a finer rule no longer moves it
RULES = ((12, 32), (24, 64), (48, 128), (96, 256), (192, 512))  # nodes along and around an ellipse
CHUNK = 2**17  # points evaluated at once


class Uncertainty(NamedTuple):
    """q's uncertainty against p's, exact by quadrature; leading shape that of λ. Entropies in nats."""

    sd_ratio: np.ndarray  # (..., D) sd of q over sd of p: below 1, too sure; nan where p has no sd
    correlation_p: np.ndarray  # (...) of the two coordinates; nan in one dimension
    correlation_q: np.ndarray  # (...)
    correlation_lost: np.ndarray  # (...) p's less q's
    entropy_p: np.ndarray  # (...) nats
    entropy_q: np.ndarray  # (...)
    entropy_lost: np.ndarray  # (...) p's less q's
    coverage: np.ndarray  # (..., D, 3) p's mass in q's central 50, 80 and 95 % intervals, coordinate by coordinate
    ellipse: np.ndarray  # (...) p's mass in q's 95 % ellipse; in one dimension, in its interval about the mean


class Combination(NamedTuple):
    """The same for one linear combination of the coordinates."""

    sd_p: np.ndarray  # ()
    sd_q: np.ndarray  # (...)
    coverage: np.ndarray  # (..., 3)


def uncertainty(problem: Problem, lam) -> Uncertainty:
    """How sure q is at λ (..., P), and how sure it should be.

    An interval's coverage is P(z in q's central interval) under p's own marginal, whatever q claims. Raises ValueError if
    λ has the wrong length or is not finite, or if the target is improper."""
    lam = _checked(problem, lam)
    known, dim = truth(problem.target), problem.target.dim
    flat = lam.reshape(-1, lam.shape[-1])
    _, cov = problem.family.moments(flat)
    sd_p, sd_q = standard_deviation(known), np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    # Where p has no sd it has no correlation either, and what is left of 0/0 says so.
    correlation_p = np.full(len(flat), known.cov[0][0, 1] / (sd_p[0] * sd_p[1]) if dim == 2 else np.nan)
    correlation_q = cov[:, 0, 1] / (sd_q[:, 0] * sd_q[:, 1]) if dim == 2 else np.full(len(flat), np.nan)
    entropy_p, entropy_q = np.full(len(flat), -known.log_p_mean[0]), _entropy(problem, flat)
    with np.errstate(all="ignore"):
        ellipse = _ellipse(problem, flat)
    values = (
        sd_q / sd_p, correlation_p, correlation_q, correlation_p - correlation_q, entropy_p, entropy_q,
        entropy_p - entropy_q, coverage(problem, flat), ellipse,
    )  # fmt: skip
    return Uncertainty(*(each.reshape((*lam.shape[:-1], *each.shape[1:]))[()] for each in values))


def coverage(problem: Problem, lam) -> np.ndarray:
    """p's mass in q's central 50, 80 and 95 % intervals at λ (..., P), coordinate by coordinate: (..., D, 3)."""
    lam = _checked(problem, lam)
    flat = lam.reshape(-1, lam.shape[-1])
    with np.errstate(all="ignore"):
        found = np.stack([_coverage(problem, flat, unit) for unit in np.eye(problem.target.dim)], axis=1)
    return found.reshape((*lam.shape[:-1], *found.shape[1:]))


def combination(problem: Problem, lam, weights) -> Combination:
    """The uncertainty of weights·z at λ (..., P): (1, 1) is the sum, (1, −1) the difference. Weights (D,)."""
    lam = _checked(problem, lam)
    weights = np.asarray(weights, float)
    flat = lam.reshape(-1, lam.shape[-1])
    table = _coverage(problem, flat, weights)
    known = truth(problem.target)
    exists = np.isfinite(standard_deviation(known)[weights != 0]).all()
    variance_p = weights @ known.cov[0] @ weights if exists else np.nan
    _, cov = problem.family.moments(flat)
    sd_q = np.sqrt(np.einsum("i,mij,j->m", weights, cov, weights))
    return Combination(np.sqrt(variance_p), sd_q.reshape(lam.shape[:-1])[()], table.reshape((*lam.shape[:-1], 3)))


def _checked(problem, lam) -> np.ndarray:
    if not isinstance(problem, Problem):
        raise ValueError(f"uncertainty: problem is {problem!r}, but must be a Problem.")
    lam = problem.checked(lam)
    if not np.isfinite(lam).all():
        raise ValueError("uncertainty: lam must be finite: a run that diverged has no uncertainty to speak of.")
    return lam


def _coverage(problem, lam, weights) -> np.ndarray:
    """P(weights·z in q's central intervals), (M, 3), for λ (M, P)."""
    true = marginal(problem.target, tuple(np.asarray(weights, float).tolist()))
    tails = (1 - np.array(SHARES)) / 2
    ends = quantiles(problem.family, lam, weights, np.concatenate([tails, 1 - tails]))
    lo, hi = np.split(true.cdf(ends), 2, axis=-1)
    return np.maximum(hi - lo, 0)


def _entropy(problem, lam) -> np.ndarray:
    """−E_q[log q], (M,), nats."""
    from vizvi.integrate.over_q import over_q

    _, cov = problem.family.moments(lam)
    if problem.family.gaussian:
        return 0.5 * np.linalg.slogdet(2 * np.pi * np.e * cov)[1]
    with np.errstate(all="ignore"):
        _, entropy, _, error = over_q(problem, lam, 1e-5, 2**23)
    return np.where(error < 1e-2, entropy, np.nan)


def _ellipse(problem, lam) -> np.ndarray:
    """p's mass in q's ellipse, (M,): around q's mean with q's covariance, as large as holds 95 % of q."""
    mean, cov = problem.family.moments(lam)
    radius = inside_radius(problem.family, lam, CLAIM)
    if problem.target.dim == 1:
        true, half = marginal(problem.target, (1.0,)), radius * np.sqrt(cov[:, 0, 0])
        return true.cdf(mean[:, 0] + half) - true.cdf(mean[:, 0] - half)
    factor = _root(cov) * radius[:, None, None]
    log_z, out = truth(problem.target).log_z, np.full(len(lam), np.nan)
    open_, last = np.arange(len(lam)), np.full(len(lam), np.inf)
    for rule in RULES:
        found = _disc(problem.target, mean[open_], factor[open_], rule, log_z)
        out[open_] = found
        moved, last[open_] = np.abs(found - last[open_]), found
        open_ = open_[~(moved < SETTLED)]
        if not len(open_):
            break
    return np.clip(out, 0, 1)


def _root(cov) -> np.ndarray:
    """Cholesky factors (M, 2, 2); of a q that is flat to the last digit, too."""
    out = np.zeros_like(cov)
    out[:, 0, 0] = np.sqrt(cov[:, 0, 0])
    out[:, 1, 0] = cov[:, 1, 0] / out[:, 0, 0]
    out[:, 1, 1] = np.sqrt(np.maximum(cov[:, 1, 1] - out[:, 1, 0] ** 2, 0))
    return out


def _disc(target, mean, factor, rule, log_z) -> np.ndarray:
    """p's mass on the images of the unit disc, (M,): Gauss–Legendre in the squared radius, evenly around."""
    along, around = rule
    nodes, weights = np.polynomial.legendre.leggauss(along)
    angle = 2 * np.pi * (np.arange(around) + 0.5) / around
    r = np.sqrt((1 + nodes) / 2)
    unit = (r[:, None, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)).reshape(-1, 2)
    table = np.repeat(weights / 2, around) * np.pi / around
    out = np.empty(len(mean))
    rows = max(1, CHUNK // len(unit))
    for first in range(0, len(mean), rows):
        part = slice(first, first + rows)
        z = mean[part, None] + np.einsum("mij,nj->mni", factor[part], unit)
        with np.errstate(all="ignore"):
            density = np.exp(target.log_prob(z) - log_z)
        if not np.isfinite(density).all():
            density = np.nan_to_num(density)
        out[part] = density @ table * np.linalg.det(factor[part])
    return out
