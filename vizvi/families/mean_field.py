from typing import ClassVar

import numpy as np

from vizvi.families import Family
from vizvi.families._gaussian import (
    LOG_2PI,
    box_mass,
    checked_moments,
    columns,
    coordinates,
    normal_log_mass,
    split_in_two,
    whiten,
)
from vizvi.member import member


@member
class MeanField(Family):
    """Independent Gaussians, λ = (loc, log scale): it moves and stretches along the axes, it cannot tilt."""

    label: ClassVar = "Mean-field"
    gaussian: ClassVar = True

    def names(self, dim):
        return tuple(f"{noun}{i + 1}" if dim > 1 else noun for noun in ("loc", "log scale") for i in range(dim))

    def transform(self, lam, eps):
        loc, log_scale = split_in_two(lam)
        scale = np.exp(log_scale)
        triples = zip(coordinates(loc), coordinates(scale), coordinates(eps), strict=True)
        return columns(*(m + s * each for m, s, each in triples))

    def log_prob(self, lam, z):
        loc, log_scale = split_in_two(lam)
        square = sum(u * u for u in whiten(loc, log_scale, z))
        return -0.5 * square - (log_scale.sum(axis=-1) + 0.5 * loc.shape[-1] * LOG_2PI)

    def moments(self, lam):
        loc, log_scale = split_in_two(np.asarray(lam))
        # What is infinitely wide still has no correlation: ∞ · 0 would be unknown.
        return loc, np.where(np.eye(loc.shape[-1], dtype=bool), np.exp(2 * log_scale)[..., None], 0.0)

    def from_moments(self, mean, cov):
        mean, cov = checked_moments(mean, cov)
        variance = np.diagonal(cov, axis1=-2, axis2=-1)
        return np.concatenate(np.broadcast_arrays(mean, 0.5 * np.log(variance)), axis=-1)

    def pull(self, lam, eps, g):
        _, log_scale = split_in_two(lam)
        triples = zip(coordinates(g), coordinates(eps), coordinates(np.exp(log_scale)), strict=True)
        return columns(*coordinates(g), *(a * b * c for a, b, c in triples))

    def score_z(self, lam, z):
        loc, log_scale = split_in_two(lam)
        return (loc - z) * np.exp(-2 * log_scale)

    def score_lam(self, lam, z):
        loc, log_scale = split_in_two(lam)
        u = whiten(loc, log_scale, z)
        inverse = coordinates(np.exp(-log_scale))
        return columns(*(a * b for a, b in zip(u, inverse, strict=True)), *(each * each - 1 for each in u))

    def log_scales(self, lam):
        return split_in_two(np.asarray(lam))[1].sum(axis=-1)

    def drawn_log_prob(self, lam, eps, z):
        dim = eps.shape[-1]
        return normal_log_mass(eps) - lam[..., dim:].sum(axis=-1)

    def total_score(self, lam, eps, z):
        # Whatever ε, the draw keeps its distance in sds: only the scales change its density.
        return np.array([0.0] * z.shape[-1] + [-1.0] * z.shape[-1])

    def nodes(self, lam, u):
        return self.transform(lam[..., None, :], u), normal_log_mass(u)

    def box_mass(self, lam, window):
        return box_mass(*self.moments(lam), window)
