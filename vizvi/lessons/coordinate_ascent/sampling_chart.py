"""Sampling beside variational Bayes as pictures: sds as shares of the truth, and how draws depend on those before."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, dots, line, rule, segments
from vizvi.lessons.coordinate_ascent.words import sampling as words
from vizvi.lessons.coordinate_ascent.words.staircase import EXACT

LOOKS = (("class1", "solid"), ("class2", "dash"), ("class3", "long"), ("class4", "dot"), ("class5", "solid"))


def sds(names, q, gibbs, error) -> Board:
    """sd of q and of Gibbs draws as shares of a reference (P,), with the draws' error (±2) as bars."""
    at = np.arange(len(names), dtype=float)[::-1]
    lo, hi = gibbs * (1 - 2 * error), gibbs * (1 + 2 * error)
    reach = max(0.3, float(np.max(np.abs(np.concatenate([lo, hi, q]) - 1))) * 1.15)
    marks = [
        rule(x=1.0, tone="p", width=3, label=EXACT),
        segments(lo, at - 0.15, hi, at - 0.15, tone="p", width=2),
        dots(gibbs, at - 0.15, tone="p", shape="diamond", size=10),
        dots(q, at + 0.15, tone="q", shape="ring", size=11),
    ]
    told = dict(zip(names, zip(q.tolist(), gibbs.tolist(), strict=True), strict=True))
    legend = [Chip(words.Q_OF_MEAN_FIELD, "q", "ring"), Chip(words.GIBBS_DRAWS, "p", "diamond")]
    y = Axis("", (-0.6, len(names) - 0.4), ticks=dict(zip(at.tolist(), names, strict=True)))
    x = Axis(words.SD_SHARE, (1 - reach, 1 + reach))
    return Board(words.sd_shares(told), x, [Panel(y, marks)], legend=legend, height=240)


def memory(names, autocorrelation) -> Board:
    """Autocorrelation (P, L + 1) of the chain against the lag."""
    lag = np.arange(autocorrelation.shape[1])
    marks, legend = [rule(y=0.0, tone="muted")], []
    for k, each in enumerate(autocorrelation):
        tone, dash = LOOKS[k % len(LOOKS)]
        marks += [line(lag, each, tone=tone, width=2.5, dash=dash), dots(lag, each, tone=tone, size=5)]
        legend.append(Chip(names[k], tone, dash=dash))
    title = words.forgets(float(np.max(autocorrelation[:, 1])))
    panel = Panel(Axis(words.AUTOCORRELATION, (-0.3, 1.05)), marks)
    return Board(title, Axis(words.LAG, (0, len(lag) - 1)), [panel], legend=legend, height=240)


def race_board(race) -> Board:
    """Error of an sd against independent draws, on log axes, above mean-field's floors."""
    x = np.log10(race.draws)
    marks = []
    for k, name in enumerate(("μ", "τ")):
        tone, dash = LOOKS[k]
        marks.append(line(x, np.log10(race.error[k]), tone=tone, width=3, dash=dash, label=words.draws_sd(name), at=0.6))
        if race.floor[k] > 0.001:
            marks.append(
                rule(y=float(np.log10(race.floor[k])), tone="q", width=2, dash=dash, label=words.mean_field_sd(name))
            )
    title = words.sampling_better(dict(zip("μτ", race.match, strict=True)), race.draws[-1])
    ticks = {np.log10(each): f"{100 * each:g} %" for each in (0.01, 0.03, 0.1, 0.3, 1)}
    y = Axis(words.ERROR_OF_SD, (-2.3, 0.05), ticks=ticks, log=10)
    x_axis = Axis(words.INDEPENDENT_DRAWS, (0.3, float(x[-1])), ticks=(2, 5, 10, 20, 50, 100, 200), log=10)
    return Board(title, x_axis, [Panel(y, marks)], height=260)
