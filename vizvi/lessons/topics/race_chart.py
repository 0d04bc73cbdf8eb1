"""Held-out bound against documents read, on a logarithmic axis: minibatches and whole passes."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, dots, line, rule
from vizvi.lessons.topics.words import tabs as words

UNIFORM = -float(np.log(25))  # of 25 pixels that say nothing


def race_board(quick, slow) -> Board:
    """quick, slow: `race.Look`s as far as they are; their starts, at no document, are left out."""
    marks = [rule(y=UNIFORM, tone="muted", dash="dot", width=2, label=words.KNOWS_NOTHING)]
    for looks, tone, name, shape in ((quick, "q", words.QUICK, "dot"), (slow, "class2", words.SLOW, "square")):
        seen = [each for each in looks if each.touched]
        if seen:
            x, y = np.log10([each.touched for each in seen]), [each.held_out for each in seen]
            marks += [line(x, y, tone=tone, width=3, label=name, at=0.7), dots(x, y, tone, shape, 8)]
    x = Axis(words.READ, (2.0, 4.65), ticks=(100, 500, 2000, 8000, 40000), log=10)
    return Board(words.RACE_TITLE, x, [Panel(Axis(words.HELD_OUT_AXIS, (-3.3, -2.8)), marks)], height=380)
