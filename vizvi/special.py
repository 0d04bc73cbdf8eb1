"""What NumPy lacks, on arrays: the normal distribution function, with all its digits in the tail, and its inverse."""

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
