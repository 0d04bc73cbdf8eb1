"""Sds by q against sds by sampling, a dot a pixel, with the line where both agree."""

from vizvi.figures.board import Axis, Board, Panel, dots, line

TOP = 0.02


def sure_board(seen) -> Board:
    """seen: `sure.Sure`."""
    marks = [
        line([0, TOP], [0, TOP], tone="muted", dash="dash", label="equal", at=0.9),
        dots(seen.sampled, seen.q, "q", "dot", 8),
    ]
    title = f"q's sds of the bars' pixels lie below the sampled ones: {seen.ratio:.2f} of them."
    axis = lambda name: Axis(name, (0, TOP), ticks=(0, 0.005, 0.01, 0.015, 0.02))
    return Board(title, axis("sd by Gibbs"), [Panel(axis("sd of q"), marks)], aspect="equal", height=360)
