"""The exact posterior of topics by sampling, to hold q against: blocked Gibbs."""

from typing import NamedTuple

import numpy as np


class Chain(NamedTuple):
    """What one chain saw after its burn-in; read-only."""

    mean: np.ndarray  # (K, V) of φ
    sd: np.ndarray  # (K, V) of φ
    shares: np.ndarray  # (D, K) mean of θ
    log_lik: np.ndarray  # (T,) log p(words | θ, φ) per word after each sweep, nats, multinomial coefficients left out
    topics: np.ndarray  # (K, V) φ after the last sweep


def gibbs(model, seed: int = 0, sweeps: int = 400, burn: int = 200) -> Chain:
    """One chain on the posterior of a `Topics` model: z given θ, φ, multinomial in each cell; then θ, φ given z, Dirichlet.

    A topic keeps its number along a chain as long as the chain is short; a posterior of relabeled topics is symmetric, and
    a chain that swapped two would average them. Raises ValueError unless 0 ≤ burn < sweeps."""
    return list(chain(model, seed, sweeps, burn))[-1]


def chain(model, seed: int = 0, sweeps: int = 400, burn: int = 200, every: int | None = None):
    """The same as far as it is, after `every` sweeps past the burn-in and at the end: for who wants to watch or to stop."""
    if not 0 <= burn < sweeps:
        raise ValueError(f"gibbs: burn is {burn!r} and sweeps {sweeps!r}, but 0 ≤ burn < sweeps must hold.")
    if np.any(model.counts % 1):
        raise ValueError("gibbs: counts must be whole numbers, since each word has one topic.")
    draw, counts, size = np.random.default_rng([seed, 2]), model.counts, model.topics
    document, word = np.nonzero(counts)
    cell = counts[document, word].astype(int)
    topics, shares = draw.dirichlet(np.ones(counts.shape[1]), size), draw.dirichlet(np.ones(size), len(counts))
    sums, log_lik = [np.zeros_like(topics), np.zeros_like(topics), np.zeros_like(shares)], np.empty(sweeps)
    for t in range(sweeps):
        weight = shares[document] * topics.T[word]
        assigned = draw.multinomial(cell, weight / weight.sum(axis=-1, keepdims=True))
        shares = _dirichlet(draw, model.alpha + _summed(assigned, document, len(counts)))
        topics = _dirichlet(draw, model.eta + _summed(assigned, word, counts.shape[1]).T)
        log_lik[t] = (cell * np.log((shares[document] * topics.T[word]).sum(axis=-1))).sum() / cell.sum()
        if t >= burn:
            for total, each in zip(sums, (topics, topics**2, shares)):
                total += each
        done = t + 1 - burn
        if t + 1 == sweeps or (every and done > 0 and done % every == 0):
            yield _so_far([each / done for each in sums], log_lik[: t + 1], topics)


def _so_far(means, log_lik, topics) -> Chain:
    mean, square, shares = means
    out = Chain(mean, np.sqrt(np.maximum(square - mean**2, 0)), shares, log_lik.copy(), topics)
    for each in out:
        each.setflags(write=False)
    return out


def _summed(assigned, index, size: int) -> np.ndarray:
    """Rows of `assigned` (C, K) added up by index: (size, K)."""
    return np.stack([np.bincount(index, weights=each, minlength=size) for each in assigned.T], axis=-1)


def _dirichlet(draw, parameters) -> np.ndarray:
    """One draw of each Dirichlet along the last axis; a share below the smallest float stays above zero."""
    gammas = np.maximum(draw.standard_gamma(parameters), 1e-300)
    return gammas / gammas.sum(axis=-1, keepdims=True)
