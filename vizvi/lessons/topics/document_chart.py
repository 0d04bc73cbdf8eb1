"""One document as 25 pixels, each cut by the topics that q thinks its words came from."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, bars, lines
from vizvi.lessons.topics.tiles_chart import SIDE, TONES
from vizvi.lessons.topics.words import screen as words

LETTERS = "ABCDEF"
LEAST = 0.05  # share of a document from which a topic has a color


def lettered(share) -> dict[int, str]:
    """The topics of a document with at least a twentieth of it, the larger first: {place: letter}."""
    order = [int(k) for k in np.argsort(-np.asarray(share), kind="stable") if share[k] >= LEAST]
    return dict(zip(order, LETTERS))


def document_board(document, letters: dict[int, str], number: int) -> Board:
    """document: `tiles.Document`. A pixel is as large as its word is frequent, and cut by responsibility."""
    counts, reading = document.counts, document.responsibilities
    size = 0.94 * np.sqrt(counts / counts.max())
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    left, low = column + 0.5 - size / 2, SIDE - 1 - row + 0.5 - size / 2
    groups = [(TONES[ord(letter) - 65], reading[:, [k]].sum(axis=1)) for k, letter in letters.items()]
    rest = np.ones(len(counts)) - sum((part for _, part in groups), np.zeros(len(counts)))
    marks = [lines(_grid(), tone="muted", width=1, alpha=0.5)]
    for tone, part in [*groups, ("muted", rest)]:
        wide = np.flatnonzero(size * part > 0.02)
        if len(wide):
            width = (size * part)[wide]
            hints = [words.word_hint(i + 1, counts[i]) for i in wide]
            box = left[wide] + width / 2, (low + size)[wide], low[wide], width, tone
            marks += [bars(*box, width=0)] * 2 + [bars(*box, width=2, hints=hints)]  # three tints: a color to be told apart
        left = left + size * part
    legend = [Chip(words.named(each, document.share[k]), TONES[ord(each) - 65], "fill") for k, each in letters.items()]
    axis = Axis("", (-0.05, SIDE + 0.05), ticks=())
    return Board(words.words_of(number), axis, [Panel(axis, marks)], legend=legend, aspect="equal", height=400)


def _grid() -> list[np.ndarray]:
    ends = range(SIDE + 1)
    return [np.array([[i, 0], [i, SIDE]]) for i in ends] + [np.array([[0, i], [SIDE, i]]) for i in ends]
