"""Evidence as a ceiling, the ELBO as a level below it, and the gap between them, model by model; and the curves behind."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, Points, band, bars, line, note, segments
from vizvi.lessons.choose import words
from vizvi.lessons.choose.degrees import Y

WIDTH = 0.72


def floor_of(elbo) -> float:
    """A round number below all bars, so that an axis stays while data are dragged a little."""
    return 10.0 * np.floor((float(np.min(elbo)) - 2) / 10)


def _columns(at, evidence, elbo, floor: float, told: bool) -> list:
    """A bar for each model: the ELBO filled, the gap hatched, the evidence as a line on top."""
    ends = (at - WIDTH / 2, evidence, at + WIDTH / 2, evidence)
    if not told:
        return [bars(at, evidence, floor, WIDTH, tone="ink", fill="none", width=1), segments(*ends, tone="ink", width=4)]
    hints = [words.bar(a, b, a - b) for a, b in zip(evidence, elbo, strict=True)]
    return [
        bars(at, elbo, floor, WIDTH, tone="elbo", hints=hints),
        bars(at, evidence, elbo, WIDTH, tone="q", fill="hatch", width=1, hints=hints),
        segments(*ends, tone="ink", width=4),
    ]


def _legend(told: bool) -> list:
    return [Chip(words.EVIDENCE, "ink")] + (
        [Chip(words.ELBO, "elbo", "fill"), Chip(words.GAP, "q", "hatch")] if told else []
    )


def degree_bars(found, degree: int, told: bool) -> Board:
    """Both numbers for every degree; the line says which curve is shown."""
    at, (best, bound) = found.degree.astype(float), found.chosen
    floor, top = floor_of(found.elbo), float(found.evidence.max())
    span = top - floor
    marks = _columns(at, found.evidence, found.elbo, floor, told)
    marks.append(note(float(best), top + 0.07 * span, words.EVIDENCE if told and best != bound else words.BEST, tone="ink"))
    if told and best != bound:
        marks.append(note(float(bound), float(found.evidence[bound]) + 0.07 * span, words.ELBO, tone="elbo"))
    title = words.picks(best, bound if told else None)
    x = Axis(words.DEGREES, (-0.6, at[-1] + 0.6), ticks=at.tolist())
    cursor = Cursor(words.DEGREE_SHOWN, float(degree), (0, float(at[-1])), 1, words.DEGREE_AT)
    return Board(
        title,
        x,
        [Panel(Axis(words.LOG_EVIDENCE, (floor, top + 0.16 * span)), marks)],
        cursor,
        legend=_legend(told),
        height=350,
    )


def fit_board(data, degree: int, at, exact, q) -> Board:
    """Points to drag up and down, the curve of one degree with its exact band and q's (None: not yet)."""
    pairs = np.reshape(data, (-1, 2))
    marks = [band(at, exact.lo, exact.hi, tone="p", edge=0), line(at, exact.mean, tone="ink", width=2)]
    legend = [Chip(words.EXACT_BAND, "p", "fill")]
    if q is not None:
        marks += [line(at, end, tone="q", width=3) for end in (q.lo, q.hi)]
        legend.append(Chip("q's", "q"))
    ratio = None if q is None else q.sd / exact.sd
    title = words.curve(degree, len(pairs), None if ratio is None else (ratio.min(), ratio.max()))
    grips = Points(pairs, words.DATA_POINT, "y")
    x, y = Axis("x", (-0.02, 1.02)), Axis("y", Y)
    return Board(title, x, [Panel(y, marks)], points=grips, legend=legend, height=350)


def flight_bars(found, told: bool) -> Board:
    """The two models of the flights; before all may be told, what their bounds say alone."""
    at, top = np.arange(2.0), float(found.evidence.max())
    floor = float(np.floor(found.elbo.min() - 1.0))
    alone = [bars(at, found.elbo, floor, WIDTH, tone="elbo")]
    marks = _columns(at, found.evidence, found.elbo, floor, True) if told else alone
    title = words.flights(found.elbo.tolist(), found.evidence.tolist() if told else None)
    x = Axis("", (-0.7, 1.7), ticks={0: words.WITHOUT_TEMPERATURE, 1: words.WITH_TEMPERATURE})
    panel = Panel(Axis(words.LOG_EVIDENCE, (floor, top + 0.6)), marks)
    legend = _legend(True) if told else [Chip(words.ELBO, "elbo", "fill")]
    return Board(title, x, [panel], legend=legend, height=330)


def flight_curves(temperature, outcome, curve, same: float) -> Board:
    """What each model says of distress, at its posterior's mean coefficients: a curve and a level; and the flights."""
    from vizvi.figures.board import dots

    jitter = outcome * 0.94 + 0.03
    marks = [
        line(curve[0], curve[1], tone="p", width=3, label=words.WITH, at=0.15),
        line(curve[0], np.full(len(curve[0]), same), tone="p", width=3, dash="dash", label=words.WITHOUT, at=0.85),
        dots(temperature, jitter, tone="ink", size=7),
    ]
    title = words.every_day(100 * same)
    x, y = (
        Axis(words.LAUNCH_TEMPERATURE, (float(curve[0][0]), float(curve[0][-1]))),
        Axis(words.DISTRESS, (0.0, 1.0)),
    )
    return Board(title, x, [Panel(y, marks)], height=330)
