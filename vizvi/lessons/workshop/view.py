"""What is drawn of a problem: p where its mass is, and each fitted q over it."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.rung import Rung
from vizvi.families import FAMILIES
from vizvi.picture.outlines import mass_levels, polylines
from vizvi.targets import Target

CELLS, COARSE = {1: 401, 2: 121}, {1: 1025, 2: 121}
LEFT_OUT, MARGIN, LOOKS = 1e-3, 0.2, 3  # of each tail: a Cauchy's window is ± 4,270, its middle 99.8 % ± 318
OF_P, OF_Q = (0.2, 0.5, 0.9), (0.9,)  # mass inside lines


class View(NamedTuple):
    """p over its middle: axes, density, and for 2-D lines around 20, 50 and 90 % of its mass."""

    axes: tuple  # of (N,)
    density: np.ndarray  # (N,), or (rows, columns) with y up
    outlines: tuple  # points (M, 2), lengths (K,)


@lru_cache(maxsize=64)
def view(target: Target) -> View:
    """p as it is drawn."""
    box = list(target.window)
    for _ in range(LOOKS):
        axes = [np.linspace(lo, hi, COARSE[target.dim]) for lo, hi in box]
        mass = _density(target, axes)
        if not mass.sum() > 0:
            break
        sums = [mass] if target.dim == 1 else [mass.sum(axis=0), mass.sum(axis=1)]  # rows are along y
        box = [_middle(*each) for each in zip(axes, sums, strict=True)]
    axes = tuple(np.linspace(lo, hi, CELLS[target.dim]) for lo, hi in box)
    density = _density(target, axes)
    return View(axes, density, _outlines(axes, density, OF_P) if target.dim == 2 else ())


def _density(target: Target, axes) -> np.ndarray:
    """Over a grid with rows along y."""
    with np.errstate(all="ignore"):
        density = np.exp(target.log_prob(np.stack(np.meshgrid(*axes), axis=-1)) - target.log_z)
    return np.nan_to_num(density, posinf=0.0)


def _middle(axis, mass) -> tuple[float, float]:
    held = np.cumsum(mass)
    lo, hi = np.interp([LEFT_OUT, 1 - LEFT_OUT], (held - 0.5 * mass) / held[-1], axis)
    pad = max(MARGIN / 2 * (hi - lo), axis[1] - axis[0])
    return max(lo - pad, axis[0]), min(hi + pad, axis[-1])


def _outlines(axes, density, shares) -> tuple:
    levels = mass_levels(density / density.sum(), shares) * density.sum() if density.sum() > 0 else ()
    return polylines(axes, density, levels)[:2]


def drawn_q(rung: Rung, seen: View):
    """A fitted q on the axes of p: its density (N,) in 1-D, in 2-D its lines around 90 % of its mass in view."""
    family = FAMILIES[{"laplace": "full_rank" if len(seen.axes) > 1 else "mean_field"}.get(rung.slug, rung.slug)]()
    with np.errstate(all="ignore"):
        density = np.exp(family.log_prob(rung.lam, np.stack(np.meshgrid(*seen.axes), axis=-1)))
    return density if len(seen.axes) == 1 else _outlines(seen.axes, density, OF_Q)
