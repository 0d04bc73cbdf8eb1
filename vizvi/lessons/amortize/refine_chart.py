"""What is left of the amortization gap against steps of refinement."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, line

LOOKS = {"natural": ("q", "solid"), "exact": ("class2", "long"), "draws": ("muted", "dot")}
LEAST = 1e-4


def refine_board(left: dict, names: dict) -> Board:
    """left: what each way has left, (T + 1,) nats; names: of the ways."""
    marks = []
    for i, (way, gap) in enumerate(left.items()):
        tone, dash = LOOKS[way]
        y = np.log10(np.maximum(gap, LEAST))
        marks.append(line(np.arange(len(gap)), y, tone=tone, dash=dash, width=3, label=names[way], at=0.1 + 0.3 * i))
    title = "What is left of the amortization gap after each step, by three ways to refine."
    y = Axis("amortization gap, nats", (-4.1, 1.8), ticks=(1e-4, 0.001, 0.01, 0.1, 1, 10), log=10)
    return Board(title, Axis("steps", (0, 50)), [Panel(y, marks)], height=340)
