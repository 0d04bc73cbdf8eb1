"""The importance-weighted bound of many pictures: closer to log p(x) with the same q (Burda et al., 2016)."""

from typing import NamedTuple

import numpy as np

from vizvi.families.full_rank import FullRank
from vizvi.families.mean_field import MeanField

POINTS = 2**15  # of the decoder at once


class Bound(NamedTuple):
    """E[log (1/K Σ w)] of each picture, by Monte Carlo."""

    value: np.ndarray  # (B,) nats
    error: np.ndarray  # (B,) standard error


def importance_weighted(decoder, x, lam, draws: int = 5, repeats: int = 64, seed: int = 0) -> Bound:
    """The bound of K = `draws` draws from q(λ), λ (B, 4 | 5), for pictures x (B, pixels), averaged over `repeats` sets.

    For one picture, without noise: `vizvi.diagnostics.importance_bound`. Raises ValueError for sizes below 1."""
    x, lam = np.asarray(x, float), np.asarray(lam, float)
    if draws < 1 or repeats < 2:
        raise ValueError(f"importance_weighted: draws {draws!r} and repeats {repeats!r} must be at least 1 and 2.")
    family, draw = MeanField() if lam.shape[-1] == 4 else FullRank(), np.random.default_rng(seed)
    sets = np.empty((len(x), repeats))
    size = max(1, POINTS // (draws * repeats))
    for i in range(0, len(x), size):
        q = lam[i : i + size, None, None]
        z = family.transform(q, draw.standard_normal((len(q), repeats, draws, 2)))
        log_w = decoder.log_joint(x[i : i + size, None, None], z) - family.log_prob(q, z)
        top = log_w.max(axis=-1, keepdims=True)
        sets[i : i + size] = np.log(np.exp(log_w - top).mean(axis=-1)) + top[..., 0]
    return Bound(sets.mean(axis=1), sets.std(axis=1, ddof=1) / repeats**0.5)
