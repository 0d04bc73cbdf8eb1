"""The conjugate prior of a Gaussian's mean and precision matrix, for many components at once."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2, LOG_2PI, digamma, log_gamma

LOG_PI = math.log(math.pi)
NOTHING = 1e-200  # observations
LOST = 1e-12  # what is left of a variance given the other coordinates


class NormalWishart(NamedTuple):
    """μ | Λ ~ N(mean, (strength·Λ)⁻¹), Λ ~ Wishart(W, df), for K components (Bishop, 2006, B.26 and 10.2).

    `inverse` is W⁻¹, which adds up where data arrive; `root` its lower Cholesky factor."""

    mean: np.ndarray  # (K, D)
    strength: np.ndarray  # (K,)
    df: np.ndarray  # (K,)
    inverse: np.ndarray  # (K, D, D)
    root: np.ndarray  # (K, D, D)

    @property
    def log_det(self) -> np.ndarray:
        """log|W|, (K,)."""
        return -2 * np.log(np.diagonal(self.root, axis1=-2, axis2=-1)).sum(axis=-1)

    @property
    def covs(self) -> np.ndarray:
        """The inverse of E[Λ], (K, D, D)."""
        return self.inverse / self.df[:, None, None]

    def update(self, counts, means, scatter) -> "NormalWishart":
        """The posterior after counts (K,) points, perhaps fractions, of means (K, D) and scatter (K, D, D) around them."""
        strength = self.strength + counts
        apart = means - self.mean
        share = counts / strength
        pull = (self.strength * share)[:, None, None] * apart[:, :, None] * apart[:, None, :]
        inverse = self.inverse + scatter + pull
        root = _root(inverse)
        return NormalWishart(self.mean + share[:, None] * apart, strength, self.df + counts, inverse, root)

    def log_normalizer(self) -> np.ndarray:
        """log of the density's integral where its factor of μ and Λ stands alone, (K,), nats."""
        dim = self.mean.shape[-1]
        halves = 0.5 * (self.df[:, None] - np.arange(dim))
        of_wishart = 0.5 * self.df * (self.log_det + dim * LOG_2) + 0.25 * dim * (dim - 1) * LOG_PI
        return of_wishart + log_gamma(halves).sum(axis=-1) + 0.5 * dim * (LOG_2PI - np.log(self.strength))

    def expected_log_det(self) -> np.ndarray:
        """E[log|Λ|], (K,)."""
        dim = self.mean.shape[-1]
        return digamma(0.5 * (self.df[:, None] - np.arange(dim))).sum(axis=-1) + dim * LOG_2 + self.log_det

    def squares(self, x) -> np.ndarray:
        """(x − mean)ᵀ W (x − mean) for rows x (N, D), (K, N)."""
        return mahalanobis(x, self.mean, self.root)

    def log_prob(self, mean, precision) -> np.ndarray:
        """Log density at means (K, D) and precisions (K, D, D), (K,), nats."""
        dim = self.mean.shape[-1]
        _, log_det = np.linalg.slogdet(precision)
        apart = mean - self.mean
        square = self.strength * np.einsum("ki,kij,kj->k", apart, precision, apart)
        trace = np.einsum("kij,kji->k", self.inverse, precision)
        return 0.5 * (self.df - dim) * log_det - 0.5 * (square + trace) - self.log_normalizer()

    def predictive(self, x) -> np.ndarray:
        """Log density of a new row x (N, D) under each component, a Student t (Bishop, 2006, 10.81), (K, N)."""
        dim = self.mean.shape[-1]
        df = self.df + 1 - dim
        spread = (1 + self.strength) / self.strength  # the t's scale matrix is spread/df · W⁻¹
        log_root = 0.5 * (dim * np.log(spread * math.pi) - self.log_det)
        constant = log_gamma(0.5 * (df + dim)) - log_gamma(0.5 * df) - log_root
        return constant[:, None] - 0.5 * (df + dim)[:, None] * np.log1p(self.squares(x) / spread[:, None])

    def draw(self, rng) -> tuple[np.ndarray, np.ndarray]:
        """Means (K, D) and factors B (K, D, D) of covariances BBᵀ = Λ⁻¹, by Bartlett's decomposition (1933)."""
        count, dim = self.mean.shape
        normals = rng.standard_normal((count, dim, dim + 1))
        bartlett = np.tril(normals[..., :dim], -1)
        index = np.arange(dim)
        bartlett[:, index, index] = np.sqrt(2 * rng.standard_gamma(0.5 * (self.df[:, None] - index)))
        factor = self.root @ np.linalg.inv(bartlett).swapaxes(-1, -2)
        return self.mean + (factor @ normals[..., dim:])[..., 0] / np.sqrt(self.strength)[:, None], factor


def prior(components: int, dim: int, mean, strength: float, df: float, scale: float) -> NormalWishart:
    """The same prior for every component: W = scale · I."""
    inverse = np.broadcast_to(np.eye(dim) / scale, (components, dim, dim))
    full = np.full(components, 1.0)
    center = np.broadcast_to(np.asarray(mean, float), (components, dim))
    return NormalWishart(center, strength * full, df * full, inverse, np.sqrt(inverse))


def _root(matrix) -> np.ndarray:
    """Lower Cholesky factors (K, D, D); a ValueError where rounding has eaten the matrices' smallest directions."""
    try:
        root = np.linalg.cholesky(matrix)
        lost = np.diagonal(root, axis1=-2, axis2=-1) ** 2 < LOST * np.diagonal(matrix, axis1=-2, axis2=-1)
    except np.linalg.LinAlgError:
        lost = np.array(True)
    if lost.any():
        raise ValueError("GaussianMixture: x is too far from the prior, or too thin, for its digits; standardize it.")
    return root


def mahalanobis(x, means, roots) -> np.ndarray:
    """|root⁻¹ (x − mean)|² for rows x (N, D), means (K, D) and roots (K, D, D), (K, N)."""
    whitened = (x - means[:, None]) @ np.linalg.inv(roots).swapaxes(-1, -2)
    return np.einsum("knd,knd->kn", whitened, whitened)


def moments(x, share, counts, elsewhere) -> tuple[np.ndarray, np.ndarray]:
    """Weighted means (K, D) and scatter around them (K, D, D) of rows x (N, D), by shares (K, N) that sum to counts (K,).

    A component that holds nothing has its mean `elsewhere` (K, D) and no scatter."""
    held = counts > NOTHING
    means = np.where(held[:, None], share @ x / np.where(held, counts, 1)[:, None], elsewhere)
    apart = x - means[:, None]
    # Around the means themselves: differences of raw squares would lose what a narrow component is made of.
    return means, (apart * share[..., None]).swapaxes(-1, -2) @ apart
