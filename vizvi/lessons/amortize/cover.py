"""The lesson's card: pictures of the data, each with a posterior to be guessed."""

import numpy as np

from vizvi.figures.cover import Cover, Pixels
from vizvi.models.digits import digits

SHOWN = ((3, 0, 8), (5, 2, 6))  # one picture of each, row by row


def cover() -> Cover:
    """Ink is the share of a cell's dots that are dark."""
    data = digits()
    marks = []
    for row, digits_of in enumerate(SHOWN):
        for column, digit in enumerate(digits_of):
            counts = data.counts[np.argmax(data.label == digit)]
            side = round(counts.size**0.5)
            box = (column, column + 0.86, 1 - row, 1.86 - row)
            marks.append(Pixels("ink", counts.reshape(side, side) / data.counts.max(), box))
    return Cover(((-0.07, 2.93), (-0.07, 1.93)), tuple(marks))
