"""Factors: a mean-field q(μ) q(τ) of an unknown mean and an unknown precision, and the way that coordinate ascent took."""

from typing import NamedTuple

import numpy as np

from vizvi.models.checks import finite
from vizvi.models.distributions import Gamma, Normal


class Factors(NamedTuple):
    """q(μ) q(τ) = N(mean, 1/precision) Gamma(shape, rate); each (...)."""

    mean: np.ndarray
    precision: np.ndarray
    shape: np.ndarray
    rate: np.ndarray

    @property
    def of_mean(self) -> Normal:
        """q(μ)."""
        return Normal(self.mean, 1 / np.sqrt(self.precision))

    @property
    def of_precision(self) -> Gamma:
        """q(τ)."""
        return Gamma(self.shape, self.rate)

    def log_prob(self, mu, tau) -> np.ndarray:
        """log q(μ, τ), nats."""
        return self.of_mean.log_prob(mu) + self.of_precision.log_prob(tau)


class Ascent(NamedTuple):
    """Where coordinate ascent ended, (...) each, and the way there: the start, then q after every half-step."""

    mean: np.ndarray
    precision: np.ndarray
    shape: np.ndarray
    rate: np.ndarray
    elbo: np.ndarray  # (..., 2·sweeps + 1)
    path: Factors  # (..., 2·sweeps + 1) each


def checked(start) -> Factors:
    """A start given as four numbers or arrays; ValueError if it is none."""
    try:
        q = Factors(*(finite("NormalGamma", "start", each) for each in start))
    except TypeError:
        raise ValueError("NormalGamma: start must be four numbers: mean, precision, shape and rate.") from None
    if not all(np.all(each > 0) for each in q[1:]):
        raise ValueError("NormalGamma: start has a precision, shape or rate that is not positive.")
    return q
