from typing import ClassVar

import numpy as np

from vizvi.families import Family
from vizvi.families._gaussian import LOG_2PI, box_mass, checked_moments, columns, coordinates, normal_log_mass
from vizvi.families._triangle import pairs, solve, solve_transposed, split
from vizvi.member import member


@member
class FullRank(Family):
    """A Gaussian with any covariance LLᵀ, λ = (loc, log diag L, L below the diagonal row by row): it can tilt."""

    label: ClassVar = "Full-rank"
    gaussian: ClassVar = True
    tilts: ClassVar = True

    def names(self, dim):
        if dim == 1:
            return ("loc", "log scale")
        below = tuple(f"L{i + 1}{j + 1}" for i in range(dim) for j in range(i))
        return (*(f"loc{i + 1}" for i in range(dim)), *(f"log L{i + 1}{i + 1}" for i in range(dim)), *below)

    def transform(self, lam, eps):
        loc, diag, below = split(lam)
        scale = np.exp(diag)
        out = np.empty((*np.broadcast(lam[..., 0], eps[..., 0]).shape, loc.shape[-1]))
        for i in range(loc.shape[-1]):
            each = np.multiply(scale[..., i], eps[..., i], out=out[..., i])
            for j in range(i):
                each += below[..., i * (i - 1) // 2 + j] * eps[..., j]
            each += loc[..., i]
        return out

    def log_prob(self, lam, z):
        loc, diag, below = split(lam)
        square = sum(u * u for u in solve(diag, below, z, loc))
        return -0.5 * square - (diag.sum(axis=-1) + 0.5 * loc.shape[-1] * LOG_2PI)

    def moments(self, lam):
        loc, diag, below = split(np.asarray(lam))
        factor = np.exp(diag)[..., None] * np.eye(diag.shape[-1])
        for k, (i, j) in enumerate(pairs(diag.shape[-1])):
            factor[..., i, j] = below[..., k]
        return loc, factor @ np.swapaxes(factor, -1, -2)

    def from_moments(self, mean, cov):
        mean, cov = checked_moments(mean, cov)
        factor = np.linalg.cholesky(cov)
        below = [factor[..., i, j] for i, j in pairs(factor.shape[-1])]
        diag = np.log(np.diagonal(factor, axis1=-2, axis2=-1))
        mean, diag = np.broadcast_arrays(mean, diag)
        return columns(*coordinates(mean), *coordinates(diag), *below)

    def pull(self, lam, eps, g):
        _, diag, _ = split(lam)
        scale, dim = np.exp(diag), diag.shape[-1]
        out = np.empty((*np.broadcast(lam[..., 0], eps[..., 0], g[..., 0]).shape, lam.shape[-1]))
        for i in range(dim):
            out[..., i] = g[..., i]
            each = np.multiply(g[..., i], eps[..., i], out=out[..., dim + i])
            each *= scale[..., i]
        for k, (i, j) in enumerate(pairs(dim)):
            np.multiply(g[..., i], eps[..., j], out=out[..., 2 * dim + k])
        return out

    def score_z(self, lam, z):
        loc, diag, below = split(lam)
        return -columns(*solve_transposed(diag, below, solve(diag, below, z, loc)))

    def score_lam(self, lam, z):
        loc, diag, below = split(lam)
        u = solve(diag, below, z, loc)
        y = solve_transposed(diag, below, u)
        stretch = [a * b * c - 1 for a, b, c in zip(y, u, coordinates(np.exp(diag)), strict=True)]
        return columns(*y, *stretch, *(y[i] * u[j] for i, j in pairs(len(u))))

    def log_scales(self, lam):
        return split(np.asarray(lam))[1].sum(axis=-1)

    def drawn_log_prob(self, lam, eps, z):
        dim = eps.shape[-1]
        return normal_log_mass(eps) - lam[..., dim : 2 * dim].sum(axis=-1)

    def total_score(self, lam, eps, z):
        # Whatever ε, the draw keeps its distance in sds: only the determinant changes its density.
        dim = z.shape[-1]
        return np.array([0.0] * dim + [-1.0] * dim + [0.0] * (lam.shape[-1] - 2 * dim))

    def nodes(self, lam, u):
        return self.transform(lam[..., None, :], u), normal_log_mass(u)

    def box_mass(self, lam, window):
        return box_mass(*self.moments(lam), window)
