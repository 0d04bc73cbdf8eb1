"""The same answer by sampling: Gibbs beside mean-field, parameter by parameter, and what each costs."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from vizvi.lessons.coordinate_ascent.components import DF, MOST, SETTLED, STRENGTH, data
from vizvi.lessons.coordinate_ascent.words import sampling as words
from vizvi.models.checks import frozen
from vizvi.models.gaussian_mixture import GaussianMixture
from vizvi.models.normal_gamma import NormalGamma

LAGS, AT_ONCE = 30, 500


class Race(NamedTuple):
    """Errors of the sd of (μ, τ) as shares of it."""

    draws: np.ndarray  # (N,) 2, 3, …
    error: np.ndarray  # (2, N) on average, of the sd of so many independent draws
    floor: np.ndarray  # (2,) mean-field's own

    @property
    def match(self) -> tuple[int | None, int | None]:
        """From how many draws on sampling is the better of the two; None: from more than were simulated."""
        better = self.error < self.floor[:, None]
        return tuple(int(self.draws[each.argmax()]) if each.any() else None for each in better)


class Mixed(NamedTuple):
    """Parameters of two components on Old Faithful, (P,) each: variational and of Gibbs draws; and how Gibbs mixes."""

    names: tuple[str, ...]
    vb_mean: np.ndarray
    vb_sd: np.ndarray
    gibbs_mean: np.ndarray
    gibbs_sd: np.ndarray
    autocorrelation: np.ndarray  # (P, LAGS + 1)
    draws: int
    sd_error: np.ndarray  # (P,) standard errors of gibbs_sd, as shares of it


class Beside(NamedTuple):
    """Means and sds of (μ, τ), (2,) each: exact, mean-field's and of Gibbs draws; and how Gibbs mixes."""

    exact_mean: np.ndarray
    exact_sd: np.ndarray
    q_mean: np.ndarray
    q_sd: np.ndarray
    gibbs_mean: np.ndarray
    gibbs_sd: np.ndarray
    autocorrelation: np.ndarray  # (2, LAGS + 1), averaged over chains
    draws: int  # all chains together
    sd_error: np.ndarray  # (2,) standard errors of gibbs_sd, as shares of it


def beside(y, prior: NormalGamma, steps: int = 1000, chains: int = 4, seed: int = 0, warmup: int = 50) -> Beside:
    """Gibbs draws of one data set y (n,), the first `warmup` of each chain left out, beside both closed forms."""
    exact, q = prior.posterior(y), prior.coordinate_ascent(y, 60)
    draws = np.stack([each[:, warmup:] for each in prior.gibbs(y, steps, chains, seed)])  # (2, R, T)
    of_mean, of_precision = q.path.of_mean, q.path.of_precision
    return Beside(
        np.array([exact.of_mean.mean, exact.of_precision.mean]), np.array([exact.of_mean.sd, exact.of_precision.sd]),
        np.array([q.mean, of_precision.mean[-1]]), np.array([of_mean.sd[-1], of_precision.sd[-1]]),
        draws.mean(axis=(1, 2)), draws.std(axis=(1, 2)),
        np.stack([autocorrelation(each) for each in draws]), draws[0].size,
        np.array([error_of_sd(each) for each in draws]),
    )  # fmt: skip


def mixture_chain(concentration: float = 1.0, steps: int = 1000, seed: int = 0, warmup: int = 50) -> np.ndarray:
    """Gibbs draws of two components, (T, 5): the first's weight and both means, short eruptions first in every draw. The
    data tell them apart, so that labels mean something."""
    x, model = data(), GaussianMixture(2, concentration, STRENGTH, DF)
    chains = model.gibbs(x, model.start(x, 0), steps, 1, seed)
    order = np.argsort(chains.means[0, warmup:, :, 0], axis=-1)
    means = np.take_along_axis(chains.means[0, warmup:], order[..., None], axis=1)
    weights = np.take_along_axis(chains.weights[0, warmup:], order, axis=1)
    return np.column_stack([weights[:, :1], means.reshape(len(means), -1)])


