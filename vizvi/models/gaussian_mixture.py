"""A mixture of Gaussians, by variational Bayes, by expectation–maximization and by Gibbs sampling, from the same start."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI, digamma, log_gamma
from vizvi.member import whole
from vizvi.models import mixture_em, mixture_gibbs
from vizvi.models.checks import finite, frozen, positive, rows
from vizvi.models.mixture_em import Path
from vizvi.models.normal_wishart import NormalWishart, moments, prior
from vizvi.models.softmax import softmax

MOST = 100_000  # sweeps
MOST_COMPONENTS, MOST_NUMBERS = 1000, 5e7  # numbers: of rows less means, held at once
ALIVE = 1.0  # observations that a living component explains at least


class Variational(NamedTuple):
    """q(z) q(π) q(μ, Λ) at the end of a run, and the way there. ELBOs are complete but for log K!, nats."""

    elbo: np.ndarray  # (T + 1,) after each sweep
    halves: np.ndarray  # (2T + 1,) after each half-step: responsibilities, then parameters
    weights: np.ndarray  # (K,) E[π]
    means: np.ndarray  # (K, D) E[μ]
    covs: np.ndarray  # (K, D, D) the inverse of E[Λ]
    counts: np.ndarray  # (K,) observations that each component explains
    concentration: np.ndarray  # (K,) of q(π)
    posterior: NormalWishart  # q(μ, Λ)
    responsibilities: np.ndarray  # (N, K) q(z)
    path: Path  # after every sweep

    @property
    def alive(self) -> int:
        """How many components explain at least one observation."""
        return int((self.counts >= ALIVE).sum())

    @property
    def copies(self) -> float:
        """log K!: what the bound gains if all relabelings of the components are counted (Bishop, 2006, 10.2.4)."""
        return math.lgamma(len(self.weights) + 1)

    @property
    def weight_sds(self) -> np.ndarray:
        """Of q(π), (K,)."""
        return np.sqrt(self.weights * (1 - self.weights) / (self.concentration.sum() + 1))

    @property
    def mean_sds(self) -> np.ndarray:
        """Of q(μ), a Student t with df + 1 − D degrees of freedom, (K, D): infinite where these are 2 or fewer."""
        q, dim = self.posterior, self.means.shape[1]
        free = (q.strength * np.maximum(q.df - dim - 1, 0))[:, None]
        with np.errstate(divide="ignore"):
            return np.sqrt(np.diagonal(q.inverse, axis1=-2, axis2=-1) / free)

    def log_density(self, x) -> np.ndarray:
        """Log predictive density of new rows x (N, D): a mixture of Student t's, (N,), nats."""
        x = rows("GaussianMixture", "x", x)
        return np.logaddexp.reduce(np.log(self.weights)[:, None] + self.posterior.predictive(x), axis=0)

    def responsibilities_at(self, x) -> np.ndarray:
        """q(z) for rows x (N, D) given q(π) q(μ, Λ), (N, K)."""
        return softmax(_log_rho(rows("GaussianMixture", "x", x), self.concentration, self.posterior))[0].T


