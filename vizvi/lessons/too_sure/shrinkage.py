"""What does factorizing a Gaussian cost? Variances shrink, entropy partly comes back (Margossian & Saul, 2023)."""

import math
from typing import NamedTuple

import numpy as np


class Shrinkage(NamedTuple):
    """The mean-field optimum of a Gaussian with covariance Σ: what shrank, and what it cost in nats."""

    variance: np.ndarray  # (n,) of q: 1/Λᵢᵢ
    ratio: np.ndarray  # (n,) q's variance over p's
    entropy_lost: float  # nats; at this optimum equal to KL(q‖p)
    per_dimension: float


def shrinkage(cov, temperature: float = 1.0) -> Shrinkage:
    """Mean-field on N(m, Σ) for Σ (n, n); temperature T: on p^(1/T), whose covariance is TΣ.

    Entropy falls by the shrinking of variances and rises by the loss of links. Raises ValueError unless Σ is symmetric
    and positive definite and T positive."""
    try:
        cov = np.asarray(cov, float)
        root = np.linalg.cholesky(cov)
        if cov.ndim != 2 or np.abs(cov - cov.T).max() > 1e-9 * np.abs(cov).max():
            raise ValueError
    except (TypeError, ValueError, np.linalg.LinAlgError):
        raise ValueError("shrinkage: cov must be a symmetric, positive definite matrix (n, n).") from None
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError(f"shrinkage: temperature is {temperature!r}, but must be positive.")
    inverse = np.linalg.inv(root)
    variance = 1 / (inverse**2).sum(axis=0)
    lost = float(np.log(np.diag(root)).sum() - 0.5 * np.log(variance).sum())
    ratio = temperature * variance / np.diag(cov)
    lost -= 0.5 * len(cov) * math.log(temperature)  # against p itself
    return Shrinkage(temperature * variance, ratio, lost, lost / len(cov))


def equicorrelated(n, rho) -> Shrinkage:
    """The same for n unit variances with one correlation between any two, in closed form; n and ρ broadcast.

    The variance tends to 1 − ρ as n grows, while the entropy lost per dimension tends to 0. `entropy_lost` and
    `per_dimension` are arrays here. Raises ValueError unless n ≥ 1 is whole and −1/(n − 1) < ρ < 1."""
    n, rho = np.asarray(n, float), np.asarray(rho, float)
    if np.any(n < 1) or np.any(n != np.floor(n)) or not np.isfinite(n + rho).all():
        raise ValueError(f"equicorrelated: n is {n.tolist()}, but must be whole and at least 1.")
    if np.any(np.abs(rho) >= 1) or np.any(1 + (n - 1) * rho <= 0):
        raise ValueError(f"equicorrelated: rho is {rho.tolist()}, but must be above −1/(n − 1) and below 1.")
    variance = np.where(n == 1, 1.0, (1 - rho) * (1 + (n - 1) * rho) / (1 + (n - 2) * rho))
    lost = 0.5 * ((n - 1) * np.log1p(-rho) + np.log1p((n - 1) * rho) - n * np.log(variance))
    return Shrinkage(variance, variance, lost[()], (lost / n)[()])
