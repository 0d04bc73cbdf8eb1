"""Bayesian logistic regression: the best Gaussian q of many data sets at once, by fixed points."""

import numpy as np

from vizvi.integrate.special import normal_cdf

SWEEPS = 400
SETTLED = 1e-9
FAMILIES = ("mean_field", "full_rank", "laplace")
REACH, NODES = 7.0, 121  # of the average over a linear predictor, in its sds


class LogisticRegression:
    """y ∈ {0, 1} with log odds Xw, w ~ N(0, prior_sd² I); X (n, k) is shared by all data sets.

    family: what `approximate` fits: "mean_field" or "full_rank", for which E_q[∇ log p] = 0 and the precision is
    −E_q[∇² log p] (its diagonal for mean-field; Opper & Archambeau, 2009), or "laplace", the same at a point. Raises
    ValueError for a design that is no finite matrix, a prior sd that is not positive or another family."""

    def __init__(self, design, prior_sd: float = 5.0, family: str = "mean_field", names: tuple[str, ...] = ()):
        self.design = np.asarray(design, float)
        if self.design.ndim != 2 or not self.design.size or not np.isfinite(self.design).all():
            raise ValueError("LogisticRegression: design must be a finite matrix (n, k).")
        if not (np.isfinite(prior_sd) and prior_sd > 0):
            raise ValueError(f"LogisticRegression: prior_sd is {prior_sd!r}, but must be a positive number.")
        if family not in FAMILIES:
            raise ValueError(f"LogisticRegression: family is {family!r}, but must be one of {', '.join(FAMILIES)}.")
        self.prior_sd, self.family = float(prior_sd), family
        self.names = names or tuple(f"w{i + 1}" for i in range(self.design.shape[1]))

    @property
    def sizes(self) -> tuple[int, int]:
        """How many coefficients k and outcomes n a simulated data set has."""
        return self.design.shape[1], self.design.shape[0]

    def prior(self, normals) -> np.ndarray:
        """Coefficients from the prior (..., k)."""
        return self.prior_sd * np.asarray(normals, float)

    def simulate(self, theta, normals) -> np.ndarray:
        """Outcomes (..., n): 1 where a normal falls below the quantile that the chance of distress has."""
        return (normal_cdf(np.asarray(normals, float)) < _sigmoid(theta @ self.design.T)).astype(float)

    def approximate(self, y, mean_field: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Locs and scales (N, k) of q for outcomes y (N, n)."""
        mean, cov = self.posterior(y)
        return mean, np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))

    def posterior(self, y) -> tuple[np.ndarray, np.ndarray]:
        """q's means (N, k) and covariances (N, k, k) for outcomes y (N, n); a ValueError where they do not settle."""
        y, x = np.asarray(y, float), self.design
        prior = np.eye(x.shape[1]) / self.prior_sd**2
        mean, cov = np.zeros((len(y), x.shape[1])), np.tile(np.eye(x.shape[1]), (len(y), 1, 1))
        open_ = np.arange(len(y))
        for _ in range(SWEEPS):
            eta, spread = mean[open_] @ x.T, np.sqrt(np.einsum("ni,mij,nj->mn", x, cov[open_], x))
            chance, bend = self._averages(eta, spread)
            precision = prior + np.einsum("ni,mn,nj->mij", x, bend, x)
            slope = (y[open_] - chance) @ x - mean[open_] @ prior
            step = np.linalg.solve(precision, slope[..., None])[..., 0]
            # No farther than the prior reaches: where all outcomes agree, the first steps overshoot.
            step *= np.minimum(1, self.prior_sd / np.maximum(np.abs(step).max(axis=-1), 1e-300))[:, None]
            if self.family == "mean_field":
                wanted = np.eye(x.shape[1]) / np.diagonal(precision, axis1=-2, axis2=-1)[:, None]
            else:
                wanted = np.linalg.inv(precision)
            moved = np.abs(step).max(axis=-1) + np.abs(wanted - cov[open_]).max(axis=(-1, -2))
            mean[open_] += step
            cov[open_] = 0.5 * (cov[open_] + wanted) if self.family != "laplace" else wanted
            open_ = open_[moved > SETTLED]
            if not len(open_):
                return mean, cov
        raise ValueError(f"LogisticRegression: {len(open_)} of {len(y)} fits did not settle; take a smaller prior_sd.")

    def _averages(self, eta, spread):
        """The averages of the chance and of its slope over linear predictors N(eta, spread²), (N, n) each."""
        if self.family == "laplace":
            chance = _sigmoid(eta)
            return chance, chance * (1 - chance)
        u = np.linspace(-REACH, REACH, NODES)
        weight = np.exp(-0.5 * u * u)
        weight /= weight.sum()
        chance = _sigmoid(eta[..., None] + spread[..., None] * u)
        return chance @ weight, (chance * (1 - chance)) @ weight


def _sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))
