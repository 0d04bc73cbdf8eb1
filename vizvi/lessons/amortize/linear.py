"""The linear case in closed form, for the digits: what a turn costs mean-field, and which β empties a dimension."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.models.digits import digits
from vizvi.models.linear_vae import fit, latent_kl, principal


class Linear(NamedTuple):
    """Of the gray digits, two latents."""

    eigenvalues: np.ndarray  # (2,) of the data's covariance, pixels from 0 to 1
    noise_variance: float


@lru_cache(maxsize=1)
def of_digits() -> Linear:
    """The best linear VAE of the gray digits: probabilistic PCA."""
    model, eigenvalues = fit(digits().counts / 16)
    return Linear(eigenvalues[:2], model.noise_variance)


def gap(linear: Linear, degrees) -> np.ndarray:
    """Mean-field's gap, nats, if the latents are turned by these angles (n,), whatever x is."""
    at = np.zeros(2)
    turned = (
        principal(linear.eigenvalues, linear.noise_variance, angle=np.radians(each)) for each in np.atleast_1d(degrees)
    )
    return np.array([each.best(at).gap for each in turned])


def told(linear: Linear, betas) -> np.ndarray:
    """KL to the prior of each dimension, nats, for these weights (n,): (n, 2)."""
    return np.stack([latent_kl(linear.eigenvalues, linear.noise_variance, float(each)) for each in np.atleast_1d(betas)])


def thresholds(linear: Linear) -> np.ndarray:
    """The β (2,) from which each dimension is unused."""
    return linear.eigenvalues / linear.noise_variance
