"""Evidence and bound as curves in the parameter, and three ways up."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, band, dots, line, rule

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
        marks.append(line(x, found.elbo, tone="elbo", width=3, label="ELBO", at=0.2))
    marks.append(line(x, found.evidence, tone="ink", width=3, label="evidence", at=0.35))
    marks.append(rule(x=found.peaks[0], tone="ink", dash="dot", label=f"{found.peaks[0]:.3f}"))
    legend = []
    if told:
        marks.append(rule(x=found.peaks[1], tone="elbo", dash="dot", label=f"{found.peaks[1]:.3f}"))
        marks.append(line(x, held, tone="q", width=2, dash="dot"))
        legend = [Chip("bound with q held", "q", dash="dot"), Chip("variational EM", "q"), Chip("gap", "q", "fill")]
        if exact:
            marks += _path(found.exact.correlation, found.exact.bound, "p", "solid", "diamond")
            legend.append(Chip("exact EM", "p"))
        if joint:
            marks += _path(found.joint.correlation, found.joint.bound, "class3", "dash", "none")
            legend.append(Chip("gradient in q and λ", "class3", dash="dash"))
        way = found.variational
        marks += _path(way.correlation[: half + 1], way.bound[: half + 1], "q", "solid", "dot")
        marks.append(dots(way.correlation[half], way.bound[half], tone="q", size=13))
        of_elbo, of_evidence, here = found.peaks[1], found.peaks[0], float(way.correlation[half])
        title = f"The ELBO peaks at λ = {of_elbo:.3f}, the evidence at {of_evidence:.3f}; variational EM is at {here:.3f}."
    else:
        title = f"The evidence peaks at λ = {found.peaks[0]:.3f}."
    y = Axis("nats a sequence", (top - depth, top + 0.18 * depth))
    cursor = Cursor("Start λ", start, (-0.45, 0.95), 0.05, "start {}") if told else None
    return Board(title, Axis("correlation λ", VIEW), [Panel(y, marks)], cursor, legend=legend, height=400)


def _path(correlation, bound, tone: str, dash: str, shape: str) -> list:
    drawn = [line(correlation, bound, tone=tone, width=2.5, dash=dash)]
    return drawn if shape == "none" else [*drawn, dots(correlation, bound, tone=tone, shape=shape, size=7)]
