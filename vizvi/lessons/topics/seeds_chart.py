"""Bound against bars found, a dot for each start."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, dots

ROOM = 0.004  # nats a word, around the bounds


def seeds_board(strip, picked: int) -> Board:
    """strip: `seeds.Strip`; picked: the start that the first screen shows."""
    bound, found, every = strip.bound, strip.found, np.arange(len(strip.bound))
    hints = [f"start {r}: bound {bound[r]:.4f}, {found[r]} bars" for r in every]
    # Dots that would cover each other stand side by side, upwards.
    close = (abs(bound[:, None] - bound) < 5e-4) & (found[:, None] == found)
    nudge = 0.7 * np.tril(close, -1).sum(axis=1)
    marks = [dots(bound, found + nudge, "q", "ring", 14, labels=[str(r) for r in every], hints=hints)]
    if picked < len(every):
        marks.append(dots(bound[[picked]], (found + nudge)[[picked]], "q", "dot", 14))
    title = f"Of {len(every)} starts the one with the best bound finds {found[strip.best]} of ten bars."
    span = float(bound.min()) - ROOM, float(bound.max()) + ROOM
    x = Axis("bound, nats a word", span)
    return Board(title, x, [Panel(Axis("bars found ⌁", (-0.6, 14.5), ticks=(0, 2, 4, 6, 8, 10)), marks)], height=330)
