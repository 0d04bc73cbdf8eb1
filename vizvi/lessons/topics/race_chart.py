"""Held-out bound against documents read, on a logarithmic axis: minibatches and whole passes."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, dots, line, rule

UNIFORM = -float(np.log(25))  # of 25 pixels that say nothing


def race_board(quick, slow) -> Board:
    """quick, slow: `race.Look`s as far as they are; their starts, at no document, are left out."""
    marks = [rule(y=UNIFORM, tone="muted", dash="dot", width=2, label="knows nothing")]
    for looks, tone, name, shape in ((quick, "q", "minibatches", "dot"), (slow, "class2", "all documents", "square")):
        seen = [each for each in looks if each.touched]
        if seen:
            x, y = np.log10([each.touched for each in seen]), [each.held_out for each in seen]
            marks += [line(x, y, tone=tone, width=3, label=name, at=0.7), dots(x, y, tone, shape, 8)]
    title = "Held-out bound against documents read: minibatches are far ahead after one pass."
    x = Axis("documents read", (2.0, 4.65), ticks=(100, 500, 2000, 8000, 40000), log=10)
    return Board(title, x, [Panel(Axis("held-out bound, nats a word", (-3.3, -2.8)), marks)], height=380)
