"""Old Faithful by EM and by variational Bayes from the same start: which components live, and what each bound says of K."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from vizvi.models.checks import frozen
from vizvi.models.faithful import eruptions, standardized
from vizvi.models.gaussian_mixture import ALIVE, GaussianMixture, Variational
from vizvi.models.mixture_em import Likelihood

STRENGTH, DF = 1.0, 2.0
MOST, SETTLED, LIKELY = 400, 1e-6, 1e-3  # sweeps, and the gains in nats that end a run of either kind
MOST_COMPONENTS = 8
TURN = np.linspace(0, 2 * np.pi, 65)
MASS = 0.95


class Pair(NamedTuple):
    """Two runs from the same responsibilities, on standardized data."""

    x: np.ndarray  # (272, 2)
    vb: Variational
    em: Likelihood


class Rung(NamedTuple):
    """One number of components: the highest bound and the highest likelihood that some restarts found, nats."""

    components: int
    elbo: float  # without log K!
    copies: float  # log K!
    alive: int
    log_lik: float  # −∞ where every run broke down


def data(minutes: bool = False) -> np.ndarray:
    """Old Faithful in standard units, or in minutes, (272, 2)."""
    return eruptions() if minutes else frozen(standardized(eruptions()))


def pair(components: int = 6, concentration: float = 1e-3, seed: int = 0, minutes: bool = False, map: bool = False) -> Pair:
    """EM and variational Bayes from the same start; map: EM climbs to the mode of the posterior, with the same priors.

    Raises ValueError where EM has no end: a component of the start without spread, or no weight that the prior keeps."""
    em = by_em(components, seed, minutes, concentration if map else None)
    return Pair(data(minutes), by_vb(components, concentration, seed, minutes), em)


def by_vb(components: int, concentration: float, seed: int, minutes: bool = False) -> Variational:
    """Variational Bayes from the start of this seed."""
    x, model = data(minutes), GaussianMixture(components, concentration, STRENGTH, DF)
    return model.variational(x, model.start(x, seed), MOST, SETTLED)


def by_em(components: int, seed: int, minutes: bool = False, concentration: float | None = None) -> Likelihood:
    """EM from the same start: maximum likelihood, or with a concentration the mode of the posterior."""
    x, use_prior = data(minutes), concentration is not None
    model = GaussianMixture(components, concentration if use_prior else 1.0, STRENGTH, DF)
    return model.em(x, model.start(x, seed), MOST, SETTLED, map=use_prior)


def at_sweep(found: Pair, vb: bool, sweep: int) -> tuple:
    """Weights (K,), means, covariances and responsibilities (N, K) of one run after a sweep, or at its end.

    EM's are under its parameters; those of variational Bayes under q's means, but at the end q's own."""
    run = found.vb if vb else found.em
    at = min(sweep, len(run.path.weights) - 1)
    weights, means, covs = (each[at] for each in run.path)
    share = run.responsibilities if at == len(run.path.weights) - 1 else _shares(found.x, weights, means, covs)
    return weights, means, covs, share


def _shares(x, weights, means, covs) -> np.ndarray:
    """Responsibilities (N, K) under these parameters."""
    apart = x[:, None] - means
    square = np.einsum("nki,kij,nkj->nk", apart, np.linalg.inv(covs), apart)
    with np.errstate(divide="ignore"):
        log_p = np.log(weights) - 0.5 * (square + np.linalg.slogdet(covs)[1])
    share = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    return share / share.sum(axis=1, keepdims=True)


def in_use(found: Pair) -> tuple[int, int]:
    """How many components explain one eruption or more at the end: of EM, of variational Bayes."""
    return int((found.em.counts >= ALIVE).sum()), found.vb.alive


def repeated(times=(1, 4, 16, 64), seed: int = 0) -> np.ndarray:
    """How far the means of variational Bayes stay from those of maximum likelihood, two components, when every eruption
    counts so many times: (len(times),) in standard units. It falls as 1/times: EM is the limit of much data."""
    apart = []
    for count in times:
        x, model = np.repeat(data(), count, axis=0), GaussianMixture(2, 1.0, STRENGTH, DF)
        start = np.repeat(model.start(data(), seed), count, axis=0)
        vb, em = model.variational(x, start, 60, SETTLED), model.em(x, start, 60, SETTLED)
        apart.append(np.abs(vb.means - em.means).max())
    return frozen(np.array(apart))


def rungs(concentration: float = 1e-3, restarts: int = 3, most: int = MOST_COMPONENTS) -> Iterator[Rung]:
    """What some restarts find for K = 1 … `most`, one K after the other. No prior enters the likelihood."""
    x = data()
    for count in range(1, most + 1):
        model = GaussianMixture(count, concentration, STRENGTH, DF)
        starts = [model.start(x, seed) for seed in range(restarts)]
        best = max((model.variational(x, start, MOST, SETTLED) for start in starts), key=lambda run: run.elbo[-1])
        runs = [model.em(x, start, MOST, LIKELY) for start in starts]
        likely = max((float(run.log_lik[-1]) for run in runs if not run.why), default=-np.inf)
        yield Rung(count, float(best.elbo[-1]), best.copies, best.alive, likely)


def ellipses(means, covs, mass: float = MASS) -> np.ndarray:
    """Outlines that hold this mass of each component, (..., 65, 2), from means (..., 2) and covariances (..., 2, 2)."""
    radius = np.sqrt(-2 * np.log1p(-mass))
    circle = np.stack([np.cos(TURN), np.sin(TURN)], axis=-1) * radius
    return means[..., None, :] + circle @ np.linalg.cholesky(covs).swapaxes(-1, -2)
