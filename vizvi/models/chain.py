"""A short chain of hidden states: how learning a parameter through the bound pulls it to where the bound is tight."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI
from vizvi.member import whole
from vizvi.models.checks import finite, frozen, positive

FAMILIES = ("mean_field", "full_rank")
OWNER, MOST_STATES, MOST_STEPS = "Chain", 50, 100_000
EDGE = 1 - 1e-6  # a correlation is searched for up to here


class Linear(NamedTuple):
    """q(x | y) = N(gain·y, cov), the same map for all sequences y; the best q of either family has this form."""

    gain: np.ndarray  # (T, T)
    cov: np.ndarray  # (T, T); diagonal for mean-field


class Climb(NamedTuple):
    """A path on the picture of the bounds, the start included: the correlation, and the bound of q and of it, nats."""

    correlation: np.ndarray
    bound: np.ndarray


@dataclass(frozen=True)
class Chain:
    """x₁ ~ N(0, 1), xₜ | xₜ₋₁ ~ N(λ xₜ₋₁, 1 − λ²), yₜ ~ N(xₜ, noise_variance): states of unit variance and correlation λ.

    The bound of the best factorized q peaks elsewhere in λ than the evidence does: q can't say how states depend on each
    other, so that the bound prefers models where they don't (Turner & Sahani, 2011). Data come in as their second moments
    E[y yᵀ] (T, T), of a sample or of the truth, and all bounds are nats a sequence. Raises ValueError for numbers out of
    range and moments that are none."""

    length: int = 2
    noise_variance: float = 0.1

    def __post_init__(self):
        object.__setattr__(self, "length", whole(OWNER, "length", self.length, 2, MOST_STATES))
        object.__setattr__(self, "noise_variance", positive(OWNER, "noise_variance", self.noise_variance))

    def moment(self, correlation: float = 0.8) -> np.ndarray:
        """E[y yᵀ] (T, T) of sequences from this correlation: endless data."""
        return self._states(_inside(correlation)) + self.noise_variance * np.eye(self.length)

    def moment_of(self, y) -> np.ndarray:
        """The same of sequences y (N, T) that were seen."""
        y = finite(OWNER, "y", y)
        if y.ndim != 2 or y.shape[1] != self.length or not len(y):
            raise ValueError(f"Chain: y has shape {y.shape}, but must be (N, {self.length}) with N at least 1.")
        return y.T @ y / len(y)

    # Curves in the correlation.

    def evidence(self, correlation, moment) -> np.ndarray:
        """Log evidence a sequence at correlations (...), (...), nats."""
        cov = self._states(_inside(correlation)) + self.noise_variance * np.eye(self.length)
        trace = np.trace(np.linalg.solve(cov, np.broadcast_to(self._checked(moment), cov.shape)), axis1=-2, axis2=-1)
        return -0.5 * (np.linalg.slogdet(cov)[1] + trace + self.length * LOG_2PI)

    def gap(self, correlation, family: str = "mean_field") -> np.ndarray:
        """KL(q‖p) of the family's best q at correlations (...), nats: the same for all data."""
        precision = self._precision(_inside(correlation))
        if _family(family) == "full_rank":
            return np.zeros(np.shape(correlation))
        diagonal = np.diagonal(precision, axis1=-2, axis2=-1)
        return 0.5 * (np.log(diagonal).sum(axis=-1) - np.linalg.slogdet(precision)[1])

    def elbo(self, correlation, moment, family: str = "mean_field") -> np.ndarray:
        """The bound a sequence at the family's best q, at correlations (...), (...), nats."""
        return self.evidence(correlation, moment) - self.gap(correlation, family)

    def peak(self, moment, family: str = "full_rank") -> float:
        """Where the bound is highest; with full-rank, the evidence."""
        lo, hi = -EDGE, EDGE
        for count in (2001, *[41] * 8):
            grid = np.linspace(lo, hi, count)
            best, step = grid[np.argmax(self.elbo(grid, moment, family))], grid[1] - grid[0]
            lo, hi = max(best - step, -EDGE), min(best + step, EDGE)
        return float(best)

    # Moves on that picture.

    def best(self, correlation: float, family: str = "mean_field") -> Linear:
        """The family's best q at one correlation."""
        precision = self._precision(_inside(float(correlation)))
        cov = np.linalg.inv(precision)
        narrow = np.diag(1 / np.diag(precision)) if _family(family) == "mean_field" else cov
        return Linear(*frozen(cov / self.noise_variance, narrow))

    def bound(self, q: Linear, correlation, moment) -> np.ndarray:
        """The bound a sequence at any q, at correlations (...): what an M-step climbs, nats."""
        second, correlation = self._second(q, self._checked(moment)), _inside(correlation)
        misfit = np.trace(moment) - 2 * np.trace(q.gain @ moment) + np.trace(second)
        fit = -0.5 * (self.length * (LOG_2PI + np.log(self.noise_variance)) + misfit / self.noise_variance)
        entropy = 0.5 * (self.length * (1 + LOG_2PI) + np.linalg.slogdet(q.cov)[1])
        ends, across = _sums(second)
        free = 1 - correlation**2
        squares = second[0, 0] + (np.trace(second) - second[0, 0] - 2 * correlation * across) / free
        squares = squares + correlation**2 * (ends - (np.trace(second) - second[0, 0])) / free
        return fit + entropy - 0.5 * (self.length * LOG_2PI + (self.length - 1) * np.log(free) + squares)

    def em(self, start: float, moment, steps: int = 20, family: str = "full_rank") -> Climb:
        """Choose q, then the correlation, in turn: exact EM with full-rank, variational EM with mean-field; 2·steps + 1."""
        correlation, q = float(_inside(start)), None
        q = self.best(correlation, family)
        path = [(correlation, self.bound(q, correlation, moment))]
        for _ in range(whole(OWNER, "steps", steps, 0, MOST_STEPS)):
            correlation = self._best_correlation(q, moment)
            path.append((correlation, self.bound(q, correlation, moment)))
            q = self.best(correlation, family)
            path.append((correlation, self.bound(q, correlation, moment)))
        return Climb(*frozen(*np.array(path).T))

    def gradient_ascent(self, start: float, moment, steps: int = 400, rate: float = 0.02, q: Linear | None = None) -> Climb:
        """Climb in a factorized q and the correlation at once, in (gain, log sd, atanh λ); q: where to start."""
        moment, correlation, rate = self._checked(moment), float(_inside(start)), positive(OWNER, "rate", rate)
        gain, cov = self.best(correlation) if q is None else q
        log_sd, angle = 0.5 * np.log(np.diag(cov)), np.arctanh(correlation)
        path = [(correlation, self.bound(Linear(gain, np.diag(np.exp(2 * log_sd))), correlation, moment))]
        for t in range(whole(OWNER, "steps", steps, 0, MOST_STEPS)):
            precision = self._precision(correlation)
            second = gain @ moment @ gain.T + np.diag(np.exp(2 * log_sd))
            slope = self._slope(second, correlation)
            up = (np.eye(self.length) / self.noise_variance - precision @ gain) @ moment
            gain = gain + rate * up
            log_sd = log_sd + rate * (1 - np.exp(2 * log_sd) * np.diag(precision))
            angle = np.clip(angle + rate * slope, -7, 7)
            correlation = float(np.tanh(angle))
            path.append((correlation, self.bound(Linear(gain, np.diag(np.exp(2 * log_sd))), correlation, moment)))
            if not np.isfinite(path[-1][1]):
                raise ValueError(f"Chain: gradient ascent left all bounds at step {t + 1}; take a smaller rate.")
        return Climb(*frozen(*np.array(path).T))

    def _best_correlation(self, q, moment) -> float:
        """The M-step: the derivative's numerator is a cubic, with a root inside (−1, 1)."""
        second = self._second(q, moment)
        ends, across = _sums(second)
        free = self.length - 1
        roots = np.roots([-free, across, free - ends, across])
        inside = roots.real[(np.abs(roots.imag) < 1e-9) & (np.abs(roots.real) < 1)]
        return float(inside[np.argmax(self.bound(q, inside, moment))])

    def _slope(self, second, correlation) -> float:
        """∂ bound/∂ atanh λ."""
        ends, across = _sums(second)
        free = 1 - correlation**2
        cubic = (self.length - 1) * correlation * free + across * (1 + correlation**2) - correlation * ends
        return cubic / free

    def _second(self, q, moment):
        """E[x xᵀ] under q, averaged over the data, (T, T)."""
        return q.gain @ moment @ q.gain.T + q.cov

    def _states(self, correlation):
        """The states' prior covariance λ^|i − j|, (..., T, T)."""
        index = np.arange(self.length)
        return np.asarray(correlation, float)[..., None, None] ** np.abs(index[:, None] - index)

    def _precision(self, correlation):
        """Of the states given a sequence, (..., T, T)."""
        return np.linalg.inv(self._states(correlation)) + np.eye(self.length) / self.noise_variance

    def _checked(self, moment):
        moment = finite(OWNER, "moment", moment)
        wanted = (self.length, self.length)
        if moment.shape != wanted or not np.allclose(moment, moment.T) or np.linalg.eigvalsh(moment)[0] < -1e-9:
            raise ValueError(f"Chain: moment must be the {wanted} matrix E[y yᵀ]: symmetric, with no negative eigenvalue.")
        return moment


def _sums(second) -> tuple[float, float]:
    """Σ E[xₜ²] + Σ E[xₜ₋₁²] over all neighbors, and Σ E[xₜ₋₁ xₜ]."""
    squares = np.diag(second)
    return float(squares[1:].sum() + squares[:-1].sum()), float(np.diag(second, 1).sum())


def _inside(correlation) -> np.ndarray:
    correlation = finite(OWNER, "correlation", correlation)
    if not np.all(np.abs(correlation) < 1):
        raise ValueError("Chain: a correlation must lie between −1 and 1.")
    return correlation


def _family(family: str) -> str:
    if family not in FAMILIES:
        raise ValueError(f"Chain: family is {family!r:.40}, but must be one of {', '.join(FAMILIES)}.")
    return family
