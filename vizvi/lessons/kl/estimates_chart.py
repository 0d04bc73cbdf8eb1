"""Estimates against the number of draws, as a board: their median and spread beside the exact value."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, band, line, rule
from vizvi.format import thousands
from vizvi.lessons.kl import words
from vizvi.lessons.kl.branch_chart import reach


def estimates(draws, spread, exact: float, tone: str) -> Board:
    """draws (N,); spread (N, 3): low, middle and high of the estimates, nats; exact: nats, inf if it is."""
    x = np.log10(draws)
    low, middle, high = np.transpose(spread)
    known = [exact] if np.isfinite(exact) else []
    title = words.estimated(draws[-1], middle[-1], exact)
    ticks = {float(at): thousands(each) for at, each in zip(x, draws, strict=True)}
    marks = [
        band(x, low, high, tone),
        line(x, middle, tone, 3, label=words.ESTIMATE),
        *(rule(y=each, label=words.exact(each)) for each in known),
    ]
    along = Axis(words.DRAWS_FROM_Q, (x[0], x[-1]), ticks)
    up = Axis(words.FORWARD_KL, reach([[0.0], spread.ravel(), known]))
    return Board(title, along, [Panel(up, marks)], height=260, hover=False)
