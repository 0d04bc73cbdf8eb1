"""Evidence and bound as curves in the parameter, and three ways up."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, band, dots, line, rule
from vizvi.lessons.choose import words

VIEW = (-0.5, 1.0)


def climb_board(found, half: int, held, start: float, told: bool, exact: bool, joint: bool) -> Board:
    """found: `Learning`; half: half-steps of variational EM that are drawn; held (G,): the bound with q as it is then;
    start: where all paths begin, a line to drag; exact, joint: whether those paths are drawn, too."""
    x = found.correlation
    top = float(found.evidence.max())
    low = float(np.interp(0.0, x, found.elbo))
    depth = max(1.35 * (top - low), 0.02)
    marks = []
    if told:
        marks.append(band(x, found.elbo, found.evidence, tone="q", edge=0, alpha=0.25))
        marks.append(line(x, found.elbo, tone="elbo", width=3, label=words.ELBO, at=0.2))
    marks.append(line(x, found.evidence, tone="ink", width=3, label=words.EVIDENCE, at=0.35))
    marks.append(rule(x=found.peaks[0], tone="ink", dash="dot", label=f"{found.peaks[0]:.3f}"))
    legend = []
    if told:
        marks.append(rule(x=found.peaks[1], tone="elbo", dash="dot", label=f"{found.peaks[1]:.3f}"))
        marks.append(line(x, held, tone="q", width=2, dash="dot"))
        legend = [Chip(words.HELD, "q", dash="dot"), Chip(words.VARIATIONAL_EM, "q"), Chip(words.GAP, "q", "fill")]
        if exact:
            marks += _path(found.exact.correlation, found.exact.bound, "p", "solid", "diamond")
            legend.append(Chip(words.EXACT_EM_PATH, "p"))
        if joint:
            marks += _path(found.joint.correlation, found.joint.bound, "class3", "dash", "none")
            legend.append(Chip(words.GRADIENT, "class3", dash="dash"))
        way = found.variational
        marks += _path(way.correlation[: half + 1], way.bound[: half + 1], "q", "solid", "dot")
        marks.append(dots(way.correlation[half], way.bound[half], tone="q", size=13))
        of_elbo, of_evidence, here = found.peaks[1], found.peaks[0], float(way.correlation[half])
        title = words.peaks(of_elbo, of_evidence, here)
    else:
        title = words.evidence_peak(found.peaks[0])
    y = Axis(words.A_SEQUENCE, (top - depth, top + 0.18 * depth))
    cursor = Cursor(words.START, start, (-0.45, 0.95), 0.05, words.START_AT) if told else None
    return Board(title, Axis(words.CORRELATION, VIEW), [Panel(y, marks)], cursor, legend=legend, height=400)


def _path(correlation, bound, tone: str, dash: str, shape: str) -> list:
    drawn = [line(correlation, bound, tone=tone, width=2.5, dash=dash)]
    return drawn if shape == "none" else [*drawn, dots(correlation, bound, tone=tone, shape=shape, size=7)]
