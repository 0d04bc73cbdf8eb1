"""Branches: every optimum of one bell on two bumps as a knob turns, and the barriers between them."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import normal_cdf
from vizvi.lessons.kl import words
from vizvi.lessons.kl.curves import NEAR, distance, followed, once
from vizvi.lessons.kl.gaussian_on_two_bumps import KNOBS, Bell
from vizvi.lessons.kl.special_points import fold, settle, stationary, tie

RANGES = {"separation": (0.0, 6.0), "weight": (0.02, 0.98), "alpha": (0.0, 1.0)}
SIDE = 0.9  # of q's mass: more on one side of 0 is a bell on one bump


class Branch(NamedTuple):
    """A piece of a curve of stationary points between two folds, by rising knob; arrays (N,), read-only."""

    knob: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    value: np.ndarray  # the divergence, nats
    stable: bool  # an optimum; else a saddle, the lowest pass between two optima
    kind: str  # one of KINDS, of an optimum where its branch is longest


class Branches(NamedTuple):
    """What `branches` finds."""

    knob: str
    branches: tuple[Branch, ...]
    folds: np.ndarray  # (F, 3) knob, mean, sd where an optimum and a barrier meet and are born or die
    ties: np.ndarray  # (K, 3) knob, value and how far the two winners' means are apart where the best branch changes


def branches(knob: str, separation: float = 3.0, weight: float = 0.5, alpha: float = 0.0, span=None) -> Branches:
    """All stationary points (mean, sd) of the α-divergence of a Gaussian q from two unit bumps at ±separation, as one
    of the three knobs runs over its span while the others stay where they are.

    knob: "separation", "weight" (of the right bump) or "alpha" (Minka's; 0 is KL(q‖p), 1 is KL(p‖q)). Curves are
    followed by their arc length (Keller, 1977), so that they pass through folds, where an optimum meets its barrier.
    """
    lo, hi = _span(knob, separation, span)
    bell = Bell(knob, {"separation": separation, "weight": weight, "alpha": alpha}, hi)
    now = {"separation": separation, "weight": weight, "alpha": alpha}[knob]
    curves, pieces, folds = [], [], []
    with np.errstate(all="ignore"):
        # From both ends at once, where each curve but a closed one begins; then what is left at the knob's own value.
        for places in ([hi, lo], [now] if lo < now < hi else []):
            seeds = np.concatenate([np.empty((0, 3)), *(stationary(bell, each) for each in dict.fromkeys(places))])
            new = np.array([each for each in seeds if all(distance(bell, each, other) > NEAR for other in curves)])
            curves += once(bell, followed(bell, new.reshape(-1, 3), lo, hi)) if len(new) else []
        for curve in curves:
            found, turns = _pieces(bell, curve)
            pieces += found
            folds += turns
    pieces = [each for each in pieces if len(each.knob) > 1]
    return Branches(knob, tuple(pieces), np.array(folds).reshape(-1, 3), _ties(bell, pieces, lo, hi))


def optima_at(found: Branches, knob: np.ndarray, separation: float = 3.0, weight: float = 0.5, alpha: float = 0.0):
    """The optima of each stable branch at knob values (M,), polished: mean, sd, value, each (B, M); nan where a branch
    has none. The branches come in the order of `found.branches`, unstable ones left out."""
    knob = np.atleast_1d(np.asarray(knob, float))
    stable = [each for each in found.branches if each.stable]
    bell = Bell(found.knob, {"separation": separation, "weight": weight, "alpha": alpha}, float(knob.max()))
    out = np.full((3, len(stable), len(knob)), np.nan)
    for i, branch in enumerate(stable):
        inside = (knob >= branch.knob[0] - 1e-9) & (knob <= branch.knob[-1] + 1e-9)
        if not inside.any():
            continue
        near = np.stack([np.interp(knob[inside], branch.knob, each) for each in (branch.mean, np.log(branch.sd))], axis=-1)
        with np.errstate(all="ignore"):
            point, good = settle(bell, near, knob[inside])
            value = bell.at(point, knob[inside]).value
        rows = np.stack([point[:, 0], np.exp(point[:, 1]), value])
        close = good & (np.abs(point - near).max(axis=-1) < 0.2)
        out[:, i, inside] = np.where(close, rows, np.nan)
    return out


def _span(knob: str, separation: float, span) -> tuple[float, float]:
    if knob not in KNOBS:
        raise ValueError(f"branches: knob is {knob!r}, but must be one of {', '.join(KNOBS)}.")
    if span is not None:
        return float(span[0]), float(span[1])
    lo, hi = RANGES[knob]
    return lo, max(hi, separation) if knob == "separation" else hi


def _pieces(bell, curve) -> tuple[list[Branch], list]:
    """A curve cut at its folds, and the folds."""
    forward = np.sign(np.diff(curve[:, 2]))
    turns = np.flatnonzero(forward[1:] * forward[:-1] < 0) + 1
    folds = [fold(bell, curve[i - 1], curve[i], curve[i + 1]) for i in turns]
    pieces = []
    for first, last in zip([None, *range(len(turns))], [*range(len(turns)), None], strict=True):
        begin = 0 if first is None else turns[first] + 1
        end = len(curve) if last is None else turns[last]
        points = [] if first is None else [folds[first]]
        points += list(curve[begin:end])
        points += [] if last is None else [folds[last]]
        points = np.array(points)
        points = points[np.argsort(points[:, 2], kind="stable")]
        local = bell.at(points[:, :2], points[:, 2])
        inner = local.jacobian[len(points) // 2, :, :2]
        stable = bool(np.linalg.det(inner) > 0 and np.trace(inner) > 0)
        mean, sd = points[:, 0], np.exp(points[:, 1])
        kind = _kind(mean, sd) if stable else "barrier"
        arrays = points[:, 2].copy(), mean.copy(), sd, local.value
        for each in arrays:
            each.setflags(write=False)
        pieces.append(Branch(*arrays, stable, kind))
    return pieces, [(each[2], each[0], np.exp(each[1])) for each in folds]


def _kind(mean, sd) -> str:
    """Where a bell sits at most of a branch's points."""
    right = normal_cdf(mean / sd)
    side = np.where(right > SIDE, 2, np.where(right < 1 - SIDE, 0, 1))
    return words.KINDS[int(np.bincount(side, minlength=3).argmax())]


def _ties(bell, pieces, lo: float, hi: float) -> np.ndarray:
    """Where the best optimum passes from one branch to another."""
    stable = [each for each in pieces if each.stable]
    grid = np.linspace(lo, hi, 2001)
    value = np.array([np.interp(grid, each.knob, each.value, np.inf, np.inf) for each in stable]).reshape(-1, len(grid))
    if not len(value):
        return np.empty((0, 3))
    best, ties, asked = value.argmin(axis=0), [], set()
    for i in np.flatnonzero(best[1:] != best[:-1]):
        pair = best[i], best[i + 1]
        # A branch that ends hands over without a tie; twins take turns for no reason but rounding.
        if np.isfinite(value[list(pair), i : i + 2]).all() and frozenset(pair) not in asked:
            asked.add(frozenset(pair))
            ties.append(tie(bell, 0.5 * (grid[i] + grid[i + 1]), *(stable[each] for each in pair)))
    ties = np.array(ties).reshape(-1, 3)
    return ties[np.isfinite(ties).all(axis=-1)]


def truth_along(knob: str, span, separation: float = 3.0, weight: float = 0.5) -> np.ndarray:
    """Mean and sd of p itself along a knob, (3, N) with the knob first: where forward KL puts its only optimum."""
    along = np.linspace(*span, 121)
    d, w = (
        along if knob == name else np.full_like(along, value)
        for name, value in (("separation", separation), ("weight", weight))
    )
    lean = 2 * w - 1
    return np.stack([along, d * lean, np.sqrt(1 + d * d * (1 - lean * lean))])
