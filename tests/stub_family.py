"""A family that knows only what every family must: the general fallbacks are all that it has."""

import numpy as np
from scipy import stats

from vizvi.families import Family

SHAPE = 2.0
DELTA = SHAPE / np.sqrt(1 + SHAPE**2)
MIDDLE, SPREAD = DELTA * np.sqrt(2 / np.pi), np.sqrt(1 - 2 * DELTA**2 / np.pi)


class SkewBell(Family):
    """Independent skew normals of one shape (Azzalini, 1985), λ = (loc, log scale): no Gaussian, no round bell, no sum."""

    def noise_dim(self, dim):
        return 2 * dim

    def names(self, dim):
        return tuple(f"{noun}{i + 1}" for noun in ("loc", "log scale") for i in range(dim))

    def transform(self, lam, eps):
        loc, log_scale = np.split(np.asarray(lam, float), 2, axis=-1)
        dim = loc.shape[-1]
        return loc + np.exp(log_scale) * (DELTA * np.abs(eps[..., :dim]) + np.sqrt(1 - DELTA**2) * eps[..., dim:])

    def log_prob(self, lam, z):
        loc, log_scale = np.split(np.asarray(lam, float), 2, axis=-1)
        u = (z - loc) * np.exp(-log_scale)
        each = np.log(2) - 0.5 * u * u - 0.5 * np.log(2 * np.pi) + stats.norm.logcdf(SHAPE * u) - log_scale
        return each.sum(axis=-1)

    def moments(self, lam):
        loc, log_scale = np.split(np.asarray(lam, float), 2, axis=-1)
        sd = SPREAD * np.exp(log_scale)
        return loc + MIDDLE * np.exp(log_scale), sd[..., None] ** 2 * np.eye(loc.shape[-1])

    def from_moments(self, mean, cov):
        scale = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1)) / SPREAD
        return np.concatenate(np.broadcast_arrays(mean - MIDDLE * scale, np.log(scale)), axis=-1)


def marginal(lam, i: int):
    """SciPy's own distribution of one coordinate."""
    loc, log_scale = np.split(np.asarray(lam, float), 2)
    return stats.skewnorm(SHAPE, loc[i], np.exp(log_scale[i]))
