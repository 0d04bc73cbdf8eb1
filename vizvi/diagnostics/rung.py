"""Rung: one family at its best on a target, beside the exact answer."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.khat import khat, log_ratios, reliability
from vizvi.divergences import DIVERGENCES
from vizvi.exact import exact
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.methods import METHODS
from vizvi.optima import optima
from vizvi.problem import Problem

SETS = 9  # of draws, for k̂ and ESS: medians over them
APART, LEVEL = 1.0, 0.7  # sds between the means, nats between the KLs, of two optima that are two answers
FINE = 1e-5  # nats that halving the resolution may move a KL that is shown


class Reference(NamedTuple):
    """The exact answer, by quadrature."""

    log_z: float
    log_z_error: float
    mean: np.ndarray  # (D,)
    sd: np.ndarray  # (D,) nan where p has none
    correlation: float  # nan in 1-D


class Rung(NamedTuple):
    """One family at its best."""

    slug: str
    lam: np.ndarray  # (P,)
    elbo: float
    kl: float  # KL(q‖p), exact
    error: float
    mean: np.ndarray  # (D,)
    sd: np.ndarray  # (D,)
    sd_ratio: np.ndarray  # (D,) over p's
    values: np.ndarray  # (K,) KLs of its distinct optima, best first
    shares: np.ndarray  # (K,) of the random starts that end in each
    several: bool  # two of them are two answers, or a continuum of equal ones
    k: float  # k̂ from the largest √S draws
    k_wide: float  # from the largest 3√S
    ess: float  # relative, of S


def mean_off(rung: Rung, reference: Reference) -> float:
    """How far a rung's mean is off along the worse axis, in p's sds; 0 where p has none."""
    with np.errstate(invalid="ignore"):
        return float(np.nan_to_num(np.abs(rung.mean - reference.mean) / reference.sd).max())


def reference_of(target) -> Reference:
    """The exact answer of a target."""
    known = truth(target)
    sd, cov = standard_deviation(known), known.cov[0]
    correlation = cov[0, 1] / math.sqrt(cov[0, 0] * cov[1, 1]) if target.dim == 2 else math.nan
    return Reference(float(target.log_z), float(target.log_z_error), known.mean[0], sd, float(correlation))


def best_of(target, slug: str, reference: Reference, draws: int, seed: int, starts: int) -> Rung | None:
    """A family at its best optimum from random starts; None if it has none."""
    problem = Problem(target, FAMILIES[slug](), DIVERGENCES["reverse_kl"]())
    found = optima(problem, starts=starts, seed=seed)
    if not len(found.value):
        return None
    mean, cov = problem.family.moments(found.lam)
    sd = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    near = found.value - found.value[0] < LEVEL
    apart = (np.abs(mean - mean[0]) > APART * np.minimum(sd, sd[0])).any(axis=-1)
    several = bool(np.any(near & apart)) or (slug != "mixture" and bool(found.flat[0]))
    return _measured(problem, slug, found.lam[0], reference, draws, seed, found.value, found.share, several)


def laplace_of(target, rung: Rung, reference: Reference, draws: int, seed: int) -> Rung | None:
    """Laplace's Gaussian at the mode uphill of the best Gaussian's mean; None where that mode has no curvature."""
    family = FAMILIES["full_rank" if target.dim > 1 else "mean_field"]()
    problem = Problem(target, family, DIVERGENCES["reverse_kl"]())
    start = family.from_moments(rung.mean, np.diag(rung.sd**2))
    try:
        lam = fit(Experiment(problem, METHODS["laplace"](), steps=40, start=tuple(start.tolist()))).lam[0, -1]
    except ValueError:
        return None
    return _measured(problem, "laplace", lam, reference, draws, seed, np.empty(0), np.empty(0), False)


def _measured(problem, slug, lam, reference, draws, seed, values, shares, several) -> Rung:
    ledger = exact(problem, lam, FINE)
    mean, cov = problem.family.moments(lam)
    sd = np.sqrt(np.diag(cov))
    count = problem.family.round_draws(draws)
    noise = np.random.default_rng(seed).standard_normal((SETS, count, problem.family.noise_dim(problem.target.dim)))
    ratios = log_ratios(problem, lam, noise)
    told = reliability(ratios)
    k = float(np.median(khat(ratios, tail=round(math.sqrt(count)))))
    numbers = float(ledger.elbo), float(ledger.reverse_kl), float(ledger.error), mean, sd, sd / reference.sd
    return Rung(
        slug, lam, *numbers, values, shares, several, k, float(np.median(told.k)), float(np.median(told.relative_ess))
    )
