"""Have the chains mixed? R̂ and the effective sample size of draws: both know only places that some chain has visited."""

import math

import numpy as np

from vizvi.integrate.special import normal_quantile

FEWEST = 4  # draws of a chain
TINY = 1e-15  # a range below this is none


def rhat(draws) -> float:
    """Rank-normalized split R̂ of draws (R, T), the larger of the plain and the folded one: the spread over all halves of
    chains relative to that within one (Vehtari, Gelman, Simpson, Carpenter & Bürkner, 2021). Below 1.01 the chains agree.

    ∞ where no chain moved within its halves: frozen chains agree on nothing. nan for a single chain or with nan among the
    draws. Raises ValueError unless draws is (R, T) with T at least 4."""
    draws = _checked(draws)
    if len(draws) < 2 or np.isnan(draws).any():
        return math.nan
    split = _split(draws)
    folded = np.abs(split - np.median(split))
    return max(_ratio(_normal_scores(split)), _ratio(_normal_scores(folded)) if np.ptp(folded) > 0 else 0.0)


def ess(draws) -> float:
    """Bulk effective sample size of draws (R, T): how many independent draws would know the middle of the distribution as
    well (Vehtari et al., 2021; autocorrelations cut off as by Geyer, 1992). It may exceed R·T where neighbors alternate.

    nan where no chain ever moved, or with nan among the draws. Raises ValueError unless draws is (R, T), T at least 4."""
    draws = _checked(draws)
    if np.isnan(draws).any() or np.ptp(draws) < TINY:
        return math.nan
    return _effective(_normal_scores(_split(draws)))


def _checked(draws) -> np.ndarray:
    try:
        draws = np.asarray(draws, float)
    except (TypeError, ValueError):
        raise ValueError(f"mixing: draws is {draws!r}, but must be an array of numbers (R, T).") from None
    if draws.ndim != 2 or draws.shape[1] < FEWEST or not len(draws):
        raise ValueError(f"mixing: draws has shape {draws.shape}, but must be (R, T) with at least {FEWEST} draws a chain.")
    return draws


def _split(draws):
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _normal_scores(x):
    """Each draw's rank among all, ties sharing theirs, as a standard normal quantile (Blom, 1958)."""
    _, place, count = np.unique(x, return_inverse=True, return_counts=True)
    rank = np.cumsum(count) - (count - 1) / 2
    return normal_quantile((rank - 0.375) / (x.size + 0.25))[place].reshape(x.shape)


def _ratio(x) -> float:
    draws = x.shape[1]
    within, between = x.var(axis=1, ddof=1).mean(), draws * x.mean(axis=1).var(ddof=1)
    # Ranks that are all the same differ by rounding at most.
    return math.inf if within < TINY else math.sqrt((between / within + draws - 1) / draws)


def _effective(x) -> float:
    chains, draws = x.shape
    autocovariance = _autocovariance(x).mean(axis=0)
    within = autocovariance[0] * draws / (draws - 1)
    variance = within * (draws - 1) / draws + (x.mean(axis=1).var(ddof=1) if chains > 1 else 0.0)
    rho = 1 - (within - autocovariance) / variance
    rho[0] = 1.0
    kept, even, odd, t = np.zeros(draws), 1.0, rho[1], 1
    kept[:2] = even, odd
    # Geyer's initial positive sequence: pairs of lags until one has a negative sum.
    while t < draws - 3 and even + odd > 0:
        even, odd = rho[t + 1], rho[t + 2]
        if even + odd >= 0:
            kept[t + 1], kept[t + 2] = even, odd
        t += 2
    last = t - 2
    if even > 0:
        kept[last + 1] = even
    # And the initial monotone sequence: no pair is larger than the one before.
    for t in range(1, last - 1, 2):
        if kept[t + 1] + kept[t + 2] > kept[t - 1] + kept[t]:
            kept[t + 1] = kept[t + 2] = (kept[t - 1] + kept[t]) / 2
    time = -1 + 2 * kept[: last + 1].sum() + kept[last + 1]
    return float(x.size / max(time, 1 / math.log10(x.size)))


def _autocovariance(x):
    """At every lag, (R, T), by the fast Fourier transform."""
    draws = x.shape[1]
    size = 1 << (2 * draws - 1).bit_length()
    power = np.abs(np.fft.rfft(x - x.mean(axis=1, keepdims=True), size, axis=1)) ** 2
    return np.fft.irfft(power, size, axis=1)[:, :draws] / draws
