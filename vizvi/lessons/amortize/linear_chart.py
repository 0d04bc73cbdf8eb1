"""The linear VAE's gap against an angle, and what its dimensions tell against β."""

import numpy as np

from vizvi.figures.board import Axis, Board, Cursor, Panel, line
from vizvi.lessons.amortize.linear import gap, told
from vizvi.lessons.amortize.words import tabs as words


def turn_board(linear, turn: float) -> Board:
    """The gap of mean-field against the angle, with a cursor."""
    degrees = np.linspace(0, 90, 91)
    marks = [line(degrees, gap(linear, degrees), tone="q", width=4)]
    x = Axis(words.TURN, (0, 90), ticks=(0, 15, 30, 45, 60, 75, 90))
    y = Axis(words.APPROXIMATION_AXIS, (0, 1.25 * float(gap(linear, 45)[0])))
    cursor = Cursor(words.TURN_CURSOR, turn, (0, 90), step=1, label=words.TURN_TAG)
    return Board(words.TURN_TITLE, x, [Panel(y, marks)], cursor=cursor, height=340)


def beta_board(linear, beta: float) -> Board:
    """KL to the prior of both dimensions against β, with a cursor."""
    betas = np.linspace(0.2, 20, 200)
    first, second = told(linear, betas).T
    marks = [
        line(betas, first, tone="class1", width=3, label=words.FIRST, at=0.3),
        line(betas, second, tone="class2", width=3, dash="dash", label=words.SECOND, at=0.5),
    ]
    panel = Panel(Axis(words.KL_TO_PRIOR, (-0.05, 2.2)), marks)
    cursor = Cursor(words.BETA, beta, (0.2, 20), step=0.1, label=words.BETA_TAG)
    return Board(words.BETA_TITLE, Axis(words.BETA, (0, 20.5)), [panel], cursor=cursor, height=340)
