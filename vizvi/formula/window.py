"""Where a density lives: its mode, how wide it is there, and a window that holds nearly all of its mass."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.formula.climb import climb, heads

FARTHEST, NARROWEST = 1e8, 1e-7  # a mode or a width beyond these cannot be pictured
PROBED = {1: (1.8e6, 2001), 2: (1.8e6, 201)}  # reach and points an axis of the first look
FALL = 2.0  # nats below the mode by which a half-width is measured
TAIL, RIM, SHARE = 4e7, 4e3, 1e-3  # in widths: how far mass is looked for, and the share that may lie beyond the rim
LEFT_OUT, MARGIN, REFINED = 2e-5, 0.15, 3  # of each marginal's two tails; added on each side; looks at a window


class Improper(ValueError):
    """A density that cannot be normalized or pictured, and why."""


class Core(NamedTuple):
    """The highest mode and the half-widths on both sides of it along each axis."""

    mode: np.ndarray  # (D,)
    below: np.ndarray  # (D,)
    above: np.ndarray  # (D,)


def find_core(log_prob, score, dim: int, names=("x", "y")) -> Core:
    """The core of a log density (..., D) -> (...); Improper if it rises for ever, is flat, or is nowhere finite."""
    reach, count = PROBED[dim]
    axis = np.sinh(np.linspace(-1, 1, count) * math.asinh(reach))
    mesh = np.stack(np.meshgrid(*[axis] * dim, indexing="ij"), axis=-1).reshape(-1, dim)
    value = log_prob(mesh)
    if np.isposinf(value).any():
        at = ", ".join(f"{each:.3g}" for each in mesh[np.isposinf(value)][0])
        raise Improper(f"The log density is +∞ at ({at}); it must stay finite or go to −∞.")
    if not np.isfinite(value).any():
        raise Improper("The log density has no finite value anywhere: p would be 0 everywhere.")
    mode, top = climb(log_prob, score, mesh[heads(value.reshape((count,) * dim))])
    if np.isposinf(top):
        raise Improper(f"The log density is +∞ near ({', '.join(f'{each:.3g}' for each in mode)}); it must stay finite.")
    if np.abs(mode).max() > FARTHEST:
        raise Improper("The log density keeps rising: subtract something that grows, such as x^2.")
    return Core(mode, *(_half_width(log_prob, mode, top, side, names) for side in (-1, 1)))


def find_window(log_prob, core: Core, names=("x", "y")) -> tuple:
    """((lo, hi),) * D with all but 4e-5 of each marginal and a margin; Improper if too much mass lies far out."""
    dim, width = len(core.mode), np.maximum(core.below, core.above)
    step = math.asinh(TAIL) / {1: 2000, 2: 180}[dim]
    t = np.arange(-math.ceil(math.asinh(TAIL) / step), math.ceil(math.asinh(TAIL) / step) + 1) * step
    axes = [m + np.where(t < 0, lo, hi) * np.sinh(t) for m, lo, hi in zip(core.mode, core.below, core.above)]
    stretch = [np.where(t < 0, lo, hi) * np.cosh(t) for lo, hi in zip(core.below, core.above)]
    mass = _masses(log_prob, axes) * (stretch[0] if dim == 1 else np.multiply.outer(*stretch))
    mass /= mass.sum()
    if np.isnan(mass).any():
        raise Improper("The density cannot be added up: a value is too large.")
    for d in range(dim):
        edge = marginal(mass, d)
        # Seen from where the mass is: another mode far away is no tail.
        far = np.abs(axes[d] - core.mode[d]) > RIM * width[d]
        if edge[far].sum() > SHARE and edge[np.abs(t) > math.asinh(TAIL) - 2].sum() > 1e-2 * edge[far].sum():
            along = f" along {names[d]}" if dim > 1 else ""
            raise Improper(f"The density is improper{along}: its tails fall too slowly, or not at all, to be normalized.")
    box = [_central(axis, marginal(mass, d)) for d, axis in enumerate(axes)]
    return refine_window(log_prob, box)


def refine_window(log_prob, box, looks: int = REFINED) -> tuple:
    """A box, seen on finer and finer even grids of its own: the central part of each marginal, widened and rounded."""
    dim = len(box)
    box = [_widened(*each) for each in box]
    for _ in range(looks):
        axes = [np.linspace(lo, hi, 2049 if dim == 1 else 161) for lo, hi in box]
        mass = _masses(log_prob, axes)
        if not mass.sum() > 0:
            break
        box = [_widened(*_central(axis, marginal(mass, d))) for d, axis in enumerate(axes)]
    return tuple(map(_rounded, box))


def box_of_mass(points, mass) -> tuple:
    """The same box from points (N, D) anywhere and their masses (N,)."""
    box = []
    for x in points.T:
        order = np.argsort(x)
        held = np.cumsum(mass[order])
        held = (held - 0.5 * mass[order]) / held[-1]
        box.append(_rounded(_widened(*np.interp([LEFT_OUT, 1 - LEFT_OUT], held, x[order]))))
    return tuple(box)


def vanishes(log_prob, window) -> bool:
    """Whether p is 0 on a whole patch of the window and its surroundings: KL(q‖p) is infinite then for every Gaussian."""
    axes = [np.linspace(lo - 0.15 * (hi - lo), hi + 0.15 * (hi - lo), 512 if len(window) == 1 else 96) for lo, hi in window]
    gone = np.isneginf(log_prob(np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)))
    for axis in range(gone.ndim):
        gone = np.logical_and(*(np.take(gone, range(i, gone.shape[axis] - 1 + i), axis) for i in (0, 1)))
    return bool(gone.any())


def _half_width(log_prob, mode, top, side: int, names) -> np.ndarray:
    """How far from the mode along each axis log p has fallen by 2, (D,)."""
    out = []
    for d in range(len(mode)):
        r = np.geomspace(NARROWEST / 10, 10 * FARTHEST, 1024)
        line = mode + side * r[:, None] * np.eye(len(mode))[d]
        low = ~(log_prob(line) > top - FALL)
        if not low.any() or r[low.argmax()] > FARTHEST:
            along = f" along {names[d]}" if len(mode) > 1 else ""
            raise Improper(f"The density does not fall off{along}: subtract something that grows, such as {names[d]}^2.")
        if r[low.argmax()] < NARROWEST:
            # A hard edge right at the mode has a width on its other side alone.
            other = ~(log_prob(mode - side * r[:, None] * np.eye(len(mode))[d]) > top - FALL)
            if r[other.argmax()] < NARROWEST:
                raise Improper(f"The density is narrower than 1e-7 at its mode: rescale {names[d]}.")
            out.append(r[other.argmax()])
            continue
        out.append(r[low.argmax()])
    return np.array(out)


def _masses(log_prob, axes) -> np.ndarray:
    value = log_prob(np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1))
    value = np.where(np.isnan(value), -np.inf, value)
    top = value.max()
    return np.exp(value - top) if np.isfinite(top) else np.zeros(value.shape)


def marginal(mass, axis: int) -> np.ndarray:
    return mass.sum(axis=tuple(each for each in range(mass.ndim) if each != axis))


def _central(axis, mass) -> tuple[float, float]:
    held = np.cumsum(mass)
    held = (held - 0.5 * mass) / held[-1]
    lo, hi = np.interp([LEFT_OUT, 1 - LEFT_OUT], held, axis)
    pad = np.interp([lo, hi], axis[:-1], np.diff(axis))  # no finer than the grid tells
    return lo - pad[0], hi + pad[1]


def _widened(lo: float, hi: float) -> tuple[float, float]:
    return lo - MARGIN * (hi - lo) / 2, hi + MARGIN * (hi - lo) / 2


def _rounded(pair) -> tuple[float, float]:
    """Outward to a hundredth of its own width: rounding to digits would lose a needle far from 0."""
    lo, hi = map(float, pair)
    unit = 10.0 ** math.floor(math.log10((hi - lo) / 100))
    digits = max(0, 1 - math.floor(math.log10(unit)))
    return round(math.floor(lo / unit) * unit, digits), round(math.ceil(hi / unit) * unit, digits)
