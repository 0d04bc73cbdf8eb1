"""Log likelihoods of four models with two coefficients, with their gradients and curvatures."""

import math
from functools import lru_cache

import numpy as np

from vizvi.integrate.special import LOG_2PI, log_gamma

BLOCK = 2**18  # products of a point and a level of x held at once


@lru_cache(maxsize=64)
def _levels(target):
    """Distinct x (J,), how often each occurs and its sum of y: all that a likelihood asks of the data."""
    x, y = np.array(target.x), np.array(target.y)
    levels, index = np.unique(x, return_inverse=True)
    levels = levels - (x.mean() if target.center else 0.0)
    out = levels, np.bincount(index).astype(float), np.bincount(index, weights=y)
    for each in out:
        each.setflags(write=False)
    return out


def likelihood(target, z, order: int):
    """The log likelihood (...), its gradient (..., 2) or its curvature (..., 2, 2): order 0, 1 or 2."""
    flat = z.reshape(-1, 2)
    if target.template == "normal":
        return _normal(np.array(target.y), flat, order).reshape((*z.shape[:-1], *(2,) * order))[()]
    x, count, total = _levels(target)
    out = np.empty((len(flat), *(2,) * order))
    rows = max(1, BLOCK // len(x))
    for i in range(0, len(flat), rows):
        eta = flat[i : i + rows, :1] + flat[i : i + rows, 1:] * x
        if order == 0:
            out[i : i + rows] = _log_terms(target, eta, count, total)
        else:
            slope, bend = _link_terms(target, eta, count, total)
            terms = slope if order == 1 else bend
            powers = np.column_stack([x**k for k in range(order + 1)])
            got = np.where(np.isfinite(terms), terms, np.sign(terms) * 1e300) @ powers
            out[i : i + rows] = got if order == 1 else got[:, [[0, 1], [1, 2]]]
    return out.reshape((*z.shape[:-1], *(2,) * order))[()]


def _log_terms(target, eta, count, total):
    if target.template == "linear":
        y = np.array(target.y)
        _, index = np.unique(np.array(target.x), return_inverse=True)
        # About each level's mean: what is left over there does not depend on the line.
        middle = total / count
        left = ((y - middle[index]) ** 2).sum()
        square = left + (eta - middle) ** 2 @ count
        return -0.5 * square / target.noise**2 - len(y) * (math.log(target.noise) + 0.5 * LOG_2PI)
    if target.template == "logistic":
        return eta @ total - (np.maximum(eta, 0) + np.log1p(np.exp(-np.abs(eta)))) @ count
    return eta @ total - np.exp(eta) @ count - log_gamma(np.array(target.y) + 1).sum()


def _link_terms(target, eta, count, total):
    """What each level adds to the derivatives along its linear predictor, first and second."""
    if target.template == "linear":
        return (total - count * eta) / target.noise**2, np.broadcast_to(-count / target.noise**2, eta.shape)
    if target.template == "logistic":
        chance = np.exp(-np.logaddexp(0, -eta))
        return total - count * chance, -count * chance * (1 - chance)
    rate = count * np.exp(eta)
    return total - rate, -rate


def _normal(y, z, order: int):
    n, middle = len(y), y.mean()
    m, log_sd = z[:, 0], z[:, 1]
    precision = np.exp(-2 * log_sd)
    off, square = middle - m, ((y - middle) ** 2).sum() + n * (middle - m) ** 2
    if order == 0:
        return -n * (log_sd + 0.5 * LOG_2PI) - 0.5 * precision * square
    if order == 1:
        return np.stack([n * precision * off, precision * square - n], axis=-1)
    both = -2 * n * precision * off
    return np.stack([-n * precision, both, both, -2 * precision * square], axis=-1).reshape(-1, 2, 2)
