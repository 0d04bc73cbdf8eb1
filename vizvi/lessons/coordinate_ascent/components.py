"""Old Faithful by EM and by variational Bayes from the same start: which components live, and what each bound says of K."""

from typing import NamedTuple

import numpy as np

from vizvi.models.checks import frozen
from vizvi.models.faithful import eruptions, standardized
from vizvi.models.gaussian_mixture import GaussianMixture, Variational
from vizvi.models.mixture_em import Likelihood

STRENGTH, DF = 1.0, 2.0
MOST, SETTLED = 400, 1e-6  # sweeps, and the gain in nats that ends a run
TURN = np.linspace(0, 2 * np.pi, 65)
MASS = 0.95


class Pair(NamedTuple):
    """Two runs from the same responsibilities, on standardized data."""

    x: np.ndarray  # (272, 2)
    vb: Variational
    em: Likelihood


class Ladder(NamedTuple):
    """The best of some restarts for K = 1 … 8, each (8,)."""

    components: np.ndarray
    elbo: np.ndarray  # nats, without log K!
    copies: np.ndarray  # log K!
    alive: np.ndarray  # of the variational run
    log_lik: np.ndarray  # of EM, nats


def data() -> np.ndarray:
    """Old Faithful in standard units, (272, 2)."""
    return frozen(standardized(eruptions()))


def pair(components: int = 6, concentration: float = 1e-3, seed: int = 0) -> Pair:
    """EM and variational Bayes from the same start."""
    x, model = data(), GaussianMixture(components, concentration, STRENGTH, DF)
    start = model.start(x, seed)
    return Pair(x, model.variational(x, start, MOST, SETTLED), model.em(x, start, MOST, SETTLED))


def ladder(concentration: float = 1e-3, restarts: int = 5, most: int = 8) -> Ladder:
    """K from 1 to `most`: the highest bound and the highest likelihood that the restarts found."""
    rows = []
    for count in range(1, most + 1):
        runs = [pair(count, concentration, seed) for seed in range(restarts if count > 1 else 1)]
        best = max((each.vb for each in runs), key=lambda run: run.elbo[-1])
        likely = max(each.em.log_lik[-1] for each in runs if not each.em.why or count == 1)
        rows.append((count, best.elbo[-1], best.copies, best.alive, likely))
    return Ladder(*frozen(*(np.array(each) for each in zip(*rows, strict=True))))


def ellipses(means, covs, mass: float = MASS) -> np.ndarray:
    """Outlines that hold this mass of each component, (..., 65, 2), from means (..., 2) and covariances (..., 2, 2)."""
    radius = np.sqrt(-2 * np.log1p(-mass))
    circle = np.stack([np.cos(TURN), np.sin(TURN)], axis=-1) * radius
    return means[..., None, :] + circle @ np.linalg.cholesky(covs).swapaxes(-1, -2)
