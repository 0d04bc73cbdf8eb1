"""Learning through the bound as one picture: two curves in the parameter, their peaks, and three ways up."""

from typing import NamedTuple

import numpy as np

from vizvi.models.chain import Chain, Climb
from vizvi.models.checks import frozen

TRUTH = 0.8
GRID = 241
REACH = 0.97
STEPS, GRADIENT_STEPS, RATE = 100, 800, 0.04


class Learning(NamedTuple):
    """For endless data from the truth, nats a sequence."""

    correlation: np.ndarray  # (G,)
    evidence: np.ndarray  # (G,)
    elbo: np.ndarray  # (G,)
    peaks: tuple[float, float]  # of the evidence, of the bound
    exact: Climb
    variational: Climb
    joint: Climb | None  # where it was asked for


def learning(noise_variance: float = 0.5, start: float = 0.1, joint: bool = True, truth: float = TRUTH) -> Learning:
    """Exact EM, variational EM and, if `joint`, gradient ascent in q and λ together, all from the same λ."""
    chain, grid = Chain(2, noise_variance), np.linspace(-REACH, REACH, GRID)
    moment = chain.moment(truth)
    return Learning(
        *frozen(grid, chain.evidence(grid, moment), chain.elbo(grid, moment)),
        (chain.peak(moment), chain.peak(moment, "mean_field")),
        chain.em(start, moment, STEPS),
        chain.em(start, moment, STEPS, "mean_field"),
        chain.gradient_ascent(start, moment, GRADIENT_STEPS, RATE) if joint else None,
    )


def fixed_q(noise_variance: float, correlation: float, family: str = "mean_field", truth: float = TRUTH) -> np.ndarray:
    """The bound with q held at its best for one λ, over the same grid (G,): what an M-step climbs; it touches at λ."""
    chain = Chain(2, noise_variance)
    return frozen(chain.bound(chain.best(correlation, family), np.linspace(-REACH, REACH, GRID), chain.moment(truth)))
