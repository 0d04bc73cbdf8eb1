"""An unknown mean and an unknown precision: the smallest model whose mean-field updates are closed but not exact."""

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI, digamma, log_gamma
from vizvi.member import whole
from vizvi.models.checks import finite, frozen, sample
from vizvi.models.distributions import Gamma, Normal, StudentT
from vizvi.models.normal_gamma_factors import Ascent, Factors, checked

MOST = 100_000  # sweeps, and draws of a chain


class Chains(NamedTuple):
    """Gibbs draws, the start included, (R, T + 1) each."""

    mean: np.ndarray
    precision: np.ndarray


class _Data(NamedTuple):
    """All that the model needs to know of y: how many, their mean, and the squares around it."""

    n: int
    mean: np.ndarray
    squares: np.ndarray


@dataclass(frozen=True)
class NormalGamma:
    """y ~ N(μ, 1/τ), μ | τ ~ N(mean, 1/(strength·τ)), τ ~ Gamma(shape, rate) (Bishop, 2006, 10.1.3).

    Conjugate, so that evidence and posterior are exact, yet μ and τ depend on each other, which q(μ)q(τ) leaves out.
    Data y: (n,), or (..., n) for many data sets at once. Raises ValueError if strength, shape or rate is not positive or
    y is not finite numbers."""

    mean: float = 0.0
    strength: float = 1.0
    shape: float = 1.0
    rate: float = 1.0

    def __post_init__(self):
        for each in fields(self):
            value = finite("NormalGamma", each.name, getattr(self, each.name))
            if each.name != "mean" and not np.all(value > 0):
                raise ValueError(f"NormalGamma: {each.name} is {getattr(self, each.name)!r}, but must be positive.")
            object.__setattr__(self, each.name, float(value) if value.ndim == 0 else frozen(value.copy()))

    # The exact posterior.

    def posterior(self, y) -> "NormalGamma":
        """The exact posterior, in the same family; its shape is shape + n/2."""
        return self._posterior(_summary(y))

    def _posterior(self, data: _Data) -> "NormalGamma":
        strength = self.strength + data.n
        mean = self._center(data)
        spread = data.squares + self.strength * data.n / strength * (data.mean - self.mean) ** 2
        return NormalGamma(mean, strength, self.shape + data.n / 2, self.rate + 0.5 * spread)

    def _center(self, data):
        return self.mean + data.n / (self.strength + data.n) * (data.mean - self.mean)

    def evidence(self, y) -> np.ndarray:
        """log p(y), (...), nats."""
        data = _summary(y)
        after = self._posterior(data)
        normalizer = after.log_normalizer() - self.log_normalizer()
        return (normalizer - 0.5 * data.n * LOG_2PI)[()]

    def log_normalizer(self) -> np.ndarray:
        """log ∫ of the density's part that depends on (μ, τ), nats, less ½ log 2π."""
        return log_gamma(self.shape) - self.shape * np.log(self.rate) - 0.5 * np.log(self.strength)

    @property
    def of_mean(self) -> StudentT:
        """The marginal distribution of μ: its sd is infinite for shape ≤ 1."""
        return StudentT(2 * self.shape, self.mean, np.sqrt(self.rate / (self.shape * self.strength)))

    @property
    def of_precision(self) -> Gamma:
        """The marginal distribution of τ."""
        return Gamma(self.shape, self.rate)

    def log_prob(self, mu, tau) -> np.ndarray:
        """Log density at (μ, τ), nats; −inf where τ is not positive."""
        mu, tau = np.asarray(mu, float), np.asarray(tau, float)
        safe = np.where(tau > 0, tau, 1.0)
        return self.of_precision.log_prob(tau) + Normal(self.mean, 1 / np.sqrt(self.strength * safe)).log_prob(mu)

    # Mean-field: two closed-form updates.

    def start(self) -> Factors:
        """q before any update: the prior's τ, and μ as if τ were its mean."""
        shape, rate = np.asarray(self.shape), np.asarray(self.rate)
        return Factors(np.asarray(self.mean), self.strength * shape / rate, shape, rate)

    def update_mean(self, y, q: Factors) -> Factors:
        """q(μ) at its optimum given q(τ)."""
        return self._update_mean(_summary(y), q)

    def update_precision(self, y, q: Factors) -> Factors:
        """q(τ) at its optimum given q(μ); its shape is shape + (n + 1)/2, for μ's own prior counts as an observation."""
        return self._update_precision(_summary(y), q)

    def elbo(self, y, q: Factors) -> np.ndarray:
        """The bound at any q(μ)q(τ), with every constant, nats."""
        return self._elbo(_summary(y), q)

    def coordinate_ascent(self, y, sweeps: int = 50, start: Factors | None = None) -> Ascent:
        """Update q(μ), then q(τ), `sweeps` times from `start` (mean, precision, shape, rate; else `start()`)."""
        data = _summary(y)
        q = checked(self.start() if start is None else start)
        path, elbo = [q], [self._elbo(data, q)]
        for _ in range(whole("NormalGamma", "sweeps", sweeps, 0, MOST)):
            for update in (self._update_mean, self._update_precision):
                q = update(data, q)
                path.append(q)
                elbo.append(self._elbo(data, q))
        stacked = Factors(*(_along(each) for each in zip(*path, strict=True)))
        return Ascent(*(each[..., -1][()] for each in stacked), _along(elbo), stacked)

    def _update_mean(self, data, q):
        return Factors(self._center(data), (self.strength + data.n) * q.shape / q.rate, q.shape, q.rate)

    def _update_precision(self, data, q):
        spread = data.squares + self._offset(data, q) + (data.n + self.strength) / q.precision
        shape = np.broadcast_to(self.shape + (data.n + 1) / 2, np.shape(spread))
        return Factors(q.mean, q.precision, shape, self.rate + 0.5 * spread)

    def _offset(self, data, q):
        return data.n * (data.mean - q.mean) ** 2 + self.strength * (q.mean - self.mean) ** 2

    def _elbo(self, data, q):
        tau, log_tau = q.shape / q.rate, digamma(q.shape) - np.log(q.rate)
        spread = data.squares + self._offset(data, q) + (data.n + self.strength) / q.precision
        joint = 0.5 * (data.n + 1) * (log_tau - LOG_2PI) + 0.5 * np.log(self.strength) - 0.5 * tau * spread
        prior = self.shape * np.log(self.rate) - log_gamma(self.shape) + (self.shape - 1) * log_tau - self.rate * tau
        of_mean = 0.5 * (1 + LOG_2PI - np.log(q.precision))
        of_tau = q.shape - np.log(q.rate) + log_gamma(q.shape) + (1 - q.shape) * digamma(q.shape)
        return joint + prior + of_mean + of_tau

    # Sampling, as the truth to compare with.

    def gibbs(self, y, steps: int = 1000, chains: int = 4, seed: int = 0) -> Chains:
        """Draw μ given τ, then τ given μ, for one data set (n,); chain r from a stream of its own, begun at μ's mean.

        τ given μ has the same shape as q(τ): the two methods differ only in what they put in place of μ (Geman & Geman,
        1984)."""
        data = _summary(y)
        steps, chains = whole("NormalGamma", "steps", steps, 1, MOST), whole("NormalGamma", "chains", chains, 1, 1000)
        if np.ndim(data.mean) or np.ndim(self.mean):
            raise ValueError("NormalGamma: gibbs takes one data set (n,) and one prior.")
        streams = np.random.default_rng(seed).spawn(chains)
        normals = np.stack([each.standard_normal(steps + 1) for each in streams])
        gammas = np.stack([each.standard_gamma(self.shape + (data.n + 1) / 2, steps + 1) for each in streams])
        mu, tau = np.empty((2, chains, steps + 1))
        center = self._center(data)
        # A vague prior's own draws may lie a googol away, from where the chain would hardly return.
        tau[:, 0] = gammas[:, 0] / (
            self.rate + 0.5 * (data.squares + self._offset(data, Factors(center, None, None, None)))
        )
        mu[:, 0] = center + normals[:, 0] / np.sqrt((self.strength + data.n) * tau[:, 0])
        for t in range(1, steps + 1):
            mu[:, t] = center + normals[:, t] / np.sqrt((self.strength + data.n) * tau[:, t - 1])
            spread = data.squares + self._offset(data, Factors(mu[:, t], None, None, None))
            tau[:, t] = gammas[:, t] / (self.rate + 0.5 * spread)
        return Chains(*frozen(mu, tau))


def _summary(y) -> _Data:
    y = sample("NormalGamma", "y", y)
    with np.errstate(over="ignore", invalid="ignore"):
        mean = y.mean(axis=-1)
        squares = ((y - mean[..., None]) ** 2).sum(axis=-1)
    if not np.isfinite(squares).all():
        raise ValueError("NormalGamma: y holds numbers too large to square.")
    return _Data(y.shape[-1], mean, squares)


def _along(values) -> np.ndarray:
    return frozen(np.stack(np.broadcast_arrays(*values), axis=-1))
