"""The same answer by sampling: Gibbs beside mean-field, parameter by parameter, and what each costs."""

from typing import NamedTuple

import numpy as np

from vizvi.models.normal_gamma import NormalGamma

LAGS = 30


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
