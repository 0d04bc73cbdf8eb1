"""A normal mean with a normal prior: conjugate, one coordinate, so that q is the posterior and nothing is lost."""

import math

import numpy as np


class NormalMean:
    """z ~ N(0, prior_sd²), x₁…xₙ | z ~ N(z, noise²). Raises ValueError unless n is a whole number and the sds positive."""

    names = ("mean",)

    def __init__(self, n: int = 1, noise: float = 1.0, prior_sd: float = 1.0):
        if n != int(n) or n < 1 or not (noise > 0 and prior_sd > 0 and math.isfinite(noise * prior_sd)):
            raise ValueError(
                f"NormalMean: n is {n!r}, noise {noise!r}, prior_sd {prior_sd!r}: counts and sds are positive."
            )
        self.n, self.noise, self.prior_sd = int(n), float(noise), float(prior_sd)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many standard normals a draw of the parameter and a data set take."""
        return 1, self.n

    def prior(self, normals) -> np.ndarray:
        """z (..., 1)."""
        return self.prior_sd * np.asarray(normals, float)

    def simulate(self, theta, normals) -> np.ndarray:
        """Observations (..., n)."""
        return theta + self.noise * np.asarray(normals, float)

    def approximate(self, x, mean_field: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Loc and scale (..., 1) of the posterior, for observations x (..., n)."""
        precision = self.n / self.noise**2 + 1 / self.prior_sd**2
        loc = np.asarray(x, float).sum(axis=-1, keepdims=True) / self.noise**2 / precision
        return loc, np.full(loc.shape, 1 / math.sqrt(precision))
