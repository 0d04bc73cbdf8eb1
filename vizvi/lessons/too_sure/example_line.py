"""The lesson's line: thirty points whose x may be moved, so that mean-field's mistake comes and goes."""

import numpy as np

from vizvi.models.linear_regression import Band, LinearRegression

COUNT, NOISE, PRIOR_SD = 30, 1.0, 10.0
X, Y = (0.0, 10.0), (-2.0, 9.0)  # what is in view
INTERCEPT, SLOPE, SEED = 1.0, 0.5, 5
TOLD = (0.0, 2.0, 4.0, 6.0, 10.0)  # where sds are told
LINES, GRID = 24, 101


def points(lo: float = 2.0, hi: float = 6.0) -> tuple[float, ...]:
    """x₁, y₁, x₂, y₂ …: evenly spaced from lo to hi, with the same noise wherever they are; y has two decimals."""
    x = np.linspace(lo, hi, COUNT)
    y = INTERCEPT + SLOPE * x + NOISE * np.random.default_rng(SEED).standard_normal(COUNT)
    return tuple(np.clip(np.stack([x, np.round(y, 2)], axis=-1), *np.array([X, Y]).T).ravel().tolist())


def drag_point(data: tuple[float, ...], index: int, value) -> tuple[float, ...]:
    """The same points with one of them put elsewhere, within view; unchanged if that makes no sense."""
    pairs = np.reshape(np.array(data, float), (-1, 2))
    try:
        pairs[int(index)] = np.clip(np.round(np.asarray(value, float), 2), *np.array([X, Y]).T)
    except (TypeError, ValueError, IndexError):
        return data
    return tuple(pairs.ravel().tolist()) if np.isfinite(pairs).all() else data


def given(data: tuple[float, ...], center: bool) -> dict:
    """What the regression of points x₁, y₁, … is made of: noise sd 1, prior N(0, 10² I)."""
    x, y = np.reshape(np.array(data, float), (-1, 2)).T
    return {"x": x, "y": y, "noise": NOISE, "prior_sd": PRIOR_SD, "center": center}


def regression(data: tuple[float, ...], center: bool) -> LinearRegression:
    """The regression of points x₁, y₁, …"""
    return LinearRegression(**given(data, center))


def view(model: LinearRegression) -> tuple[np.ndarray, Band, Band]:
    """x (G,), and the exact and the mean-field 95 % bands there."""
    x = np.linspace(*X, GRID)
    return x, model.band(x), model.mean_field_band(x)


def lines(model: LinearRegression, mean_field: bool) -> np.ndarray:
    """Lines drawn from the posterior or from q, (LINES, G), by the same noise wherever the data are."""
    draws = model.draws(np.random.default_rng(SEED).standard_normal((LINES, 2)), mean_field)
    return draws @ model.rows(np.linspace(*X, GRID)).T


def wider(model: LinearRegression) -> tuple[float, float] | None:
    """From where to where mean-field's band is the wider one; None if nowhere in view."""
    x = np.linspace(*X, 2001)
    found = x[model.mean_field_band(x).sd > model.band(x).sd * (1 + 1e-9)]
    return (float(found[0]), float(found[-1])) if len(found) else None


def more_data(counts, center: bool = False) -> np.ndarray:
    """How often mean-field's 95 % interval holds the slope with n points on [2, 6], for each n: exact."""
    return np.array(
        [LinearRegression(np.linspace(2, 6, n), np.zeros(n), NOISE, PRIOR_SD, center).coverage()[1] for n in counts]
    )
