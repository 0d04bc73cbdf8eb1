"""The family ladder as bars that grow toward a ceiling."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, bars, rule
from vizvi.lessons.play_2d import words


def ladder_board(names, elbos, log_z: float) -> Board:
    """Families from the lowest ELBO (below) to the highest; what is missing to log Z is hatched in q's hue: all of the
    width for an ELBO of −∞. All in nats."""
    elbos = np.asarray(elbos, float)
    at, depth = np.arange(len(names)), max(float(np.max(log_z - elbos, initial=0.0, where=np.isfinite(elbos))), 0.05)
    floor = log_z - 1.6 * depth
    hints = [words.below(name, log_z - elbo) for name, elbo in zip(names, elbos, strict=True)]
    ends = np.maximum(elbos, floor)
    marks = [
        bars(at, ends, floor, 0.6, "elbo", across=True, labels=elbos, hints=hints),
        bars(at, log_z, ends, 0.6, "q", "hatch", width=1, across=True, hints=hints),
        rule(x=log_z, width=3, label=words.ceiling(log_z)),
    ]
    y = Axis("", (-0.6, len(names) - 0.05), dict(enumerate(names)))
    x = Axis(words.ELBO, (floor, log_z + 0.04 * depth))
    return Board("; ".join(hints) + ".", x, [Panel(y, marks)], height=110 + 48 * len(names))
