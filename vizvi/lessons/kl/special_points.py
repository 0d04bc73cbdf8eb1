"""Special points of one Gaussian on two bumps: where it rests, where rests appear, and where two are equally good."""

import numpy as np

from vizvi.lessons.kl.gaussian_on_two_bumps import Bell

WIDEST, NARROWEST = 1.6, 0.15  # sds of q that are looked at, the widest in units of 1 + separation
TIED = 0.01  # of the knob on either side of a tie that secants start from


def settle(bell: Bell, point, knob, rounds: int = 20):
    """Newton's stationary point from each row at fixed knobs: points (R, 2), and whether it came to rest (R,)."""
    point, size, open_ = point.copy(), np.full(len(point), np.inf), np.arange(len(point))
    for _ in range(rounds):
        local = bell.at(point[open_], knob[open_], "")
        move = _halved(local.jacobian[..., :2], local.slope)
        size[open_] = np.abs(move).max(axis=-1)
        move *= np.minimum(1, 0.5 / np.maximum(size[open_], 1e-300))[:, None]
        point[open_] -= move
        lost = ~np.isfinite(point[open_]).all(axis=-1) | (np.abs(point[open_, 1]) > 6)
        open_ = open_[(size[open_] > 1e-9) & ~lost]
        if not len(open_):
            break
    inside = (point[:, 1] > np.log(NARROWEST)) & (point[:, 1] < np.log(WIDEST * (1 + bell.far)))
    return point, (size < 1e-6) & inside


def stationary(bell: Bell, knob: float):
    """All stationary points at one knob value, (K, 3) with the knob."""
    d = knob if bell.knob == "separation" else bell.knobs["separation"]
    means = np.linspace(-d, d, 9)
    sds = np.geomspace(0.9, 1.05 * (1 + d), 5)
    starts = np.stack(np.meshgrid(means, np.log(sds), indexing="ij"), axis=-1).reshape(-1, 2)
    thin = Bell(bell.knob, bell.knobs, bell.far, thin=True)
    point, good = settle(thin, starts, np.full(len(starts), knob), 16)
    point, good = settle(bell, point[good], np.full(good.sum(), knob), 8)
    kept: list = []
    for each in point[good]:
        if not any(np.abs(each - other).max() < 1e-4 for other in kept):
            kept.append(each)
    return np.array([(*each, knob) for each in kept]).reshape(-1, 3)


def fold(bell: Bell, before, at, after):
    """The fold near three points (3,) of a curve: where slope and determinant of the curvature vanish together."""
    x = at.copy()
    for _ in range(20):
        off, system = _fold_system(bell, x)
        move = np.linalg.solve(system, off)
        x = x - move * min(1.0, 0.1 / max(np.abs(move).max(), 1e-300))
        if np.abs(move).max() < 1e-9:
            break
    near = np.abs(x - at).max() < 2 * max(np.abs(before - at).max(), np.abs(after - at).max())
    return x if near else at


def _fold_system(bell: Bell, x):
    step = 1e-4
    rows = np.concatenate([x[None], x + step * np.eye(3), x - step * np.eye(3)])
    local = bell.at(rows[:, :2], rows[:, 2])
    off = np.concatenate([local.slope, np.linalg.det(local.jacobian[..., :2])[:, None]], axis=1)
    return off[0], ((off[1:4] - off[4:]) / (2 * step)).T


def tie(bell: Bell, near: float, one, other):
    """Knob, value and distance of the means where two branches are equally good, by secants; nan if they never are."""
    ends, gaps = [near - TIED, near + TIED], []
    for _ in range(12):
        if len(gaps) < len(ends):
            points, value = _on(bell, (one, other), ends[len(gaps) :])
            gaps += (value[0] - value[1]).tolist()
        # Twins are equally good everywhere.
        if not np.isfinite(gaps[-1]) or abs(gaps[-1] - gaps[-2]) < 1e-9:
            return np.full(3, np.nan)
        if abs(gaps[-1]) < 1e-9:
            break
        ends.append(ends[-1] - gaps[-1] * (ends[-1] - ends[-2]) / (gaps[-1] - gaps[-2]))
    return np.array([ends[len(gaps) - 1], value[0, -1], abs(points[0, -1, 0] - points[1, -1, 0])])


def _on(bell: Bell, pair, knobs):
    """Points (2, K, 2) and values (2, K) of two branches at knob values (K,)."""
    rows = [[np.interp(knobs, each.knob, of) for of in (each.mean, np.log(each.sd))] for each in pair]
    near, knobs = np.concatenate(rows, axis=1).T, np.tile(knobs, 2)
    point, good = settle(bell, near, knobs)
    value = np.where(good, bell.at(point, knobs).value, np.nan)
    return point.reshape(2, -1, 2), value.reshape(2, -1)


def _halved(matrix, vector):
    """Solve (R, 2, 2) systems."""
    a, b, c, d = matrix[:, 0, 0], matrix[:, 0, 1], matrix[:, 1, 0], matrix[:, 1, 1]
    det = a * d - b * c
    return np.stack([d * vector[:, 0] - b * vector[:, 1], a * vector[:, 1] - c * vector[:, 0]], axis=-1) / det[:, None]
