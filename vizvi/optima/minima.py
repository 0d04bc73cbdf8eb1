"""Which ends of a flow are minima: polished on ever finer nodes, pushed where in doubt, each density once."""

from itertools import combinations

import numpy as np

from vizvi.integrate.rules import RADIUS, cloud
from vizvi.optima.field import Field, Local
from vizvi.optima.flow import FLAT, SLACK, Flow, flow

SEARCH = {1: 0.1, 2: 0.275}  # step of the nodes that starts flow on, in units of q; 0.4 still invents optima in 2-D
POLISH = {1: (0.05, 0.025, 0.0125), 2: (0.12, 0.06, 0.03)}
REACH = 7.0  # of the nodes that optima are polished on, in units of q

SETTLED = 1e-5  # a polished optimum moves less than this at the next resolution, in sds of q's estimate
SAME = 1e-3  # total variation between densities that are one
LEVEL = 1e-6  # nats by which points of one flat valley may differ
LONG = 100  # steps that bring what is about to rest to rest
ROUNDS = 4  # of descents from saddles
PUSH = 0.2  # how far to push what may be no minimum, in sds of q's estimate


def polish(problem, lam, gauge: int):
    """Follow each λ to rest at ever finer resolutions until it stays where it is: minima, best first; for each λ that
    came the place of its minimum (−1: none); and which minima are flat."""
    if not len(lam):
        return lam, np.empty(0, int), np.zeros(0, bool)
    steps = POLISH[problem.target.dim]
    field = Field(problem, steps[0], REACH, thin=False)
    end = flow(field, lam, resting=1e-5, steps=LONG, near=True)
    keep, owner = distinct(problem, end, end.rests)
    if not len(keep):
        return lam[:0], owner, np.zeros(0, bool)
    end = _twinned(problem, field, take(end, keep))
    end, below = _descend(problem, field, end, gauge)
    owner, open_ = onward(owner, below), np.arange(len(end.lam))
    for step in steps[1:]:
        if not len(open_):
            break
        before = end.lam[open_]
        new = flow(Field(problem, step, REACH, thin=False), before, resting=SETTLED, near=True)
        moved = (np.abs(new.lam - before) * new.local.size).max(axis=-1)
        end = put(end, open_, new)
        open_ = open_[new.rests & (moved > SETTLED)]
    curve, _ = bends(end.local)
    flat = (np.abs(curve) < FLAT).sum(axis=-1) > gauge
    keep, last = distinct(problem, end, end.rests)
    return newton(take(end, keep)), onward(owner, last), flat[keep]


def _descend(problem, field, end, gauge: int):
    """The minima among ends of a flow and what lies below the others, and for each end the place of its minimum.

    Where nothing bends up, second derivatives do not tell a minimum from a saddle: only a push to either side does."""
    count, tried, stays = len(end.lam), 0, np.ones(len(end.lam), bool)
    parent, probe = np.full(count, -1), Field(problem, SEARCH[problem.target.dim], REACH, thin=True)
    for _ in range(ROUNDS):
        curve, axes = bends(end.local)
        at, push = _pushes(end, curve, axes, gauge, tried, problem.family.components > 1)
        tried = len(end.lam)
        if not len(at):
            break
        at = np.concatenate([at, at])
        out = flow(probe, end.lam[at] + np.concatenate([push, -push]), resting=0.03)
        lower = out.rests & (out.local.value < probe(end.lam).value[at] - LEVEL)
        if not lower.any():
            break
        stays[at[lower]] = False
        keep, _ = distinct(problem, out, lower)
        out = flow(field, out.lam[keep], resting=1e-5, near=True)
        end, parent = join(end, out), np.concatenate([parent, at[keep]])
        stays = np.concatenate([stays, out.rests])
    keep, owner = distinct(problem, end, stays)
    for i in reversed(np.flatnonzero(~stays)):
        ways = np.unique(owner[parent == i])
        # Down one side only, or to the same density on both: that is where a start would have gone.
        owner[i] = ways[0] if len(ways) == 1 else -1
    return take(end, keep), owner[:count]


def _pushes(end, curve, axes, gauge: int, first: int, splits: bool):
    """Which ends (from the first on) may not be minima, and a push for each doubt: (M,), (M, P)."""
    at, which = np.nonzero((curve < -FLAT) & (np.arange(len(curve)) >= first)[:, None])
    ats, pushes = [at], [PUSH * np.moveaxis(axes, -1, -2)[at, which]]
    level, size = np.abs(curve) < FLAT, end.local.size
    # Of one component a flat space is an orbit: there is nothing to split.
    doubt = (level.sum(axis=-1) > gauge) & (np.arange(len(curve)) >= first) & splits
    for i in np.flatnonzero(doubt):
        # A flat space has no axes of its own: take each parameter's direction within it.
        space = np.linalg.qr(axes[i][:, level[i]])[0]
        shadow = space @ space.T
        long = np.linalg.norm(shadow, axis=-1) > 0.1
        pushes.append(PUSH * (shadow / size[i][:, None])[long])
        ats.append(np.full(long.sum(), i))
    return np.concatenate(ats), np.concatenate(pushes)


