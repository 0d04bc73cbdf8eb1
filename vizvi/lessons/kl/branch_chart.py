"""The map of optima as a board: every branch, the barriers between them, and what is best now."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Mark, Panel, dots, line, rule
from vizvi.format import number
from vizvi.lessons.kl import words

STEPS = {"separation": 0.05, "weight": 0.01, "alpha": 0.01}
LEGEND = (Chip(words.OPTIMUM, "q"), Chip(words.BARRIER, "q", dash="dash"), Chip(words.BEST_NOW, "q", "dot"))
ROOM = 0.08  # of a panel's height above and below its lines


def branch_map(found, now: float, here, truth=None) -> Board:
    """Two panels, mean and sd of the optimal q against a knob.

    found: `lessons.kl.branches.Branches`; now: the knob's present value; here (3, B): mean, sd and value of each stable
    branch there; truth: mean and sd of p along the knob, (3, N) with the knob first."""
    lo, hi = min(each.knob[0] for each in found.branches), max(each.knob[-1] for each in found.branches)
    label, said = words.AXES[found.knob]
    cursor = Cursor(words.KNOB_NAMES[found.knob], now, (float(lo), float(hi)), STEPS[found.knob], said)
    panels = branch_panels(found, now, here, truth)
    return Board(_takeaway(found, now, here), Axis(label, (lo, hi)), panels, cursor, legend=LEGEND, height=470)


def branch_panels(found, now: float, here, truth=None, more=((), ())) -> list[Panel]:
    """The two panels alone; more: what else is drawn in each."""
    panels = []
    for row, (name, floor) in enumerate((("mean", []), ("sd", [[0.0]]))):
        lines = [getattr(each, name) for each in found.branches]
        span = reach([*floor, *lines])
        marks = [_branch(each, name) for each in found.branches]
        if truth is not None:
            span = reach([span, truth[1 + row]], 0.0)
            marks.insert(0, line(truth[0], truth[1 + row], "p", 6, alpha=0.35, label=words.of_p(name)))
        marks += [*_events(found, row), *_dots(now, here, row), *more[row]]
        panels.append(Panel(Axis(words.of_q(name), span), marks))
    return panels


def _branch(branch, name: str) -> Mark:
    look = {"width": 3.5} if branch.stable else {"width": 2, "dash": "dash", "alpha": 0.75}
    return line(branch.knob, getattr(branch, name), "q", **look)


def _events(found, row: int) -> list[Mark]:
    """Births and deaths as rings, ties as a rule across: named in the upper panel only."""
    marks = [rule(x=each, dash="dot", label=None if row else words.tie(each)) for each in found.ties[:, 0]]
    if len(found.folds):
        labels = None if row else [number(each) for each in found.folds[:, 0]]
        marks.append(dots(found.folds[:, 0], found.folds[:, 1 + row], shape="ring", size=9, labels=labels))
    return marks


def _dots(now: float, here, row: int) -> list[Mark]:
    known = np.isfinite(here[2])
    if not known.any():
        return []
    best = known & (here[2] <= np.nanmin(here[2]) + 1e-6)
    kinds = ((known & ~best, "ring", 11), (best, "dot", 13))
    return [dots(now, here[row][which], "q", shape, size) for which, shape, size in kinds if which.any()]


def reach(lines, room: float = ROOM) -> tuple[float, float]:
    """Lowest and highest of lines, 0 at the latest, with room above and under what is below 0."""
    values = np.concatenate([np.ravel(each) for each in lines])
    values = values[np.isfinite(values)]
    lo, hi = min(float(values.min()), 0.0), float(values.max())
    pad = room * max(hi - lo, 1e-3)
    return (lo - pad if lo < 0 else lo), hi + pad


def _takeaway(found, now: float, here) -> str:
    known = np.isfinite(here[2])
    if not known.any():
        return words.no_optimum(now)
    i = int(np.nanargmin(here[2]))
    mean, sd, value = (float(each[i]) for each in here)
    return words.best(now, int(known.sum()), mean, sd, value)
