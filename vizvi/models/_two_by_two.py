"""Gaussians over two coefficients, very many of them: at this size Cramer's rule is many times faster than LAPACK."""

import numpy as np


def kl(mean, precision, best_mean, best_precision) -> np.ndarray:
    """KL between Gaussians (..., 2), (..., 2, 2), nats."""
    off = mean - best_mean
    ratio = inverse(precision) @ best_precision
    trace, volume = ratio[..., 0, 0] + ratio[..., 1, 1], det(best_precision) / det(precision)
    return 0.5 * (trace - 2 - np.log(volume) + np.einsum("...i,ij,...j->...", off, best_precision, off))


def det(m):
    return m[..., 0, 0] * m[..., 1, 1] - m[..., 0, 1] * m[..., 1, 0]


def inverse(m):
    out = np.stack([m[..., 1, 1], -m[..., 0, 1], -m[..., 1, 0], m[..., 0, 0]], axis=-1).reshape(m.shape)
    return out / det(m)[..., None, None]


def solve(m, v):
    return (inverse(m) @ v[..., None])[..., 0]
