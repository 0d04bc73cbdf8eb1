"""Bayesian linear regression with known noise: exact posterior and evidence, and the best mean-field q, in closed form."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI, normal_cdf, normal_quantile
from vizvi.models.checks import finite, positive

OWNER = "LinearRegression"
MOST = 5000  # coefficients


class Band(NamedTuple):
    """Mean of the line and a central band around it, each (..., G)."""

    mean: np.ndarray
    sd: np.ndarray
    lo: np.ndarray
    hi: np.ndarray


class LinearRegression:
    """y = Xw + noise, w ~ N(0, prior_sd² I), noise sd known (Bishop, 2006, 3.3); one or many data sets with the same X.

    x: (n,) for a line, whose design is (1, x), or a design matrix (n, k) taken as it is; y: (n,) or (..., n).
    center: subtract the mean of x first (for a line), or of every column that is not constant. Both posteriors are
    Gaussian with the same mean; mean-field's variances are 1/Λᵢᵢ of the precision Λ. Raises ValueError if shapes do not
    match, a number is not finite or an sd is not positive."""

    def __init__(self, x, y, noise: float = 1.0, prior_sd: float = 10.0, center: bool = False):
        x, y = finite(OWNER, "x", x), finite(OWNER, "y", y)
        self.noise, self.prior_sd = positive(OWNER, "noise", noise), positive(OWNER, "prior_sd", prior_sd)
        if x.ndim not in (1, 2) or not len(x) or (x.ndim == 2 and not 1 <= x.shape[1] <= MOST):
            raise ValueError(
                f"LinearRegression: x has shape {x.shape}, but must be (n,) or (n, k) with n and k at least 1."
            )
        if y.ndim < 1 or y.shape[-1] != len(x):
            raise ValueError(f"LinearRegression: y has shape {y.shape}, but its last axis must hold {len(x)} outcomes.")
        self.line, self.y = x.ndim == 1, y
        raw = np.column_stack([np.ones(len(x)), x]) if self.line else x
        self.shift = np.where(np.ptp(raw, axis=0) > 0, raw.mean(axis=0), 0.0) if center else np.zeros(raw.shape[1])
        self.design = raw - self.shift  # (n, k)
        gram = self.design.T @ self.design / self.noise**2
        self.precision = gram + np.eye(len(gram)) / self.prior_sd**2  # (k, k) Λ
        left, size, self._axes = _directions(self.design)
        # What each direction of the design says, against the noise: nothing is subtracted that could cancel.
        signal = size * self.prior_sd / self.noise
        self._factors = 1 + signal**2  # (k,) eigenvalues of Λ·prior_sd²
        self._left, self._gain = left, signal / self._factors * self.prior_sd / self.noise
        self._spread = self._axes * self.prior_sd / np.sqrt(self._factors)  # (k, k) a root of the covariance
        self.cov = self._spread @ self._spread.T  # (k, k) of the exact posterior
        self.mean = self._mean(y)  # (..., k) of both posteriors
        self.sd = np.linalg.norm(self._spread, axis=1)  # (k,) exact
        self.mean_field_sd = 1 / np.sqrt(np.diag(self.precision))  # (k,) of the best factorized Gaussian

    def _mean(self, y):
        return y @ self._left * self._gain @ self._axes.T

    @property
    def log_evidence(self) -> np.ndarray:
        """log p(y), (...), nats: y ~ N(0, noise² I + prior_sd² XXᵀ)."""
        along = self.y @ self._left
        across = self.y - along @ self._left.T
        square = ((along / self.noise) ** 2 / self._factors).sum(axis=-1) + ((across / self.noise) ** 2).sum(axis=-1)
        log_det = 2 * len(self.design) * np.log(self.noise) + np.log(self._factors).sum()
        return -0.5 * (square + log_det + len(self.design) * LOG_2PI)

    @property
    def gap(self) -> float:
        """KL(q‖p) of the best mean-field q, nats; it does not depend on y."""
        scaled = 1 + np.square(np.linalg.norm(self.design, axis=0) * self.prior_sd / self.noise)
        return float(0.5 * (np.log(scaled).sum() - np.log(self._factors).sum()))

    @property
    def elbo(self) -> np.ndarray:
        """ELBO of the best mean-field q, (...), nats."""
        return self.log_evidence - self.gap

    @property
    def log_sds(self) -> np.ndarray:
        """(k,) λ's second half for `mean_field`, as in λ = (mean, log_sds)."""
        return np.log(self.mean_field_sd)

    def rows(self, x) -> np.ndarray:
        """Rows (G, k) of the design at new x: (G,) for a line, else rows (G, k) as they were given."""
        x = finite(OWNER, "x", x)
        raw = np.stack([np.ones(x.shape), x], axis=-1) if self.line else x
        if raw.shape[-1] != len(self.shift):
            raise ValueError(f"LinearRegression: new x has {raw.shape[-1]} columns, but the design has {len(self.shift)}.")
        return raw - self.shift

    def band(self, x, share: float = 0.95) -> Band:
        """The exact posterior of the line at x (G,): mean and a central band that holds this share."""
        rows = self.rows(x)
        return self._band(rows, np.linalg.norm(rows @ self._spread, axis=1), share)

    def mean_field_band(self, x, share: float = 0.95) -> Band:
        """The same under the best mean-field q."""
        rows = self.rows(x)
        return self._band(rows, np.sqrt(rows**2 @ self.mean_field_sd**2), share)

    def _band(self, rows, sd, share) -> Band:
        if not 0 < share < 1:
            raise ValueError(f"LinearRegression: share is {share!r}, but must be between 0 and 1.")
        mean, half = self.mean @ rows.T, normal_quantile((1 + share) / 2) * sd
        return Band(mean, sd, mean - half, mean + half)

    def coverage(self, share: float = 0.95) -> np.ndarray:
        """(k,) how often mean-field's central intervals hold the coefficient, averaged over the prior: exact."""
        return 2 * normal_cdf(normal_quantile((1 + share) / 2) * self.mean_field_sd / self.sd) - 1

    def draws(self, normals, mean_field: bool = False) -> np.ndarray:
        """Coefficients (S, k) drawn from one data set's posterior, or from mean-field's q, by standard normals (S, k)."""
        normals = np.asarray(normals, float)
        if mean_field:
            return self.mean + normals * self.mean_field_sd
        upper = np.linalg.qr((self._axes * np.sqrt(self._factors) / self.prior_sd).T, mode="r")
        upper *= np.where(np.diag(upper) < 0, -1, 1)[:, None]  # Cholesky's factor of Λ, transposed
        return self.mean + np.linalg.solve(upper, normals.T).T

    # What simulation-based calibration asks of a model: the prior, the data, and q.

    def prior(self, normals) -> np.ndarray:
        """Coefficients from the prior: standard normals (..., k) -> (..., k)."""
        return self.prior_sd * np.asarray(normals, float)

    def simulate(self, theta, normals) -> np.ndarray:
        """Outcomes (..., n) for coefficients (..., k), by standard normals (..., n)."""
        return np.asarray(theta) @ self.design.T + self.noise * np.asarray(normals, float)

    def approximate(self, y, mean_field: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Locs and scales (..., k) of q, or of the exact posterior's marginals, for outcomes y (..., n)."""
        loc = self._mean(np.asarray(y, float))
        return loc, np.broadcast_to(self.mean_field_sd if mean_field else self.sd, loc.shape)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many coefficients k and outcomes n a simulated data set has."""
        return self.design.shape[1], self.design.shape[0]

    @property
    def names(self) -> tuple[str, ...]:
        """What the coefficients are called."""
        return ("intercept", "slope") if self.line else tuple(f"w{i + 1}" for i in range(self.design.shape[1]))


def _directions(design) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Left vectors (n, k), sizes (k,) and axes (k, k) of a design (n, k); a direction lost in rounding has size 0."""
    n, k = design.shape
    padded = np.vstack([design, np.zeros((max(k - n, 0), k))])
    left, size, axes = np.linalg.svd(padded, full_matrices=False)
    kept = size > np.finfo(float).eps * max(n, k) * size[0]
    return left[:n] * kept, np.where(kept, size, 0.0), axes.T