@dataclass(frozen=True)
class GaussianMixture:
    """K Gaussians with π ~ Dirichlet(concentration), μ | Λ ~ N(mean, (strength·Λ)⁻¹), Λ ~ Wishart(scale·I, df) each.

    Variational Bayes turns components off where maximum likelihood keeps finding uses for them (Attias, 1999; Bishop, 2006,
    10.2). Data x: (N, D), or (N,) for one column, taken as they are; start: responsibilities (N, K), rows that sum to one.
    mean: a number or a tuple of D. Raises ValueError for numbers out of range, df ≤ D − 1, or data that are no finite
    numbers."""

    components: int = 6
    concentration: float = 1e-3
    strength: float = 1.0
    df: float = 2.0
    scale: float = 1.0
    mean: float | tuple[float, ...] = 0.0

    def __post_init__(self):
        keep = lambda name, value: object.__setattr__(self, name, value)
        keep("components", whole("GaussianMixture", "components", self.components, 1, MOST_COMPONENTS))
        for name in ("concentration", "strength", "df", "scale"):
            keep(name, positive("GaussianMixture", name, getattr(self, name)))
        mean = finite("GaussianMixture", "mean", self.mean)
        keep("mean", float(mean) if mean.ndim == 0 else tuple(mean.ravel().tolist()))

    def prior(self, dim: int) -> NormalWishart:
        """The prior of every component, in D dimensions."""
        if self.df <= dim - 1:
            raise ValueError(f"GaussianMixture: df is {self.df:g}, but must exceed {dim - 1} for {dim} columns.")
        if np.ndim(self.mean) and len(self.mean) != dim:
            raise ValueError(f"GaussianMixture: mean has {len(self.mean)} numbers, but x has {dim} columns.")
        return prior(self.components, dim, self.mean, self.strength, self.df, self.scale)

    def start(self, x, seed: int = 0) -> np.ndarray:
        """Responsibilities (N, K) to start from: each row wholly with the nearest of K rows drawn at random."""
        x = self._rows(x)
        chosen = np.random.default_rng(seed).choice(len(x), self.components, replace=self.components > len(x))
        sd = x.std(axis=0)
        z = x / np.where(sd > 0, sd, 1.0)
        nearest = np.stack([((z - z[each]) ** 2).sum(axis=-1) for each in chosen], axis=-1).argmin(axis=-1)
        return frozen(np.eye(self.components)[nearest])

    def variational(self, x, start, sweeps: int = 200, tolerance: float = 0.0) -> Variational:
        """Coordinate ascent: parameters from the start's responsibilities, then `sweeps` times responsibilities and
        parameters; fewer if a sweep gains less than `tolerance` nats."""
        x, share = self._given(x, start)
        before = self.prior(x.shape[1])
        constant = self._constant(before, x)
        q, bound = self._parameters(x, share, before)
        halves, path = [constant + bound], [q]
        for _ in range(whole("GaussianMixture", "sweeps", sweeps, 0, MOST)):
            log_rho = _log_rho(x, self.concentration + q[0], q[1])
            # Only the terms with responsibilities change: from what they were to their best.
            old = float((share * log_rho).sum()) + _entropy(share)
            share, best = softmax(log_rho)
            halves.append(halves[-1] + float(best.sum()) - old)
            q, bound = self._parameters(x, share, before)
            halves.append(constant + bound)
            path.append(q)
            if tolerance and halves[-1] - halves[-3] < tolerance:
                break
        weights = [(self.concentration + counts) for counts, _ in path]
        steps = (
            [each / each.sum() for each in weights],
            [after.mean for _, after in path],
            [after.covs for _, after in path],
        )
        path = Path(*frozen(*map(np.stack, steps)))
        halves, ends = frozen(np.array(halves)), (each[-1] for each in path)
        return Variational(halves[::2], halves, *ends, *frozen(q[0], weights[-1]), q[1], frozen(share).T, path)

    def _constant(self, before, x) -> float:
        """What of the bound no update changes."""
        every, each = self.components * self.concentration, self.concentration
        of_weights = math.lgamma(every) - math.lgamma(every + len(x)) - self.components * math.lgamma(each)
        return of_weights - 0.5 * x.size * LOG_2PI - float(before.log_normalizer().sum())

    def _parameters(self, x, share, before):
        """q(π) q(μ, Λ) at their optimum given shares (K, N), as (counts, posterior); and the bound there less its constant:
        where q(θ) ∝ exp E[log p(x, z, θ)], it is the log of that integral and the entropy of q(z)."""
        counts = share.sum(axis=1)
        after = before.update(counts, *moments(x, share, counts, before.mean))
        bound = log_gamma(self.concentration + counts).sum() + after.log_normalizer().sum()
        return (counts, after), float(bound) + _entropy(share)

    def em(self, x, start, sweeps: int = 200, tolerance: float = 0.0, map: bool = False) -> mixture_em.Likelihood:
        """Expectation–maximization: maximum likelihood, or with `map` the highest posterior density of (π, μ, Λ)."""
        x, share = self._given(x, start)
        return mixture_em.run(self, x, share, whole("GaussianMixture", "sweeps", sweeps, 0, MOST), tolerance, bool(map))

    def gibbs(self, x, start, steps: int = 1000, chains: int = 1, seed: int = 0) -> mixture_gibbs.Chains:
        """Blocked Gibbs sampling of memberships and parameters, chain r from a stream of its own."""
        x, share = self._given(x, start)
        steps, chains = (whole("GaussianMixture", *each, 1, MOST) for each in (("steps", steps), ("chains", chains)))
        return mixture_gibbs.run(self, x, share, steps, chains, seed)

    def _rows(self, x) -> np.ndarray:
        x = rows("GaussianMixture", "x", x)
        if not np.abs(x).max() < 1e150:
            raise ValueError("GaussianMixture: x holds numbers too large to square.")
        return x

    def _given(self, x, start) -> tuple[np.ndarray, np.ndarray]:
        """Data (N, D) and shares (K, N): components first, so that long axes come last."""
        x, start = self._rows(x), finite("GaussianMixture", "start", start)
        wanted = (len(x), self.components)
        if start.shape != wanted:
            raise ValueError(f"GaussianMixture: start has shape {start.shape}, but must be {wanted}: responsibilities.")
        if x.size * self.components > MOST_NUMBERS:
            raise ValueError(f"GaussianMixture: x of shape {x.shape} is too large for {self.components} components.")
        total = start.sum(axis=1, keepdims=True)
        if start.min() < 0 or np.abs(total - 1).max() > 1e-6:
            raise ValueError("GaussianMixture: start must have rows of shares, none negative, that sum to one.")
        return x, np.ascontiguousarray((start / total).T)


def _log_rho(x, concentration, q: NormalWishart) -> np.ndarray:
    """E[log π + log N(x | μ, Λ⁻¹)] under q, (K, N) (Bishop, 2006, 10.46)."""
    dim = x.shape[1]
    log_weight = digamma(concentration) - digamma(concentration.sum())
    level = log_weight + 0.5 * (q.expected_log_det() - dim * LOG_2PI - dim / q.strength)
    return level[:, None] - 0.5 * q.df[:, None] * q.squares(x)


def _entropy(share) -> float:
    return -float((share * np.log(np.where(share > 0, share, 1.0))).sum())
