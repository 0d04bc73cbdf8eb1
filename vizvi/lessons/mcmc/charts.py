"""A chain on its target, and error against evaluations, as boards."""

import math

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Mark, Panel, Points, band, dots, line, lines, note, rule
from vizvi.lessons.mcmc import words
from vizvi.lessons.mcmc.race import EVALUATIONS, Race, crossed, falling
from vizvi.picture.outlines import ground
from vizvi.sampling import Chains

MOST = 250  # states of a chain that are drawn, or a few more: four times as many look the same
REFUSED = 40
FAR = 1e4
LOWEST, TOP = -2.6, 0.8  # log10 of an error in sds
SKETCH = np.array([1.5, 2.75, 4.0, 1.6, 2.85, 4.1])  # log10 of evaluations where a hand can say what it expects
USUAL = (0.3,) * 3 + (-0.3,) * 3  # that nothing gets better: a hand is to say what does
TICKS = {k: f"{10.0**k:g}" for k in (-2, -1, 0)}



def chain_board(target, chains: Chains, step: int) -> Board:
    """All states up to a step, and the last move of the first chain: its path, and whether it was taken."""
    shape = ground(target)
    marks: list[Mark] = [lines(shape["p_xy"], shape["p_len"], tone="p", width=2)]
    for r, z in enumerate(chains.z[:, : step + 1]):
        thin = z[:: max(1, len(z) // MOST)]
        marks.append(dots(thin[:, 0], thin[:, 1], tone=f"class{r % 6 + 1}", shape="dot", size=4, alpha=0.5))
    refused = _near(chains.proposal[0, max(step - REFUSED, 0) : step][~chains.accepted[0, max(step - REFUSED, 0) : step]])
    marks.append(dots(refused[:, 0], refused[:, 1], tone="ink", shape="times", size=8, alpha=0.6))
    path, taken = _near(chains.path[0, step - 1]), bool(chains.accepted[0, step - 1])
    marks.append(line(path[:, 0], path[:, 1], tone="ink", width=3))
    marks.append(dots(*path[-1], tone="ink", shape="ring" if taken else "times", size=14))
    marks.append(dots(*chains.z[0, step], tone="ink", shape="diamond", size=10, labels=[words.FIRST]))
    (x, y), names = target.window, target.names
    return Board(
        title=words.moved(len(chains.z), step, taken),
        x=Axis(names[0], x),
        panels=[Panel(Axis(names[1], y), marks)],
        height=360,
        legend=[Chip(words.TAKEN, "ink", "ring"), Chip(words.REFUSED, "ink", "times")],
    )


def _near(z):
    """Places within a picture's reach: leapfrog steps beyond the stability limit leave for infinity."""
    return np.clip(np.nan_to_num(z, posinf=FAR, neginf=-FAR), -FAR, FAR)


def race_board(race: Race | None, sketch=()) -> Board:
    """Error of the mean and of the sd against evaluations, log–log; None: nothing may be told yet, and a hand may sketch
    what it expects of the mean. sketch: log10 of errors at SKETCH, the chain's three and VI's three."""
    panels, y = [], np.array(sketch or USUAL)
    said = [line(SKETCH[:3], y[:3], tone="p", dash="dot", width=3), line(SKETCH[3:], y[3:], tone="q", dash="dot", width=3)]
    for which, label in words.ERRORS.items():
        marks = [] if race is None else _marks(race, which)
        if which == "mean" and (race is None or sketch):
            marks += said
        if race is None and which == "sd":
            marks.append(note(3, -0.8, words.PREDICT_FIRST, "muted"))
        panels.append(Panel(Axis(label, (LOWEST, TOP), TICKS, 10), marks))
    ticks = {1: "10", 2: "100", 3: "1\u2009000", 4: "10\u2009000"}
    return Board(
        title=words.HIDDEN_RACE if race is None else _title(race),
        x=Axis(words.WORK, (1.0, 4.3), ticks, 10),
        panels=panels,
        height=470,
        points=Points(np.stack([SKETCH, y], axis=-1), words.SKETCHED, "y") if race is None else None,
        legend=_sketched() if race is None else _legend(bool(sketch)),
    )


def _marks(race: Race, which: str) -> list[Mark]:
    marks = []
    if race.chains:
        x = np.log10(race.chains.evaluations)
        lo, middle, hi = (_log(getattr(each, which)) for each in (race.chains.lo, race.chains.middle, race.chains.hi))
        marks += [band(x, lo, hi, tone="p", alpha=0.25, edge=0), line(x, middle, tone="p", width=4)]
        if x[-1] < 4 and falling(race.chains, which):
            marks.append(line([x[-1], 4.3], middle[-1] - 0.5 * np.array([0, 4.3 - x[-1]]), tone="p", dash="dot"))
    if race.fits:
        marks.append(line(np.log10(race.fits.evaluations), _log(getattr(race.fits.middle, which)), tone="q", width=4))
    if race.floor and (level := float(getattr(race.floor, which))) == level:
        if _log(level) > LOWEST:
            marks.append(rule(y=_log(level), tone="q", dash="long", label=words.floor(level)))
        else:
            marks.append(note(3.7, LOWEST + 0.2, words.NO_FLOOR, "q"))
    quick = (words.LAPLACE, race.laplace, "square", "class3"), (words.PATHFINDER, race.pathfinder, "up", "class4")
    for name, found, shape, tone in quick:
        if found:
            at = math.log10(float(np.median(found.evaluations))), float(_log(np.nanmedian(getattr(found.errors, which))))
            marks.append(dots(*at, tone=tone, shape=shape, size=11, labels=[name]))
    return marks


def _log(error):
    """log10 of an error, no lower than the picture."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(np.log10(np.maximum(error, 1e-12)), LOWEST)


def _legend(sketched: bool) -> list[Chip]:
    chips = [Chip(words.OF_CHAINS, "p"), Chip(words.OF_VI, "q")]
    return chips + ([Chip(words.AS_SKETCHED, "ink", dash="dot")] if sketched else [])


def _sketched() -> list[Chip]:
    return [Chip(words.YOUR_CHAIN, "p", dash="dot"), Chip(words.YOUR_VI, "q", dash="dot")]


def _title(race: Race) -> str:
    if not race.chains:
        return words.BEGUN
    told = [crossed(race, which) for which in words.ERRORS]
    return words.passes(*(each if each <= EVALUATIONS else None for each in told))
