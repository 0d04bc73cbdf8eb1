"""Evidence as a ceiling, the ELBO as a level below it, and the gap between them, model by model; and the curves behind."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, Points, band, bars, line, note, segments
from vizvi.format import nats, number
from vizvi.lessons.choose.degrees import Y

WIDTH = 0.72
NAMES = {"mean_field": "mean-field", "full_rank": "full-rank"}


def floor_of(elbo) -> float:
    """A round number below all bars, so that an axis stays while data are dragged a little."""
    return 10.0 * np.floor((float(np.min(elbo)) - 2) / 10)


def _columns(at, evidence, elbo, floor: float, told: bool) -> list:
    """A bar for each model: the ELBO filled, the gap hatched, the evidence as a line on top."""
    ends = (at - WIDTH / 2, evidence, at + WIDTH / 2, evidence)
    if not told:
        return [bars(at, evidence, floor, WIDTH, tone="ink", fill="none", width=1), segments(*ends, tone="ink", width=4)]
    hints = [f"evidence {number(a)}, ELBO {number(b)}, gap {nats(a - b)}" for a, b in zip(evidence, elbo, strict=True)]
    return [
        bars(at, elbo, floor, WIDTH, tone="elbo", hints=hints),
        bars(at, evidence, elbo, WIDTH, tone="q", fill="hatch", width=1, hints=hints),
        segments(*ends, tone="ink", width=4),
    ]


def _legend(told: bool) -> list:
    return [Chip("evidence", "ink")] + ([Chip("ELBO", "elbo", "fill"), Chip("gap", "q", "hatch")] if told else [])


def degree_bars(found, degree: int, told: bool) -> Board:
    """Both numbers for every degree; the line says which curve is shown."""
    at, (best, bound) = found.degree.astype(float), found.chosen
    floor, top = floor_of(found.elbo), float(found.evidence.max())
    span = top - floor
    marks = _columns(at, found.evidence, found.elbo, floor, told)
    marks.append(note(float(best), top + 0.07 * span, "evidence" if told and best != bound else "best", tone="ink"))
    if told and best != bound:
        marks.append(note(float(bound), float(found.evidence[bound]) + 0.07 * span, "ELBO", tone="elbo"))
    title = f"The evidence picks degree {best}" + (f", the ELBO degree {bound}." if told else ".")
    x = Axis("degree", (-0.6, at[-1] + 0.6), ticks=at.tolist())
    cursor = Cursor("Degree shown", float(degree), (0, float(at[-1])), 1, "degree {}")
    return Board(
        title,
        x,
        [Panel(Axis("log p(y), nats", (floor, top + 0.16 * span)), marks)],
        cursor,
        legend=_legend(told),
        height=350,
    )


def fit_board(data, degree: int, at, exact, q) -> Board:
    """Points to drag up and down, the curve of one degree with its exact band and q's (None: not yet)."""
    pairs = np.reshape(data, (-1, 2))
    marks = [band(at, exact.lo, exact.hi, tone="p", edge=0), line(at, exact.mean, tone="ink", width=2)]
    legend = [Chip("exact 95 % band", "p", "fill")]
    if q is not None:
        marks += [line(at, end, tone="q", width=3) for end in (q.lo, q.hi)]
        legend.append(Chip("q's", "q"))
    title = f"The curve of degree {degree} through {len(pairs)} points"
    if q is not None:
        ratio = q.sd / exact.sd
        title += f"; q's band is {ratio.min():.2f} to {ratio.max():.2f} times as wide as the exact one"
    grips = Points(pairs, "Data point", "y")
    x, y = Axis("x", (-0.02, 1.02)), Axis("y", Y)
    return Board(f"{title}.", x, [Panel(y, marks)], points=grips, legend=legend, height=350)


def flight_bars(found, told: bool) -> Board:
    """The two models of the flights; before all may be told, what their bounds say alone."""
    at, top = np.arange(2.0), float(found.evidence.max())
    floor = float(np.floor(found.elbo.min() - 1.0))
    alone = [bars(at, found.elbo, floor, WIDTH, tone="elbo")]
    marks = _columns(at, found.evidence, found.elbo, floor, True) if told else alone
    without, with_it = (number(float(each)) for each in found.elbo)
    title = f"ELBO without temperature {without}, with {with_it} nats"
    if told:
        without, with_it = (number(float(each)) for each in found.evidence)
        title += f"; evidence {without} and {with_it}"
    x = Axis("", (-0.7, 1.7), ticks={0: "without temperature", 1: "with temperature"})
    panel = Panel(Axis("log p(y), nats", (floor, top + 0.6)), marks)
    legend = _legend(True) if told else [Chip("ELBO", "elbo", "fill")]
    return Board(f"{title}.", x, [panel], legend=legend, height=330)


def flight_curves(temperature, outcome, curve, same: float) -> Board:
    """What each model says of distress, at its posterior's mean coefficients: a curve and a level; and the flights."""
    from vizvi.figures.board import dots

    jitter = outcome * 0.94 + 0.03
    marks = [
        line(curve[0], curve[1], tone="p", width=3, label="with", at=0.15),
        line(curve[0], np.full(len(curve[0]), same), tone="p", width=3, dash="dash", label="without", at=0.85),
        dots(temperature, jitter, tone="ink", size=7),
    ]
    title = f"Without temperature the chance of distress is {100 * same:.0f} % on every day; with it, it falls with warmth."
    x, y = (
        Axis("launch temperature, °F", (float(curve[0][0]), float(curve[0][-1]))),
        Axis("probability of distress", (0.0, 1.0)),
    )
    return Board(title, x, [Panel(y, marks)], height=330)
