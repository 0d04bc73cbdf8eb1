"""Boards of a problem and of what was fitted to it."""

import numpy as np

from vizvi.diagnostics.report import Report
from vizvi.figures.board import Axis, Board, Chip, Panel, Points, band, line, lines
from vizvi.lessons.workshop import words
from vizvi.lessons.workshop.entry import LIMITS
from vizvi.lessons.workshop.remarks import rungs
from vizvi.lessons.workshop.view import drawn_q, view
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
    seen, found = view(target), rungs(report)
    legend = [Chip(words.P, "p", "fill" if target.dim == 1 else "line")]
    for each in found:
        look = LOOKS[each.slug]
        legend.append(Chip(words.called(each.slug, target.dim), look["tone"], dash=look["dash"]))
    title = words.fitted(found, target.dim) if found else words.NOTHING_YET
    if target.dim == 1:
        return _curves(target, seen, found, legend, title)
    (x, y), (points, lengths) = seen.axes, seen.outlines
    extent = (x[0], x[-1], y[0], y[-1])
    marks = [lines(points, lengths, tone="p", width=2)]
    for each in found:
        outline = drawn_q(each, seen)
        if len(outline[1]):
            marks.append(lines(*outline, **LOOKS[each.slug]))
    names = target.names
    return Board(
        title, Axis(names[0], extent[:2]), [Panel(Axis(names[1], extent[2:]), marks)], legend=legend, height=HEIGHT
    )


def _curves(target: Target, seen, found, legend, title) -> Board:
    x, top = seen.axes[0], float(seen.density.max()) or 1.0
    marks = [band(x, np.zeros_like(x), seen.density, tone="p", edge=2)]
    for each in found:
        density = drawn_q(each, seen)
        top = max(top, min(float(density.max()), 3 * top))  # a needle of a q would flatten p
        marks.append(line(x, density, **LOOKS[each.slug]))
    return Board(
        title, Axis(target.names[0], (x[0], x[-1])), [Panel(Axis(words.DENSITY, (0.0, ROOM * top)), marks)],
        legend=legend, height=HEIGHT,
    )  # fmt: skip



def drawing_board(target: Target) -> Board:
    """log p through points that a hand moves, with its Gaussian tails."""
    z = np.linspace(*LIMITS[0], 401)
    height = target.log_prob(z[:, None])
    low, high = LIMITS[1]
    height = np.where(height < low - 2, np.nan, height)
    points = Points(np.array(target.points), name=words.POINT)
    panel = Panel(Axis(words.LOG_P, (low - 1, high + 1)), [line(z, height, tone="p", width=3)])
    return Board(
        words.DRAWN,
        Axis("z", LIMITS[0]),
        [panel],
        points=points,
        height=LOW,
    )
