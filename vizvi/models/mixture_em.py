"""Expectation–maximization for a mixture of Gaussians: maximum likelihood, and the mode of the posterior."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI, log_gamma
from vizvi.models.checks import frozen
from vizvi.models.normal_wishart import NOTHING, mahalanobis, moments
from vizvi.models.softmax import softmax

SINGULAR = 1e-13  # a component's variance, in any direction, as a share of the data's


class Path(NamedTuple):
    """What a run looked like after every sweep, the start included."""

    weights: np.ndarray  # (T + 1, K)
    means: np.ndarray  # (T + 1, K, D)
    covs: np.ndarray  # (T + 1, K, D, D)


class Likelihood(NamedTuple):
    """Where EM ended, and the way there. Where a component shrank onto a point or a line the run stops: likelihood has no
    upper bound there, `why` says so, and what follows step `stopped` repeats the last that could be computed."""

    log_lik: np.ndarray  # (T + 1,) log p(x | π, μ, Λ), nats
    log_joint: np.ndarray  # (T + 1,) the same and the log prior density, for map; else log_lik
    weights: np.ndarray  # (K,)
    means: np.ndarray  # (K, D)
    covs: np.ndarray  # (K, D, D)
    counts: np.ndarray  # (K,)
    responsibilities: np.ndarray  # (N, K) under these parameters
    path: Path  # of every sweep
    stopped: int  # the step at which the run broke down; T if it did not
    why: str  # one sentence, or nothing

    def log_density(self, x) -> np.ndarray:
        """Log density of new rows x (N, D), (N,), nats."""
        x = np.asarray(x, float)
        return _expect(x[:, None] if x.ndim == 1 else x, self.weights, self.means, self.covs)[1]


def run(model, x, share, sweeps: int, tolerance: float, use_prior: bool) -> Likelihood:
    """EM on rows x (N, D) from shares (K, N), `sweeps` times or until a sweep gains less than `tolerance` nats."""
    before = model.prior(x.shape[1]) if use_prior else None
    if use_prior and model.df < x.shape[1]:
        raise ValueError(f"GaussianMixture: df is {model.df:g}, but map needs at least {x.shape[1]} for these columns.")
    spread = None if use_prior else _whitener(x)
    last = (None, np.broadcast_to(x.mean(axis=0), (len(share), x.shape[1])), np.cov(x.T, bias=True))
    path, log_lik, level, log_joint, why, stopped = [], [], [], [], "", sweeps
    for t in range(sweeps + 1):
        new = _with_prior(model, before, x, share) if use_prior else _most_likely(x, share, last)
        narrow = None if use_prior else _narrow(new, spread)
        if narrow is not None:
            if not path:
                raise ValueError(
                    f"GaussianMixture: component {narrow + 1} of the start has no spread, so its likelihood "
                    "has no upper bound."
                )
            why = (
                f"Component {narrow + 1} shrank onto a point or a line at sweep {t}: "
                "there the likelihood has no upper bound."
            )
            stopped = t
            break
        share, density = _expect(x, *new)
        log_lik.append(density.sum())
        finite, powers = _log_prior(model, before, *new) if use_prior else (0.0, 0.0)
        level.append(log_lik[-1] + finite)
        log_joint.append(level[-1] + powers)
        path.append(new)
        last = new
        # A weight that reaches zero takes its term along: that is no sign of having settled.
        if t and tolerance and level[-1] - level[-2] < tolerance and np.array_equal(path[-1][0] > 0, path[-2][0] > 0):
            break
    rest = sweeps + 1 - len(path) if why else 0
    path, log_lik, log_joint = (each + [each[-1]] * rest for each in (path, log_lik, log_joint))
    stopped = min(stopped, len(path) - 1)
    path = Path(*frozen(*(np.stack(each) for each in zip(*path, strict=True))))
    levels = frozen(np.array(log_lik), np.array(log_joint))
    ends = (each[-1] for each in path)
    return Likelihood(*levels, *ends, *frozen(share.sum(axis=1), share.T), path, stopped, why)


def _expect(x, weights, means, covs) -> tuple[np.ndarray, np.ndarray]:
    """Shares (K, N) and log density (N,) of rows x."""
    roots = np.linalg.cholesky(covs)
    log_det = 2 * np.log(np.diagonal(roots, axis1=-2, axis2=-1)).sum(axis=-1)
    with np.errstate(divide="ignore"):
        level = np.log(weights) - 0.5 * (log_det + x.shape[1] * LOG_2PI)
    return softmax(level[:, None] - 0.5 * mahalanobis(x, means, roots))


def _most_likely(x, share, last):
    counts = share.sum(axis=1)
    means, scatter = moments(x, share, counts, last[1])
    held = (counts > NOTHING)[:, None, None]
    return counts / len(x), means, np.where(held, scatter / np.where(held, counts[:, None, None], 1), last[2])


def _with_prior(model, before, x, share):
    """The mode given shares. Below concentration 1 a weight that would be negative is zero, and stays so (Figueiredo &
    Jain, 2002)."""
    counts = share.sum(axis=1)
    after = before.update(counts, *moments(x, share, counts, before.mean))
    weights = np.maximum(counts + model.concentration - 1, 0)
    if not weights.sum() > 0:
        raise ValueError("GaussianMixture: with this concentration no component keeps a weight; take a larger one for map.")
    # An empty component under df = D has its mode at infinite variance; very wide will do.
    freedom = np.maximum(after.df - x.shape[1], 1e-9)
    return weights / weights.sum(), after.mean, after.inverse / freedom[:, None, None]


def _log_prior(model, before, weights, means, covs) -> tuple[float, float]:
    """Log density of (π, μ, Λ) in two parts: what living weights say, and the rest: +∞ where concentration < 1 and a
    weight is zero, else nothing."""
    count, each, alive = len(weights), model.concentration, weights > 0
    powers = (each - 1) * np.log(weights[alive]).sum()
    of_weights = float(log_gamma(count * each)) - count * float(log_gamma(each)) + powers
    beyond = (1 - each) * np.inf if each != 1 and not alive.all() else 0.0
    return of_weights + before.log_prob(means, np.linalg.inv(covs)).sum(), beyond


def _whitener(x) -> np.ndarray:
    """A matrix in whose coordinates the data have unit covariance, (D, D)."""
    sd = x.std(axis=0)
    flat = "GaussianMixture: x has no spread in some direction, so that maximum likelihood has no upper bound."
    if not np.all(sd > 1e-12 * np.abs(x).max(axis=0)):
        raise ValueError(flat)
    values, vectors = np.linalg.eigh(np.cov(((x - x.mean(axis=0)) / sd).T, bias=True).reshape(len(sd), len(sd)))
    if values[0] < 1e-12:
        raise ValueError(flat)
    return vectors / np.sqrt(values) / sd[:, None]


def _narrow(new, spread) -> int | None:
    """The first component with hardly any variance in some direction; None if there is none."""
    weights, _, covs = new
    least = np.linalg.eigvalsh(spread.T @ covs @ spread)[:, 0]
    (found,) = np.nonzero((least < SINGULAR) & (weights > 0))
    return int(found[0]) if len(found) else None
