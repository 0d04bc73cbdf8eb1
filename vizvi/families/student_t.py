import math
from typing import ClassVar

import numpy as np

from vizvi.families import Family
from vizvi.families._gaussian import (
    checked_moments,
    columns,
    coordinates,
    split_in_two,
    whiten,
)
from vizvi.integrate.special import normal_cdf
from vizvi.member import knob, member

REACH, FARTHEST = 20.0, 1e7  # scales that a cloud of radius 8 spans: at least, and if only squares with df = 3 exist


@member
class StudentT(Family):
    """One heavy-tailed t with a scale per axis, λ = (loc, log scale): it forgives what a Gaussian cannot reach."""

    label: ClassVar = "Student-t"
    heavy: ClassVar = True
    one_bell: ClassVar = True
    df: int = knob(5, 3, 30, "Degrees of freedom")

    def noise_dim(self, dim):
        return dim + self.df  # the χ² that all coordinates share is a sum of df squares

    def names(self, dim):
        return tuple(f"{noun}{i + 1}" if dim > 1 else noun for noun in ("loc", "log scale") for i in range(dim))

    def transform(self, lam, eps):
        loc, log_scale = split_in_two(lam)
        normals = eps[..., : loc.shape[-1]]
        stretch = self._stretch(eps[..., loc.shape[-1] :])
        parts = zip(coordinates(loc), coordinates(np.exp(log_scale)), coordinates(normals), strict=True)
        return columns(*(m + s * stretch * each for m, s, each in parts))

    def _stretch(self, eps):
        """√(df/χ²), (...)"""
        return np.sqrt(self.df / np.einsum("...i,...i->...", eps, eps))

    def log_prob(self, lam, z):
        loc, log_scale = split_in_two(lam)
        square = sum(u * u for u in whiten(loc, log_scale, z))
        return self.radial(square, loc.shape[-1]) - log_scale.sum(axis=-1)

    def radial(self, square, dim: int):
        df = self.df
        constant = math.lgamma((df + dim) / 2) - math.lgamma(df / 2) - dim / 2 * math.log(df * math.pi)
        return constant - (df + dim) / 2 * np.log1p(square / df)

    def counts(self, square, dim: int):
        return (self.df + dim) / (self.df + square), 2 / (self.df + dim)

    def moments(self, lam):
        loc, log_scale = split_in_two(np.asarray(lam))
        return loc, (np.exp(2 * log_scale) * self.df / (self.df - 2))[..., None] * np.eye(loc.shape[-1])

    def from_moments(self, mean, cov):
        mean, cov = checked_moments(mean, cov)
        variance = np.diagonal(cov, axis1=-2, axis2=-1) * (self.df - 2) / self.df
        return np.concatenate(np.broadcast_arrays(mean, 0.5 * np.log(variance)), axis=-1)

    def kernels(self, lam):
        loc, log_scale = split_in_two(np.asarray(lam))
        return np.concatenate([np.ones((*loc.shape[:-1], 1)), loc, np.exp(log_scale)], axis=-1)[..., None, :]

    def pull(self, lam, eps, g):
        _, log_scale = split_in_two(lam)
        dim = log_scale.shape[-1]
        stretch = self._stretch(eps[..., dim:])
        parts = zip(coordinates(g), coordinates(eps[..., :dim]), coordinates(np.exp(log_scale)), strict=True)
        return columns(*coordinates(g), *(a * b * c * stretch for a, b, c in parts))

    def score_z(self, lam, z):
        loc, log_scale = split_in_two(lam)
        u, weight = self._weights(loc, log_scale, z)
        return columns(*(-weight * a * b for a, b in zip(u, coordinates(np.exp(-log_scale)), strict=True)))

    def score_lam(self, lam, z):
        loc, log_scale = split_in_two(lam)
        u, weight = self._weights(loc, log_scale, z)
        inverse = coordinates(np.exp(-log_scale))
        return columns(*(weight * a * b for a, b in zip(u, inverse, strict=True)), *(weight * a * a - 1 for a in u))

    def _weights(self, loc, log_scale, z):
        """Whitened coordinates, and how much less than a Gaussian's each point counts: (df + D)/(df + |u|²)."""
        u = whiten(loc, log_scale, z)
        return u, self.counts(sum(each * each for each in u), len(u))[0]

    def nodes(self, lam, u):
        # A radial map, smooth at the origin, brings the tails within the cloud.
        loc, log_scale = split_in_two(lam)
        dim, rate = loc.shape[-1], self._rate()
        r = np.maximum(np.sqrt((u * u).sum(axis=-1)), 1e-12)
        reach = np.sinh(rate * r) / rate
        ratio = reach / r
        log_volume = np.log(np.cosh(rate * r)) + (dim - 1) * np.log(ratio)
        parts = zip(coordinates(loc), coordinates(np.exp(log_scale)), coordinates(u), strict=True)
        z = columns(*(m[..., None] + s[..., None] * (each * ratio) for m, s, each in parts))
        standard = self.log_prob(np.zeros(2 * dim), u * ratio[..., None])
        return z, standard + log_volume

    def in_cloud(self, lam, z):
        loc, log_scale = split_in_two(lam)
        y = (z - loc) * np.exp(-log_scale)
        r = np.maximum(np.linalg.norm(y, axis=-1, keepdims=True), 1e-300)
        return (y / r * np.arcsinh(self._rate() * r) / self._rate())[None]

    def _rate(self):
        """The a for which sinh(8a)/a is as far as second moments need; a wider cloud reaches farther."""
        reach = max(REACH, FARTHEST ** (1 / (self.df - 2)))
        rate = 1.0
        for _ in range(50):
            rate = math.asinh(reach * rate) / 8
        return rate

    def box_mass(self, lam, window):
        # Given the χ² the coordinates are independent Gaussians; its logarithm is integrated by a trapezoid.
        loc, log_scale = split_in_two(np.asarray(lam))
        lo, hi, df = -1 - 72 / self.df, 1 + math.log1p(72 / self.df), self.df
        t, step = np.linspace(lo, hi, 128, retstep=True)
        weight = np.exp(df / 2 * (t + math.log(df / 2) - np.exp(t)) - math.lgamma(df / 2)) * step
        inside = 1.0
        for i, edges in enumerate(window):
            a, b = ((edge - loc[..., i]) * np.exp(-log_scale[..., i]) for edge in edges)
            inside = inside * (normal_cdf(b[..., None] * np.exp(t / 2)) - normal_cdf(a[..., None] * np.exp(t / 2)))
        return np.clip(inside @ weight, 0, 1)
