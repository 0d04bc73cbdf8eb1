"""Tighter bounds, noisier gradients: the signal in one gradient of the importance-weighted bound, by simulation."""

from typing import NamedTuple

import numpy as np

from vizvi.problem import Problem

BLOCK = 2**20  # draws at once


class BoundNoise(NamedTuple):
    """Over replicates of one gradient; for each K in `draws`."""

    mean: np.ndarray  # (N, P) of the gradient in λ
    sd: np.ndarray  # (N, P)
    signal_to_noise: np.ndarray  # (N, P) |mean|/sd
    model_signal_to_noise: np.ndarray  # (N,) of the gradient in the model's own parameter; nan if none was given
    error: np.ndarray  # (N, P) standard error of signal_to_noise


def bound_noise(
    problem: Problem, lam, draws=(1, 10, 100), replicates: int = 4000, seed: int = 0, model_score=None
) -> BoundNoise:
    """Signal to noise of the reparameterized gradient of −log (1/K Σ w_k), w = p̃/q, at λ (P,), for each K in `draws`: it
    falls like 1/√K although the bound tightens, while that of the model's parameters rises like √K (Rainforth et al.,
    2018).

    model_score: ∂ log p̃/∂θ at draws, (..., D) -> (...), whose average by the weights w is the model's gradient. Raises
    ValueError for a family whose draws do not all weigh the same."""
    family, lam = problem.family, problem.checked(lam)
    if family.round_draws(1) > 1:
        raise ValueError("bound_noise: a mixture's draws weigh differently; take a family with one component.")
    means, sds, signals, models, errors = [], [], [], [], []
    for count, rng in zip(draws, np.random.default_rng(seed).spawn(len(draws)), strict=True):
        grads, model = np.empty((replicates, len(lam))), np.full(replicates, np.nan)
        rows = max(1, BLOCK // count)
        for first in range(0, replicates, rows):
            part = slice(first, min(first + rows, replicates))
            eps = rng.standard_normal((part.stop - first, count, family.noise_dim(problem.target.dim)))
            z = family.transform(lam, eps)
            log_w = problem.log_w(lam, z)
            share = np.exp(log_w - log_w.max(axis=1, keepdims=True))
            share /= share.sum(axis=1, keepdims=True)
            each = family.total_score(lam, eps, z) - family.pull(lam, eps, problem.target.score(z))
            grads[part] = np.einsum("rk,rkp->rp", share, np.broadcast_to(each, (*z.shape[:-1], len(lam))))
            if model_score is not None:
                model[part] = (share * model_score(z)).sum(axis=1)
        means.append(grads.mean(axis=0))
        sds.append(grads.std(axis=0, ddof=1))
        signals.append(np.abs(means[-1]) / sds[-1])
        models.append(abs(model.mean()) / model.std(ddof=1))
        errors.append(np.sqrt((1 + 0.5 * signals[-1] ** 2) / replicates))
    return BoundNoise(*map(np.array, (means, sds, signals, models, errors)))
