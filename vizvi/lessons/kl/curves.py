"""Curves of stationary points, followed by their arc length so that they pass through folds (Keller, 1977)."""

import numpy as np

from vizvi.lessons.kl.special_points import settle

REACH = {"separation": 1.0, "weight": 0.25, "alpha": 0.25}  # of a knob that counts as much as 1 of the mean, 1/2 of log sd
STRIDES = 0.005, 0.08, 0.25  # along a curve: the shortest, the first, the longest
STEPS = 600
NEAR = 0.02  # a stationary point this near to a curve is on it


def followed(bell, seeds, lo: float, hi: float) -> list[np.ndarray]:
    """Curves (N, 3) of mean, log sd and knob through each seed, both ways to the ends of the span, all at once."""
    scale = scale_of(bell)
    here = np.concatenate([seeds, seeds]) * scale
    way = np.repeat([1.0, -1.0], len(seeds))[:, None]
    tangent = _tangent(bell, here / scale, scale) * way
    count = len(here)
    tracks, stride, open_ = [[each.copy()] for each in here], np.full(count, STRIDES[1]), np.arange(count)
    for _ in range(STEPS):
        # A start on the edge of the span has nothing on the far side.
        outward = ((here[open_, 2] <= lo * scale[2] + 1e-9) & (tangent[open_, 2] < 0)) | (
            (here[open_, 2] >= hi * scale[2] - 1e-9) & (tangent[open_, 2] > 0)
        )
        open_ = open_[~outward]
        if not len(open_):
            break
        ahead, good, turned = _stride(bell, here[open_], tangent[open_], stride[open_], scale)
        smooth = good & ((turned * tangent[open_]).sum(axis=-1) > 0.95)
        stride[open_] = np.clip(stride[open_] * np.where(smooth, 1.4, 0.4), STRIDES[0] / 4, STRIDES[2])
        lost = ~smooth & (stride[open_] < STRIDES[0] / 3)
        ended = np.zeros(count, bool)
        for i, point, direction in zip(open_[smooth], ahead[smooth], turned[smooth], strict=True):
            edge = np.clip(point[2], lo * scale[2], hi * scale[2])
            if edge != point[2]:  # the last point lies on the edge itself
                ended[i] = True
                share = (edge - here[i, 2]) / (point[2] - here[i, 2])
                near = here[i] + share * (point - here[i])
                settled, _ = settle(bell, near[None, :2] / scale[:2], np.array([edge / scale[2]]))
                point = np.array([*(settled[0] * scale[:2]), edge])
            here[i], tangent[i] = point, direction
            tracks[i].append(point)
        open_ = open_[~lost & ~ended[open_]]
    half = len(seeds)
    return [np.array([*tracks[i + half][:0:-1], *tracks[i]]) / scale for i in range(half)]


def _tangent(bell, x, scale):
    """The direction of the curve at x (R, 3), of unit length in scaled coordinates."""
    rows = bell.at(x[:, :2], x[:, 2]).jacobian / scale
    return _unit(_cross(rows[:, 0], rows[:, 1]))


def _stride(bell, here, tangent, stride, scale):
    """One stride along the curves: ahead, then back onto the curve across the tangent."""
    guess = here + tangent * stride[:, None]
    x, open_ = guess.copy(), np.arange(len(guess))
    size, rows = np.full(len(x), np.inf), np.empty((len(x), 2, 3))
    for _ in range(4):
        local = bell.at(x[open_, :2] / scale[:2], x[open_, 2] / scale[2], "knob")
        rows[open_] = local.jacobian / scale
        system = np.concatenate([rows[open_], tangent[open_, None]], axis=1)
        along = ((x[open_] - guess[open_]) * tangent[open_]).sum(axis=-1, keepdims=True)
        move = _solved(system, np.concatenate([local.slope, along], axis=1))
        x[open_] -= move
        size[open_] = np.abs(move).max(axis=-1)
        open_ = open_[size[open_] >= 1e-4]  # below, Newton's next step would be a thousand times smaller
        if not len(open_):
            break
    turned = _unit(_cross(rows[:, 0], rows[:, 1]))
    turned *= np.sign((turned * tangent).sum(axis=-1, keepdims=True))
    good = (size < 1e-4) & np.isfinite(x).all(axis=-1) & (np.abs(x - guess).max(axis=-1) < stride)
    return x, good, turned


def _solved(matrix, vector):
    """Solve (R, 3, 3) systems; a singular one moves nowhere, to be tried again with a shorter stride."""
    try:
        move = np.linalg.solve(matrix, vector[..., None])[..., 0]
    except np.linalg.LinAlgError:  # one of them is
        if len(matrix) == 1:
            return np.full_like(vector, np.inf)
        return np.concatenate([_solved(matrix[i : i + 1], vector[i : i + 1]) for i in range(len(matrix))])
    return np.where(np.isfinite(move), move, np.inf)


def _cross(a, b):
    out = np.empty_like(a)
    for k, i, j in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        out[:, k] = a[:, i] * b[:, j] - a[:, j] * b[:, i]
    return out


def _unit(vector):
    return vector / np.sqrt((vector * vector).sum(axis=-1, keepdims=True))


def once(bell, curves) -> list[np.ndarray]:
    """Each curve once: two seeds of one curve have found it twice."""
    kept: list = []
    for curve in curves:
        if not any(distance(bell, curve[0], other) < NEAR and distance(bell, curve[-1], other) < NEAR for other in kept):
            kept.append(curve)
    return kept


def scale_of(bell) -> np.ndarray:
    """What one unit of mean, log sd and knob is worth along a curve."""
    return np.array([1.0, 2.0, 1 / REACH[bell.knob]])


def distance(bell, point, curve) -> float:
    """From a point (3,) to a curve (N, 3)."""
    point, line = point * scale_of(bell), curve * scale_of(bell)
    start, run = line[:-1], np.diff(line, axis=0)
    if not len(run):
        return float(np.linalg.norm(point - line[0]))
    share = np.clip(((point - start) * run).sum(axis=-1) / np.maximum((run * run).sum(axis=-1), 1e-300), 0, 1)
    return float(np.linalg.norm(point - start - share[:, None] * run, axis=-1).min())