def _twinned(problem, field, end):
    """The same ends, but components that together look like one are made equal: from there it shows whether they would
    rather part."""
    lam, family = end.lam.copy(), problem.family
    for i, j in combinations(range(family.components), 2):
        twins = family.twins(lam, i, j)
        same = np.array([variation(problem, a, b[None])[0] < SAME for a, b in zip(lam, twins, strict=True)], bool)
        lam[same] = twins[same]
    changed = np.flatnonzero((lam != end.lam).any(axis=-1))
    return put(end, changed, flow(field, lam[changed], resting=1e-5, near=True)) if len(changed) else end


def distinct(problem, end, good):
    """One index for all ends of a flow that agree, best first, of those that are good; for every end its place there."""
    curve, axes = bends(end.local)
    # Along an orbit q changes and its divergence does not; components that coincide leave q as it is.
    moves = (axes * (end.local.metric @ axes)).sum(axis=-2) > 0.1
    orbit = ((np.abs(curve) < FLAT) & moves).any(axis=-1)
    value = end.local.value
    good = good & np.isfinite(value)
    keep, owner = [], np.full(len(good), -1)
    for i in np.argsort(np.where(good, value, np.inf), kind="stable")[: good.sum()]:
        if owner[i] >= 0:
            continue
        free = np.flatnonzero(good & (owner < 0))
        same = variation(problem, end.lam[i], end.lam[free]) < SAME
        # Only a continuous symmetry makes an orbit: equal depth tells that it is the same one.
        same |= orbit[i] & orbit[free] & (np.abs(value[free] - value[i]) < LEVEL)
        owner[free[same]] = owner[i] = len(keep)
        keep.append(i)
    return np.array(keep, int), owner


def variation(problem, lam, others) -> np.ndarray:
    """Total variation between q(λ) and q of each of the others, λ (P,), (M, P) -> (M,): the integral of (q − q')₊."""
    dim = problem.target.dim
    u, log_cell, _ = cloud(dim, (161,) if dim == 1 else (33, 33), RADIUS)
    z, log_m = problem.family.nodes(lam, u)
    mass = np.exp(log_m + log_cell)
    ratio = np.exp(problem.family.log_prob(others[:, None], z) - problem.family.log_prob(lam, z))
    return np.einsum("rn,n->r", np.maximum(1 - ratio, 0), mass) / mass.sum()


def alone(problem, lam, close: float = 1e-2) -> np.ndarray:
    """The first of each bunch of λ (M, P) whose densities nearly agree: (?,)."""
    free, keep = np.flatnonzero(np.isfinite(lam).all(axis=-1)), []
    while len(free):
        keep.append(free[0])
        free = free[variation(problem, lam[free[0]], lam[free]) >= close]
    return np.array(keep, int)


def newton(end) -> np.ndarray:
    """Where Newton's next step leads from each end of a flow, (R, P); directions without curvature stay as they are."""
    curve, axes = bends(end.local)
    along = (np.nan_to_num(end.local.grad)[:, None] @ axes)[:, 0]
    step = (axes @ np.where(curve > SLACK, along / np.maximum(curve, SLACK), 0.0)[..., None])[..., 0]
    return np.where(end.rests[:, None], end.lam - step, end.lam)


def bends(local):
    """Curvatures relative to the metric (K, P), ascending, and their directions (K, P, P), of unit length in it."""
    ok = (np.isfinite(local.hess) & np.isfinite(local.metric)).all(axis=(-1, -2), keepdims=False)[:, None, None]
    eye = np.eye(local.metric.shape[-1])
    # Parameters that undo each other's effect on q still need a length of their own.
    metric = np.where(ok, (local.metric + local.size[..., None] ** 2 * eye) / 2, eye)
    inverse = np.linalg.inv(np.linalg.cholesky(metric))
    curve, axes = np.linalg.eigh(inverse @ np.where(ok, local.hess, eye) @ inverse.swapaxes(-1, -2))
    return curve, inverse.swapaxes(-1, -2) @ axes


def onward(place, then):
    """Where each goes that was at `place` among those that go on `then`; −1 goes nowhere."""
    return np.append(then, -1)[place].astype(int)


def take(end, index):
    return Flow(end.lam[index], end.rests[index], Local(*(each[index] for each in end.local)))


def join(end, more):
    local = Local(*(np.concatenate(pair) for pair in zip(end.local, more.local, strict=True)))
    return Flow(np.concatenate([end.lam, more.lam]), np.concatenate([end.rests, more.rests]), local)


def put(end, index, new):
    rest = np.setdiff1d(np.arange(len(end.lam)), index)
    order = np.argsort(np.concatenate([rest, index]), kind="stable")
    return take(join(take(end, rest), new), order)
