"""A line through data with its bands, and the launch at 31 °F, as boards."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, Points, band, dots, hops, line, rule
from vizvi.lessons.too_sure.words import line as words
from vizvi.lessons.too_sure.words.everywhere import EXACT, FULL_RANK, LAPLACE, MEAN_FIELD
from vizvi.models.distress import stacked

CHANCE = Axis(words.DISTRESS, (-0.2, 1.2), {each / 100: f"{each} %" for each in range(0, 101, 25)})
TONES = {EXACT: "p", FULL_RANK: "q", MEAN_FIELD: "q", LAPLACE: "class3"}
DASHES = {EXACT: "solid", FULL_RANK: "dash", MEAN_FIELD: "solid", LAPLACE: "long"}


def line_board(view, data, spans, draws, told: str, centre: float | None) -> Board:
    """Points to drag with the exact band, and mean-field's if it may be shown.

    view: x (G,), exact band, mean-field band or None; data (N, 2); spans: what is in view along x and y; draws (K, G) lines
    to show one at a time, or None, with what they are drawn from; centre: where x is measured from, if not 0."""
    x, exact, q = view
    marks = [band(x, exact.lo, exact.hi, "p", edge=2, label=words.EXACT_BAND)]
    if q is not None:
        marks.append(band(x, q.lo, q.hi, "q", fill=False, edge=4, label=words.MEAN_FIELD_BAND))
    marks.append(line(x, exact.mean))
    if centre is not None:
        marks.append(rule(x=centre, tone="muted", dash="dot", label=words.MEAN_OF_X))
    if draws is not None:
        marks.append(hops(x, draws, told))
    title = words.ONLY_EXACT if q is None else _takeaway(x, exact, q)
    panel = Panel(Axis("y", spans[1]), marks)
    return Board(title, Axis("x", spans[0]), [panel], points=Points(np.asarray(data)), height=360)


def _takeaway(x, exact, q) -> str:
    ratio = q.sd / exact.sd
    return words.bands(x[0], ratio[0], x[-1], ratio[-1], ratio.max())


def launch_board(temperature, bands, flights, launch: float, shown) -> Board:
    """Probability of distress against temperature (G,): 90 % bands by name, of which `shown` are drawn, and the flights."""
    marks = []
    for name in shown:
        found, look = bands[name], {"tone": TONES[name], "dash": DASHES[name]}
        if name == EXACT:
            marks.insert(0, band(temperature, found.lo, found.hi, "p", label=words.EXACT_90))
        else:
            marks += [line(temperature, end, width=1.5, **look) for end in (found.lo, found.hi)]
        marks.append(line(temperature, found.mean, width=3, **look))
    marks.append(dots(flights[0], stacked(*flights), size=7))
    marks += [rule(y=each, tone="muted", width=1, alpha=0.5) for each in (0, 1)]
    marks.append(rule(x=launch, dash="dot", label=words.THE_LAUNCH))
    legend = [Chip(name, TONES[name], dash=DASHES[name]) for name in shown]
    legend.append(Chip(words.A_FLIGHT, "ink", "dot"))
    x = Axis(words.TEMPERATURE, (temperature[0], temperature[-1]))
    return Board(words.LAUNCH_TITLE, x, [Panel(CHANCE, marks)], legend=legend, height=360)
