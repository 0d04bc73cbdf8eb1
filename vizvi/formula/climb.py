"""Climb: uphill from the best points of a grid to the highest mode of a log density."""

import numpy as np

CLIMBERS, CLIMB, HALVINGS = 8, 80, 30


def heads(value) -> np.ndarray:
    """Where to climb from: the highest points, local maxima first (≤ 8 indices)."""
    padded, here = np.pad(np.where(np.isfinite(value), value, -np.inf), 1, constant_values=-np.inf), value.shape
    peak = np.isfinite(value)
    for axis in range(value.ndim):
        for shift in (0, 2):
            at = tuple(slice(shift, shift + n) if i == axis else slice(1, 1 + n) for i, n in enumerate(here))
            peak &= value >= padded[at]
    flat, peak = np.where(np.isfinite(value), value, -np.inf).ravel(), peak.ravel()
    return np.lexsort((-flat, ~peak))[:CLIMBERS]


def climb(log_prob, score, z):
    """The highest end (D,) of quasi-Newton climbs (BFGS) from points (N, D), and log p there."""
    dim = z.shape[-1]
    value, slope = log_prob(z), np.nan_to_num(score(z))
    inverse = np.tile(np.eye(dim), (len(z), 1, 1)) * np.maximum(np.abs(z).max(axis=-1), 1.0)[:, None, None]
    for _ in range(CLIMB):
        ahead = (inverse @ slope[..., None])[..., 0]
        rise = (ahead * slope).sum(axis=-1)
        ahead = np.where((rise > 0)[:, None], ahead, slope)
        rise = (ahead * slope).sum(axis=-1)
        reach = np.maximum(10.0, 10 * np.abs(z).max(axis=-1))
        size = np.minimum(1.0, reach / np.maximum(np.abs(ahead).max(axis=-1), 1e-300))
        new, new_value, open_ = z.copy(), value.copy(), rise > 1e-14
        for _ in range(HALVINGS):
            if not open_.any():
                break
            trial = z[open_] + size[open_, None] * ahead[open_]
            got = log_prob(trial)
            good = got >= value[open_] + 1e-4 * size[open_] * rise[open_]
            index = np.flatnonzero(open_)
            new[index[good]], new_value[index[good]] = trial[good], got[good]
            open_[index[good]] = False
            size = np.where(open_, size / 2, size)
        moved = np.abs(new - z).max(axis=-1) > 1e-12 * np.maximum(np.abs(z).max(axis=-1), 1e-6)
        if not moved.any() or np.isposinf(new_value).any() or np.abs(new).max() > 1e12:
            z, value = new, new_value
            break
        new_slope = np.nan_to_num(score(new))
        inverse = _update(inverse, new - z, slope - new_slope)
        z, value, slope = new, new_value, new_slope
    best = int(np.nanargmax(value))
    return z[best], value[best]


def _update(inverse, step, change):
    curvature = (step * change).sum(axis=-1)
    good = curvature > 1e-12 * np.linalg.norm(step, axis=-1) * np.linalg.norm(change, axis=-1)
    rho = np.where(good, 1 / np.where(good, curvature, 1), 0)
    left = np.eye(step.shape[-1]) - rho[:, None, None] * step[:, :, None] * change[:, None, :]
    return left @ inverse @ left.swapaxes(-1, -2) + rho[:, None, None] * step[:, :, None] * step[:, None, :]
