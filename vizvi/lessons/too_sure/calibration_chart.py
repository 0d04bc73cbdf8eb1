"""How often q is right, as boards: a caterpillar of intervals, places of truths in q, one q after another, weights."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, dots, histogram, hops, line, rule, segments
from vizvi.lessons.too_sure.words import calibration as words

SHOWN = 100  # intervals of the caterpillar
BELLS = 40  # q's shown one after another


def caterpillar(found, k: int, name: str) -> Board:
    """q's 95 % intervals less the truth, (lo, hi), data set by data set: those that miss 0 are crossed."""
    lo, hi = (each[:SHOWN, k] - found.theta[:SHOWN, k] for each in found.ends())
    inside, at = found.inside()[:SHOWN, k], np.arange(1, len(lo) + 1)
    reach = float(1.15 * np.quantile(np.abs([lo, hi]), 0.98))
    marks = [rule(y=0.0, tone="p", label=words.THE_TRUTH)]
    for pick, tone, width in ((inside, "q", 2), (~inside, "amber", 3)):
        if pick.any():
            low, high = (np.clip(each[pick], -reach, reach) for each in (lo, hi))
            marks.append(segments(at[pick], low, at[pick], high, tone=tone, width=width))
    missed = np.flatnonzero(~inside)
    if len(missed):
        middle = np.clip((lo + hi)[missed] / 2, -reach, reach)
        marks.append(dots(at[missed], middle, "amber", "times", 9))
    first = "" if len(lo) == len(found.pit) else words.first_of(len(lo), len(found.pit))
    title = words.missed(len(missed), first or len(lo), name)
    legend = [Chip(words.HOLDS, "q"), Chip(words.MISSES, "amber")]
    x = Axis(words.of_sets(first) if first else words.A_DATA_SET, (0, len(lo) + 1))
    y = Axis(words.off_truth(name), (-reach, reach))
    return Board(title, x, [Panel(y, marks)], legend=legend, height=330, hover=False)


def places(found, k: int, expected, bins: int) -> Board:
    """Where the truths lie in q, as shares of data sets, against evenly many; expected: (bins,) by theory, or None."""
    share = found.histogram(bins)[:, k] / len(found.pit)
    edges = np.linspace(0, 1, bins + 1)
    marks = [histogram(edges, 100 * share, "q"), rule(y=100 / bins, tone="p", label=words.IF_Q_WERE_P)]
    if expected is not None:
        middles = (edges[1:] + edges[:-1]) / 2
        marks.append(line(middles, 100 * np.asarray(expected), dash="dot", label=words.BY_THEORY))
    title = words.outer_tenth(100 * (share[0] + share[-1]))
    x = Axis(words.PLACE, (0, 1))
    y = Axis(words.SETS_PERCENT, (0, 1.15 * max(100 * share.max(), 200 / bins)))
    return Board(title, x, [Panel(y, marks)], height=330)


def bells(found, k: int, name: str) -> Board:
    """q of one data set after another, measured from its truth: (K, G) curves for hypothetical outcomes."""
    loc, scale = found.loc[:BELLS, k] - found.theta[:BELLS, k], found.scale[:BELLS, k]
    reach = float(np.abs(loc).max() + 2 * scale.max())
    x = np.linspace(-reach, reach, 201)
    y = np.exp(-0.5 * ((x - loc[:, None]) / scale[:, None]) ** 2) / (scale[:, None] * np.sqrt(2 * np.pi))
    marks = [rule(x=0.0, tone="p", label=words.THE_TRUTH), hops(x, y, width=4)]
    up = Axis(words.DENSITY, (0, 1.1 * np.quantile(y.max(axis=-1), 0.9)))
    title = words.ONE_AFTER_ANOTHER
    return Board(title, Axis(words.off_truth(name), (-reach, reach)), [Panel(up, marks)], height=280, hover=False)


def weights(found) -> Board:
    """Shares of q's draws by log10 of their weight."""
    seen = np.flatnonzero(found.share)
    span = min(found.edges[seen[0]], -1), max(found.edges[seen[-1] + 1], 1)
    marks = [histogram(found.edges, 100 * found.share, "q"), rule(x=0.0, dash="dot", label=words.AVERAGE)]
    ticks = {k: f"{10.0**k:g}" for k in range(-4, 5) if span[0] <= k <= span[1]}
    x, y = Axis(words.WEIGHT, span, ticks), Axis(words.DRAWS_PERCENT, (0, 110 * found.share.max()))
    return Board(words.WEIGHTS_TITLE, x, [Panel(y, marks)], height=300)
