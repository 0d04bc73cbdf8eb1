"""Can KL(p‖q) be estimated from q's own draws? Self-normalized, it is blind wherever q does not go."""

import numpy as np

from vizvi.experiment import Noise

RANKS = (0.05, 0.5, 0.95)


def self_normalized(problem, lam, draws=(10, 100, 1000, 10_000), replicates: int = 100, seed: int = 0) -> np.ndarray:
    """Quantiles 5, 50 and 95 % of Σ w̄ log w − log mean w over replicates, for each number of draws: (len(draws), 3), nats.

    Consistent for KL(p‖q), p of unknown normalizer, as the draws from q(λ) grow; but a mode that q never visits has no
    draw, and the estimate is then one of another KL (Owen, 2013, chapter 9). λ is (P,)."""
    lam = problem.checked(lam)
    noise = Noise(seed, 1)
    width = problem.family.noise_dim(problem.target.dim)
    out = np.empty((len(draws), len(RANKS)))
    with np.errstate(all="ignore"):
        for i, count in enumerate(draws):
            count = problem.family.round_draws(count)
            eps = noise(replicates * count, width).reshape(replicates, count, width)
            z = problem.family.transform(lam, eps)
            log_w = problem.log_w(lam, z)
            log_m = log_w + problem.family.log_mass(lam, count)
            top = log_m.max(axis=-1, keepdims=True)
            w = np.exp(log_m - top)
            total = w.sum(axis=-1)
            kl = (w * log_w).sum(axis=-1) / total - np.log(total) - top[:, 0]
            out[i] = np.quantile(kl, RANKS)
    return out
