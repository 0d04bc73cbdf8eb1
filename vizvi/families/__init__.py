"""Families: the shapes that q may take, each with a flat parameter λ. One file each; the folder is the registry."""

from typing import ClassVar

import numpy as np

from vizvi.member import central, discover


class Family:
    """A parametric density q(z; λ): `transform`, `log_prob`, `moments` and `from_moments` are enough to write one.

    Members are written for the last axis; leading axes broadcast and are inserted only at the call (`lam[:, None]`).
    """

    gaussian: ClassVar[bool] = False  # log q is quadratic in z, so expectations of it need only moments
    heavy: ClassVar[bool] = False  # q's tails are so heavy that not every log p has an expectation
    tilts: ClassVar[bool] = False  # has correlations of its own, so a hand may turn it
    one_bell: ClassVar[bool] = False  # one round shape that λ = (loc, log scale) moves and stretches along the axes
    components: ClassVar[int] = 1  # bells that q adds up
    dims: ClassVar[tuple[int, ...]] = (1, 2)  # of targets that it can follow
    layered: ClassVar[bool] = False  # trained by draws alone: no list of optima, no descent by quadrature

    def noise_dim(self, dim: int) -> int:
        """How many standard normals E make one draw."""
        return dim

    def names(self, dim: int) -> tuple[str, ...]:
        """What the P entries of λ are called."""
        raise NotImplementedError

    def transform(self, lam, eps):
        """A draw from standard normals: (..., P), (..., E) -> (..., D)."""
        raise NotImplementedError

    def log_prob(self, lam, z):
        """log q(z; λ), nats: (..., P), (..., D) -> (...)."""
        raise NotImplementedError

    def moments(self, lam):
        """Mean (..., D) and covariance (..., D, D)."""
        raise NotImplementedError

    def from_moments(self, mean, cov):
        """The λ (..., P) with this mean and covariance, as near as the family comes; ValueError if cov is not
        symmetric and positive definite."""
        raise NotImplementedError

    def place(self, mean, cov):
        """The λ (..., P) with equal components at these means (..., K, D), covariances (..., K, D, D)."""
        return self.from_moments(mean[..., 0, :], cov[..., 0, :, :])

    def log_mass(self, lam, draws: int):
        """Log of the mass that each of S draws stands for: (..., S), or a scalar if all weigh the same."""
        return -np.log(draws)

    def score_mass(self, lam, draws: int):
        """∂ log mass/∂λ of each of S draws: (..., S, P), or a scalar 0 if all weigh the same."""
        return 0.0

    def round_draws(self, draws: int) -> int:
        """The next number of draws that represents q fairly."""
        return draws

    def pull(self, lam, eps, g):
        """What λ feels when a draw is pushed by g: Σ g_d ∂z_d/∂λ, (..., P), (..., E), (..., D) -> (..., P)."""
        return central(lambda each: (g * self.transform(each, eps)).sum(axis=-1), _spread(lam, eps))

    def score_z(self, lam, z):
        """∂ log q/∂z: (..., D)."""
        return central(lambda each: self.log_prob(lam, each), z)

    def score_lam(self, lam, z):
        """∂ log q/∂λ at fixed z: (..., P)."""
        return central(lambda each: self.log_prob(each, z), _spread(lam, z))

    def curvature(self, lam, z, weight):
        """Σ weight ∂² log q/∂λ² over fixed points: λ (R, P), z (R, N, D), weight (R, N) -> (R, P, P)."""
        rows, h = [], 1e-5
        for i in range(lam.shape[-1]):
            shift = h * (np.arange(lam.shape[-1]) == i)
            ahead, back = (self.score_lam((lam + each)[:, None], z) for each in (shift, -shift))
            rows.append((weight[:, None] @ (ahead - back))[:, 0] / (2 * h))
        return np.stack(rows, axis=1)

    def radial(self, square, dim: int):
        """A round family's log density at the squared distance |u|² from its middle, in its own scales: (...)."""
        raise NotImplementedError

    def counts(self, square, dim: int):
        """ω = −2 ∂ log q/∂|u|², how much a point of a round family counts in the score, (...), and the κ of
        ∂ω/∂|u|² = −κ ω²/2."""
        raise NotImplementedError

    def units(self, lam):
        """How far each parameter moves to matter, (..., P), whatever its share of q is; None: its Fisher information
        tells."""
        return None

    def drawn_log_prob(self, lam, eps, z):
        """log q at the draw z = transform(λ, ε), (...): a family that knows ε may have it cheaper."""
        return self.log_prob(lam, z)

    def drawn_score_z(self, lam, eps, z):
        """∂ log q/∂z at the draw z = transform(λ, ε), (..., D), as above."""
        return self.score_z(lam, z)

    def node_log_prob(self, lam, u, z):
        """log q at the points z that `nodes(λ, u)` gives, (..., K·N), as above."""
        return self.log_prob(lam[..., None, :], z)

    def total_score(self, lam, eps, z):
        """d/dλ of log q(z(λ, ε); λ), density and path together: (..., P). Constant for a Gaussian."""
        return self.score_lam(lam, z) + self.pull(lam, eps, self.score_z(lam, z))

    def kernels(self, lam):
        """Weight, locs and scales of the kernels that q is a sum of, (..., K, 1 + 2D); None if it is no such sum."""
        return None

    def log_scales(self, lam):
        """Σ of the logs of a Gaussian's scales, (...): half the log determinant of its covariance, however small."""
        _, cov = self.moments(lam)
        return 0.5 * np.linalg.slogdet(cov)[1]

    def bells(self, lam):
        """Middles and sds along their own axes of what q is a sum of, (..., K, D) twice."""
        kernels = self.kernels(lam)
        if kernels is None:
            mean, cov = self.moments(lam)
            return mean[..., None, :], np.sqrt(np.maximum(np.linalg.eigvalsh(cov), 0.0))[..., None, :]
        dim = kernels.shape[-1] // 2
        return kernels[..., 1 : 1 + dim], kernels[..., 1 + dim :]

    def nodes(self, lam, u):
        """Points and log masses per unit of u that integrate over q: λ (..., P), u (N, D) on a uniform grid about the
        origin -> (..., K·N, D), (..., K·N)."""
        mean, cov = self.moments(lam)
        factor = np.linalg.cholesky(cov)
        z = mean[..., None, :] + np.einsum("...ij,nj->...ni", factor, u)
        log_volume = np.log(np.diagonal(factor, axis1=-2, axis2=-1)).sum(axis=-1)
        return z, self.log_prob(lam[..., None, :], z) + log_volume[..., None]

    def in_cloud(self, lam, z):
        """Which u the points z would be nodes of, in each of q's clouds: λ (P,), z (N, D) -> (K, N, D). `nodes` maps u to z
        by a shift and a matrix, unless this says how. nan in a cloud so narrow that floats beside its middle skip it."""
        corners, _ = self.nodes(lam, np.concatenate([np.zeros((1, z.shape[-1])), np.eye(z.shape[-1])]))
        corners = corners.reshape(-1, 1 + z.shape[-1], z.shape[-1])
        axes = np.swapaxes(corners[:, 1:] - corners[:, :1], -1, -2)
        wide = np.isfinite(axes).all(axis=(-2, -1)) & (np.linalg.slogdet(axes)[0] != 0)
        axes = np.where(wide[:, None, None], axes, np.eye(z.shape[-1]))
        u = np.swapaxes(np.linalg.solve(axes, np.swapaxes(z - corners[:, :1], -1, -2)), -1, -2)
        return np.where(wide[:, None, None], u, np.nan)

    def box_mass(self, lam, window):
        """The mass of q inside a window, (...): by counting fine nodes unless a closed form replaces it."""
        from vizvi.integrate.rules import cloud

        lam = np.asarray(lam)
        dim = len(window)
        u, log_cell, _ = cloud(dim, (4097,) if dim == 1 else (257, 257), 8.0)
        flat = lam.reshape(-1, lam.shape[-1])
        lo, hi = np.array(window).T
        share = np.empty(len(flat))
        for i, each in enumerate(flat):  # one at a time: a trajectory of fine grids would not fit in the cache
            z, log_m = self.nodes(each, u)
            share[i] = np.exp(log_m + log_cell)[((z >= lo) & (z <= hi)).all(axis=-1)].sum()
        return np.minimum(share, 1.0).reshape(lam.shape[:-1])


def _spread(lam, like):
    """λ with the leading shape of both, so that differences along its last axis stay one per draw."""
    shape = np.broadcast_shapes(np.shape(lam)[:-1], np.shape(like)[:-1])
    return np.broadcast_to(lam, (*shape, np.shape(lam)[-1]))


FAMILIES = discover(__name__, Family)
