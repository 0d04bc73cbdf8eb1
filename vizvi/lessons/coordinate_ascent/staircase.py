"""Normal–Gamma, half-step by half-step: the stairs, the numbers in the update formulas, and the marginals at the end."""

import re
from typing import NamedTuple

import numpy as np

from vizvi.lessons.coordinate_ascent.words import staircase as words
from vizvi.models.checks import frozen
from vizvi.models.distributions import Gamma, Normal, StudentT
from vizvi.models.normal_gamma import NormalGamma
from vizvi.models.normal_gamma_factors import Ascent, Factors
from vizvi.picture.outlines import polylines

EXAMPLE = (4.2, 5.1, 3.6, 6.0, 4.9)
PRIOR = NormalGamma(0.0, 0.01, 0.01, 0.01)
MOST = 10_000  # numbers that a person may paste
LONGEST = 1000  # characters of them on the page: its link holds them all
START = (0.15, 0.8)
GRID, CELLS = 201, 121
LEVELS = (0.5, 0.95)  # mass inside a contour


class Stairs(NamedTuple):
    """One run on one data set: everything that the tab shows."""

    evidence: float
    ascent: Ascent
    exact: NormalGamma


class Calls(NamedTuple):
    """q after each half-step that somebody called, the start included, and its ELBO, (T + 1,) each."""

    path: Factors
    elbo: np.ndarray


class Term(NamedTuple):
    """One half-step's update formula as words and numbers: name = value, from named parts."""

    name: str
    value: float
    parts: dict[str, float]


class Marginals(NamedTuple):
    """Exact and mean-field marginals of μ and τ, to be drawn."""

    mean: tuple[StudentT, Normal]
    precision: tuple[Gamma, Gamma]


def typed(text: str) -> tuple[float, ...]:
    """Numbers that a person typed or pasted, between blanks, commas or semicolons; else a ValueError in one sentence."""
    found = [each for each in re.split(r"[\s,;]+", str(text).replace("\u2212", "-").strip()) if each]
    if not found:
        raise ValueError(words.NO_NUMBER)
    if len(found) > MOST:
        raise ValueError(words.too_many(len(found), MOST))
    values = []
    for each in found:
        try:
            values.append(float(each))
        except ValueError:
            raise ValueError(words.no_number(each[:20])) from None
    if not np.isfinite(values).all():
        raise ValueError(words.NOT_FINITE)
    if np.abs(values).max() > 1e9:
        raise ValueError(words.TOO_LARGE)
    return tuple(values)


def stairs(y=EXAMPLE, prior: NormalGamma = PRIOR, sweeps: int = 8, start: Factors | None = None) -> Stairs:
    """Coordinate ascent on y (n,), with the exact answer beside it; nats."""
    return Stairs(float(prior.evidence(y)), prior.coordinate_ascent(y, sweeps, start), prior.posterior(y))


def given(text: str) -> tuple[float, ...]:
    """The same where they are to tell something of a spread: at least two numbers, not all equal."""
    if len(text) > LONGEST:
        raise ValueError(words.too_long(LONGEST))
    y = typed(text)
    if len(y) < 2:
        raise ValueError(words.ONE_NUMBER)
    if np.ptp(y) <= 1e-12 * np.abs(y).max():
        raise ValueError(words.ALL_EQUAL)
    return y


def window(exact: NormalGamma) -> tuple[tuple[float, float], tuple[float, float]]:
    """What of (μ, τ) is in view: 99 % of either marginal, with some room."""
    lo, hi = exact.of_mean.interval(0.99)
    room = 0.1 * (hi - lo)
    return (float(lo - room), float(hi + room)), (0.0, float(1.15 * exact.of_precision.interval(0.99)[1]))


def begun(y, prior: NormalGamma, place=START) -> Factors:
    """A start at a place of the window, (0, 0) its lower left corner and (1, 1) its upper right one: a narrow q(μ), and
    q(τ) of the shape that it will have."""
    (lo, hi), (_, top) = window(prior.posterior(y))
    shape = prior.shape + (len(y) + 1) / 2
    tau = top * min(max(place[1], 0.02), 1.0)
    return Factors(lo + place[0] * (hi - lo), 1 / (0.05 * (hi - lo)) ** 2, shape, shape / tau)


