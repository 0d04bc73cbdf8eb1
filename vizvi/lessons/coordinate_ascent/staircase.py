"""Normal–Gamma, half-step by half-step: the stairs, the numbers in the update formulas, and the marginals at the end."""

import re
from typing import NamedTuple

import numpy as np

from vizvi.models.checks import frozen
from vizvi.models.distributions import Gamma, Normal, StudentT
from vizvi.models.normal_gamma import Ascent, Factors, NormalGamma

EXAMPLE = (4.2, 5.1, 3.6, 6.0, 4.9)
PRIOR = NormalGamma(0.0, 0.01, 0.01, 0.01)
MOST = 10_000  # numbers that a person may paste
GRID = 201
LEVELS = (0.5, 0.95)  # mass inside a contour


class Stairs(NamedTuple):
    """One run on one data set: everything that the tab shows."""

    evidence: float
    ascent: Ascent
    exact: NormalGamma


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
    words = [each for each in re.split(r"[\s,;]+", str(text).replace("\u2212", "-").strip()) if each]
    if not words:
        raise ValueError("Type at least one number.")
    if len(words) > MOST:
        raise ValueError(f"These are {len(words):,} numbers; the page takes up to {MOST:,}.")
    values = []
    for word in words:
        try:
            values.append(float(word))
        except ValueError:
            raise ValueError(f"“{word[:20]}” is not a number.") from None
    if not np.isfinite(values).all():
        raise ValueError("Every number must be finite.")
    if np.abs(values).max() > 1e9:
        raise ValueError("Numbers beyond a billion lose their digits here: take another unit.")
    return tuple(values)


def stairs(y=EXAMPLE, prior: NormalGamma = PRIOR, sweeps: int = 8, start: Factors | None = None) -> Stairs:
    """Coordinate ascent on y (n,), with the exact answer beside it; nats."""
    return Stairs(float(prior.evidence(y)), prior.coordinate_ascent(y, sweeps, start), prior.posterior(y))


def formula(y, prior: NormalGamma, path: Factors, step: int) -> tuple[Term, ...]:
    """The formulas of half-step `step` (1, 2, …) with their numbers in them: odd steps move q(μ), even ones q(τ)."""
    y = np.asarray(y, float)
    n, before, after = len(y), *(Factors(*(float(each[at]) for each in path)) for at in (step - 1, step))
    known = {"prior strength": prior.strength, "n": float(n)}
    if step % 2:
        tau = before.shape / before.rate
        mean = Term("mean of q(μ)", after.mean, known | {"prior mean": prior.mean, "mean of y": float(y.mean())})
        return mean, Term("precision of q(μ)", after.precision, known | {"E[τ]": tau})
    offset = (before.mean - prior.mean) ** 2
    spread = {
        "prior rate": prior.rate,
        "squares around q's mean": float(((y - before.mean) ** 2).sum()),
        "n / precision": n / before.precision,
        "prior's square": prior.strength * (offset + 1 / before.precision),
    }
    return Term("shape of q(τ)", after.shape, {"prior shape": prior.shape, "n": float(n)}), Term(
        "rate of q(τ)", after.rate, spread
    )


def marginals(run: Stairs) -> Marginals:
    """Exact against mean-field at the end: the same means, too small sds."""
    q = Factors(run.ascent.mean, run.ascent.precision, run.ascent.shape, run.ascent.rate)
    return Marginals((run.exact.of_mean, q.of_mean), (run.exact.of_precision, q.of_precision))


def plane(run: Stairs, window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """μ (G,), τ (G,) and the exact posterior's log density there (τ, μ), for contours in a window ((lo, hi), (lo, hi))."""
    mu, tau = (np.linspace(lo, hi, GRID) for lo, hi in window)
    return mu, tau, frozen(run.exact.log_prob(mu, tau[:, None]))


def heights(log_density: np.ndarray, levels=LEVELS) -> np.ndarray:
    """Log densities whose contours hold these shares of the mass on an even grid, in the order of `levels`."""
    flat = np.sort(log_density[np.isfinite(log_density)].ravel())[::-1]
    held = np.cumsum(np.exp(flat - flat[0]))
    return np.array([flat[np.searchsorted(held, share * held[-1])] for share in levels])
