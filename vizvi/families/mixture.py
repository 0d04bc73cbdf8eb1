from typing import ClassVar

import numpy as np

from vizvi.families import Family
from vizvi.families._components import log_sum, main_axis, owned, parted
from vizvi.families._gaussian import LOG_2PI, box_mass, checked_moments, columns, coordinates, normal_log_mass
from vizvi.member import knob, member

APART = 0.5  # the share of the variance along the main axis that from_moments puts between components


@member
class Mixture(Family):
    """Diagonal Gaussians with free weights, λ = (logits, locs, log scales): it can sit on several modes (Bishop et al.,
    1998). Draw s is component s mod K's and stands for a share of its weight, so that draws move smoothly with λ."""

    label: ClassVar = "Mixture"
    components: int = knob(2, 2, 5, "Components")

    def names(self, dim):
        axes = [f".{i + 1}" for i in range(dim)] if dim > 1 else [""]
        each = [f"{k + 1}{axis}" for k in range(self.components) for axis in axes]
        logits = (f"logit{k + 1}" for k in range(self.components))
        return (*logits, *(f"loc{name}" for name in each), *(f"log scale{name}" for name in each))

    def round_draws(self, draws):
        return -(-draws // self.components) * self.components

    def log_mass(self, lam, draws):
        owner = self._owners(draws)
        counts = np.bincount(owner, minlength=self.components)
        return (self._split(lam)[0] - np.log(np.maximum(counts, 1)))[..., owner]

    def score_mass(self, lam, draws):
        out = np.zeros((*lam.shape[:-1], draws, lam.shape[-1]))
        weight = np.exp(self._split(lam)[0])[..., None, :]
        out[..., : self.components] = np.eye(self.components)[self._owners(draws)] - weight
        return out

    def transform(self, lam, eps):
        _, loc, log_scale = self._split(lam)
        owner = self._owners(eps.shape[-2]) if eps.ndim > 1 else 0
        parts = zip(coordinates(loc), coordinates(np.exp(log_scale)), coordinates(eps), strict=True)
        return columns(*(owned(m, owner) + owned(s, owner) * each for m, s, each in parts))

    def kernels(self, lam):
        log_weight, loc, log_scale = self._split(lam)
        return np.concatenate([np.exp(log_weight)[..., None], loc, np.exp(log_scale)], axis=-1)

    def pull(self, lam, eps, g):
        _, _, log_scale = self._split(lam)
        draws, dim, k = eps.shape[-2] if eps.ndim > 1 else 1, eps.shape[-1], self.components
        owner = self._owners(draws) if eps.ndim > 1 else 0
        hot = np.eye(k)[owner]
        parts = zip(coordinates(np.exp(log_scale)), coordinates(eps), coordinates(g), strict=True)
        stretch = (owned(scale, owner) * each * push for scale, each, push in parts)
        moves = [np.stack(list(each), axis=-1)[..., None, :] * hot[..., None] for each in (coordinates(g), stretch)]
        flat = [each.reshape(*each.shape[:-2], k * dim) for each in np.broadcast_arrays(*moves)]
        return np.concatenate([np.zeros((*flat[0].shape[:-1], k)), *flat], axis=-1)

    def log_prob(self, lam, z):
        return log_sum(self._log_parts(*self._split(lam), z))

    def score_z(self, lam, z):
        _, loc, log_scale = split = self._split(lam)
        share = self._shares(split, z)
        inverse = np.exp(-2 * log_scale)
        ks = range(self.components)
        return columns(
            *(sum(share[k] * (loc[..., k, i] - x) * inverse[..., k, i] for k in ks) for i, x in enumerate(coordinates(z)))
        )

    def score_lam(self, lam, z):
        log_weight, loc, log_scale = split = self._split(lam)
        share, inverse, weight = self._shares(split, z), np.exp(-log_scale), np.exp(log_weight)
        by_loc, by_scale = [], []
        for k in range(self.components):
            for i, x in enumerate(coordinates(z)):
                u = (x - loc[..., k, i]) * inverse[..., k, i]
                by_loc.append(share[k] * u * inverse[..., k, i])
                by_scale.append(share[k] * (u * u - 1))
        return columns(*(share[k] - weight[..., k] for k in range(self.components)), *by_loc, *by_scale)

    def curvature(self, lam, z, weight):
        # ∇² log q = Σ r_k (∇²ℓ_k + ∇ℓ_k ∇ℓ_kᵀ) − ∇log q ∇log qᵀ with ℓ_k = log w_k q_k and r_k its share of the density.
        k_all, dim = self.components, z.shape[-1]
        log_weight, loc, log_scale = split = self._split(lam[:, None])
        shares, inverse, w = self._shares(split, z), np.exp(-log_scale), np.exp(log_weight[:, 0])
        apart = np.eye(k_all) - w[:, None]
        spread = w[:, :, None] * apart
        score = self.score_lam(lam[:, None], z)
        out = -(score * weight[..., None]).swapaxes(-1, -2) @ score
        for k in range(k_all):
            u = [(x - loc[..., k, i]) * inverse[..., k, i] for i, x in enumerate(coordinates(z))]
            table = columns(*(each * inverse[..., k, i] for i, each in enumerate(u)), *(each * each - 1 for each in u))
            mass = weight * shares[k]
            total, first = mass.sum(axis=-1), (mass[:, None] @ table)[:, 0]
            own = (table * mass[..., None]).swapaxes(-1, -2) @ table
            for i in range(dim):
                own[:, i, i] -= total * inverse[:, 0, k, i] ** 2
                own[:, i, dim + i] -= 2 * first[:, i]
                own[:, dim + i, i] -= 2 * first[:, i]
                own[:, dim + i, dim + i] -= 2 * (first[:, dim + i] + total)
            at = (k_all + k * dim + np.arange(dim) + k_all * dim * np.arange(2)[:, None]).ravel()
            out[:, at[:, None], at] += own
            cross = apart[:, k, :, None] * first[:, None]
            out[:, :k_all, at] += cross
            out[:, at, :k_all] += cross.swapaxes(-1, -2)
            hot = apart[:, k]
            out[:, :k_all, :k_all] += total[:, None, None] * (hot[:, :, None] * hot[:, None] - spread)
        return out

    def moments(self, lam):
        log_weight, loc, log_scale = self._split(np.asarray(lam))
        weight = np.exp(log_weight)[..., None]
        mean = (weight * loc).sum(axis=-2)
        offset = loc - mean[..., None, :]
        within = (weight * np.exp(2 * log_scale)).sum(axis=-2)[..., None] * np.eye(mean.shape[-1])
        return mean, within + np.swapaxes(weight * offset, -1, -2) @ offset

    def from_moments(self, mean, cov):
        mean, cov = checked_moments(mean, cov)
        main = main_axis(cov)
        place = np.linspace(-1, 1, self.components)
        place = place / np.sqrt((place**2).mean())
        loc = np.asarray(mean, float)[..., None, :] + np.sqrt(APART) * place[:, None] * main[..., None, :]
        variance = np.diagonal(cov, axis1=-2, axis2=-1) - APART * main**2
        log_scale = np.broadcast_to(0.5 * np.log(variance)[..., None, :], loc.shape)
        return self._join(np.zeros(loc.shape[:-1]), loc, log_scale)

    def place(self, mean, cov):
        return self._join(np.zeros(mean.shape[:-1]), mean, 0.5 * np.log(np.diagonal(cov, axis1=-2, axis2=-1)))

    def units(self, lam):
        _, _, log_scale = self._split(lam)
        return self._join(np.ones(log_scale.shape[:-1]), np.exp(log_scale), np.ones(log_scale.shape))

    def twins(self, lam, i: int, j: int):
        """λ with the components i and j both made what they are together: the same mass, mean and variances, (..., P)."""
        log_weight, loc, log_scale = (np.array(each) for each in self._split(lam))
        pair, weight = [i, j], np.exp(log_weight)
        share = (weight[..., pair] / weight[..., pair].sum(axis=-1, keepdims=True))[..., None]
        mean = (share * loc[..., pair, :]).sum(axis=-2, keepdims=True)
        variance = (share * (np.exp(2 * log_scale[..., pair, :]) + (loc[..., pair, :] - mean) ** 2)).sum(axis=-2)
        log_weight[..., pair] = np.log(weight[..., pair].mean(axis=-1, keepdims=True))
        loc[..., pair, :], log_scale[..., pair, :] = mean, 0.5 * np.log(variance)[..., None, :]
        return self._join(log_weight, loc, log_scale)

    def split(self, kernels):
        """Every λ (?, P) in which one of K − 1 kernels (M, K − 1, 1 + 2D) has become two of half its weight that part a
        little along one axis, in place, in scale or in both; or in which a light one bridges the gap between two."""
        new = parted(kernels)
        return self.of_kernels(new) if len(new) else np.empty((0, self.components * kernels.shape[2]))

    def of_kernels(self, kernels):
        """The λ (..., P) of kernels (..., K, 1 + 2D)."""
        dim = (kernels.shape[-1] - 1) // 2
        log_weight, log_scale = np.log(np.maximum(kernels[..., 0], 1e-6)), np.log(kernels[..., 1 + dim :])
        return self._join(log_weight, kernels[..., 1 : 1 + dim], log_scale)

    def nodes(self, lam, u):
        log_weight, loc, log_scale = self._split(lam)
        z = loc[..., None, :] + np.exp(log_scale)[..., None, :] * u
        log_m = log_weight[..., None] + normal_log_mass(u)
        return z.reshape(*z.shape[:-3], -1, z.shape[-1]), log_m.reshape(*log_m.shape[:-2], -1)

    def box_mass(self, lam, window):
        log_weight, loc, log_scale = self._split(np.asarray(lam))
        cov = np.exp(2 * log_scale)[..., None] * np.eye(loc.shape[-1])
        return np.minimum((np.exp(log_weight) * box_mass(loc, cov, window)).sum(axis=-1), 1)

    def _owners(self, draws):
        """(S,) whose draw each is."""
        return np.arange(draws) % self.components

    def _split(self, lam):
        """Normalized log weights (..., K), locs (..., K, D), log scales (..., K, D)."""
        k = self.components
        logits, rest = lam[..., :k], lam[..., k:]
        rest = rest.reshape(*rest.shape[:-1], 2, k, -1)
        return logits - log_sum(coordinates(logits))[..., None], rest[..., 0, :, :], rest[..., 1, :, :]

    def _join(self, log_weight, loc, log_scale):
        flat = (each.reshape(*log_weight.shape[:-1], -1) for each in (log_weight, loc, log_scale))
        return np.concatenate(list(flat), axis=-1)

    def _log_parts(self, log_weight, loc, log_scale, z):
        """log(w_k q_k(z)), one (...) for each component."""
        inverse = np.exp(-log_scale)
        constant = log_weight - log_scale.sum(axis=-1) - 0.5 * z.shape[-1] * LOG_2PI
        for k in range(self.components):
            whitened = ((x - loc[..., k, i]) * inverse[..., k, i] for i, x in enumerate(coordinates(z)))
            yield constant[..., k] - 0.5 * sum(u * u for u in whitened)

    def _shares(self, split, z):
        """Each component's share of the density at z, one (...) for each."""
        parts = list(self._log_parts(*split, z))
        total = log_sum(parts)
        return [np.exp(each - total) for each in parts]
