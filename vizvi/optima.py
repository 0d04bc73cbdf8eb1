"""Every local optimum of a problem, and which share of starts ends where: the start decides."""

import numbers
from itertools import combinations, combinations_with_replacement
from typing import NamedTuple

import numpy as np

from vizvi._optima_field import Field, Local
from vizvi._optima_flow import FLAT, SLACK, Flow, flow
from vizvi.exact import exact
from vizvi.integrals import RADIUS
from vizvi.quadrature import cloud, grid, truth

BOUNDS = {"starts": (1, 4096), "seed": (0, 2**32 - 1)}
SEARCH = {1: 0.1, 2: 0.275}  # step of the nodes that starts flow on, in units of q; 0.4 still invents optima in 2-D
POLISH = {1: (0.05, 0.025, 0.0125), 2: (0.12, 0.06, 0.03)}
REACH = 7.0  # of the nodes that optima are polished on, in units of q
SETTLED = 1e-5  # a polished optimum moves less than this at the next resolution, in sds of q's estimate
SAME = 1e-3  # total variation between densities that are one
CLOSE = 1e-2  # the same, before polishing
LEVEL, LEVEL_COARSE = 1e-6, 1e-4  # nats by which points of one flat valley may differ, polished and before
MODES, PAIRS = 8, 4  # of p's highest modes, start from so many, and between so many
ROUNDS = 4  # of descents from saddles
PUSH = 0.2  # how far to push what may be no minimum, in sds of q's estimate
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
    half, sds width/8 times 1/4 … 2, log-uniform; p's modes, mean and midpoints are tried besides. seed: of these
    starts. Optima are ranked by the divergence as the unnormalized target gives it; two whose densities differ by less
    than 1e-3 in total variation are one. Raises ValueError if starts or seed is not a whole number in its range.
    """
    starts, seed = _whole("starts", starts), _whole("seed", seed)
    with np.errstate(all="ignore"):
        first = np.concatenate([_random_starts(problem, starts, seed), _likely_starts(problem)])
        search = Field(problem, SEARCH[problem.target.dim], 5.5, thin=True)
        found = flow(search, first, resting=0.03)
        lam, owner = _group(problem, found)
        gauge = _gauge(search(first[:1]))
        lam, keep, flat = _polish(problem, lam, gauge)
    ended = _onward(owner, keep)[:starts]
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


def _random_starts(problem, starts: int, seed: int) -> np.ndarray:
    """(starts, P): one stream each, so that more starts never change the starts there were."""
    lo, hi = np.array(problem.target.window, float).T
    parts = problem.family.components
    uniform = np.stack([each.random((parts, len(lo) + 1)) for each in np.random.default_rng(seed).spawn(starts)])
    mean = lo + (hi - lo) * (0.25 + 0.5 * uniform[..., :-1])
    sd = (hi - lo) / 8 * 2.0 ** (3 * uniform[..., -1:] - 2)
    return problem.family.place(mean, sd[..., None] ** 2 * np.eye(len(lo)))


def _likely_starts(problem) -> np.ndarray:
    """p's mean with its covariance, its modes with small ones, and midpoints between modes with wide ones: (?, P)."""
    target, family = problem.target, problem.family
    box = np.array(target.window, float)
    width = box[:, 1] - box[:, 0]
    narrow = np.diag((width / 24) ** 2)
    modes = _modes(target)
    pairs = [(i, j) for i in range(min(len(modes), PAIRS)) for j in range(i)]
    means = [*modes, *((modes[i] + modes[j]) / 2 for i, j in pairs)]
    covs = [narrow] * len(modes) + [narrow + np.outer(*2 * [(modes[i] - modes[j]) / 2]) for i, j in pairs]
    known = truth(target)
    if np.all(np.isfinite(known.cov[0])) and np.all(np.linalg.eigvalsh(known.cov[0]) > 0):
        means.append(known.mean[0])
        covs.append((known.cov[0] + known.cov[0].T) / 2)
    if not means:
        means, covs = [box.mean(axis=1)], [np.diag((width / 8) ** 2)]
    likely = family.from_moments(np.array(means), np.array(covs))
    parts = family.components
    sets = list(combinations_with_replacement(range(min(len(modes), PAIRS)), parts))[: 2 * MODES]
    if parts == 1 or not sets:
        return likely
    mean = modes[np.array(sets)]
    # Components on the same mode start a little apart: as one they would stay one.
    mean = mean + np.linspace(-1, 1, parts)[:, None] * width / 24
    return np.concatenate([likely, family.place(mean, np.broadcast_to(narrow, (*mean.shape, len(width))))])


