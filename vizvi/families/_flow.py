"""What flows share: z = m + L x_K, x_k = f_k(x_{k−1}), x_0 = ε, with the affine map last, so that layers live in units
of 1; log q = log φ(ε) − Σ ℓ_k − Σ log L_ii (Rezende & Mohamed, 2015)."""

from typing import ClassVar

import numpy as np

from vizvi.families import Family
from vizvi.families._gaussian import columns, coordinates, normal_log_mass
from vizvi.families.full_rank import FullRank
from vizvi.integrate.rules import CHUNK, cloud

AFFINE = FullRank()
BASE = {1: ((641,), 8.0), 2: ((57, 57), 7.0)}  # base nodes that moments are sums over
CELLS, RIM = {1: 1601, 2: 113}, 7.0  # of the base, for the mass in a box: good to a thousandth


class Flow(Family):
    """A Gaussian bent by layers. A member says what one layer does; λ = (full_rank's λ, each layer's numbers)."""

    tilts: ClassVar = True
    layered: ClassVar = True

    def start(self, k: int, dim: int) -> np.ndarray:
        """The numbers of layer k = 1, 2, … at which it is the identity."""
        raise NotImplementedError

    def layer_names(self, k: int, dim: int) -> tuple[str, ...]:
        raise NotImplementedError

    def forward(self, k: int, theta, x):
        """y, ℓ and what the sweeps need of layer k at x; coordinates are lists of (...), theta is (..., numbers)."""
        raise NotImplementedError

    def inverse(self, k: int, theta, y):
        """x, ℓ and what the sweeps need of layer k, from y."""
        raise NotImplementedError

    def carry(self, kept, sigma):
        """∂ log q/∂y from ∂ log q/∂x: J⁻ᵀ(σ − ∇ℓ)."""
        raise NotImplementedError

    def sweep(self, kept, g, gamma):
        """∂(g·y + γ ℓ)/∂x and /∂theta, lists of (...)."""
        raise NotImplementedError

    def names(self, dim):
        layers = (name for k in range(1, self.layers + 1) for name in self.layer_names(k, dim))
        return (*AFFINE.names(dim), *layers)

    def from_moments(self, mean, cov):
        lam = AFFINE.from_moments(mean, cov)
        dim = np.shape(mean)[-1]
        layers = np.concatenate([np.empty(0), *(self.start(k, dim) for k in range(1, self.layers + 1))])
        return np.concatenate([lam, np.broadcast_to(layers, (*lam.shape[:-1], len(layers)))], axis=-1)

    def transform(self, lam, eps):
        affine, thetas = self.parts(lam, eps.shape[-1])
        x, _, _ = self.bent(thetas, coordinates(eps))
        return AFFINE.transform(affine, columns(*x))

    def warped(self, lam, eps, layers: int):
        """The draws after so many layers, (..., D): m + L x_k, from an affine image of the base to q."""
        affine, thetas = self.parts(lam, eps.shape[-1])
        x, _, _ = self.bent(thetas[:layers], coordinates(eps))
        return AFFINE.transform(affine, columns(*x))

    def log_det(self, lam, eps):
        """log |det ∂z/∂ε|, (...): how much the flow stretches space at ε."""
        affine, thetas = self.parts(lam, eps.shape[-1])
        return self.bent(thetas, coordinates(eps))[1] + _diagonal(affine, eps.shape[-1])

    def log_prob(self, lam, z):
        affine, thetas = self.parts(lam, z.shape[-1])
        eps, volume, _ = self.unbent(affine, thetas, z)
        return normal_log_mass(columns(*eps)) - volume - _diagonal(affine, z.shape[-1])

    def drawn_log_prob(self, lam, eps, z):
        return normal_log_mass(eps) - self.log_det(lam, eps)

    def score_z(self, lam, z):
        affine, thetas = self.parts(lam, z.shape[-1])
        return self.scored(affine, *self.unbent(affine, thetas, z)[::2])

    def drawn_score_z(self, lam, eps, z):
        affine, thetas = self.parts(lam, eps.shape[-1])
        return self.scored(affine, coordinates(eps), self.bent(thetas, coordinates(eps))[2])

    def pull(self, lam, eps, g):
        affine, thetas = self.parts(lam, eps.shape[-1])
        x, _, kept = self.bent(thetas, coordinates(eps))
        return self.swept(affine, x, kept, g, 0.0)

    def total_score(self, lam, eps, z):
        affine, thetas = self.parts(lam, eps.shape[-1])
        x, _, kept = self.bent(thetas, coordinates(eps))
        return self.swept(affine, x, kept, np.zeros((1,) * np.ndim(z)), -1.0)

    def score_lam(self, lam, z):
        affine, thetas = self.parts(lam, z.shape[-1])
        eps, _, kept = self.unbent(affine, thetas, z)
        top = coordinates(_standard(affine, z))
        return self.swept(affine, top, kept, -self.scored(affine, eps, kept), -1.0)

    def moments(self, lam):
        lam = np.asarray(lam, float)
        dim = next(each for each in self.dims if len(self.names(each)) == lam.shape[-1])
        if not self.layers:
            return AFFINE.moments(lam)
        counts, radius = BASE[dim]
        u, log_cell, _ = cloud(dim, counts, radius)
        mass = np.exp(normal_log_mass(u) + log_cell)
        mass = mass / mass.sum()
        flat, mean, cov = lam.reshape(-1, lam.shape[-1]), [], []
        rows = max(1, CHUNK // len(u))
        for first in range(0, len(flat), rows):
            z = self.transform(flat[first : first + rows, None], u)
            mean.append(np.einsum("n,rni->ri", mass, z))
            offset = z - mean[-1][:, None]
            cov.append(np.swapaxes(offset * mass[:, None], -1, -2) @ offset)
        shape = lam.shape[:-1]
        return np.concatenate(mean).reshape(*shape, dim), np.concatenate(cov).reshape(*shape, dim, dim)

    def box_mass(self, lam, window):
        # Each cell of the base counts by how much of its image is inside, as far as the map's slopes there tell.
        lam, dim = np.asarray(lam, float), len(window)
        axis = np.linspace(-RIM, RIM, CELLS[dim])
        step = axis[1] - axis[0]
        u = np.stack(np.meshgrid(*[axis] * dim, indexing="ij"), axis=-1)
        mass = np.exp(normal_log_mass(u))
        flat = lam.reshape(-1, lam.shape[-1])
        share = np.empty(len(flat))
        for i, each in enumerate(flat):
            z, inside = self.transform(each, u), mass
            for d, (lo, hi) in enumerate(window):
                slopes = np.gradient(z[..., d], axis=tuple(range(dim)))
                reach = np.sqrt(sum(slope**2 for slope in ([slopes] if dim == 1 else slopes)))
                reach = np.maximum(reach, 1e-12 * step)
                inside = inside * np.clip(0.5 + (hi - z[..., d]) / reach, 0, 1)
                inside = inside * np.clip(0.5 + (z[..., d] - lo) / reach, 0, 1)
            share[i] = inside.sum() / mass.sum()
        return share.reshape(lam.shape[:-1])

    def nodes(self, lam, u):
        return self.transform(lam[..., None, :], u), normal_log_mass(u)

    def node_log_prob(self, lam, u, z):
        return self.drawn_log_prob(lam[..., None, :], u, z)

    def parts(self, lam, dim: int):
        """full_rank's λ, and the numbers of each layer."""
        first = dim * (dim + 3) // 2
        size = (lam.shape[-1] - first) // max(1, self.layers)
        return lam[..., :first], [lam[..., first + k * size : first + (k + 1) * size] for k in range(self.layers)]

    def bent(self, thetas, x):
        """x_K, Σ ℓ and what each layer kept, from ε."""
        volume, kept = 0.0, []
        for k, theta in enumerate(thetas, 1):
            x, own, more = self.forward(k, theta, x)
            volume = volume + own
            kept.append(more)
        return x, volume, kept

    def unbent(self, affine, thetas, z):
        """ε, Σ ℓ and what each layer kept, from z."""
        x, volume, kept = coordinates(_standard(affine, z)), 0.0, []
        for k in range(len(thetas), 0, -1):
            x, own, more = self.inverse(k, thetas[k - 1], x)
            volume = volume + own
            kept.insert(0, more)
        return x, volume, kept

    def scored(self, affine, eps, kept):
        """∂ log q/∂z: the running score σ, carried through the layers and the affine map."""
        sigma = [-each for each in eps]
        for each in kept:
            sigma = self.carry(each, sigma)
        return columns(*_solve_transposed(affine, sigma))

    def swept(self, affine, x, kept, g, gamma):
        """R(g, γ) = ∂(g·z + γ log |det|)/∂λ at fixed ε, by one sweep back: (..., P)."""
        dim = len(x)
        g = [np.asarray(each) for each in coordinates(np.broadcast_to(g, (*np.shape(g)[:-1], dim)))]
        diag = [np.exp(affine[..., dim + i]) for i in range(dim)]
        head = [*g, *(g[i] * x[i] * diag[i] + gamma for i in range(dim))]
        head += [g[i] * x[j] for i in range(dim) for j in range(i)]
        g = [sum(_factor(affine, dim, i, j) * g[i] for i in range(j, dim)) for j in range(dim)]
        tail = []
        for each in reversed(kept):
            g, own = self.sweep(each, g, gamma)
            tail = [*own, *tail]
        out = np.empty((*np.broadcast_shapes(*(np.shape(each) for each in (*head, *tail))), len(head) + len(tail)))
        for i, each in enumerate((*head, *tail)):  # np.broadcast takes 64 arrays at most
            out[..., i] = each
        return out


def _factor(affine, dim: int, i: int, j: int):
    """L_ij, i ≥ j."""
    return np.exp(affine[..., dim + i]) if i == j else affine[..., 2 * dim + i * (i - 1) // 2 + j]


def _diagonal(affine, dim: int):
    return sum(affine[..., dim + i] for i in range(dim))


def _standard(affine, z):
    """L⁻¹ (z − m), (..., D)."""
    dim, out = z.shape[-1], []
    for i in range(dim):
        rest = z[..., i] - affine[..., i]
        for j in range(i):
            rest = rest - _factor(affine, dim, i, j) * out[j]
        out.append(rest * np.exp(-affine[..., dim + i]))
    return columns(*out)


def _solve_transposed(affine, sigma):
    """L⁻ᵀ σ"""
    dim, out = len(sigma), list(sigma)
    for j in reversed(range(dim)):
        for i in range(j + 1, dim):
            out[j] = out[j] - _factor(affine, dim, i, j) * out[i]
        out[j] = out[j] * np.exp(-affine[..., dim + j])
    return out
