"""How many runs leave, against the step size: one line for each number of draws, one panel for each optimizer."""

import math

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Mark, Panel, dots, line
from vizvi.lessons.basins.words import noise as words

# From one draw to the exact gradient: each line has a tone and a dash of its own.
LOOKS = (("class1", "solid"), ("class2", "long"), ("class3", "dash"), ("class4", "dot"), ("ink", "solid"))
ABOVE = 1.09  # where crosses stand

SHARES = {0.0: "0", 0.5: "50 %", 1.0: "100 %"}


def escape_board(cells, rates, draws) -> Board:
    """cells: `lessons.basins.escaped.Cell`s, as many as there are yet; rates, draws: all that will be there."""
    panels = []
    for optimizer, name in words.OPTIMIZERS.items():
        marks = []
        for look, count in zip(LOOKS, draws, strict=True):
            marks += _line([each for each in cells if each.optimizer == optimizer and each.draws == count], *look)
        panels.append(Panel(Axis(words.leaving(name), (-0.06, 1.16), SHARES), marks))
    legend = [Chip(words.draws(count), tone, dash=dash) for (tone, dash), count in zip(LOOKS, draws, strict=True)]
    ticks = {math.log10(each): f"{each:g}" for each in rates}
    return Board(
        words.ESCAPE_TITLE,
        Axis(words.STEP_SIZE, (math.log10(rates[0]) - 0.1, math.log10(rates[-1]) + 0.1), ticks, log=10),
        panels, legend=[*legend, Chip(words.BLEW_UP, mark="times")], height=460,
    )  # fmt: skip


def _line(cells, tone: str, dash: str) -> list[Mark]:
    """One number of draws: where most runs blew up, nothing is left to leave."""
    if not cells:
        return []
    x = np.log10([each.rate for each in cells])
    blown = np.array([each.fate.lost > each.fate.runs / 2 for each in cells])
    left = np.where(blown, np.nan, [each.fate.left for each in cells])
    hints = np.array([said(each) for each in cells], object)
    marks = [line(x, left, tone, 3, dash)]
    for which, y, shape, size in ((~blown, left, "dot", 7), (blown, np.full(len(x), ABOVE), "times", 9)):
        if which.any():
            marks.append(dots(x[which], y[which], tone, shape, size, hints=hints[which]))
    return marks


def said(cell) -> str:
    """One cell in a sentence."""
    fate = cell.fate
    left = fate.runs - int(fate.count[fate.home]) - fate.lost
    name = words.OPTIMIZERS.get(cell.optimizer, cell.optimizer)
    return words.cell(name, cell.rate, words.draws(cell.draws), left, fate.runs, fate.lost, fate.kl)
