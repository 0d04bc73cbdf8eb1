"""Where a density must be looked at closely: narrow modes and the edges of its support, found once for each target."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

SCAN = {1: 16_385, 2: 129}  # points along each axis among which modes are sought
TRIED, MODES = 64, 8  # of the highest peaks on the grid, and of those apart, so many
TINY = 1e-9  # of the window's width: how closely an edge is looked at
ROUNDS, ZOOM = 80, 4  # of a climb, and how much it narrows where it stands still
DEEP, LEVEL = 8.0, 2.0  # sds from a mode at which a Gaussian has vanished; a needle falls less, and no more twice as far


class Places(NamedTuple):
    """Points, and how far p reaches from each along each axis; read-only."""

    at: np.ndarray  # (K, D)
    scale: np.ndarray  # (K, D) an sd where p is smooth; inf along an axis where nothing is narrow
    needle: np.ndarray  # (K,) whether log p has a narrow peak here in something wider, which a coarse rule may step over


@lru_cache(maxsize=64)
def places(target) -> Places:
    """Modes of p in its window with their widths, and the edges of its support that lie along an axis."""
    box = np.array(target.window, float)
    count, width = SCAN[target.dim], np.ptp(box, axis=1)
    axes = [np.linspace(lo, hi, count) for lo, hi in box]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    with np.errstate(all="ignore"):
        height = np.nan_to_num(target.log_prob(points), nan=-np.inf, posinf=-np.inf, neginf=-np.inf)
        start = points.reshape(-1, target.dim)[local_maxima(height)[:TRIED]]
        # Rounding makes many peaks of one: what lies within half a nat of a higher one is no other.
        tops = _apart(start, np.minimum(_widths(target, start, width)[0], width / 8))
        start = start[tops[:MODES]]
        at = _climb(target, start, width / (count - 1), box)
        at = at[_apart(at, np.tile(1e-6 * width, (len(at), 1)))]
        scale, needle = _widths(target, at, width)
        edges = _edges(target, axes, height, width)
    at, scale = np.concatenate([at, edges[0]]), np.concatenate([scale, edges[1]])
    # What has more peaks than that waves, and each wave is as good as the next.
    needle = np.concatenate([needle & (len(tops) <= MODES), np.zeros(len(edges[0]), bool)])
    found = Places(at, scale, needle)
    for each in found:
        each.setflags(write=False)
    return found


def local_maxima(height) -> np.ndarray:
    """Indices into a flattened grid of what is higher than all of its neighbors, highest first; of a plateau, one."""
    padded = np.pad(height, 1, constant_values=-np.inf)
    top, dim = np.isfinite(height), height.ndim
    for shift in set(np.ndindex(*(3,) * dim)) - {(1,) * dim}:
        beside = padded[tuple(slice(each, each + count) for each, count in zip(shift, height.shape))]
        # Of equal neighbors the first counts, so that a plateau is one mode.
        top &= (height >= beside) if shift > (1,) * dim else (height > beside)
    index = np.flatnonzero(top)
    return index[np.argsort(-height.ravel()[index], kind="stable")]


def _climb(target, start, step, box) -> np.ndarray:
    """Local maxima near the starts (K, D): again and again to the best of a few points around, which draw together where
    that is the middle one."""
    at, half = start.copy(), np.tile(step, (len(start), 1))
    side = np.linspace(-1, 1, 17 if len(box) == 1 else 7)
    around = np.stack(np.meshgrid(*[side] * len(box), indexing="ij"), axis=-1).reshape(-1, len(box))
    middle = len(around) // 2
    for _ in range(ROUNDS if len(at) else 0):
        near = np.clip(at[:, None] + half[:, None] * around, *box.T)
        value = np.nan_to_num(target.log_prob(near), nan=-np.inf, neginf=-np.inf)
        best = np.where(value.max(axis=1) > value[:, middle], value.argmax(axis=1), middle)
        at = near[np.arange(len(at)), best]
        half = half / np.where((np.abs(around[best]) < 1).all(axis=-1), ZOOM, 1)[:, None]
        if np.all(half < TINY * np.ptp(box, axis=1)):
            break
    return at


def _apart(at, near) -> np.ndarray:
    """The first of each bunch of points (K, D) of which none lies nearer (K, D) to one before."""
    keep = []
    for i in range(len(at)):
        if all((np.abs(at[i] - at[j]) > near[j]).any() for j in keep):
            keep.append(i)
    return np.array(keep, int)


def _widths(target, at, width):
    """How far from each mode log p falls by half a nat, (K, D), along each axis on the nearer side; and whether it levels
    off soon after, (K,)."""
    distance = np.geomspace(TINY, 1, 120)
    scale, needle = np.full(at.shape, np.inf), np.zeros(len(at), bool)
    top = target.log_prob(at) if len(at) else np.empty(0)
    for axis in range(at.shape[1]):
        for sign in (-1, 1):
            shift = sign * distance[:, None] * width * (np.arange(at.shape[1]) == axis)
            fall = top[:, None] - target.log_prob(at[:, None] + shift)
            below = fall >= 0.5
            first = below.argmax(axis=1)
            reach = distance[first] * width[axis] / np.sqrt(2 * np.clip(fall[np.arange(len(at)), first], 0.5, 2.0))
            reach = np.where(below.any(axis=1), reach, np.inf)
            far = [[np.interp(k * DEEP * x / width[axis], distance, row) for x, row in zip(reach, fall)] for k in (1, 2)]
            deep, deeper = np.array(far).reshape(2, -1)
            needle |= np.isfinite(reach) & (deep < DEEP**2 / 4) & (deeper - deep < LEVEL)
            scale[:, axis] = np.minimum(scale[:, axis], reach)
    return scale, needle


def _edges(target, axes, height, width):
    """Where p begins or ends along an axis, at the same place on every line: points (M, D), scales (M, D)."""
    dim, at, scale = len(axes), [np.empty((0, len(axes)))], [np.empty((0, len(axes)))]
    for axis in range(dim):
        inside = np.moveaxis(np.isfinite(height), axis, 0).reshape(len(axes[axis]), -1)
        index, line = np.nonzero(inside[1:] != inside[:-1])
        if not len(index) or len(index) > 64 * inside.shape[1]:
            continue
        low, high = (np.zeros((len(index), dim)) for _ in range(2))
        low[:, axis], high[:, axis] = axes[axis][index], axes[axis][index + 1]
        if dim == 2:
            low[:, 1 - axis] = high[:, 1 - axis] = axes[1 - axis][line]
        first = inside[index, line]
        for _ in range(50):
            middle = (low + high) / 2
            same = (np.isfinite(target.log_prob(middle)) == first)[:, None]
            low, high = np.where(same, middle, low), np.where(same, high, middle)
        for place in np.unique(np.round(low[:, axis] / (TINY * width[axis]))) * TINY * width[axis]:
            if (np.abs(low[:, axis] - place) < 2 * TINY * width[axis]).sum() > 0.2 * inside.any(axis=0).sum():
                at.append(np.full((1, dim), place))
                scale.append(np.where(np.arange(dim) == axis, TINY * width[axis], np.inf)[None])
    return np.concatenate(at), np.concatenate(scale)
