"""Exponential waiting times with a Gamma prior on their rate: conjugate, and skew enough to bias a Gaussian on log rate."""

import math

import numpy as np


class ExponentialRate:
    """x₁…xₙ ~ Exp(rate), rate ~ Gamma(shape, scale 1); the parameter is z = log rate, whose posterior is a log-gamma.

    The best Gaussian on it has mean log k − 1/(2k) − log r and variance 1/k, k = shape + n, r = 1 + Σx (Kucukelbir et al.,
    2017, fit such models on the log scale). Raises ValueError unless n is a whole number and shape positive."""

    names = ("log rate",)

    def __init__(self, n: int = 5, shape: float = 1.0):
        if n != int(n) or n < 1 or not (np.isfinite(shape) and shape > 0):
            raise ValueError(f"ExponentialRate: n is {n!r} and shape {shape!r}, but must be a whole number and positive.")
        self.n, self.shape = int(n), float(shape)
        if 2 * self.shape != int(2 * self.shape):
            raise ValueError(f"ExponentialRate: shape is {shape!r}, but must be a multiple of ½ to be drawn from normals.")

    @property
    def sizes(self) -> tuple[int, int]:
        """How many standard normals a draw of the parameter and a data set take."""
        return int(2 * self.shape), 2 * self.n

    def prior(self, normals) -> np.ndarray:
        """z (..., 1): a Gamma(shape) is half a χ² with 2·shape degrees of freedom."""
        return np.log(0.5 * (np.asarray(normals, float) ** 2).sum(axis=-1, keepdims=True))

    def simulate(self, theta, normals) -> np.ndarray:
        """Waiting times (..., n): half the square of a pair of normals is Exp(1)."""
        squares = np.asarray(normals, float).reshape(*np.shape(normals)[:-1], self.n, 2) ** 2
        return 0.5 * squares.sum(axis=-1) / np.exp(theta)

    def approximate(self, x, mean_field: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Loc and scale (..., 1) of the best Gaussian on log rate for waiting times x (..., n)."""
        k, r = self.shape + self.n, 1 + np.asarray(x, float).sum(axis=-1, keepdims=True)
        loc = math.log(k) - 1 / (2 * k) - np.log(r)
        return loc, np.full(loc.shape, 1 / math.sqrt(k))
