"""Dirichlets along the last axis, and what topic models ask of them: expected log shares, mixed words, divergences."""

import numpy as np

from vizvi.integrate.special import digamma, log_gamma


def mean(parameters) -> np.ndarray:
    """Expected shares of Dirichlets with these parameters along the last axis: topics from λ, documents from γ."""
    parameters = np.asarray(parameters, float)
    return parameters / parameters.sum(axis=-1, keepdims=True)


def log_share(parameters):
    """E[log share] under Dirichlets, along the last axis."""
    return digamma(parameters) - digamma(parameters.sum(axis=-1, keepdims=True))


def words_of(lam):
    """exp E[log φ] (..., K, V), up to a factor of each word."""
    return scaled(log_share(lam), -2)


def shares_of(gamma):
    """exp E[log θ] (..., D, K), up to a factor of each document."""
    return scaled(log_share(gamma), -1)


def scaled(log_share, axis: int):
    """exp of log shares, the largest along the topics' axis set to 1: factors of a word or a document cancel in every
    responsibility, and what lies 300 nats below could only underflow."""
    return np.exp(np.maximum(log_share - log_share.max(axis=axis, keepdims=True), -300.0))


def log_mixed(log_word, log_topic, counts):
    """Σ n log Σ_k exp(E[log θ] + E[log φ]): what the words add to the bound at the best responsibilities."""
    seen, size = counts.sum(axis=0), counts.sum(axis=1)
    taken = (seen * log_word.max(axis=-2)).sum(axis=-1) + (size * log_topic.max(axis=-1)).sum(axis=-1)
    mixed = scaled(log_topic, -1) @ scaled(log_word, -2)
    return (counts * np.log(mixed)).sum(axis=(-2, -1)) + taken


def minus_kl(parameters, log_share, prior: float):
    """−KL(Dir(parameters) ‖ Dir(prior)), summed over the last two axes."""
    size, total = parameters.shape[-1], parameters.sum(axis=-1)
    inside = (prior - parameters) * log_share + log_gamma(parameters)
    constant = log_gamma(size * prior) - size * log_gamma(prior)
    return (inside.sum(axis=-1) - log_gamma(total) + constant).sum(axis=-1)
