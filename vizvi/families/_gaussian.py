"""What the Gaussian families share: checks of a covariance, the whitened log density, the mass in a box."""

import math
from functools import cache

import numpy as np

from vizvi.integrate.special import LOG_2PI, normal_cdf


def coordinates(x) -> list[np.ndarray]:
    """The coordinates of (..., D) as views (...): loops over a short last axis are many times slower in NumPy."""
    return [x[..., i] for i in range(x.shape[-1])]


def columns(*parts) -> np.ndarray:
    """Coordinates (...), broadcast against each other, as one array (..., D)."""
    out = np.empty((*np.broadcast(*parts).shape, len(parts)))
    for i, each in enumerate(parts):
        out[..., i] = each
    return out


def split_in_two(lam):
    """Locs and log scales (..., D) of λ = (loc, log scale)."""
    dim = lam.shape[-1] // 2
    return lam[..., :dim], lam[..., dim:]


def whiten(loc, log_scale, z) -> list[np.ndarray]:
    """(z − loc)/scale as a list of coordinates (...)."""
    triples = zip(coordinates(z), coordinates(loc), coordinates(np.exp(-log_scale)), strict=True)
    return [(each - m) * inverse for each, m, inverse in triples]


def checked_moments(mean, cov) -> tuple[np.ndarray, np.ndarray]:
    """Mean (..., D) and covariance (..., D, D) as arrays, or a ValueError that says what is wrong with them."""
    try:
        mean, cov = np.asarray(mean, float), np.asarray(cov, float)
    except (TypeError, ValueError):
        raise ValueError(f"from_moments: mean is {mean!r} and cov {cov!r}, but both must be arrays of numbers.") from None
    if cov.ndim < 2 or mean.ndim < 1 or cov.shape[-2:] != (mean.shape[-1],) * 2 or not np.isfinite(mean).all():
        wanted = "must be finite and of shapes (..., D) and (..., D, D)"
        raise ValueError(f"from_moments: mean is {mean.tolist()} and cov {cov.tolist()}, but they {wanted}.")
    if np.isfinite(cov).all():
        skew = np.abs(cov - np.swapaxes(cov, -1, -2)).max(initial=0.0)
        if skew <= 1e-9 * np.abs(cov).max(initial=0.0) and np.all(np.linalg.eigvalsh(cov) > 0):
            return mean, cov
    raise ValueError(f"from_moments: cov is {cov.tolist()}, but must be symmetric and positive definite.")


def normal_log_mass(u) -> np.ndarray:
    """log of the standard normal density at u: (..., D) -> (...)."""
    square = u[..., 0] * u[..., 0]
    for i in range(1, u.shape[-1]):
        square += u[..., i] * u[..., i]
    return -0.5 * square - 0.5 * u.shape[-1] * LOG_2PI


@cache
def _legendre(count: int):
    return np.polynomial.legendre.leggauss(count)


def box_mass(mean, cov, window) -> np.ndarray:
    """The mass of Gaussians inside a window: mean (..., D), cov (..., D, D) -> (...), D = 1 or 2.

    Exact in 1-D; in 2-D one coordinate by Gauss–Legendre and the other, given it, by Φ."""
    lo, hi = np.array(window, float).T
    sd = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    out = np.ones(mean.shape[:-1])
    # Nine sds inside the window on every side: nothing is missing that a float could show.
    near = ~np.all((mean - 9 * sd > lo) & (mean + 9 * sd < hi), axis=-1)
    if not np.any(near):
        return out
    mean, cov, sd = mean[near], cov[near], sd[near]
    if len(window) == 1:
        mass = normal_cdf((hi - mean) / sd)[:, 0] - normal_cdf((lo - mean) / sd)[:, 0]
    else:
        first = np.clip((lo[0] - mean[:, 0]) / sd[:, 0], -9, 9), np.clip((hi[0] - mean[:, 0]) / sd[:, 0], -9, 9)
        nodes, weights = _legendre(96)
        half = (first[1] - first[0]) / 2
        u = first[0][:, None] + half[:, None] * (1 + nodes)
        slope = (cov[:, 0, 1] / sd[:, 0])[:, None]
        centre = mean[:, 1:] + slope * u
        spare = np.sqrt(cov[:, 1, 1] - slope[:, 0] ** 2)[:, None]
        given = normal_cdf((hi[1] - centre) / spare) - normal_cdf((lo[1] - centre) / spare)
        mass = half * ((given * np.exp(-0.5 * u * u)) @ weights) / math.sqrt(2 * math.pi)
    out[near] = mass
    return np.clip(out, 0, 1)
