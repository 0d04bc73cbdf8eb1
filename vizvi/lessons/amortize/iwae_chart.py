"""The importance-weighted bound against draws, below log p(x)."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, dots, line, rule, segments
from vizvi.lessons.amortize.words import tabs as words


def iwae_board(found, log_p: float) -> Board:
    """found: `iwae.Weighted`s."""
    x = np.log10([each.draws for each in found])
    y, error = (np.array([getattr(each, name) for each in found]) for name in ("bound", "error"))
    marks = [
        rule(y=log_p, tone="ink", width=3, label=words.IWAE_CEILING),
        segments(x, y - 2 * error, x, y + 2 * error, tone="elbo", width=2),
    ]
    marks += [line(x, y, tone="elbo", width=3), dots(x, y, "elbo", "dot", 9)]
    axis = Axis(words.DRAWS, (-0.1, 1.8), ticks=(1, 2, 5, 10, 20, 50), log=10)
    return Board(words.IWAE_TITLE, axis, [Panel(Axis(words.BOUND, None), marks)], height=340)
