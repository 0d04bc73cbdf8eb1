"""What q says of itself: quantiles of its marginals, and how large the ellipse is that holds a share of it."""

import math

import numpy as np

from vizvi.integrate.rules import cloud
from vizvi.integrate.special import normal_cdf, normal_quantile

HALVINGS = 60
WIDEST = 1e4  # scales within which a quantile of a heavy tail is looked for


def quantiles(family, lam, weights, shares) -> np.ndarray:
    """Quantiles of weights·z under q at λ (M, P) for the shares (N,): (M, N)."""
    weights, shares = np.asarray(weights, float), np.asarray(shares, float)
    mean, cov = family.moments(lam)
    middle = mean @ weights
    sd = np.sqrt(np.einsum("i,mij,j->m", weights, cov, weights))
    if family.gaussian:
        return middle[:, None] + sd[:, None] * normal_quantile(shares)
    kernels = family.kernels(lam)
    if kernels is None:
        return _counted(family, lam, weights, shares)
    weight, loc, scale = np.split(kernels, [1, 1 + len(weights)], axis=-1)
    centre, width = loc @ weights, np.sqrt((scale**2) @ weights**2)
    cdf = _t_cdf(family.df) if getattr(family, "df", 0) else normal_cdf
    reach = WIDEST * width.max(axis=-1)
    lo = np.repeat((centre.min(axis=-1) - reach)[:, None], len(shares), axis=1)
    hi = np.repeat((centre.max(axis=-1) + reach)[:, None], len(shares), axis=1)
    for _ in range(HALVINGS):
        half = (lo + hi) / 2
        held = (weight[..., 0][:, :, None] * cdf((half[:, None] - centre[..., None]) / width[..., None])).sum(axis=1)
        lo, hi = np.where(held < shares, half, lo), np.where(held < shares, hi, half)
    return (lo + hi) / 2


def inside_radius(family, lam, share: float) -> np.ndarray:
    """How far, in Mahalanobis distance from q's mean, a share of q lies: (M,)."""
    mean, cov = family.moments(lam)
    dim = mean.shape[-1]
    if family.gaussian:
        radius = normal_quantile((1 + share) / 2) if dim == 1 else math.sqrt(-2 * math.log1p(-share))
        return np.full(len(lam), radius)
    if (df := getattr(family, "df", 0)) and dim == 2:  # of a t in the plane: in scales, then in sds
        return np.full(len(lam), math.sqrt((df - 2) * ((1 - share) ** (-2 / df) - 1)))
    out = np.empty(len(lam))
    for k, (each, m, factor) in enumerate(zip(lam, mean, np.linalg.cholesky(cov))):
        z, mass = _cloud(family, each)
        distance = np.sqrt((np.linalg.solve(factor, (z - m).T) ** 2).sum(axis=0))
        order = np.argsort(distance)
        held = np.cumsum(mass[order]) - mass[order] / 2
        out[k] = np.interp(share, held, distance[order])
    return out


def _t_cdf(df: int):
    """The distribution function of a t with a whole number of degrees of freedom, by its finite sum (Abramowitz & Stegun,
    1964, 26.7.3–4)."""

    def cdf(x):
        angle = np.arctan(np.asarray(x, float) / math.sqrt(df))
        cosine = np.cos(angle) ** 2
        term = total = np.ones_like(angle)
        odd = df % 2
        for k in range(2 + odd, df - 1, 2):
            term = term * cosine * (k - 1) / k
            total = total + term
        if odd:
            share = angle + (np.sin(angle) * np.cos(angle) * total if df > 1 else 0.0)
            return 0.5 + share / np.pi
        return 0.5 + 0.5 * np.sin(angle) * total

    return cdf


def _counted(family, lam, weights, shares) -> np.ndarray:
    """Quantiles of a q that is no sum of kernels: by counting fine nodes."""
    out = np.empty((len(lam), len(shares)))
    for k, each in enumerate(lam):
        z, mass = _cloud(family, each)
        x = z @ weights
        order = np.argsort(x)
        out[k] = np.interp(shares, np.cumsum(mass[order]) - mass[order] / 2, x[order])
    return out


def _cloud(family, lam):
    """Fine nodes of one q and their masses, which add up to 1."""
    dim = len(family.moments(lam)[0])
    u, log_cell, _ = cloud(dim, (8001,) if dim == 1 else (401, 401), 8.0)
    z, log_m = family.nodes(lam, u)
    mass = np.exp(log_m + log_cell)
    return z, mass / mass.sum()
