"""Somebody's own data under one of four models with two coefficients: a posterior whose evidence can be integrated."""

import hashlib
import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from vizvi.integrate.special import LOG_2PI
from vizvi.models._pasted_likelihood import likelihood
from vizvi.models._pasted_ridge import integral, nodes_of, window_of
from vizvi.models.linear_regression import LinearRegression
from vizvi.targets import Target

NAMES = dict.fromkeys(("linear", "logistic", "poisson"), ("intercept", "slope")) | {"normal": ("mean", "log sd")}
FEWEST, MOST, LARGEST, LARGEST_COUNT = 2, 5000, 1e6, 10_000


@dataclass(frozen=True, repr=False)
class Pasted(Target):
    """The posterior of two coefficients under pasted data, with every constant, so that log_z is the log evidence."""

    label: ClassVar = "Pasted data"
    template: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    prior_sd: float
    noise: float
    center: bool
    window: tuple = ()

    def __repr__(self) -> str:
        data = hashlib.sha1(np.array([self.x, self.y]).tobytes()).hexdigest()[:16]
        knobs = f"prior_sd={self.prior_sd!r}, noise={self.noise!r}, center={self.center!r}"
        return f"Pasted({self.template!r}, {len(self.y)} rows {data}, {knobs})"

    def written(self) -> dict[str, str]:
        """What a link holds: the columns, the template and its knobs."""
        columns = {name: ",".join(f"{each!r}".removesuffix(".0") for each in getattr(self, name)) for name in "xy"}
        if self.template == "normal":
            del columns["x"]
        knobs = {name: str(getattr(self, name)) for name in ("prior_sd", "noise", "center")}
        return {"template": self.template} | columns | knobs

    @classmethod
    def read(cls, given: dict[str, str]) -> "Pasted":
        """The target that a link's columns are; ValueError if they are none."""
        x, y = ([float(each) for each in given.get(name, "").split(",")] if name in given else [] for name in "xy")
        center = {"True": True, "False": False}.get(given.get("center", "False"))
        if center is None:
            raise ValueError("pasted: center must be True or False.")
        return pasted(given.get("template"), x, y, float(given.get("prior_sd", 5)), float(given.get("noise", 1)), center)

    @property
    def names(self) -> tuple[str, str]:
        return NAMES[self.template]

    def log_prob(self, z):
        z = np.asarray(z, float)
        prior = -0.5 * (z * z).sum(axis=-1) / self.prior_sd**2 - LOG_2PI - 2 * math.log(self.prior_sd)
        with np.errstate(over="ignore"):
            return prior + likelihood(self, z, 0)

    def score(self, z):
        z = np.asarray(z, float)
        with np.errstate(over="ignore"):
            return likelihood(self, z, 1) - z / self.prior_sd**2

    @property
    def log_z(self) -> float:
        """The log evidence, nats: in closed form for a line, else by quadrature."""
        if self.template == "linear":
            return float(LinearRegression(_design(self), np.array(self.y), self.noise, self.prior_sd).log_evidence)
        return integral(self)[0]

    @property
    def log_z_error(self) -> float:
        return 0.0 if self.template == "linear" else integral(self)[1]

    def nodes(self):
        """A grid along the axes of the posterior's own ridge: intercept and slope of raw x are nearly one number."""
        return nodes_of(self)


def pasted(template: str, x, y, prior_sd: float = 5.0, noise: float = 1.0, center: bool = False) -> Pasted:
    """A posterior from data: what an analysis with two coefficients would approximate, with its exact evidence beside it.

    template: "linear", y ~ N(a + bx, noise²); "logistic", y ∈ {0, 1} with log odds a + bx; "poisson", y a count with log
    rate a + bx; "normal", y ~ N(mean, sd²), coordinates (mean, log sd), x unused and may be None. Both coordinates have
    the prior N(0, prior_sd²), for the normal on mean and log sd. x, y: (n,), 2 to 5,000 finite numbers up to 1e6; center:
    subtract x's mean. Raises ValueError with one sentence for data or knobs that do not fit."""
    if template not in NAMES:
        raise ValueError(f"pasted: template is {template!r}, but must be one of {', '.join(NAMES)}.")
    for name, value in (("prior_sd", prior_sd), ("noise", noise)):
        if not isinstance(value, int | float | np.number) or isinstance(value, bool) or not 0 < value <= LARGEST:
            raise ValueError(f"pasted: {name} is {value!r}, but must be a positive number up to 1e6.")
    y = _column("y", y)
    x = np.zeros(len(y)) if template == "normal" else _column("x", x)
    if len(x) != len(y):
        raise ValueError(f"pasted: x has {len(x)} values and y {len(y)}, but they must be pairs.")
    if template != "normal" and np.ptp(x) == 0:
        raise ValueError("pasted: all x are the same: the slope cannot be told from the intercept.")
    if template == "normal" and np.ptp(y) <= 1e-9 * np.abs(y).max():
        raise ValueError("pasted: all y are the same: nothing tells their sd.")
    if template == "logistic" and not np.isin(y, (0, 1)).all():
        raise ValueError("pasted: y must be 0 or 1 for the logistic model.")
    if template == "poisson" and (np.any(y != np.round(y)) or y.min() < 0 or y.max() > LARGEST_COUNT):
        raise ValueError("pasted: y must be whole numbers from 0 to 10,000 for the Poisson model.")
    knobs = float(prior_sd), float(noise), bool(center)
    bare = Pasted(template, tuple(x.tolist()), tuple(y.tolist()), *knobs)
    return Pasted(template, bare.x, bare.y, *knobs, window_of(bare))


def _column(name: str, values) -> np.ndarray:
    try:
        values = np.asarray(values, float)
    except (TypeError, ValueError):
        raise ValueError(f"pasted: {name} must be a column of numbers.") from None
    if values.ndim != 1 or not FEWEST <= len(values) <= MOST:
        raise ValueError(f"pasted: {name} has shape {values.shape}, but must be a column of {FEWEST} to {MOST} numbers.")
    if not np.all(np.abs(values) <= LARGEST):
        raise ValueError(f"pasted: {name} must be finite and at most 1e6 in size.")
    return values


def _design(target: Pasted) -> np.ndarray:
    x = np.array(target.x)
    return np.column_stack([np.ones(len(x)), x - (x.mean() if target.center else 0.0)])
