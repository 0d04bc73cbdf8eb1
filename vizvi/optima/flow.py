"""Gradient flow dλ/dt = −∇F(λ), all starts at once, until each rests."""

from typing import NamedTuple

import numpy as np

from vizvi.pulse import beat

CAREFUL = 0.03  # error of one step, in standard deviations of the estimate that one draw would give of λ
FARTHEST = 1.0  # length of one step, in the same units
LONGEST = 1e9  # time of one step
FLAT = 1e-4  # curvature relative to the metric that counts as none
SLACK = 1e-3  # below this much curvature, in the same terms, Newton's step is not to be believed
STILL = 1e-8  # slope, nats per sd of q's estimate, that counts as none where there is no curvature
NEAR, ALIKE = 0.3, 0.25  # Newton's step that may tell where a flow ends, and how well it must do so
MOST = 32  # ends that others may join
RIDGE = 1e-5  # how much nearer a start must come to a saddle before it rests there


class Flow(NamedTuple):
    """Where each start ends, with what the field says there."""

    lam: np.ndarray  # (R, P)
    rests: np.ndarray  # (R,) False: lost on the way, or too slow to tell
    local: tuple


def flow(field, lam, resting: float, steps: int = 400, near: bool = False) -> Flow:
    """Follow the flow from λ (R, P) until Newton's step falls below `resting`; `near`: the first step may be long.

    By the exponential Rosenbrock–Euler rule (Hochbruck & Ostermann, 2010): exact on a quadratic, so it
    is a flow while far and Newton's method when near."""
    lam = lam.copy()
    here = type(local := field(lam))(*(each.copy() for each in local))
    time = (1e3 if near else 0.1) / np.maximum((np.abs(here.grad) * here.size).max(axis=-1), 1e-300)
    time = np.minimum(time, LONGEST)
    rests = np.zeros(len(lam), bool)
    index, ends = np.flatnonzero(_finite(here)), []
    for _ in range(steps):
        beat()
        if not len(index):
            break
        now = type(here)(*(each[index] for each in here))
        curve, axes = np.linalg.eigh(now.hess)
        along = _times(axes.swapaxes(-1, -2), now.grad)
        rest = at_rest(now, curve, axes, along, resting)
        rests[index[rest]] = True
        ends.extend(index[rest][: MOST - len(ends)])
        to = _joins(lam[index], now.size, curve, axes, along, lam[ends])
        joined = index[to >= 0]
        rests[joined], lam[joined] = True, lam[ends][to[to >= 0]]
        for each in here:
            each[joined] = each[ends][to[to >= 0]]
        rest |= to >= 0
        index, along, curve, axes = index[~rest], along[~rest], curve[~rest], axes[~rest]
        if not len(index):
            break
        size = here.size[index]
        move = -_times(axes, along * _phi(curve, time[index]))
        far = (np.abs(move) * size).max(axis=-1)
        for _ in range(30):
            if not np.any(far > FARTHEST):
                break
            time[index] = np.where(far > FARTHEST, time[index] * np.maximum(0.9 * FARTHEST / far, 0.1), time[index])
            move = -_times(axes, along * _phi(curve, time[index]))
            far = (np.abs(move) * size).max(axis=-1)
        there = field(lam[index] + move)
        # What the quadratic model did not foresee of the slope, spread over the step, is the error.
        foreseen = along * np.exp(-np.clip(curve * time[index, None], -50, None))
        off = _times(axes.swapaxes(-1, -2), there.grad) - foreseen
        error = (np.abs(_times(axes, off * _phi(curve, time[index]))) * size).max(axis=-1) / 3
        good = _finite(there) & (error <= CAREFUL)
        good &= there.value <= here.value[index] + 0.01
        factor = 0.9 * np.cbrt(CAREFUL / np.maximum(np.nan_to_num(error, nan=np.inf), 1e-12))
        time[index] *= np.where(good, np.clip(factor, 0.5, 6.0), np.clip(factor, 0.1, 0.5))
        time[index] = np.minimum(time[index], LONGEST)
        done = index[good]
        lam[done] += move[good]
        for old, new in zip(here, there, strict=True):
            old[done] = new[good]
    return Flow(lam, rests, here)


def at_rest(local, curve, axes, along, resting: float):
    """Whether Newton's step is small, or in a flat direction the slope; very small on a saddle, since a start that
    passes one by goes on."""
    weight = (axes.swapaxes(-1, -2) * local.size[:, None, :] ** 2) @ axes
    weight = np.sqrt(np.diagonal(weight, axis1=-2, axis2=-1))
    bend, push = curve / weight**2, np.abs(along) / weight
    limit = np.where((bend < -SLACK).any(axis=-1), RIDGE * resting, resting)[:, None]
    still = (push < limit * np.maximum(np.abs(bend), SLACK)) | ((np.abs(bend) < FLAT) & (push < STILL))
    return still.all(axis=-1)


def _joins(lam, size, curve, axes, along, ends):
    """Which of the ends (M, P) that others came to each λ (R, P) is about to come to as well, −1: none to tell. It bends
    upwards here, and Newton's step, itself not long, leads there."""
    out = np.full(len(lam), -1)
    up = (curve > SLACK * curve[:, -1:]) | ((np.abs(curve) < 1e-9 * curve[:, -1:]) & (np.abs(along) < STILL))
    step = _times(axes, along / np.where(curve > 0, curve, np.inf))
    long = (np.abs(step) * size).max(axis=-1)
    for i in np.flatnonzero(up.all(axis=-1) & (long < NEAR)) if len(ends) else ():
        off = (np.abs(lam[i] - step[i] - ends) * size[i]).max(axis=-1)
        nearest = off.argmin()
        out[i] = nearest if off[nearest] < ALIKE * NEAR else -1
    return out


def _finite(local):
    return np.isfinite(local.value) & np.isfinite(local.grad).all(axis=-1) & np.isfinite(local.hess).all(axis=(-1, -2))


def _times(matrix, vector):
    return (matrix @ vector[..., None])[..., 0]


def _phi(curve, time):
    """∫₀ᵗ e^(−curve·s) ds: how long a direction has been pushed."""
    x = np.clip(curve * time[:, None], -50, None)
    small = np.abs(x) < 1e-8
    return np.where(small, 1 - x / 2, -np.expm1(-x) / np.where(small, 1, x)) * time[:, None]
