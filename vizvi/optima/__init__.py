"""Every local optimum of a problem, and which share of starts ends where: the start decides."""

from typing import NamedTuple

import numpy as np

from vizvi.exact import exact
from vizvi.integrate.over_both import endless_power
from vizvi.integrate.over_q import diverges
from vizvi.member import whole
from vizvi.optima.field import Field
from vizvi.optima.flow import flow
from vizvi.optima.minima import POLISH, SEARCH, bends, newton, onward, polish, put, take, variation
from vizvi.optima.starts import likely_starts, random_starts

BOUNDS = {"starts": (1, 4096), "seed": (0, 2**32 - 1)}
PATIENCE = 40  # steps of a flow on coarse nodes
CLOSE = 2e-3  # total variation between densities that are one, before polishing
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
    ValueError if starts or seed is not a whole number in its range, or if the family is a flow.
    """
    if problem.family.layered:
        raise ValueError("optima: a flow has no list of optima, its layers can trade places; train it from several seeds.")
    starts, seed = whole("optima", "starts", starts, *BOUNDS["starts"]), whole("optima", "seed", seed, *BOUNDS["seed"])
    with np.errstate(all="ignore"):
        first = np.concatenate([random_starts(problem, starts, seed), likely_starts(problem)])
        # Tails so heavy that no λ has a finite divergence: whether one has does not depend on λ.
        endless = diverges if problem.divergence.power == 0 else endless_power
        if problem.family.heavy and endless(problem, first).all():
            return _frozen(first[:0], np.empty(0), np.empty(0), np.empty(0, bool))
        search = Field(problem, SEARCH[problem.target.dim], 5.5, thin=True)
        found = flow(search, first, resting=0.03, steps=PATIENCE)
        slow = np.flatnonzero(~found.rests & np.isfinite(found.lam).all(axis=-1))
        if len(slow) and 0 <= problem.divergence.power <= 1:
            # A kink in log p between nodes stops a wide q: finer nodes let it go on.
            finer = Field(problem, POLISH[problem.target.dim][0], 5.5, thin=True)
            found = put(found, slow, flow(finer, found.lam[slow], resting=0.03, steps=PATIENCE))
        elif len(slow):
            found = put(found, slow, flow(search, found.lam[slow], resting=0.03, steps=9 * PATIENCE))
        gauge = _gauge(search(first[:1]))
        lam, owner = _group(problem, found, gauge)
        lam, keep, flat = polish(problem, lam, gauge)
    ended = onward(owner, keep)[:starts]
    share = np.bincount(ended[ended >= 0], minlength=len(lam)) / starts
    value = exact(problem, lam).divergence if len(lam) else np.empty(0)
    # A cloud of finite reach makes a minimum of what is infinite.
    finite = ~np.isposinf(value)
    return _frozen(*(each[finite] for each in (lam, value, share, flat)))


def _frozen(*fields) -> Optima:
    for each in fields:
        each.setflags(write=False)
    return Optima(*fields)


def _group(problem, found, gauge: int):
    """One λ for all ends that nearly agree, and for each end the number of its group, −1 if it is lost."""
    lam, local = newton(found), found.local
    # Where Newton's step leads, the divergence is lower by half of what its slope there promises.
    fall = 0.5 * (np.nan_to_num(local.grad) * (lam - found.lam)).sum(axis=-1)
    found = found._replace(lam=lam, local=local._replace(value=local.value + fall))
    # Beyond the KLs, what does not rest runs towards where the divergence has no end.
    hope = found.rests | (0 <= problem.divergence.power <= 1)
    good = np.flatnonzero(np.isfinite(found.lam).all(axis=-1) & hope)
    # A valley first, and points that spread along it; what is not flat has one point of its own.
    keep, owner = _siblings(take(found, good), gauge)
    group = np.full(len(found.lam), -1)
    group[good] = owner
    leaders, place = [], np.full(len(keep), -1)
    lam, rests = found.lam[good[keep]], found.rests[good[keep]]
    for i in range(len(keep)):
        if place[i] >= 0:
            continue
        free = np.flatnonzero(place < 0)
        same = variation(problem, lam[i], lam[free]) < CLOSE
        place[free[same & (rests[free] == rests[i])]] = len(leaders)
        place[i] = len(leaders)
        leaders.append(i)
    return lam[leaders], onward(group, place)


def _siblings(end, gauge: int):
    """Which ends of a flow to tell apart: a few of those that share a valley; and which of these each end goes with."""
    curve, _ = bends(end.local)
    weak, value = (np.abs(curve) < WEAK).sum(axis=-1) > gauge, end.local.value
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