def _modes(target) -> np.ndarray:
    """The highest local maxima of p on a grid over the window, (≤ MODES, D)."""
    count = 513 if target.dim == 1 else 97
    points = grid(target.window, (count,) * target.dim).points
    height = np.nan_to_num(target.log_prob(points), nan=-np.inf).reshape((count,) * target.dim)
    padded = np.pad(height, 1, constant_values=-np.inf)
    top = np.isfinite(height)
    for shift in set(np.ndindex(*(3,) * target.dim)) - {(1,) * target.dim}:
        beside = padded[tuple(slice(each, each + count) for each in shift)]
        # Of equal neighbors the first counts, so that a plateau is one mode.
        top &= (height >= beside) if shift > (1,) * target.dim else (height > beside)
    index = np.flatnonzero(top)
    return points[index[np.argsort(-height.ravel()[index], kind="stable")[:MODES]]]


def _newton(end) -> np.ndarray:
    """Where Newton's next step leads from each end of a flow, (R, P); directions without curvature stay as they are."""
    curve, axes = _bends(end.local)
    along = (np.nan_to_num(end.local.grad)[:, None] @ axes)[:, 0]
    step = (axes @ np.where(curve > SLACK, along / np.maximum(curve, SLACK), 0.0)[..., None])[..., 0]
    return np.where(end.rests[:, None], end.lam - step, end.lam)


def _group(problem, found):
    """One λ for all ends that nearly agree, and for each end the number of its group, −1 if it is lost."""
    lam, rests = _newton(found), found.rests
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
    keep, owner = _siblings(_take(found._replace(lam=lam), leaders))
    return lam[leaders[keep]], _onward(group, owner)


def _siblings(end):
    """Which ends of a flow to polish: a few of those that share a valley; and which of these each end goes with."""
    curve, _ = _bends(end.local)
    weak, value = np.abs(curve).min(axis=-1) < WEAK, end.local.value
    keep, owner = [], np.full(len(value), -1)
    for i in range(len(value)):
        if owner[i] >= 0:
            continue
        bunch = np.array([i])
        if weak[i] and end.rests[i]:
            bunch = np.flatnonzero((owner < 0) & weak & end.rests & (np.abs(value - value[i]) < LEVEL_COARSE))
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


def variation(problem, lam, others) -> np.ndarray:
    """Total variation between q(λ) and q of each of the others, λ (P,), (M, P) -> (M,): the integral of (q − q')₊."""
    dim = problem.target.dim
    u, log_cell, _ = cloud(dim, (161,) if dim == 1 else (33, 33), RADIUS)
    z, log_m = problem.family.nodes(lam, u)
    mass = np.exp(log_m + log_cell)
    ratio = np.exp(problem.family.log_prob(others[:, None], z) - problem.family.log_prob(lam, z))
    return np.maximum(1 - ratio, 0) @ mass / mass.sum()


def _polish(problem, lam, gauge: int):
    """Follow each λ to rest at ever finer resolutions until it stays where it is: minima, best first; for each λ that
    came the place of its minimum (−1: none); and which minima are flat."""
    steps = POLISH[problem.target.dim]
    field = Field(problem, steps[0], REACH, thin=False)
    end = flow(field, lam, resting=1e-5, near=True)
    keep, owner = _distinct(problem, end, end.rests)
    end = _twinned(problem, field, _take(end, keep))
    end, below = _descend(problem, field, end, gauge)
    owner, open_ = _onward(owner, below), np.arange(len(end.lam))
    for step in steps[1:]:
        if not len(open_):
            break
        before = end.lam[open_]
        new = flow(Field(problem, step, REACH, thin=False), before, resting=SETTLED, near=True)
        moved = (np.abs(new.lam - before) * new.local.size).max(axis=-1)
        end = _put(end, open_, new)
        open_ = open_[new.rests & (moved > SETTLED)]
    curve, _ = _bends(end.local)
    flat = (np.abs(curve) < FLAT).sum(axis=-1) > gauge
    keep, last = _distinct(problem, end, end.rests)
    return _newton(_take(end, keep)), _onward(owner, last), flat[keep]


