"""Bound against bars found, a dot for each start."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, dots
from vizvi.lessons.topics.words import tabs as words
from vizvi.lessons.topics.words.screen import BOUND, FOUND

ROOM = 0.004  # nats a word, around the bounds


def seeds_board(strip, picked: int) -> Board:
    """strip: `seeds.Strip`; picked: the start that the first screen shows."""
    bound, found, every = strip.bound, strip.found, np.arange(len(strip.bound))
    hints = [words.start_hint(r, bound[r], found[r]) for r in every]
    # Dots that would cover each other stand side by side, upwards.
    close = (abs(bound[:, None] - bound) < 5e-4) & (found[:, None] == found)
    nudge = 0.7 * np.tril(close, -1).sum(axis=1)
    marks = [dots(bound, found + nudge, "q", "ring", 14, labels=[str(r) for r in every], hints=hints)]
    if picked < len(every):
        marks.append(dots(bound[[picked]], (found + nudge)[[picked]], "q", "dot", 14))
    title = words.best_start_finds(len(every), found[strip.best])
    span = float(bound.min()) - ROOM, float(bound.max()) + ROOM
    y = Axis(FOUND, (-0.6, 14.5), ticks=(0, 2, 4, 6, 8, 10))
    return Board(title, Axis(BOUND, span), [Panel(y, marks)], height=330)
