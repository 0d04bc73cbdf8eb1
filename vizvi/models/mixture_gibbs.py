"""Blocked Gibbs sampling for a mixture of Gaussians: the truth that variational Bayes is compared with."""

from typing import NamedTuple

import numpy as np

from vizvi.models.checks import frozen
from vizvi.models.normal_wishart import mahalanobis, moments
from vizvi.models.softmax import softmax


class Chains(NamedTuple):
    """Draws of R chains, the start's included; labels may switch on the way, as the posterior's symmetry allows."""

    weights: np.ndarray  # (R, T + 1, K)
    means: np.ndarray  # (R, T + 1, K, D)
    covs: np.ndarray  # (R, T + 1, K, D, D)
    counts: np.ndarray  # (R, T + 1, K) rows that each component held when they were drawn


def run(model, x, share, steps: int, chains: int, seed: int) -> Chains:
    """Memberships given parameters, parameters given memberships (Diebolt & Robert, 1994), from shares (K, N)."""
    each = [_chain(model, x, share, steps, rng) for rng in np.random.default_rng(seed).spawn(chains)]
    return Chains(*frozen(*(np.stack(arrays) for arrays in zip(*each, strict=True))))


def _chain(model, x, share, steps, rng):
    before, out = model.prior(x.shape[1]), []
    for _ in range(steps + 1):
        member = _members(share, rng.random(len(x)))
        counts = member.sum(axis=1)
        after = before.update(counts, *moments(x, member, counts, before.mean))
        log_weight = _log_dirichlet(model.concentration + counts, rng)
        means, factor = after.draw(rng)
        _, log_det = np.linalg.slogdet(factor)
        share, _ = softmax((log_weight - log_det)[:, None] - 0.5 * mahalanobis(x, means, factor))
        out.append((np.exp(log_weight), means, factor @ factor.swapaxes(-1, -2), counts))
    return tuple(np.stack(arrays) for arrays in zip(*out, strict=True))


def _members(share, uniform) -> np.ndarray:
    """One component for each row, drawn by its shares (K, N): ones and zeros (K, N)."""
    edges = np.cumsum(share, axis=0)
    chosen = (uniform * edges[-1] >= edges).sum(axis=0).clip(max=len(share) - 1)
    return (np.arange(len(share))[:, None] == chosen).astype(float)


def _log_dirichlet(concentration, rng) -> np.ndarray:
    """Log weights (K,): Gamma(a) is Gamma(a + 1)·U^(1/a), which does not underflow as a tiny a would."""
    log_gamma = np.log(rng.standard_gamma(concentration + 1)) + np.log1p(-rng.random(len(concentration))) / concentration
    return log_gamma - np.logaddexp.reduce(log_gamma)