def _descend(problem, field, end, gauge: int):
    """The minima among ends of a flow and what lies below the others, and for each end the place of its minimum.

    Where nothing bends up, second derivatives do not tell a minimum from a saddle: only a push to either side does."""
    count, tried, stays = len(end.lam), 0, np.ones(len(end.lam), bool)
    parent, probe = np.full(count, -1), Field(problem, SEARCH[problem.target.dim], REACH, thin=True)
    for _ in range(ROUNDS):
        curve, axes = _bends(end.local)
        at, push = _pushes(end, curve, axes, gauge, tried)
        tried = len(end.lam)
        if not len(at):
            break
        at = np.concatenate([at, at])
        out = flow(probe, end.lam[at] + np.concatenate([push, -push]), resting=0.03)
        lower = out.rests & (out.local.value < probe(end.lam).value[at] - LEVEL)
        if not lower.any():
            break
        stays[at[lower]] = False
        keep, _ = _distinct(problem, out, lower)
        out = flow(field, out.lam[keep], resting=1e-5, near=True)
        end, parent = _join(end, out), np.concatenate([parent, at[keep]])
        stays = np.concatenate([stays, out.rests])
    keep, owner = _distinct(problem, end, stays)
    for i in reversed(np.flatnonzero(~stays)):
        ways = np.unique(owner[parent == i])
        # Down one side only, or to the same density on both: that is where a start would have gone.
        owner[i] = ways[0] if len(ways) == 1 else -1
    return _take(end, keep), owner[:count]


def _pushes(end, curve, axes, gauge: int, first: int):
    """Which ends (from the first on) may not be minima, and a push for each doubt: (M,), (M, P)."""
    at, which = np.nonzero((curve < -FLAT) & (np.arange(len(curve)) >= first)[:, None])
    ats, pushes = [at], [PUSH * np.moveaxis(axes, -1, -2)[at, which]]
    level, size = np.abs(curve) < FLAT, end.local.size
    for i in np.flatnonzero((level.sum(axis=-1) > gauge) & (np.arange(len(curve)) >= first)):
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
    return _put(end, changed, flow(field, lam[changed], resting=1e-5, near=True)) if len(changed) else end


def _onward(place, then):
    """Where each goes that was at `place` among those that go on `then`; −1 goes nowhere."""
    return np.append(then, -1)[place].astype(int)


def _take(end, index):
    return Flow(end.lam[index], end.rests[index], Local(*(each[index] for each in end.local)))


def _join(end, more):
    local = Local(*(np.concatenate(pair) for pair in zip(end.local, more.local, strict=True)))
    return Flow(np.concatenate([end.lam, more.lam]), np.concatenate([end.rests, more.rests]), local)


def _put(end, index, new):
    rest = np.setdiff1d(np.arange(len(end.lam)), index)
    order = np.argsort(np.concatenate([rest, index]), kind="stable")
    return _take(_join(_take(end, rest), new), order)


def _bends(local):
    """Curvatures relative to the metric (K, P), ascending, and their directions (K, P, P), of unit length in it."""
    ok = (np.isfinite(local.hess) & np.isfinite(local.metric)).all(axis=(-1, -2), keepdims=False)[:, None, None]
    eye = np.eye(local.metric.shape[-1])
    # Parameters that undo each other's effect on q still need a length of their own.
    metric = np.where(ok, (local.metric + local.size[..., None] ** 2 * eye) / 2, eye)
    inverse = np.linalg.inv(np.linalg.cholesky(metric))
    curve, axes = np.linalg.eigh(inverse @ np.where(ok, local.hess, eye) @ inverse.swapaxes(-1, -2))
    return curve, inverse.swapaxes(-1, -2) @ axes


def _gauge(local) -> int:
    """How many directions of λ never change q, such as a constant on all of a mixture's logits."""
    values = np.linalg.eigvalsh(local.metric[0])
    return int((values < 1e-9 * values[-1]).sum())


def _distinct(problem, end, good):
    """One index for all ends of a flow that agree, best first, of those that are good; for every end its place there."""
    curve, axes = _bends(end.local)
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
