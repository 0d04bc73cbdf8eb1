"""Every local optimum of a problem, and which share of starts ends where: the start decides."""

import numbers
from typing import NamedTuple

import numpy as np

from vizvi._optima_field import Field
from vizvi._optima_flow import flow
from vizvi._optima_minima import SEARCH, bends, newton, onward, polish, take, variation
from vizvi._optima_starts import likely_starts, random_starts
from vizvi.exact import exact

BOUNDS = {"starts": (1, 4096), "seed": (0, 2**32 - 1)}
CLOSE = 1e-2  # total variation between densities that are one, before polishing
LEVEL = 1e-4  # nats by which points of one flat valley may differ, before polishing
WEAK = 1e-3  # curvature relative to the metric below which a valley may be flat
SIBLINGS = 6  # of its points, polish so many


class Optima(NamedTuple):
    """Local minima of a divergence over a family, best first; read-only."""

    lam: np.ndarray  # (K, P)
    value: np.ndarray  # (K,) the divergence, nats, p normalized; nan where quadrature cannot be trusted
    share: np.ndarray  # (K,) of the random starts, whose gradient flow ends here; a start on a ridge counts nowhere
    flat: np.ndarray  # (K,) bool: one of a continuum of equal optima, such as the orbit around a ring


def optima(problem, starts: int = 64, seed: int = 0) -> Optima:
    """All local minima of a problem's exact divergence, best first.

    starts: random starts, whose gradient flow dλ/dt = −∇F(λ) gives the shares: means uniform in the window's middle
    half, sds width/8 times 1/4 … 2, log-uniform, each component of a mixture for itself. p's modes, mean and midpoints
    are tried besides. seed: of these starts. Optima are ranked by the divergence as the unnormalized target gives it;
    two whose densities differ by less than 1e-3 in total variation are one; an infinite value is no optimum. Raises
    ValueError if starts or seed is not a whole number in its range.
    """
    starts, seed = _whole("starts", starts), _whole("seed", seed)
    with np.errstate(all="ignore"):
        first = np.concatenate([random_starts(problem, starts, seed), likely_starts(problem)])
        search = Field(problem, SEARCH[problem.target.dim], 5.5, thin=True)
        found = flow(search, first, resting=0.03)
        lam, owner = _group(problem, found)
        gauge = _gauge(search(first[:1]))
        lam, keep, flat = polish(problem, lam, gauge)
    ended = onward(owner, keep)[:starts]
    share = np.bincount(ended[ended >= 0], minlength=len(lam)) / starts
    value = exact(problem, lam).divergence if len(lam) else np.empty(0)
    # A cloud of finite reach makes a minimum of what is infinite.
    finite = ~np.isposinf(value)
    out = Optima(*(each[finite] for each in (lam, value, share, flat)))
    for each in out:
        each.setflags(write=False)
    return out


def _whole(name: str, value) -> int:
    lo, hi = BOUNDS[name]
    good = isinstance(value, numbers.Real) and not isinstance(value, bool) and value == value // 1
    if not good or not lo <= value <= hi:
        raise ValueError(f"optima: {name} is {value!r}, but must be a whole number from {lo} to {hi}.")
    return int(value)


def _group(problem, found):
    """One λ for all ends that nearly agree, and for each end the number of its group, −1 if it is lost."""
    lam, rests = newton(found), found.rests
    leaders, group = [], np.full(len(lam), -1)
    for i in np.flatnonzero(np.isfinite(lam).all(axis=-1)):
        if group[i] >= 0:
            continue
        free = np.flatnonzero(group < 0)
        same = variation(problem, lam[i], lam[free]) < CLOSE
        group[free[same & (rests[free] == rests[i])]] = len(leaders)
        group[i] = len(leaders)
        leaders.append(i)
    leaders = np.array(leaders, int)
    keep, owner = _siblings(take(found._replace(lam=lam), leaders))
    return lam[leaders[keep]], onward(group, owner)


def _siblings(end):
    """Which ends of a flow to polish: a few of those that share a valley; and which of these each end goes with."""
    curve, _ = bends(end.local)
    weak, value = np.abs(curve).min(axis=-1) < WEAK, end.local.value
    keep, owner = [], np.full(len(value), -1)
    for i in range(len(value)):
        if owner[i] >= 0:
            continue
        bunch = np.array([i])
        if weak[i] and end.rests[i]:
            bunch = np.flatnonzero((owner < 0) & weak & end.rests & (np.abs(value - value[i]) < LEVEL))
        # Farthest points first: they spread along the valley.
        apart = np.full(len(bunch), np.inf)
        chosen = []
        while len(chosen) < min(SIBLINGS, len(bunch)):
            chosen.append(int(apart.argmax()))
            apart = np.minimum(apart, np.abs(end.lam[bunch] - end.lam[bunch[chosen[-1]]]).max(axis=-1))
            apart[chosen] = -1
        reach = np.abs(end.lam[bunch, None] - end.lam[bunch[chosen]]).max(axis=-1)
        owner[bunch] = len(keep) + reach.argmin(axis=-1)
        keep.extend(bunch[chosen])
    return np.array(keep, int), owner


def _gauge(local) -> int:
    """How many directions of λ never change q, such as a constant on all of a mixture's logits."""
    values = np.linalg.eigvalsh(local.metric[0])
    return int((values < 1e-9 * values[-1]).sum())
