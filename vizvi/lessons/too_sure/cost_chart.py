"""What factorizing costs, as boards: coverage per step, variance along α, dimensions, and more data."""

import numpy as np

from vizvi.figures.board import Axis, Board, Cursor, Panel, dots, line, rule
from vizvi.lessons.too_sure.words import cost as words
from vizvi.lessons.too_sure.words.stage import both

COVERAGE = Axis(words.TRUE_COVERAGE, (0, 104))


def coverage_trace(names, coverage, link: str) -> Board:
    """True coverage of q's 95 % intervals (T+1, D) and ellipse (T+1,) step by step; the line follows the stage."""
    sides, ellipse = np.asarray(coverage[0]), np.asarray(coverage[1])
    steps = np.arange(len(ellipse))
    last = int(steps[-1])
    equal = len(names) > 1 and np.allclose(sides[:, 0], sides[:, 1], atol=1e-3)
    marks = [rule(y=95, dash="dot", label=words.CLAIMED)]
    for i, name in enumerate(names):
        label = None if equal and i else both(names) if equal else name
        marks.append(line(steps, 100 * sides[:, i], "q", 3, "dash" if i else "solid", label=label))
    if len(names) > 1:
        marks.append(line(steps, 100 * ellipse, "q", 2, "dot", label=words.ELLIPSE))
    cursor = Cursor(words.STEP, last, (0, last), 1, words.STEP_AT, follow=steps)
    title = words.coverage_ends(100 * sides[-1, 0])
    return Board(title, Axis(words.STEPS, (0, last)), [Panel(COVERAGE, marks)], cursor, link=link, height=300)


def alpha_curve(rho: float, alpha, variance, now: float, right: dict, at_right) -> Board:
    """Mean-field's variance (N,) along α (N,), with p's own and the three α at which one thing is right."""
    here = float(np.interp(now, alpha, variance))
    marks = [
        rule(y=1.0, tone="p", label=words.VARIANCE_OF_P),
        line(alpha, variance, "q", 4),
        dots([right[each] for each in words.RIGHT], at_right, shape="diamond", size=11, labels=list(words.RIGHT.values())),
        dots(now, here, "q", "dot", 14),
    ]
    cursor = Cursor(words.ALPHA, now, (-1, 2), 0.05, "α = {}")
    title = words.at_alpha(rho, now, here)
    x, y = Axis(words.ALPHA_AXIS, (-1, 2)), Axis(words.VARIANCE_OF_Q, (0, 1.12 * max(variance[-1], 1.0)))
    return Board(title, x, [Panel(y, marks)], cursor, height=300)


def dimensions(rho: float, counts, variance, per_dimension, now: int) -> Board:
    """Variance (N,) and entropy lost per dimension (N,) against the number of dimensions (N,), on a scale of powers."""
    x = np.log10(np.asarray(counts, float))
    here = rule(x=np.log10(now), tone="chrome")
    limits = [rule(y=1.0, tone="p", label="p"), rule(y=1 - rho, dash="dot", label="1 − ρ")]
    panels = [
        Panel(Axis(words.VARIANCE, (0, 1.1)), [*limits, line(x, variance, "q", 3), here]),
        Panel(Axis(words.LOST_PER_DIMENSION, (0, 1.25 * max(per_dimension))), [line(x, per_dimension, "q", 3), here]),
    ]
    title = words.in_dimensions(now, float(np.interp(np.log10(now), x, variance)))
    return Board(title, Axis(words.DIMENSIONS_AXIS, (x[0], x[-1]), (2, 10, 100, 1000), log=10), panels, height=320)


def data_curve(counts, coverage, centered) -> Board:
    """True coverage of the slope's 95 % interval (N,) against the number of points (N,), with x as it is and centered."""
    x = np.log10(np.asarray(counts, float))
    ticks = [10**k for k in range(1, 6) if k <= x[-1]]
    marks = [line(x, 100 * centered, "p", 3, label=words.CENTERED), line(x, 100 * coverage, "q", 4, label=words.AS_IT_IS)]
    title = words.more_data(100 * coverage[0], 100 * coverage[-1])
    return Board(title, Axis(words.POINTS_AXIS, (x[0], x[-1]), ticks, log=10), [Panel(COVERAGE, marks)], height=280)
