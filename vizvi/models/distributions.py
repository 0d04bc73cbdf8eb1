"""Three one-dimensional distributions that closed-form updates end in: Normal, Gamma and Student's t."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI, log_gamma, normal_quantile


class Normal(NamedTuple):
    """N(loc, scale²)."""

    loc: np.ndarray
    scale: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        return self.loc

    @property
    def sd(self) -> np.ndarray:
        return self.scale

    def log_prob(self, x) -> np.ndarray:
        """Log density at x, nats."""
        return -0.5 * ((np.asarray(x, float) - self.loc) / self.scale) ** 2 - np.log(self.scale) - 0.5 * LOG_2PI

    def interval(self, share: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """The central interval that holds this share."""
        half = normal_quantile((1 + share) / 2) * self.scale
        return self.loc - half, self.loc + half


class StudentT(NamedTuple):
    """Student's t with df degrees of freedom, moved to loc and stretched by scale."""

    df: np.ndarray
    loc: np.ndarray
    scale: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        return self.loc

    @property
    def sd(self) -> np.ndarray:
        """Infinite for df ≤ 2."""
        df = np.asarray(self.df, float)
        return self.scale * np.sqrt(np.where(df > 2, df / np.where(df > 2, df - 2, 1), np.inf))

    def log_prob(self, x) -> np.ndarray:
        """Log density at x, nats."""
        df = np.asarray(self.df, float)
        constant = log_gamma((df + 1) / 2) - log_gamma(df / 2) - 0.5 * np.log(df * np.pi) - np.log(self.scale)
        return constant - (df + 1) / 2 * np.log1p(((np.asarray(x, float) - self.loc) / self.scale) ** 2 / df)

    def interval(self, share: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """The central interval that holds this share."""
        from scipy.special import stdtrit

        half = stdtrit(self.df, (1 + share) / 2) * self.scale
        return self.loc - half, self.loc + half


class Gamma(NamedTuple):
    """Gamma with a shape and a rate; its mean is shape/rate."""

    shape: np.ndarray
    rate: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        return self.shape / self.rate

    @property
    def sd(self) -> np.ndarray:
        return np.sqrt(self.shape) / self.rate

    def log_prob(self, x) -> np.ndarray:
        """Log density at x, nats; −inf at and below zero."""
        x = np.asarray(x, float)
        log_x = np.log(np.where(x > 0, x, 1.0))
        inside = self.shape * np.log(self.rate) - log_gamma(self.shape) + (self.shape - 1) * log_x - self.rate * x
        return np.where(x > 0, inside, -np.inf)[()]

    def interval(self, share: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """The central interval that holds this share."""
        from scipy.special import gammaincinv

        return tuple(gammaincinv(self.shape, each) / self.rate for each in ((1 - share) / 2, (1 + share) / 2))
