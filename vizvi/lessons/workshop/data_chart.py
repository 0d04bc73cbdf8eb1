"""The data that were pasted, and over them the curve that p and each Gaussian q say they come from."""

import numpy as np

from vizvi.diagnostics.report import Report
from vizvi.figures.board import Axis, Board, Chip, Panel, band, dots, histogram, line
from vizvi.lessons.workshop import words
from vizvi.lessons.workshop.charts import LOOKS
from vizvi.lessons.workshop.data_fit import histogram_of, of_p, of_q
from vizvi.models.pasted import Pasted

HEIGHT, ROOM = 250, 0.08



def data_board(target: Pasted, report: Report | None) -> Board:
    """Rows as dots, or a histogram; the band holds 90 % of p's curves at each x, between its lines 90 % of a q's do."""
    p, y = of_p(target), np.array(target.y)
    rungs = [] if report is None else [each for each in report.rungs if each.slug in ("mean_field", "full_rank")]
    seen = [(each, of_q(target, each)) for each in rungs]
    one = target.template == "normal"
    marks = [band(p.x, p.low, p.high, tone="p", edge=0), line(p.x, p.middle, tone="p", width=3)]
    for each, found in seen:
        look = LOOKS[each.slug] | {"width": 2}
        marks += [line(found.x, found.low, **look), line(found.x, found.high, **look)]
    if one:
        edges, heights = histogram_of(y)
        marks.insert(0, histogram(edges, heights, tone="muted", width=1))
    else:
        heights = y
        marks.append(dots(np.array(target.x), y, tone="ink", size=7, alpha=0.8 if len(y) < 200 else 0.25))
    axis = Axis("y" if one else "x", (p.x[0], p.x[-1]))
    panel = Panel(Axis(words.DENSITY if one else "y", _range(target, heights, p)), marks)
    legend = [Chip(words.DATA, "muted" if one else "ink", "fill" if one else "dot")]
    legend.append(Chip(words.p_of(target.template), "p", "fill"))
    legend += [Chip(words.q_of(each.slug), "q", dash=LOOKS[each.slug]["dash"]) for each, _ in seen]
    return Board(_said(target, p, seen), axis, [panel], legend=legend, height=HEIGHT)


def _range(target: Pasted, heights, p) -> tuple[float, float]:
    lo, hi = (0.0, 1.0) if target.template == "logistic" else (float(min(heights.min(), 0.0)), float(heights.max()))
    if target.template == "linear":
        lo, hi = min(float(heights.min()), float(p.low.min())), max(hi, float(p.high.max()))
    elif target.template != "logistic":
        hi = max(hi, min(float(p.high.max()), 2 * hi))
    pad = ROOM * (hi - lo)
    return (lo if target.template == "normal" else lo - pad), hi + pad


def _said(target: Pasted, p, seen) -> str:
    """How wide mean-field's band is beside p's, at its widest and its narrowest."""
    if not seen:
        return words.rows_alone(len(target.y))
    ratio = (seen[0][1].high - seen[0][1].low) / np.maximum(p.high - p.low, 1e-300)
    return words.how_wide(len(target.y), ratio.min(), ratio.max())
