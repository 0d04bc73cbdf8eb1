"""Where runs end against the step size, one line a rule."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, dots, line
from vizvi.lessons.gradients.sweep import RULES

TONES = ("class1", "solid"), ("class2", "solid"), ("class3", "solid"), ("q", "solid"), ("q", "dash"), ("q", "dot")
LOOKS = dict(zip(RULES, TONES, strict=True))
LOWEST, TOP = -4.0, 2.0


def sweep_board(found: dict, title: str) -> Board:
    """found: as `sweep.joined` has it; × where more than half of the runs diverged."""
    marks = []
    for rule, (rates, median, diverged) in found.items():
        tone, dash = LOOKS[rule]
        with np.errstate(divide="ignore"):
            y = np.clip(np.log10(median), LOWEST, TOP)
        good = (diverged <= 0.5) & np.isfinite(median)
        x = np.log10(rates)
        marks.append(line(x, np.where(good, y, np.nan), tone=tone, dash=dash, width=3))
        hints = [f"{rule}, step {each:g}" for each in rates[good]]
        marks.append(dots(x[good], y[good], tone=tone, shape="dot", size=6, hints=hints))
        marks.append(dots(x[~good], np.full((~good).sum(), TOP - 0.15), tone=tone, shape="times", size=9))
    ticks = {k: f"{10.0**k:g}" for k in range(int(LOWEST), int(TOP) + 1)}
    legend = [Chip(rule, tone, dash=dash) for rule, (tone, dash) in LOOKS.items()]
    return Board(
        title=title,
        x=Axis("step size (log scale)", (-3.1, 0.1), (0.001, 0.01, 0.1, 1), 10),
        panels=[Panel(Axis("KL(q‖p) after 2\u2009000 draws, nats (median of 16 runs)", (LOWEST, TOP), ticks, 10), marks)],
        height=400,
        legend=[*legend, Chip("most runs diverged", "ink", "times")],
    )
