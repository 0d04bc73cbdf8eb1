"""The linear VAE: every gap, optimum and collapse of a variational autoencoder in closed form."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI
from vizvi.member import whole
from vizvi.models.checks import finite, frozen, positive, rows

OWNER = "LinearVAE"
FAMILIES = ("mean_field", "full_rank")


class Best(NamedTuple):
    """The family's best q(z | x): what a perfect encoder would say."""

    mean: np.ndarray  # (..., K)
    sd: np.ndarray  # (K,) of each coordinate, whatever x is
    gap: float  # KL(q‖p), nats, whatever x is
    elbo: np.ndarray  # (...) nats
    kl: np.ndarray  # (..., K) from q's coordinates to the prior, nats


class LinearVAE:
    """z ~ N(0, I), x | z ~ N(W z + mean, noise_variance·I): probabilistic PCA (Tipping & Bishop, 1999; Lucas et al., 2019).

    W: (D, K), mean: (D,) or a number; x: (..., D). Evidence and posterior are exact; a factorized q keeps the posterior's
    mean and loses the same gap at every x, none where the columns of W are orthogonal. Raises ValueError for what is no
    finite matrix, a variance that is not positive, or x of another length."""

    def __init__(self, W, noise_variance: float = 1.0, mean=0.0):
        self.W = finite(OWNER, "W", W).copy()
        if self.W.ndim != 2 or not self.W.size:
            raise ValueError(f"LinearVAE: W has shape {self.W.shape}, but must be (D, K) with D and K at least 1.")
        self.noise_variance = positive(OWNER, "noise_variance", noise_variance)
        mean = finite(OWNER, "mean", mean)
        if mean.shape not in ((), (len(self.W),)):
            raise ValueError(f"LinearVAE: mean has shape {mean.shape}, but must be a number or ({len(self.W)},).")
        self.mean = np.broadcast_to(mean, len(self.W))
        dim = self.W.shape[1]
        padded = np.vstack([self.W, np.zeros((max(dim - len(self.W), 0), dim))])
        _, size, axes = np.linalg.svd(padded, full_matrices=False)
        # The posterior's precision by its axes: nothing is subtracted that could cancel where the noise is small.
        self._precision = 1 + (size / np.sqrt(self.noise_variance)) ** 2  # (K,) eigenvalues of M/σ², M = WᵀW + σ²I
        self.cov = frozen((axes.T / self._precision) @ axes)  # (K, K) of the posterior: σ²M⁻¹
        diagonal = 1 + (self.W**2).sum(axis=0) / self.noise_variance
        self._alone = 1 / np.sqrt(diagonal)
        self._gap = float(0.5 * (np.log(diagonal).sum() - np.log(self._precision).sum()))
        frozen(self.W, self._alone)

    def evidence(self, x) -> np.ndarray:
        """log p(x), (...), nats: x ~ N(mean, WWᵀ + σ²I)."""
        x = self._given(x)
        z = self._mean(x)
        left = x - z @ self.W.T
        square = (left**2).sum(axis=-1) / self.noise_variance + (z**2).sum(axis=-1)
        log_det = x.shape[-1] * np.log(self.noise_variance) + np.log(self._precision).sum()
        return -0.5 * (square + log_det + x.shape[-1] * LOG_2PI)

    def posterior(self, x) -> tuple[np.ndarray, np.ndarray]:
        """Mean (..., K), linear in x, and covariance (K, K) of p(z | x)."""
        return self._mean(self._given(x)), self.cov

    def best(self, x, family: str = "mean_field") -> Best:
        """The best factorized q, or with "full_rank" the posterior itself, whose gap is none."""
        if family not in FAMILIES:
            raise ValueError(f"LinearVAE: family is {family!r:.40}, but must be one of {', '.join(FAMILIES)}.")
        mean, own = self._mean(self._given(x)), family == "mean_field"
        sd, gap = (self._alone, self._gap) if own else (np.sqrt(np.diag(self.cov)), 0.0)
        return Best(mean, sd, gap, self.evidence(x) - gap, 0.5 * (sd**2 + mean**2 - 1) - np.log(sd))

    def _mean(self, x):
        return x @ (self.W / self.noise_variance) @ self.cov

    def _given(self, x):
        x = finite(OWNER, "x", x)
        if x.ndim < 1 or x.shape[-1] != len(self.W):
            raise ValueError(f"LinearVAE: x has shape {x.shape}, but its last axis must hold {len(self.W)} numbers.")
        return x - self.mean