def call(y, prior: NormalGamma, start: Factors, moves) -> Calls:
    """Half-steps in any order: each of `moves` is "m" for q(μ) or "t" for q(τ), set to its best given the other."""
    path = [start]
    for each in moves:
        path.append(prior.update_mean(y, path[-1]) if each == "m" else prior.update_precision(y, path[-1]))
    stacked = Factors(*frozen(*(np.array(each, float) for each in zip(*path, strict=True))))
    return Calls(stacked, frozen(np.array(prior.elbo(y, stacked))))


def formula(y, prior: NormalGamma, path: Factors, step: int, mean: bool | None = None) -> tuple[Term, ...]:
    """The formulas of half-step `step` (1, 2, …) with their numbers in them.

    mean: whether it moves q(μ); unless said, odd ones do."""
    y = np.asarray(y, float)
    n, before, after = len(y), *(Factors(*(float(each[at]) for each in path)) for at in (step - 1, step))
    known = {"strength": prior.strength, "n": float(n)}
    if step % 2 if mean is None else mean:
        tau = before.shape / before.rate
        mean = Term("mean", after.mean, known | {"prior": prior.mean, "average": float(y.mean())})
        return mean, Term("precision", after.precision, known | {"tau": tau})
    offset = (before.mean - prior.mean) ** 2
    spread = {
        "prior": prior.rate,
        "squares": float(((y - before.mean) ** 2).sum()),
        "spread": n / before.precision,
        "offset": prior.strength * (offset + 1 / before.precision),
    }
    return Term("shape", after.shape, {"prior": prior.shape, "n": float(n)}), Term("rate", after.rate, spread)


def marginals(run: Stairs) -> Marginals:
    """Exact against mean-field at the end: the same means, too small sds."""
    q = Factors(run.ascent.mean, run.ascent.precision, run.ascent.shape, run.ascent.rate)
    return Marginals((run.exact.of_mean, q.of_mean), (run.exact.of_precision, q.of_precision))


def outlines(density, window) -> list[np.ndarray]:
    """Contours around 50 % and 95 % of a log density of (μ, τ), as lines (N, 2)."""
    mu, tau = (np.linspace(lo, hi, CELLS) for lo, hi in window)
    log_density = density.log_prob(mu, np.maximum(tau, 1e-9 * tau[-1])[:, None])
    xy, lengths, _ = polylines((mu, tau), log_density, heights(log_density))
    return np.split(xy, np.cumsum(lengths)[:-1])


def ground(exact: NormalGamma, view, share: float = 0.95) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The region that holds this share of the exact posterior: μ (G,), and between which τ it lies there, NaN outside."""
    mu, tau = np.linspace(*view[0], GRID), np.linspace(view[1][1] / 1000, view[1][1], 1000)
    log_density = exact.log_prob(mu, tau[:, None])
    inside = log_density >= heights(log_density, (share,))[0]
    lo, hi = tau[inside.argmax(axis=0)], tau[len(tau) - 1 - inside[::-1].argmax(axis=0)]
    outside = ~inside.any(axis=0)
    return mu, np.where(outside, np.nan, lo), np.where(outside, np.nan, hi)


def around(q: Factors) -> tuple[tuple[float, float], tuple[float, float]]:
    """A window of its own for one q."""
    mu, tau = q.of_mean, q.of_precision
    half, top = 4.5 * mu.sd, tau.mean + 7 * tau.sd
    return (float(mu.mean - half), float(mu.mean + half)), (float(max(tau.mean - 5 * tau.sd, 0)), float(top))


def plane(run: Stairs, window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """μ (G,), τ (G,) and the exact posterior's log density there (τ, μ), for contours in a window ((lo, hi), (lo, hi))."""
    mu, tau = (np.linspace(lo, hi, GRID) for lo, hi in window)
    return mu, tau, frozen(run.exact.log_prob(mu, tau[:, None]))


def heights(log_density: np.ndarray, levels=LEVELS) -> np.ndarray:
    """Log densities whose contours hold these shares of the mass on an even grid, in the order of `levels`."""
    flat = np.sort(log_density[np.isfinite(log_density)].ravel())[::-1]
    held = np.cumsum(np.exp(flat - flat[0]))
    return np.array([flat[np.searchsorted(held, share * held[-1])] for share in levels])
