"""Boards of a problem and of what was fitted to it."""

import numpy as np

from vizvi.diagnostics.report import Report
from vizvi.figures.board import Axis, Board, Chip, Panel, Points, band, line, lines
from vizvi.lessons.workshop.entry import LIMITS
from vizvi.lessons.workshop.view import drawn_q, view
from vizvi.lessons.workshop.words import called
from vizvi.targets import Target

LOOKS = {
    "mean_field": {"tone": "q", "dash": "solid", "width": 3},
    "full_rank": {"tone": "q", "dash": "dash", "width": 3},
    "mixture": {"tone": "q", "dash": "dot", "width": 3},
    "laplace": {"tone": "class3", "dash": "long", "width": 2},
}
ROOM = 1.15  # above the highest of p and the Gaussians
HEIGHT, LOW = 380, 220


def fits_board(target: Target, report: Report | None) -> Board:
    """p over its middle 99.8 %, with the best q of each family that has been fitted so far."""
    seen = view(target)
    rungs = [] if report is None else [each for each in (*report.rungs, report.laplace) if each is not None]
    legend = [Chip("p", "p", "fill" if target.dim == 1 else "line")]
    legend += [
        Chip(called(each.slug, target.dim), LOOKS[each.slug]["tone"], dash=LOOKS[each.slug]["dash"]) for each in rungs
    ]
    title = "p and nothing fitted to it yet." if not rungs else _takeaway(target, rungs)
    if target.dim == 1:
        return _curves(target, seen, rungs, legend, title)
    (x, y), (points, lengths) = seen.axes, seen.outlines
    extent = (x[0], x[-1], y[0], y[-1])
    marks = [lines(points, lengths, tone="p", width=2)]
    for each in rungs:
        found = drawn_q(each, seen)
        if len(found[1]):
            marks.append(lines(*found, **LOOKS[each.slug]))
    names = target.names
    return Board(
        title, Axis(names[0], extent[:2]), [Panel(Axis(names[1], extent[2:]), marks)], legend=legend, height=HEIGHT
    )


def _curves(target: Target, seen, rungs, legend, title) -> Board:
    x, top = seen.axes[0], float(seen.density.max()) or 1.0
    marks = [band(x, np.zeros_like(x), seen.density, tone="p", edge=2)]
    for each in rungs:
        density = drawn_q(each, seen)
        top = max(top, min(float(density.max()), 3 * top))  # a needle of a q would flatten p
        marks.append(line(x, density, **LOOKS[each.slug]))
    return Board(
        title, Axis(target.names[0], (x[0], x[-1])), [Panel(Axis("density", (0.0, ROOM * top)), marks)],
        legend=legend, height=HEIGHT,
    )  # fmt: skip


def _takeaway(target: Target, rungs) -> str:
    told = "; ".join(f"{called(each.slug, target.dim)} {each.kl:.2f}" for each in rungs)
    return f"p and its best approximations. KL(q‖p), nats: {told}."


def drawing_board(target: Target) -> Board:
    """log p through points that a hand moves, with its Gaussian tails."""
    z = np.linspace(*LIMITS[0], 401)
    height = target.log_prob(z[:, None])
    low, high = LIMITS[1]
    height = np.where(height < low - 2, np.nan, height)
    points = Points(np.array(target.points), name="Point")
    panel = Panel(Axis("log p, nats", (low - 1, high + 1)), [line(z, height, tone="p", width=3)])
    return Board(
        "log p as it was drawn: ten points, a curve through them.",
        Axis("z", LIMITS[0]),
        [panel],
        points=points,
        height=LOW,
    )
