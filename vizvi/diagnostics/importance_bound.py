"""How close to the evidence do K draws come? The importance-weighted bound, exactly (Burda et al., 2016)."""

import numpy as np

from vizvi.integrate.rules import cloud

LOG_T = np.linspace(-70.0, 70.0, 2801)  # where the integral over t lives, as log t


def importance_bound(problem, lam, draws) -> np.ndarray:
    """E[log (1/K Σ w_k)], w = p̃/q at K independent draws of q, for λ (P,) and each K in `draws` (N,): (N,) nats.

    From log S = ∫ (e^−t − e^−tS) dt/t and independence, E[e^−tS] = E[e^−tw/K]^K: one integral over z, one over t.
    At K = 1 this is the ELBO; it rises with K towards log Z (Domke & Sheldon, 2018)."""
    dim = problem.target.dim
    u, log_cell, _ = cloud(dim, (2401,) if dim == 1 else (321, 321), 12.0)
    z, log_m = problem.family.nodes(np.asarray(lam, float), u)
    mass = np.exp(log_m + log_cell)
    mass = mass / mass.sum()
    log_w = problem.log_w(np.asarray(lam, float)[None], z)
    keep = mass > 1e-30
    mass, log_w = mass[keep], log_w[keep]
    centre = float(mass @ log_w)
    # Weights differ by hundreds of nats, their sums hardly: bins of log w stand for the points that share them.
    width = 0.002
    bins = np.clip(np.round((log_w - centre) / width), -400_000, 400_000).astype(int)
    _, index = np.unique(bins, return_inverse=True)
    weight = np.bincount(index, weights=mass)
    values = np.bincount(index, weights=mass * (log_w - centre)) / weight
    return centre + np.array([_mean_log(values, weight, int(k)) for k in draws])


def _mean_log(log_w, mass, k: int) -> float:
    """E[log (1/K Σ w)] for weights exp(log_w) of the given mass."""
    out = np.empty(len(LOG_T))
    for first in range(0, len(LOG_T), 200):
        t = np.exp(LOG_T[first : first + 200, None] + log_w - np.log(k))
        with np.errstate(divide="ignore"):
            log_phi = np.log1p(np.maximum(np.expm1(-t) @ mass, -1.0))
        out[first : first + 200] = np.exp(k * log_phi)
    return float(((np.exp(-np.exp(np.clip(LOG_T, -700, 50))) - out) * (LOG_T[1] - LOG_T[0])).sum())
