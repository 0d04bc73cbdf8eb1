"""Approximation gap against amortization gap, a dot a digit, on logarithmic axes."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, dots, line
from vizvi.lessons.amortize.words import tabs as words
from vizvi.models.digits import digits

RANGE = (-3.0, 1.6)  # of the axes, powers of ten; what is beyond stands at the edge
LEAST, MOST = 1.2e-3, 35.0
TICKS = (0.001, 0.01, 0.1, 1, 10)


def all_board(gaps, rows, row: int | None) -> Board:
    """gaps: `Gaps` of the digits in these rows; row: of the picture that is shown, to be ringed."""
    x, y = (np.log10(np.clip(each, LEAST, MOST)) for each in (gaps.approximation, gaps.amortization))
    label = digits().label
    hints = [words.a_digit(r, label[r], b, a) for r, a, b in zip(rows, gaps.approximation, gaps.amortization)]
    marks = [line(RANGE, RANGE, tone="muted", dash="dash", width=2, label=words.EQUAL, at=0.95)]
    marks.append(dots(x, y, "q", "dot", 5, hints=hints, alpha=0.7))
    if row is not None and row in rows:
        at = np.flatnonzero(rows == row)
        marks.append(dots(x[at], y[at], "ink", "ring", 14, labels=[words.THIS_ONE]))
    above = float((gaps.amortization > gaps.approximation).mean())
    axis = lambda name: Axis(name, RANGE, ticks=TICKS, log=10)
    panel = Panel(axis(words.AMORTIZATION_AXIS), marks)
    return Board(words.above(above, len(x)), axis(words.APPROXIMATION_AXIS), [panel], height=380)
