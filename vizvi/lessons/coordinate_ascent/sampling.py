"""The same answer by sampling: Gibbs beside mean-field, parameter by parameter, and what each costs."""

from typing import NamedTuple

import numpy as np

from vizvi.lessons.coordinate_ascent.components import DF, MOST, SETTLED, STRENGTH, data
from vizvi.models.checks import frozen
from vizvi.models.gaussian_mixture import GaussianMixture
from vizvi.models.normal_gamma import NormalGamma

LAGS = 30


class Mixed(NamedTuple):
    """Parameters of two components on Old Faithful, (P,) each: variational and of Gibbs draws; and how Gibbs mixes."""

    names: tuple[str, ...]
    vb_mean: np.ndarray
    vb_sd: np.ndarray
    gibbs_mean: np.ndarray
    gibbs_sd: np.ndarray
    autocorrelation: np.ndarray  # (P, LAGS + 1)
    draws: int


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
    )  # fmt: skip


def mixed(concentration: float = 1.0, steps: int = 1000, seed: int = 0, warmup: int = 50) -> Mixed:
    """Two components, short eruptions first in every draw: the data tell them apart, so that labels mean something."""
    x, model = data(), GaussianMixture(2, concentration, STRENGTH, DF)
    start = model.start(x, 0)
    vb, chains = model.variational(x, start, MOST, SETTLED), model.gibbs(x, start, steps, 1, seed)
    order = np.argsort(chains.means[0, warmup:, :, 0], axis=-1)
    means = np.take_along_axis(chains.means[0, warmup:], order[..., None], axis=1)
    weights = np.take_along_axis(chains.weights[0, warmup:], order, axis=1)
    draws = np.column_stack([weights[:, :1], means.reshape(len(means), -1)])  # (T, 5)
    first = np.argsort(vb.means[:, 0])
    of_vb = ((vb.weights, vb.means), (vb.weight_sds, vb.mean_sds))
    vb_mean, vb_sd = (np.concatenate([weight[first][:1], mean[first].ravel()]) for weight, mean in of_vb)
    names = "weight, short", "eruption, short", "waiting, short", "eruption, long", "waiting, long"
    mixing = np.stack([autocorrelation(each[None]) for each in draws.T])
    return Mixed(names, *frozen(vb_mean, vb_sd, draws.mean(axis=0), draws.std(axis=0), mixing), len(draws))


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


def draws_to_match(exact_sd, q_sd) -> np.ndarray:
    """How many independent draws estimate an sd as well as mean-field's own error: the sample sd errs by sd/√(2n)."""
    error = np.abs(np.asarray(q_sd) / np.asarray(exact_sd) - 1)
    with np.errstate(divide="ignore"):
        return 1 / (2 * error**2)
