"""Sds by q against sds by sampling, a dot a pixel, with the line where both agree."""

from vizvi.figures.board import Axis, Board, Panel, dots, line
from vizvi.lessons.topics.words import tabs as words

TOP = 0.02


def sure_board(seen) -> Board:
    """seen: `sure.Sure`."""
    marks = [
        line([0, TOP], [0, TOP], tone="muted", dash="dash", label=words.SURE_EQUAL, at=0.9),
        dots(seen.sampled, seen.q, "q", "dot", 8),
    ]
    axis = lambda name: Axis(name, (0, TOP), ticks=(0, 0.005, 0.01, 0.015, 0.02))
    panel = Panel(axis(words.SD_Q), marks)
    return Board(words.too_sure(seen.ratio), axis(words.SD_GIBBS), [panel], aspect="equal", height=360)
