"""What is left of the amortization gap against steps of refinement."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, line
from vizvi.lessons.amortize.words import tabs as words
from vizvi.lessons.amortize.words.settings import WAYS

LOOKS = {"natural": ("q", "solid"), "exact": ("class2", "long"), "draws": ("muted", "dot")}
LEAST = 1e-4


def refine_board(left: dict) -> Board:
    """left: what each way has left, (T + 1,) nats."""
    marks = []
    for i, (way, gap) in enumerate(left.items()):
        tone, dash = LOOKS[way]
        y = np.log10(np.maximum(gap, LEAST))
        marks.append(line(np.arange(len(gap)), y, tone=tone, dash=dash, width=3, label=WAYS[way], at=0.1 + 0.3 * i))
    y = Axis(words.AMORTIZATION_AXIS, (-4.1, 1.8), ticks=(1e-4, 0.001, 0.01, 0.1, 1, 10), log=10)
    return Board(words.REFINE_TITLE, Axis(words.REFINE_STEPS, (0, 50)), [Panel(y, marks)], height=340)
