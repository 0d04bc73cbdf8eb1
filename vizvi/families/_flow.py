"""What flows share: z = m + L x_K, x_k = f_k(x_{k−1}), x_0 = ε, with the affine map last, so that layers live in units
of 1; log q = log φ(ε) − Σ ℓ_k − Σ log L_ii (Rezende & Mohamed, 2015)."""

from typing import ClassVar

import numpy as np

from vizvi.families import Family
from vizvi.families._base import image_mass, image_moments
from vizvi.families._gaussian import columns, coordinates, normal_log_mass
from vizvi.families._triangle import solve, solve_transposed, split, times_transposed
from vizvi.families.full_rank import FullRank

AFFINE = FullRank()


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
        return self.bent(thetas, coordinates(eps))[1] + _diagonal(affine)

    def log_prob(self, lam, z):
        affine, thetas = self.parts(lam, z.shape[-1])
        eps, volume, _ = self.unbent(affine, thetas, z)
        return normal_log_mass(columns(*eps)) - volume - _diagonal(affine)

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
        top = _standard(affine, z)
        return self.swept(affine, top, kept, -self.scored(affine, eps, kept), -1.0)

    def moments(self, lam):
        lam = np.asarray(lam, float)
        dim = next(each for each in self.dims if len(self.names(each)) == lam.shape[-1])
        if not self.layers:
            return AFFINE.moments(lam)
        return image_moments(lambda lam, u: self.transform(lam[:, None], u), lam, dim)

    def box_mass(self, lam, window):
        return image_mass(self.transform, np.asarray(lam, float), window)

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
        x, volume, kept = _standard(affine, z), 0.0, []
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
        return columns(*solve_transposed(*split(affine)[1:], sigma))

    def swept(self, affine, x, kept, g, gamma):
        """R(g, γ) = ∂(g·z + γ log |det|)/∂λ at fixed ε, by one sweep back: (..., P)."""
        dim = len(x)
        g = [np.asarray(each) for each in coordinates(np.broadcast_to(g, (*np.shape(g)[:-1], dim)))]
        diag = [np.exp(affine[..., dim + i]) for i in range(dim)]
        head = [*g, *(g[i] * x[i] * diag[i] + gamma for i in range(dim))]
        head += [g[i] * x[j] for i in range(dim) for j in range(i)]
        g = times_transposed(*split(affine)[1:], g)
        tail = []
        for each in reversed(kept):
            g, own = self.sweep(each, g, gamma)
            tail = [*own, *tail]
        out = np.empty((*np.broadcast_shapes(*(np.shape(each) for each in (*head, *tail))), len(head) + len(tail)))
        for i, each in enumerate((*head, *tail)):  # np.broadcast takes 64 arrays at most
            out[..., i] = each
        return out


def _diagonal(affine):
    """log |det L|, (...)"""
    return sum(coordinates(split(affine)[1]))


def _standard(affine, z):
    """L⁻¹ (z − m), as coordinates."""
    loc, diag, below = split(affine)
    return solve(diag, below, z, loc)
