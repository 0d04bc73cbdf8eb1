"""Posterior collapse in closed form: what each latent of a linear VAE tells, as the decoder's variance or β grows."""

from typing import NamedTuple

import numpy as np

from vizvi.models.checks import frozen
from vizvi.models.linear_vae import latent_kl, principal

EIGENVALUES = (4.0, 1.5, 0.6)
GRID = 201


class Collapse(NamedTuple):
    """Over a grid of decoder variances (G,)."""

    noise_variance: np.ndarray
    kl: np.ndarray  # (G, K) nats of each latent dimension
    thresholds: np.ndarray  # (K,) variances at which a dimension is given up


def collapse(eigenvalues=EIGENVALUES, beta: float = 1.0, most: float = 5.0) -> Collapse:
    """KL to the prior of every latent, averaged over the data, at the optimum for each decoder variance."""
    variance = np.linspace(most / GRID, most, GRID)
    kl = np.stack([latent_kl(eigenvalues, each, beta) for each in variance.tolist()])
    return Collapse(*frozen(variance, kl, np.asarray(eigenvalues, float) / beta))


def turned(angles, eigenvalues=(4.0, 1.5), noise_variance: float = 0.5) -> np.ndarray:
    """Mean-field's gap with the first two latents turned by angles (G,), radians: (G,) nats; the evidence stays."""
    zero = np.zeros(len(eigenvalues))
    return np.array([principal(eigenvalues, noise_variance, angle=each).best(zero).gap for each in np.ravel(angles)])


def told_at(noise_variance: float, beta: float = 1.0, eigenvalues=EIGENVALUES) -> np.ndarray:
    """What each latent (K,) tells at one decoder variance, nats: the height of its curve."""
    return latent_kl(eigenvalues, noise_variance, beta)
