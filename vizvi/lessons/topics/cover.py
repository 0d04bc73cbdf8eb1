"""The lesson's card: documents of the bars corpus, each a mixture of a few rows and columns."""

from vizvi.figures.cover import Cover, Pixels
from vizvi.models.bars import corpus

ACROSS, DOWN, CELL = 4, 2, 0.86  # documents, and how much of its place each takes


def cover() -> Cover:
    """The first documents; ink is the count of a word over the document's largest."""
    counts = corpus(ACROSS * DOWN).counts
    side = round(counts.shape[1] ** 0.5)
    marks = [
        Pixels("ink", one.reshape(side, side) / one.max(), (column, column + CELL, row, row + CELL))
        for one, (row, column) in zip(counts, [(r, c) for r in range(DOWN) for c in range(ACROSS)], strict=True)
    ]
    high = ACROSS * 112 / 168  # square cells
    edge = (high - DOWN) / 2 + (1 - CELL) / 2
    return Cover(((-(1 - CELL) / 2, ACROSS - (1 - CELL) / 2), (-edge, high - edge)), tuple(marks))
