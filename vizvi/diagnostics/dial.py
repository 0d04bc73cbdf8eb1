"""The dial: where the optimum goes as α turns from KL(q‖p) to KL(p‖q), and where it has to jump."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from vizvi.divergences import DIVERGENCES
from vizvi.exact import exact
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.member import label
from vizvi.optima import optima
from vizvi.optima.field import Field
from vizvi.optima.flow import flow
from vizvi.optima.minima import REACH, bends, newton
from vizvi.pulse import beat

STEP = {1: 0.05, 2: 0.2}  # of the nodes, in units of q
ROUNDS = 6  # of Newton's steps, from where the last turn points
RESTS = 1e-3  # a step of Newton's this small is the last, relative to q's metric
LEVEL = 1e-4  # of the curvature relative to the metric: less is a flat direction, along which nothing moves
TWINS = 1e-3  # of λ: optima nearer than this are one; and nats: optima this equal are equally good
CLOSE = 0.02  # nats: what lies nearer is compared by fine quadrature
JUMP = 0.3  # between neighbors on the dial, in sds of q: more is a jump, not a turn
PATHS = ("up", "down", "best")


class Dial(NamedTuple):
    """The optimum of a family at each α, read-only."""

    alpha: np.ndarray  # (T+1,) Minka's: 0 is KL(q‖p), 1 is KL(p‖q)
    lam: np.ndarray  # (T+1, P); nan where there is none, as forward KL has for a p without a variance
    jumps: np.ndarray  # (J,) places t whose λ did not come from t − 1 by a small turn


def dial(problem, steps: int = 40, path: str = "best", seed: int = 0) -> Dial:
    """The optima of a problem's target and family for α = 0 … 1 in equal steps (Minka, 2005).

    path: "up" carries the best optimum of KL(q‖p) along and lets it fall where it ceases to be one; "down" does the same
    from KL(p‖q) back; "best" takes the lowest of all optima that either way finds. The divergence of `problem` is not
    used. Raises ValueError for another path, and where neither end has an optimum to carry.
    """
    if path not in PATHS:
        raise ValueError(f"dial: path is {path!r}, but must be one of {', '.join(PATHS)}.")
    alphas = np.linspace(0, 1, steps + 1)
    problems = [replace(problem, divergence=DIVERGENCES["alpha"](alpha=each)) for each in alphas]
    turns = len(alphas) * (1 + (path == "best"))
    with np.errstate(all="ignore"):
        tracks = []
        if path != "down":
            first = optima(problems[0], seed=seed).lam
            tracks += [_carried(problems, first[:1] if path == "up" else first, 0, turns)] if len(first) else []
        if path != "up":
            last = optima(problems[-1], seed=seed).lam[:1]
            tracks += [_carried(problems[::-1], last, turns - len(alphas), turns)[::-1]] if len(last) else []
        if not tracks:
            raise ValueError(_nowhere(problem, path))
        lam = _best(problems, np.concatenate(tracks, axis=1))
        out = Dial(alphas, lam, jumps(problem, lam))
    for each in out:
        each.setflags(write=False)
    return out


def minimized(problem, found: Dial) -> np.ndarray:
    """D_α of the optimum at each α (T+1,), p normalized: what the dial's q makes least; nan where there is none."""
    out = np.full(len(found.alpha), np.nan)
    for t in np.flatnonzero(np.isfinite(found.lam).all(axis=-1)):
        there = replace(problem, divergence=DIVERGENCES["alpha"](alpha=float(found.alpha[t])))
        out[t] = exact(there, found.lam[t], 1e-4, 2**20).divergence
    return out


def _nowhere(problem, path: str) -> str:
    """Why the dial has no end to start from: every q of the family costs ∞ there, or none is the best."""
    end = "α = 1" if path == "down" else "α = 0"
    other = ": turn it up from α = 0 instead" if path == "down" else ""
    return f"At {end} no {label(problem.family).lower()} q of finite cost follows this {label(problem.target)}{other}."


