"""Estimates against the number of draws, as a board: their median and spread beside the exact value."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, band, line, rule
from vizvi.format import number, thousands
from vizvi.lessons.kl.branch_chart import reach


def estimates(draws, spread, exact: float, tone: str) -> Board:
    """draws (N,); spread (N, 3): low, middle and high of the estimates, nats; exact: nats, inf if it is."""
    x = np.log10(draws)
    low, middle, high = np.transpose(spread)
    known = [exact] if np.isfinite(exact) else []
    title = f"From {thousands(draws[-1])} draws the estimate is {number(middle[-1])} nats; exact is {number(exact)}."
    ticks = {float(at): thousands(each) for at, each in zip(x, draws, strict=True)}
    marks = [
        band(x, low, high, tone),
        line(x, middle, tone, 3, label="estimate"),
        *(rule(y=each, label=f"exact: {number(each)}") for each in known),
    ]
    along = Axis("draws from q (band: 90 % of 100 repetitions)", (x[0], x[-1]), ticks)
    up = Axis("KL(p‖q), nats", reach([[0.0], spread.ravel(), known]))
    return Board(title, along, [Panel(up, marks)], height=260, hover=False)
