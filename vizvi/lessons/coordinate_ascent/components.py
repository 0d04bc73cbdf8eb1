"""Old Faithful by EM and by variational Bayes from the same start: which components live, and what each bound says of K."""

from typing import NamedTuple

import numpy as np

from vizvi.models.checks import frozen
from vizvi.models.faithful import eruptions, standardized
from vizvi.models.gaussian_mixture import GaussianMixture, Variational
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


class Ladder(NamedTuple):
    """The best bound of some restarts for K = 1 … 8, each (8,)."""

    components: np.ndarray
    elbo: np.ndarray  # nats, without log K!
    copies: np.ndarray  # log K!
    alive: np.ndarray  # in that run


def data() -> np.ndarray:
    """Old Faithful in standard units, (272, 2)."""
    return frozen(standardized(eruptions()))


def pair(components: int = 6, concentration: float = 1e-3, seed: int = 0) -> Pair:
    """EM and variational Bayes from the same start."""
    x, model = data(), GaussianMixture(components, concentration, STRENGTH, DF)
    start = model.start(x, seed)
    return Pair(x, model.variational(x, start, MOST, SETTLED), model.em(x, start, MOST, SETTLED))


def ladder(concentration: float = 1e-3, restarts: int = 3, most: int = MOST_COMPONENTS) -> Ladder:
    """K from 1 to `most`: the highest bound that variational Bayes found from its restarts."""
    x, rows = data(), []
    for count in range(1, most + 1):
        model = GaussianMixture(count, concentration, STRENGTH, DF)
        runs = [model.variational(x, model.start(x, seed), MOST, SETTLED) for seed in range(restarts)]
        best = max(runs, key=lambda run: run.elbo[-1])
        rows.append((count, best.elbo[-1], best.copies, best.alive))
    return Ladder(*frozen(*(np.array(each) for each in zip(*rows, strict=True))))


def likelihoods(restarts: int = 3, most: int = MOST_COMPONENTS) -> np.ndarray:
    """The highest log likelihood, nats, that EM found for K from 1 to `most`, (most,), where no component shrank to a
    point; no prior enters, so that one table serves every α₀."""
    x, best = data(), np.full(most, -np.inf)
    for count in range(1, most + 1):
        model = GaussianMixture(count)
        for seed in range(restarts):
            run = model.em(x, model.start(x, seed), MOST, LIKELY)
            if not run.why:
                best[count - 1] = max(best[count - 1], run.log_lik[-1])
    return frozen(best)


def ellipses(means, covs, mass: float = MASS) -> np.ndarray:
    """Outlines that hold this mass of each component, (..., 65, 2), from means (..., 2) and covariances (..., 2, 2)."""
    radius = np.sqrt(-2 * np.log1p(-mass))
    circle = np.stack([np.cos(TURN), np.sin(TURN)], axis=-1) * radius
    return means[..., None, :] + circle @ np.linalg.cholesky(covs).swapaxes(-1, -2)