def _carried(problems, lam, past: int, turns: int) -> np.ndarray:
    """(T+1, K, P + 1): each λ (K, P) taken along from problem to problem, downhill to the next optimum where it loses its
    own, with its divergence on these nodes in the last place. past: turns that were done, of so many in all."""
    out = np.full((len(problems), len(lam), lam.shape[1] + 1), np.nan)
    own, before = np.arange(len(lam)), lam
    for t, each in enumerate(problems):
        beat(past + t, turns)
        field = Field(each, STEP[each.target.dim], REACH, thin=False)
        ahead, good, value = _turned(field, 2 * lam - before, lam)
        if not good.all():
            end = flow(field, lam[~good], resting=1e-4, near=True)
            ahead[~good] = np.where(end.rests[:, None], newton(end), np.nan)
            value[~good] = end.local.value
        found = np.isfinite(ahead).all(axis=-1)
        if not found.any():
            break
        ahead[~found] = ahead[found][0]  # what is lost goes on with another
        out[t] = np.concatenate([ahead, value[:, None]], axis=1)[own]
        before, lam = lam, ahead
        # Tracks that have met go on as one.
        first = [next(j for j in range(i + 1) if np.abs(lam[i] - lam[j]).max() < TWINS) for i in range(len(lam))]
        keep, place = np.unique(first, return_inverse=True)
        own, lam, before = place[own], lam[keep], before[keep]
    return out


def _turned(field, guess, last):
    """Newton from a guess near an optimum: λ (K, P), whether it is the minimum that `last` turned into (K,), its value."""
    lam, good = guess.copy(), np.ones(len(guess), bool)
    for _ in range(ROUNDS):
        local = field(lam)
        curve, axes = bends(local)
        along = (local.grad[:, None] @ axes)[:, 0]
        push = np.where(np.abs(curve) > LEVEL, along / np.where(np.abs(curve) > LEVEL, curve, 1), 0.0)
        good &= np.isfinite(push).all(axis=-1) & (curve > -LEVEL).all(axis=-1)
        lam = np.where(good[:, None], lam - (axes @ np.nan_to_num(push)[..., None])[..., 0], lam)
        size = np.where(good, np.abs(push).max(axis=-1), 0.0)
        if size.max() < RESTS:
            break
    near = (np.abs(lam - last) * local.size).max(axis=-1) < JUMP
    return lam, good & (size < RESTS) & near, local.value


def _best(problems, tracks) -> np.ndarray:
    """The lowest of several λ (T+1, K, P + 1), their values last, at each α."""
    lam = np.full((len(tracks), tracks.shape[-1] - 1), np.nan)
    for t, (problem, each) in enumerate(zip(problems, tracks, strict=True)):
        each = _apart(each[np.isfinite(each).all(axis=-1)])
        if not len(each):
            continue
        here, level = each[:, :-1], each[:, -1]
        close = level < level.min() + CLOSE
        if (level[close].max() - level.min()) > TWINS:  # the nodes are too coarse to tell which is lower
            here, level = here[close], exact(problem, here[close], 1e-5, 2**22).divergence
            level = np.where(np.isfinite(level), level, np.inf)
        # Of equal twins the one that is nearest to the last: the dial must not flicker between mirror images.
        near = np.abs(here - lam[t - 1]).max(axis=-1) if t and np.isfinite(lam[t - 1]).all() else -here[:, 0]
        low = np.flatnonzero(level <= level.min() + TWINS)
        lam[t] = here[low[np.argmin(near[low])]]
    return lam


def _apart(lam):
    keep: list = []
    for each in lam:
        if all(np.abs(each - other)[:-1].max() > TWINS for other in keep):
            keep.append(each)
    return np.array(keep).reshape(-1, lam.shape[-1])


def jumps(problem, lam) -> np.ndarray:
    mean, cov = problem.family.moments(lam)
    sd = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    move = np.abs(np.diff(mean, axis=0)) / np.minimum(sd[1:], sd[:-1])
    return np.flatnonzero((move > JUMP).any(axis=-1)) + 1


def along(problem, found: Dial) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean and sd of q along the dial and its sd over p's, each (T+1, D)."""
    mean, cov = problem.family.moments(found.lam)
    sd = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    return mean, sd, sd / standard_deviation(truth(problem.target))
