"""Polynomials with a Normal prior on their coefficients: how many terms do the data ask for, and what says the bound?"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from vizvi.member import whole
from vizvi.models.checks import finite, frozen, positive
from vizvi.models.linear_regression import Band, LinearRegression

BASES = ("powers", "legendre")
FAMILIES = ("mean_field", "full_rank")
MOST = 60  # the degree


@cache
def curve() -> tuple[np.ndarray, np.ndarray]:
    """Forty points x (40,) = (i + ½)/40 and y (40,) = ½ sin 2πx + noise of sd .3, simulated, two decimals."""
    text = (files("vizvi") / "data" / "model_choice.csv").read_text(encoding="utf-8")
    rows = np.array([[float(cell) for cell in row] for row in list(csv.reader(text.splitlines()))[1:]])
    return frozen(rows[:, 0], rows[:, 1])


@dataclass(frozen=True)
class PolynomialRegression:
    """y = Σ wⱼ bⱼ(x) + noise, wⱼ ~ N(0, prior_sd²), j = 0 … degree, noise sd known (Bishop, 2006, 3.3).

    basis "powers" has bⱼ = xʲ, "legendre" Pⱼ(2x − 1), orthogonal on [0, 1]: another basis is another prior over curves.
    Data x, y: (n,) each, or y (..., n) for many data sets at the same x. The posterior is Gaussian; mean-field keeps its
    mean and loses log evidence that grows with the degree, full-rank loses nothing. Raises ValueError for numbers out of
    range and for data that do not match or are not finite."""

    degree: int = 3
    basis: str = "powers"
    noise: float = 0.3
    prior_sd: float = 10.0

    def __post_init__(self):
        keep = lambda name, value: object.__setattr__(self, name, value)
        keep("degree", whole("PolynomialRegression", "degree", self.degree, 0, MOST))
        keep("noise", positive("PolynomialRegression", "noise", self.noise))
        keep("prior_sd", positive("PolynomialRegression", "prior_sd", self.prior_sd))
        if self.basis not in BASES:
            raise ValueError(f"PolynomialRegression: basis is {self.basis!r:.40}, but must be one of {', '.join(BASES)}.")

    def design(self, x) -> np.ndarray:
        """The basis at x (n,), (n, degree + 1)."""
        x = np.atleast_1d(finite("PolynomialRegression", "x", x))
        if x.ndim != 1 or not x.size:
            raise ValueError(f"PolynomialRegression: x has shape {x.shape}, but must be (n,) with n at least 1.")
        with np.errstate(over="ignore", invalid="ignore"):
            if self.basis == "powers":
                rows = np.vander(x, self.degree + 1, increasing=True)
            else:
                rows = np.polynomial.legendre.legvander(2 * x - 1, self.degree)
        if not np.isfinite(rows).all():
            raise ValueError("PolynomialRegression: x is too large for this degree.")
        return rows

    def regression(self, x, y) -> LinearRegression:
        """The same as a linear regression on the basis."""
        design, y = self.design(x), np.atleast_1d(finite("PolynomialRegression", "y", y))
        if y.shape[-1] != len(design):
            raise ValueError(f"PolynomialRegression: y has {y.shape[-1]} outcomes, but x has {len(design)}.")
        return LinearRegression(design, y, self.noise, self.prior_sd)

    def evidence(self, x, y) -> np.ndarray:
        """log p(y | x), (...), nats."""
        return self.regression(x, y).log_evidence

    def gap(self, x, family: str = "mean_field") -> float:
        """KL(q‖p) of the family's best q, nats: it does not depend on y."""
        _check(family)
        return self.regression(x, np.zeros(np.size(x))).gap if family == "mean_field" else 0.0

    def elbo(self, x, y, family: str = "mean_field") -> np.ndarray:
        """The bound at the family's best q, (...), nats; full-rank holds the posterior, so its bound is the evidence."""
        _check(family)
        model = self.regression(x, y)
        return model.elbo if family == "mean_field" else model.log_evidence

    def posterior(self, x, y, family: str = "full_rank") -> tuple[np.ndarray, np.ndarray]:
        """Mean (..., J) and covariance (J, J) of the J = degree + 1 coefficients, exact; or mean-field's."""
        _check(family)
        model = self.regression(x, y)
        return frozen(model.mean, np.diag(model.mean_field_sd**2) if family == "mean_field" else model.cov)

    def band(self, x, y, at, share: float = 0.95, family: str = "full_rank") -> Band:
        """The curve at new points (G,): its mean and a central band that holds this share, under p or under mean-field."""
        _check(family)
        model, rows = self.regression(x, y), self.design(at)
        return model.mean_field_band(rows, share) if family == "mean_field" else model.band(rows, share)


def _check(family) -> None:
    if family not in FAMILIES:
        raise ValueError(f"PolynomialRegression: family is {family!r:.40}, but must be one of {', '.join(FAMILIES)}.")
