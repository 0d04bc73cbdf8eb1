"""What factorizing costs, as boards: coverage per step, variance along α, dimensions, and more data."""

import numpy as np

from vizvi.figures.board import Axis, Board, Cursor, Panel, dots, line, rule

COVERAGE = Axis("true coverage, %", (0, 104))
RIGHT = {"precisions": "precisions right", "entropy": "entropy right", "variances": "variances right"}


def coverage_trace(names, coverage, link: str) -> Board:
    """True coverage of q's 95 % intervals (T+1, D) and ellipse (T+1,) step by step; the line follows the stage."""
    sides, ellipse = np.asarray(coverage[0]), np.asarray(coverage[1])
    steps = np.arange(len(ellipse))
    last = int(steps[-1])
    equal = len(names) > 1 and np.allclose(sides[:, 0], sides[:, 1], atol=1e-3)
    marks = [rule(y=95, dash="dot", label="95 % claimed")]
    for i, name in enumerate(names):
        label = None if equal and i else f"{' and '.join(names)}" if equal else name
        marks.append(line(steps, 100 * sides[:, i], "q", 3, "dash" if i else "solid", label=label))
    if len(names) > 1:
        marks.append(line(steps, 100 * ellipse, "q", 2, "dot", label="ellipse"))
    cursor = Cursor("Step", last, (0, last), 1, "step {}", follow=steps)
    title = f"True coverage of q's 95 % intervals along the run: it ends at {100 * sides[-1, 0]:.1f} %."
    return Board(title, Axis("step", (0, last)), [Panel(COVERAGE, marks)], cursor, link=link, height=300)


def alpha_curve(rho: float, alpha, variance, now: float, right: dict, at_right) -> Board:
    """Mean-field's variance (N,) along α (N,), with p's own and the three α at which one thing is right."""
    here = float(np.interp(now, alpha, variance))
    marks = [
        rule(y=1.0, tone="p", label="variance of p"),
        line(alpha, variance, "q", 4),
        dots([right[each] for each in RIGHT], at_right, shape="diamond", size=11, labels=list(RIGHT.values())),
        dots(now, here, "q", "dot", 14),
    ]
    cursor = Cursor("α (Minka)", now, (-1, 2), 0.05, "α = {}")
    title = f"At correlation {rho:.2f} and α = {now:.2f} a factorized q has variance {here:.2f}; p has 1."
    x, y = Axis("α (Minka): 0 is KL(q‖p), 1 is KL(p‖q)", (-1, 2)), Axis("variance of q", (0, 1.12 * max(variance[-1], 1.0)))
    return Board(title, x, [Panel(y, marks)], cursor, height=300)


def dimensions(rho: float, counts, variance, per_dimension, now: int) -> Board:
    """Variance (N,) and entropy lost per dimension (N,) against the number of dimensions (N,), on a scale of powers."""
    x = np.log10(np.asarray(counts, float))
    here = rule(x=np.log10(now), tone="chrome")
    limits = [rule(y=1.0, tone="p", label="p"), rule(y=1 - rho, dash="dot", label="1 − ρ")]
    panels = [
        Panel(Axis("variance", (0, 1.1)), [*limits, line(x, variance, "q", 3), here]),
        Panel(Axis("nats lost per dim.", (0, 1.25 * max(per_dimension))), [line(x, per_dimension, "q", 3), here]),
    ]
    title = f"In {now} dimensions every variance is {float(np.interp(np.log10(now), x, variance)):.2f} of p's."
    return Board(title, Axis("dimensions n", (x[0], x[-1]), (2, 10, 100, 1000), log=10), panels, height=320)


def data_curve(counts, coverage, centered) -> Board:
    """True coverage of the slope's 95 % interval (N,) against the number of points (N,), with x as it is and centered."""
    x = np.log10(np.asarray(counts, float))
    ticks = [10**k for k in range(1, 6) if k <= x[-1]]
    marks = [line(x, 100 * centered, "p", 3, label="x centered"), line(x, 100 * coverage, "q", 4, label="x as it is")]
    title = f"With more data coverage stays: {100 * coverage[0]:.1f} % at first, {100 * coverage[-1]:.1f} % at last."
    return Board(title, Axis("points n", (x[0], x[-1]), ticks, log=10), [Panel(COVERAGE, marks)], height=280)
