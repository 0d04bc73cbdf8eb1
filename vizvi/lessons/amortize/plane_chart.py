"""The latent plane: what the decoder draws where, the exact posterior, the encoder's guess and the best q."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, dots, ellipses, field, line, lines
from vizvi.lessons.amortize.mosaic import REACH
from vizvi.lessons.amortize.words import screen as words
from vizvi.models.expectation import factor

FAINT = 0.4  # of the decoded digits


def plane_board(mosaic, lines_of_p, guess, best=None, trail=None, steps: int = 0) -> Board:
    """mosaic: (n, n) probabilities, row 0 on top; lines_of_p: points and lengths; guess, best: λ; trail: (T + 1, P).

    best: left out while it is not to be told."""
    half = REACH / len(mosaic)
    extent = (-REACH + half, REACH - half, -REACH + half, REACH - half)
    marks = [field(-np.asarray(mosaic)[::-1], extent, (-1, 1), "diverging", alpha=FAINT, bar=False)]
    points, lengths = lines_of_p
    if len(lengths):
        marks.append(lines(points, lengths, tone="p", width=3, cased=True))
    marks.append(_ellipse(guess, 3, "dot"))
    legend = [Chip(words.P, "p"), Chip(words.GUESS, "q", dash="dot")]
    if trail is not None and steps:
        way = np.asarray(trail)[: steps + 1, :2]
        marks += [
            line(*way.T, tone="q", width=1, alpha=0.7),
            dots(*way.T, "q", "dot", 4),
            _ellipse(trail[steps], 3, "dash"),
        ]
        legend.append(Chip(words.after(steps), "q", dash="dash"))
    if best is not None:
        marks.append(_ellipse(best, 4, "solid"))
        legend.append(Chip(words.BEST, "q"))
    marks.append(dots([guess[0]], [guess[1]], "q", "dot", 9, labels=[words.START]))
    axis = lambda name: Axis(name, (-REACH, REACH), ticks=(-4, -2, 0, 2, 4))
    return Board(words.PLANE_TITLE, axis("z₁"), [Panel(axis("z₂"), marks)], legend=legend, aspect="equal", height=470)


def _ellipse(lam, width: float, dash: str):
    mean, scale = factor(np.asarray(lam, float))
    return ellipses(mean, scale @ scale.T, 0.9, tone="q", width=width, dash=dash, cased=True)
