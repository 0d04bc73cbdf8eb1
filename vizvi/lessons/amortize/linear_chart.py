"""The linear VAE's gap against an angle, and what its dimensions tell against β."""

import numpy as np

from vizvi.figures.board import Axis, Board, Cursor, Panel, line
from vizvi.lessons.amortize.linear import gap, told


def turn_board(linear, turn: float) -> Board:
    """The gap of mean-field against the angle, with a cursor."""
    degrees = np.linspace(0, 90, 91)
    marks = [line(degrees, gap(linear, degrees), tone="q", width=4)]
    title = "Mean-field's gap in the linear VAE rises as its latents are turned, up to 45°, and falls again."
    y = Axis("approximation gap, nats", (0, 1.25 * float(gap(linear, 45)[0])))
    cursor = Cursor("turn", turn, (0, 90), step=1, label="{}°")
    return Board(
        title,
        Axis("turn of the latents, degrees", (0, 90), ticks=(0, 15, 30, 45, 60, 75, 90)),
        [Panel(y, marks)],
        cursor=cursor,
        height=340,
    )


def beta_board(linear, beta: float) -> Board:
    """KL to the prior of both dimensions against β, with a cursor."""
    betas = np.linspace(0.2, 20, 200)
    first, second = told(linear, betas).T
    marks = [
        line(betas, first, tone="class1", width=3, label="first", at=0.3),
        line(betas, second, tone="class2", width=3, dash="dash", label="second", at=0.5),
    ]
    title = "What each latent dimension tells falls with β and reaches nothing where the dimension collapses."
    cursor = Cursor("β", beta, (0.2, 20), step=0.1, label="β = {}")
    return Board(
        title, Axis("β", (0, 20.5)), [Panel(Axis("KL to the prior, nats", (-0.05, 2.2)), marks)], cursor=cursor, height=340
    )