def mixture_chains(steps: int, seed: int = 0) -> Iterator[np.ndarray]:
    """The same from chains of `AT_ONCE` sweeps, one after the other, `steps` in all; none repeats another."""
    for each in range(-(-steps // AT_ONCE)):
        yield mixture_chain(1.0, min(AT_ONCE, steps), 1000 * seed + each)


def stacked(chains) -> np.ndarray:
    """Chains of equal length as one array, (R, T, P)."""
    return np.stack(chains)


def mixed(draws, concentration: float = 1.0) -> Mixed:
    """Chains of draws (R, T, 5) beside variational Bayes."""
    x, model = data(), GaussianMixture(2, concentration, STRENGTH, DF)
    vb = model.variational(x, model.start(x, 0), MOST, SETTLED)
    first = np.argsort(vb.means[:, 0])
    of_vb = ((vb.weights, vb.means), (vb.weight_sds, vb.mean_sds))
    vb_mean, vb_sd = (np.concatenate([weight[first][:1], mean[first].ravel()]) for weight, mean in of_vb)
    columns = np.moveaxis(draws, -1, 0)  # (5, R, T)
    mixing = np.stack([autocorrelation(each) for each in columns])
    error = np.array([error_of_sd(each) for each in columns])
    mean, sd = draws.mean(axis=(0, 1)), draws.std(axis=(0, 1))
    return Mixed(words.SHORT_AND_LONG, *frozen(vb_mean, vb_sd, mean, sd, mixing), columns[0].size, error)


def autocorrelation_time(correlation) -> np.ndarray:
    """How many draws (...) of a chain are worth one independent one, from autocorrelations (..., lags + 1): up to the first
    that is not positive."""
    positive = np.logical_and.accumulate(np.asarray(correlation) > 0, axis=-1)
    return 2 * np.where(positive, correlation, 0).sum(axis=-1) - 1


def autocorrelation(draws, lags: int = LAGS) -> np.ndarray:
    """Of chains (R, T) around their common mean, averaged over them: (lags + 1,), 1 at lag 0."""
    apart = draws - draws.mean()
    length = draws.shape[1]
    lags = min(lags, length - 1)
    sums = np.array([(apart[:, : length - lag] * apart[:, lag:]).mean() for lag in range(lags + 1)])
    return sums / sums[0]


def error_of_sd(draws) -> float:
    """The standard error of the sd of chains (R, T), as a share of it, by the spread and autocorrelation of the squares:
    heavy tails make an sd less certain than that of a Normal."""
    squares = (draws - draws.mean()) ** 2 / draws.var()
    times = max(float(autocorrelation_time(autocorrelation(squares))), 1.0)
    return 0.5 * float(np.sqrt(squares.var() * times / squares.size))


def half_steps(y, prior: NormalGamma, within: float = 1e-6) -> int:
    """How many half-steps coordinate ascent takes from its usual start until the ELBO lacks less than this, nats."""
    elbo = prior.coordinate_ascent(y, 60).elbo
    return int(np.argmax(elbo > elbo[-1] - within))


def race(y, prior: NormalGamma, most: int = 250, runs: int = 5000, seed: int = 0) -> Race:
    """How wrong the sd of n independent draws of the exact posterior is, beside how wrong mean-field's stays.

    By simulation: `runs` samples of `most` draws each."""
    exact, q = prior.posterior(y), prior.coordinate_ascent(y, 60).path
    rng = np.random.default_rng(seed)
    tau = rng.standard_gamma(exact.shape, (runs, most)) / exact.rate
    mu = exact.mean + rng.standard_normal((runs, most)) / np.sqrt(exact.strength * tau)
    pairs = ((exact.of_mean, q.of_mean), (exact.of_precision, q.of_precision))
    n, error, floor = np.arange(2, most + 1), [], []
    for draws, (truth, ours) in zip((mu - exact.mean, tau - tau.mean()), pairs, strict=True):
        first, second = (np.cumsum(draws**power, axis=1)[:, 1:] for power in (1, 2))
        sd = np.sqrt(np.maximum(second - first**2 / n, 0) / (n - 1))
        error.append(np.abs(sd / truth.sd - 1).mean(axis=0))  # squares would hang on a few draws far out
        floor.append(abs(float(ours.sd[-1] / truth.sd) - 1))
    return Race(*frozen(n, np.array(error), np.array(floor)))
