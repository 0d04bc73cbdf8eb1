"""An 8 × 8 picture of probabilities."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, field
from vizvi.lessons.amortize.words import screen as words
from vizvi.models.digits import SIDE

CELLS = 8  # that one pixel is painted with, so that its edges are sharp


def pixels_board(image) -> Board:
    """image: (8, 8) P(pixel is dark), row 0 on top."""
    fine = np.repeat(np.repeat(np.asarray(image)[::-1], CELLS, 0), CELLS, 1)
    half = 0.5 / CELLS
    marks = [field(-fine, (half, SIDE - half, half, SIDE - half), (-1, 1), "diverging", bar=False)]
    axis = Axis("", (0, SIDE), ticks=())
    return Board(words.DECODED_TITLE, axis, [Panel(axis, marks)], aspect="equal", height=165, hover=False)
