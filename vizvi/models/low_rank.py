"""What rank buys: the best Gaussian with covariance D + UUᵀ, D diagonal and U of few columns, for a Gaussian target in many
dimensions (Ong, Nott & Smith, 2018). The one step beyond mean-field that stays cheap in high dimension."""

from typing import NamedTuple

import numpy as np

MOST = 400  # dimensions
SWEEPS, SETTLED = 2000, 1e-11


class LowRankFit(NamedTuple):
    """The best q of one rank for N(·, cov), read-only; its mean is p's."""

    kl: float  # KL(q‖p), nats
    diagonal: np.ndarray  # (d,) of D
    factor: np.ndarray  # (d, r) U
    sd_ratio: np.ndarray  # (d,) of q over p
    numbers: int  # how many parameters q has, its mean included


def low_rank(cov, rank: int) -> LowRankFit:
    """The q = N(mean, D + UUᵀ) nearest in KL(q‖p) to p = N(mean, cov): rank 0 is mean-field, d − 1 is always enough.

    cov: (d, d), symmetric and positive definite, d up to 400; rank: 0 to d − 1. Given D, U is read from the smallest
    eigenvalues of D^½ Λ D^½, Λ p's precision; given U, D makes diag S⁻¹ = diag Λ; the two alternate. Raises ValueError."""
    cov = _checked(cov)
    d = len(cov)
    if isinstance(rank, bool) or rank != int(rank) or not 0 <= rank < d:
        raise ValueError(f"low_rank: rank is {rank!r}, but must be a whole number from 0 to {d - 1}.")
    precision = np.linalg.inv(cov)
    precision = (precision + precision.T) / 2
    wanted, floor = np.diag(precision), 1e-6 * np.diag(cov)
    best = None
    # Down from p's own variances and up from the conditional ones: which start is better depends on p.
    for diagonal in (1 / wanted, np.diag(cov) / 2):
        for _ in range(SWEEPS):
            factor = _factor(precision, diagonal, int(rank))
            ratio = np.diag(_inverse(diagonal, factor)) / wanted
            # Where U takes a coordinate over, its D tends to 0 (a Heywood case): a millionth of its variance stays.
            diagonal = np.maximum(diagonal * np.sqrt(ratio), floor) if rank else 1 / wanted
            ratio = np.where(diagonal > floor, ratio, 1.0)
            if np.abs(ratio - 1).max() < SETTLED or not rank:
                break
        factor = _factor(precision, diagonal, int(rank))
        kl = divergence(cov, diagonal, factor)
        if best is None or kl < best[0]:
            best = kl, diagonal, factor
    kl, diagonal, factor = best
    sd_ratio = np.sqrt((diagonal + (factor**2).sum(axis=1)) / np.diag(cov))
    for each in (diagonal, factor, sd_ratio):
        each.setflags(write=False)
    return LowRankFit(max(kl, 0.0), diagonal, factor, sd_ratio, d * (2 + int(rank)))


def divergence(cov, diagonal, factor) -> float:
    """KL(N(0, D + UUᵀ)‖N(0, cov)), nats."""
    cov = _checked(cov)
    own = np.diag(diagonal) + factor @ factor.T
    ratio = np.linalg.solve(cov, own)
    return float(0.5 * (np.trace(ratio) - len(cov) - np.linalg.slogdet(ratio)[1]))


def spectral_gap(eigenvalues, rank: int) -> float:
    """KL(q‖p) where D is a multiple of the identity: the `rank` largest eigenvalues of p are met exactly, all others by
    their harmonic mean h, which costs ½ Σ log(λ/h). What the best D reaches is no more; the same at rank 0 on `smooth`."""
    rest = np.sort(np.asarray(eigenvalues, float))[: len(eigenvalues) - rank]
    return float(0.5 * (np.log(rest).sum() + len(rest) * np.log((1 / rest).mean())))


def equicorrelated(d: int, rho: float) -> np.ndarray:
    """(d, d) unit variances that all correlate by ρ: rank 1 is all it takes."""
    if not -1 / (d - 1) < rho < 1:
        raise ValueError(f"equicorrelated: rho is {rho!r}, but must be between −1/(d − 1) and 1.")
    return (1 - rho) * np.eye(d) + rho


def factors(d: int, rank: int, noise: float = 0.5, seed: int = 0) -> np.ndarray:
    """(d, d) a factor model's covariance WWᵀ + noise² I with normal loadings W (d, rank): its own rank is all it takes."""
    loadings = np.random.default_rng(seed).standard_normal((d, rank))
    return loadings @ loadings.T + noise**2 * np.eye(d)


def smooth(d: int, length: float, noise: float = 0.1) -> np.ndarray:
    """(d, d) a squared-exponential covariance around a circle of d points, with noise: every rank buys a little."""
    apart = np.minimum(np.arange(d), d - np.arange(d))
    waves = np.maximum(np.fft.fft(np.exp(-0.5 * (apart / length) ** 2)).real, 0) + noise**2
    row = np.fft.ifft(waves).real
    return row[(np.arange(d)[:, None] - np.arange(d)) % d]


def _factor(precision, diagonal, rank: int) -> np.ndarray:
    """The best U (d, rank) for a given D: along the eigenvectors of D^½ Λ D^½ whose eigenvalues μ are smallest, below 1,
    as long as makes q's variance there 1/μ."""
    root = np.sqrt(diagonal)
    mu, axes = np.linalg.eigh(precision * np.outer(root, root))
    mu = mu[:rank]
    return root[:, None] * axes[:, :rank] * np.sqrt(np.maximum(1 / mu - 1, 0))


def _inverse(diagonal, factor) -> np.ndarray:
    """(D + UUᵀ)⁻¹ by Woodbury's identity."""
    scaled = factor / diagonal[:, None]
    return np.diag(1 / diagonal) - scaled @ np.linalg.solve(np.eye(factor.shape[1]) + factor.T @ scaled, scaled.T)


def _checked(cov) -> np.ndarray:
    cov = np.asarray(cov, float)
    good = cov.ndim == 2 and cov.shape[0] == cov.shape[1] and 1 < len(cov) <= MOST and np.isfinite(cov).all()
    if not good or np.abs(cov - cov.T).max() > 1e-9 * np.abs(cov).max() or np.linalg.eigvalsh(cov)[0] <= 0:
        raise ValueError(f"low_rank: cov must be a symmetric, positive definite matrix of 2 to {MOST} rows.")
    return cov