def principal(eigenvalues, noise_variance: float, beta: float = 1.0, angle: float = 0.0, axes=None) -> LinearVAE:
    """The best decoder where the data's largest eigenvalues are these (K,): wᵢ = √(λᵢ − β·noise_variance) along axis i.

    A latent dimension is unused, its column zero, where β times the decoder's variance exceeds its eigenvalue: posterior
    collapse (Lucas et al., 2019). angle: turn the first two latents, radians, which costs the evidence nothing and
    mean-field a gap; axes: (D, K) orthonormal columns, else the first K coordinates."""
    eigenvalues = np.atleast_1d(finite(OWNER, "eigenvalues", eigenvalues))
    if eigenvalues.ndim != 1 or not np.all(eigenvalues >= 0):
        raise ValueError("LinearVAE: eigenvalues must be (K,) numbers, none negative.")
    count = len(eigenvalues)
    threshold = positive(OWNER, "noise_variance", noise_variance) * positive(OWNER, "beta", beta)
    W = np.eye(count) if axes is None else finite(OWNER, "axes", axes)
    W = W * np.sqrt(np.maximum(eigenvalues - threshold, 0))
    if count > 1:
        cos, sin = np.cos(angle), np.sin(angle)
        W = W @ np.block(
            [[np.array([[cos, -sin], [sin, cos]]), np.zeros((2, count - 2))], [np.zeros((count - 2, 2)), np.eye(count - 2)]]
        )
    return LinearVAE(W, noise_variance)


def latent_kl(eigenvalues, noise_variance: float, beta: float = 1.0) -> np.ndarray:
    """What each latent dimension tells, averaged over the data: ½ log(λ/(β·noise_variance)), nats, and 0 once it collapsed.

    eigenvalues (...) -> (...); beta weighs the KL in the objective (Higgins et al., 2017)."""
    eigenvalues = finite(OWNER, "eigenvalues", eigenvalues)
    threshold = positive(OWNER, "noise_variance", noise_variance) * positive(OWNER, "beta", beta)
    return 0.5 * np.log(np.maximum(eigenvalues / threshold, 1.0))


def unused(eigenvalues, noise_variance: float, beta: float = 1.0) -> np.ndarray:
    """Which latent dimensions collapse: where β times the decoder's variance is at least the eigenvalue, (...) bools."""
    return latent_kl(eigenvalues, noise_variance, beta) == 0


def fit(x, latents: int = 2) -> tuple[LinearVAE, np.ndarray]:
    """Maximum likelihood on rows x (N, D), and the eigenvalues (D,) of their covariance, largest first.

    The noise variance is the mean of the eigenvalues left out (Tipping & Bishop, 1999)."""
    x = rows(OWNER, "x", x)
    latents = whole(OWNER, "latents", latents, 1, max(x.shape[1] - 1, 1))
    center = x.mean(axis=0)
    _, size, axes = np.linalg.svd(x - center, full_matrices=False)
    eigenvalues = np.zeros(x.shape[1])
    eigenvalues[: len(size)] = size**2 / len(x)
    noise = eigenvalues[latents:].mean() if x.shape[1] > latents else 0.0
    if not noise > 1e-14 * eigenvalues[0]:
        raise ValueError("LinearVAE: x has no spread left for the noise; take fewer latents or more rows.")
    model = principal(eigenvalues[:latents], noise, axes=axes[:latents].T)
    return LinearVAE(model.W, noise, center), frozen(eigenvalues)
