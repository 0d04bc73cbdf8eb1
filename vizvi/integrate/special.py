"""What NumPy lacks, on arrays: the normal distribution function, all its digits in the tail, its inverse; log Γ and ψ."""

import math
from functools import cache

import numpy as np

ROOT_2, LOG_2, LOG_2PI = math.sqrt(2), math.log(2), math.log(2 * math.pi)


def log_normal_cdf(x):
    """log Φ(x), elementwise, to about 1e-15 relative in Φ however far the tail."""
    x = np.asarray(x, float)
    tail = _log_scaled_erfc(np.abs(x) / ROOT_2) - 0.5 * x * x - LOG_2
    return np.where(x < 0, tail, np.log1p(-np.exp(tail)))


def normal_cdf(x) -> np.ndarray:
    """Φ(x), elementwise."""
    return np.exp(log_normal_cdf(x))


def normal_quantile(share) -> np.ndarray:
    """Φ⁻¹, elementwise; ∓∞ at 0 and 1."""
    from statistics import NormalDist  # the import costs more than the call

    share = np.asarray(share, float)
    inverse = NormalDist().inv_cdf
    flat = [-math.inf if each <= 0 else math.inf if each >= 1 else inverse(each) for each in share.ravel().tolist()]
    return np.array(flat).reshape(share.shape)[()]


def log_uniform(normals):
    """log u of a uniform u from two standard normals (..., 2): half a χ² with two degrees of freedom is −log u, (...)."""
    return -0.5 * (normals * normals).sum(axis=-1)


def normal_hazard(x):
    """φ(x)/Φ(x), the derivative of log Φ, elementwise."""
    return np.exp(-0.5 * x * x - 0.5 * LOG_2PI - log_normal_cdf(x))


def _log_scaled_erfc(x):
    """log(erfc(x)·exp(x²)) for x ≥ 0: a Chebyshev series in (2 − x)/(2 + x) (Press et al., 2007, 6.2.2)."""
    t = 2 / (2 + x)
    return np.polynomial.chebyshev.chebval(2 * t - 1, _series()) + np.log(t)


@cache
def _series():
    """The series' coefficients, from the C library's erfc where it has digits and its asymptotic series beyond."""

    def exact(s):
        t = (s + 1) / 2
        x = 2 / t - 2
        if x < 6:
            return math.log(math.erfc(x)) + x * x - math.log(t)
        term = total = 1.0
        for k in range(1, 30):
            term *= -(2 * k - 1) / (2 * x * x)
            total += term
        return math.log(total / (x * math.sqrt(math.pi) * t))

    return np.polynomial.chebyshev.chebinterpolate(np.vectorize(exact), 30)


def log_gamma(x) -> np.ndarray:
    """log Γ(x) for x > 0, elementwise, to about 1e-14: Stirling's series at x + 8 and the recurrence down from there."""
    x = np.asarray(x, float)
    high = x + 8.0
    square = 1 / (high * high)
    series = np.full_like(high, _STIRLING[-1])
    for each in _STIRLING[-2::-1]:  # Horner's rule, in place: polyval takes twice as long
        series *= square
        series += each
    _, first, second = _rising(x)
    return ((high - 0.5) * np.log(high) - high + 0.5 * LOG_2PI + series / high - np.log(first * second))[()]


def digamma(x) -> np.ndarray:
    """ψ(x), the derivative of log Γ, for x > 0, elementwise, to about 1e-14."""
    x = np.asarray(x, float)
    high = x + 8.0
    square = 1 / (high * high)
    series = np.full_like(high, _DIGAMMA[-1])
    for each in _DIGAMMA[-2::-1]:
        series *= square
        series += each
    y, first, second = _rising(x)
    below = (2 * np.minimum(x, ENDLESS) + 7) * ((2 * y + 6) * second + (2 * y + 22) * first) / (first * second)
    return (np.log(high) - 0.5 / high - square * series - below)[()]


def _rising(x):
    """y = x(x + 7) and the two factors of x(x + 1)…(x + 7), paired so that one division serves the eight reciprocals."""
    x = np.minimum(x, ENDLESS)
    y = x * (x + 7.0)
    return y, y * (y + 6.0), (y + 10.0) * (y + 12.0)


ENDLESS = 1e30  # beyond, the recurrence changes no digit, and its product would overflow
# B₂ₖ/(2k(2k − 1)) and B₂ₖ/2k, of the Bernoulli numbers (Abramowitz & Stegun, 1964, 6.1.40 and 6.3.18).
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)
_DIGAMMA = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12)
