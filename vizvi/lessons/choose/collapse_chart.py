"""Unused latents: what each tells against the decoder's variance; and what turning them costs a factorized q."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, line, rule
from vizvi.format import number
from vizvi.lessons.choose import words
from vizvi.lessons.choose.collapse import EIGENVALUES, turned

LOOKS = (("class1", "solid"), ("class2", "dash"), ("class4", "long"))


def told_board(found, variance: float, now) -> Board:
    """nats of each latent (G, K) against the decoder's variance; a line to drag at one; now (K,): what they tell there."""
    marks, legend = [], []
    for k, (each, limit) in enumerate(zip(EIGENVALUES, found.thresholds, strict=True)):
        tone, dash = LOOKS[k]
        marks.append(line(found.noise_variance, found.kl[:, k], tone=tone, width=3, dash=dash))
        marks.append(rule(x=float(limit), tone=tone, dash="dot", width=1))
        legend.append(Chip(words.variance(each), tone, dash=dash))
    said = ", ".join(number(float(each)) for each in now)
    title = words.told(variance, said)
    cursor = Cursor(words.DECODER, variance, (0.05, 5.0), 0.05, "{}")
    x = Axis(words.DECODER_AXIS, (0.0, 5.0))
    return Board(title, x, [Panel(Axis(words.KL, (0.0, 2.2)), marks)], cursor, legend=legend, height=330)


def turned_board(noise_variance: float) -> Board:
    """Mean-field's gap against the angle by which two latents are turned."""
    degrees = np.linspace(0, 90, 91)
    gap = turned(np.deg2rad(degrees), EIGENVALUES[:2], noise_variance)
    marks = [line(degrees, gap, tone="q", width=3)]
    title = words.turned(float(gap.max()))
    x = Axis(words.TURNED, (0, 90), ticks=range(0, 91, 15))
    return Board(title, x, [Panel(Axis(words.GAP_AXIS, (0.0, max(0.2, 1.15 * float(gap.max())))), marks)], height=330)
