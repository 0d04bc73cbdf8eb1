"""The landscape of a divergence as a board: its field, its optima and passes, its basins, and where balls roll."""

import math

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Mark, Panel, Start, classes, dots, field, lines, paths
from vizvi.format import nats, number
from vizvi.lessons.basins.words import landscape as words

SCALES = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
LETTERS = "ABCDEFGHIJKL"
BOTH = 0.15  # of q on either side of the middle: then it covers both bumps
LEAST, ROOM = 3.0, 1.4  # nats that the colors span: at least, and relative to the highest pass


def landscape_board(found, isos, basins, reveal: bool, told: bool, runs=None, start=None, picked=0, link=None) -> Board:
    """A board over (mean, log sd) of q.

    found: `diagnostics.landscape.Landscape`; isos: its iso-lines as (points, lengths, level); basins:
    `diagnostics.basins.Basins`; reveal: color them; told: mark the optima and draw the runs (R, T+1, 2), one picked;
    start: the grip's place (2,), or None for no grip; link: of the stage that the runs' dots follow."""
    extent = (found.loc[0], found.loc[-1], found.log_scale[0], found.log_scale[-1])
    if reveal:
        marks = _basins(basins, extent, isos)
    else:
        marks = [_heights(found, basins, extent), lines(*isos[:2], width=1, alpha=0.45)]
    if told:
        if runs is not None:
            marks.append(paths(_thin(runs), alpha=0.8, cased=True, picked=picked, name=words.RUN))
        marks += _optima(basins, runs is None or len(runs) == 1)
    ticks = {math.log(each): f"{each:g}" for each in SCALES if extent[2] <= math.log(each) <= extent[3]}
    y = Axis(words.SD_OF_Q, found.extent[2:], ticks, log=math.e)
    return Board(
        title(basins, told), Axis(words.MEAN_OF_Q, found.extent[:2]), [Panel(y, marks)], start=start and _grip(start),
        legend=_legend(told, reveal, len(basins.border)), link=link, height=440,
    )  # fmt: skip


def _heights(found, basins, extent) -> Mark:
    lowest = float(np.min(basins.value, initial=np.nanmin(found.value)))
    highest = float(np.max(np.concatenate([basins.value, basins.saddle_value]), initial=lowest))
    # Bright is low: the dark end of the colors is the low end of the ELBO.
    span = (lowest + max(LEAST, ROOM * (highest - lowest)), lowest)
    return field(found.value, extent, span, "viridis", words.BRIGHT_IS_LOW)


def _basins(basins, extent, isos) -> list[Mark]:
    """Colors and hatches go by letter; the letters themselves stand at the optima."""
    place = np.array([LETTERS.index(each) + 1 for each in letters(basins.lam)] + [0])
    marks = [classes(place[basins.label], extent, tones(int(place.max()))), lines(*isos[:2], width=1, alpha=0.25)]
    return [*marks, lines(basins.border, width=3)] if basins.border else marks


def title(basins, told: bool) -> str:
    """What the board says, in a sentence."""
    if not told:
        return words.NO_OPTIMA_YET
    each = "; ".join(
        words.place(letter, lam[0], math.exp(lam[1]), value)
        for letter, lam, value in zip(letters(basins.lam), basins.lam, basins.value, strict=True)
    )
    return words.landscape(len(basins.lam), each)


def letters(lam) -> list[str]:
    """What the optima (K, 2) of two bumps at ±d are called, by where they sit and whichever there are: A on the left bump,
    B over both, C on the right one."""
    aside = [0.5 * math.erfc(abs(mean) / (math.sqrt(2) * math.exp(log_sd))) for mean, log_sd in lam]
    named = ["B" if mass > BOTH else "A" if each[0] < 0 else "C" for mass, each in zip(aside, lam, strict=True)]
    return named if len(set(named)) == len(named) else list(LETTERS[: len(named)])


def tones(count: int) -> list[str]:
    """A tone for each class; from the seventh on a tone comes back with another hatch."""
    return [f"class{(k + 3 * (k // 6)) % 6 + 1}" for k in range(count)]


def _optima(basins, valued: bool) -> list[Mark]:
    marks = []
    if len(basins.saddle):
        hints = [words.lowest_pass(value) for value in basins.saddle_value]
        marks.append(dots(*np.transpose(basins.saddle), shape="times", size=11, hints=hints))
    if len(basins.lam):
        named = list(zip(letters(basins.lam), basins.lam, basins.value, strict=True))
        labels = [f"{letter}: {nats(value)}" if valued else letter for letter, _, value in named]
        hints = [words.optimum(letter, lam[0], math.exp(lam[1]), value) for letter, lam, value in named]
        marks.append(dots(*np.transpose(basins.lam), shape="plus", size=16, hints=hints, labels=labels))
    return marks


def _grip(start) -> Start:
    mean, log_sd = start
    return Start((words.START_MEAN, words.START_LOG_SD), start, (number(mean), words.start_sd(math.exp(log_sd))))


def _legend(told: bool, reveal: bool, borders: int) -> list[Chip]:
    chips = [Chip(words.OPTIMUM, mark="plus"), Chip(words.PATH, "q")] if told else []
    if told and borders:
        chips.append(Chip(words.PASS, mark="times"))
    if reveal and borders:
        chips.append(Chip(words.WATERSHED))
    return chips


def _thin(runs) -> np.ndarray:
    """No farther out than any picture."""
    return np.clip(np.nan_to_num(runs, posinf=1e6, neginf=-1e6), -1e6, 1e6)
