"""Evidence and bound for each degree, with the curves behind them: which model does each of the two choose?"""

from typing import NamedTuple

import numpy as np

from vizvi.member import whole
from vizvi.models.checks import frozen
from vizvi.models.linear_regression import Band
from vizvi.models.polynomial_regression import PolynomialRegression, curve

MOST = 8  # degrees on the page
NOISE, PRIOR_SD, COUNT = 0.3, 10.0, 40
Y = (-2.5, 2.5)  # what is in view
GRID = 121


class Bars(NamedTuple):
    """For degrees 0 … `most`, (most + 1,) each, nats."""

    degree: np.ndarray
    evidence: np.ndarray
    elbo: np.ndarray
    gap: np.ndarray

    @property
    def chosen(self) -> tuple[int, int]:
        """The degree that the evidence picks, and the one that the bound picks."""
        return int(self.evidence.argmax()), int(self.elbo.argmax())


def example() -> tuple[float, ...]:
    """x₁, y₁, x₂, y₂ … of the lesson's forty points."""
    return tuple(np.stack(curve(), axis=-1).ravel().tolist())


def simulate(count: int = COUNT, noise: float = NOISE, seed: int = 0) -> tuple[float, ...]:
    """New points in the same form: x = (i + ½)/count, y = ½ sin 2πx + noise, two decimals."""
    x = (np.arange(whole("simulate", "count", count, 1, 10_000)) + 0.5) / count
    y = 0.5 * np.sin(2 * np.pi * x) + noise * np.random.default_rng(seed).standard_normal(count)
    return tuple(np.stack([x, np.round(y, 2)], axis=-1).ravel().tolist())


def moved(data: tuple[float, ...], index: int, value) -> tuple[float, ...]:
    """The same points with one put elsewhere, within view; unchanged if that makes no sense."""
    pairs = np.reshape(np.array(data, float), (-1, 2))
    try:
        if not 0 <= int(index) < len(pairs):
            return data
        pairs[int(index)] = np.clip(np.asarray(value, float), (0.0, Y[0]), (1.0, Y[1]))
    except (TypeError, ValueError):
        return data
    return tuple(pairs.ravel().tolist()) if np.isfinite(pairs).all() else data


def points(count: int = COUNT, seed: int = 0, held=()) -> tuple[float, ...]:
    """The lesson's points (seed 0 and forty of them) or new ones, some moved by hand; held: (index, y) pairs."""
    data = list(example() if (count, seed) == (COUNT, 0) else simulate(count, NOISE, seed))
    for index, y in held:
        if index < count:
            data[2 * index + 1] = y
    return tuple(data)


def fixed(text: str) -> tuple[tuple[int, float], ...]:
    """Points moved by hand as a link says them: "5:0.52,17:-1.2"; ValueError for anything else."""
    found = {}
    for each in text.split(","):
        index, _, y = each.partition(":")
        if not (index.isascii() and index.isdigit() and len(index) < 4 and y.isascii() and "_" not in y):
            raise ValueError(text)
        found[int(index)] = float(y)
        if not Y[0] <= found[int(index)] <= Y[1]:
            raise ValueError(text)
    return tuple(sorted(found.items()))


def bars(data, basis="powers", family="mean_field", noise=NOISE, prior_sd=PRIOR_SD, most: int = MOST) -> Bars:
    """Both numbers for every degree."""
    x, y = _columns(data)
    models = [PolynomialRegression(degree, basis, noise, prior_sd) for degree in range(most + 1)]
    evidence = np.array([float(model.evidence(x, y)) for model in models])
    gap = np.array([model.gap(x, family) for model in models])
    return Bars(*frozen(np.arange(most + 1), evidence, evidence - gap, gap))


def bands(data, degree: int, basis="powers", noise=NOISE, prior_sd=PRIOR_SD) -> tuple[np.ndarray, Band, Band]:
    """x (G,), and the curve's exact and mean-field 95 % bands there."""
    model, at = PolynomialRegression(degree, basis, noise, prior_sd), np.linspace(0, 1, GRID)
    return at, model.band(*_columns(data), at), model.band(*_columns(data), at, family="mean_field")


def _columns(data):
    return np.reshape(np.array(data, float), (-1, 2)).T
