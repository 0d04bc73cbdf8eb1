"""Gradients as arrows, as distributions, and what runs make of them."""

import math

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, band, dots, histogram, line, lines, note, rule, segments
from vizvi.integrate.truth import truth
from vizvi.lessons.gradients import noise, words
from vizvi.lessons.gradients.noise import FAN, Setup

TONES = {"reparam": "q", "score_function": "class3", "sticking_the_landing": "forward"}
REACH, VIEW = 25.0, 6.0  # of a gradient, and of z
BIN = 0.5
ERRORS = (-3.0, 3.0)  # decades of a gradient's error
BUDGETS_AT = 6  # of `noise.BUDGETS`: the one that a title tells
SHORT = 0.25  # of z for a gradient of 1


def arrows_board(setup: Setup, picked: int = 1, ways=tuple(words.settings.WAYS)) -> Board:
    """q on p, and below it single gradients as steps from q's mean, by estimator; the exact one in ink. picked: whose z is
    marked, and whose arrows are thick."""
    x, problem = np.linspace(-VIEW, VIEW, 301), setup.problem
    p = np.exp(problem.target.log_prob(x[:, None]) - truth(problem.target).log_z)
    q = np.exp(-0.5 * ((x - setup.mean) / setup.sd) ** 2) / setup.sd / math.sqrt(2 * math.pi)
    top = 1.1 * max(p.max(), q.max())
    above = [band(x, 0 * x, p, tone="p", edge=3), line(x, q, tone="q", width=4), dots(setup.mean, 0.0, tone="q", size=12)]
    below = [rule(x=setup.mean, tone="muted", dash="dot")]
    z = noise.one_draw(setup, picked)[1]
    above.append(dots(np.clip(z, -VIEW, VIEW), 0.0, tone="q", shape="ring", size=12, labels=["z"]))
    exact = -noise.spread(setup, "reparam").mean
    ticks, last = {}, len(ways) - 1
    for row, way in enumerate(ways):
        y = last - row + np.linspace(-0.32, 0.32, FAN)
        end = np.clip(setup.mean - SHORT * noise.replicates(setup, way)[:FAN], -VIEW, VIEW)
        below.append(segments(setup.mean, y, end, y, tone=TONES[way], width=2))
        below.append(dots(end, y, tone=TONES[way], shape="dot", size=5))
        this = picked - 1
        below.append(segments(setup.mean, y[this], end[this], y[this], tone=TONES[way], width=5))
        below.append(dots(end[this], y[this], tone=TONES[way], shape="ring", size=10))
        ticks[last - row] = words.settings.WAYS[way]
    tip = float(np.clip(setup.mean + SHORT * exact, -VIEW, VIEW))
    ticks[last + 1] = words.gradient.EXACT_ROW
    below.append(line([setup.mean, tip], [last + 1] * 2, tone="ink", width=5))
    below.append(dots(tip, last + 1, tone="ink", shape="diamond", size=11))
    below.append(line([tip, tip], [-0.45, last + 1], tone="ink", width=2, dash="dash"))
    return Board(
        title=words.gradient.arrows(FAN, exact),
        x=Axis("z", (-VIEW, VIEW)),
        panels=[
            Panel(Axis(words.gradient.DENSITY, (0, top), ()), above, 0.7),
            Panel(Axis(words.gradient.PUSHES, (-0.6, last + 1.5), ticks), below),
        ],
        height=390,
        legend=[Chip("p", "p", "fill"), Chip("q", "q"), Chip(words.gradient.EXACT_GRADIENT, "ink")],
        hover=False,
    )


def spread_board(setup: Setup, ways=tuple(words.settings.WAYS)) -> Board:
    """The distributions of single gradients on one axis, with exact mean ± sd."""
    edges = np.linspace(-REACH + BIN / 2, REACH - BIN / 2, round(2 * REACH / BIN))  # around whole numbers and halves
    panels = []
    for way in ways:
        g, told = noise.replicates(setup, way), noise.spread(setup, way)
        g = g if told.variance > 0 else np.full(len(g), told.mean)  # rounding must not spread a constant over two bars
        height, _ = np.histogram(g, edges, density=False)
        share, sd = height / len(g), math.sqrt(told.variance)
        top = max(1.25 * share.max(), 0.02)
        marks = [histogram(edges, share, tone=TONES[way], width=1)]
        lo, hi = (float(np.clip(told.mean + k * sd, -REACH, REACH)) for k in (-1, 1))
        marks.append(line([lo, hi], [0.9 * top] * 2, tone="ink", width=3))
        marks.append(dots(np.clip(told.mean, -REACH, REACH), 0.9 * top, tone="ink", shape="diamond", size=9))
        outside = 1 - height.sum() / len(g)
        if outside > 0.005:
            marks.append(note(-0.6 * REACH, 0.6 * top, words.gradient.beyond(outside), "ink"))
        panels.append(
            Panel(Axis(words.gradient.spread(words.settings.WAYS[way], told.mean, sd, told.signal), (0, top), ()), marks)
        )
    sds = {words.settings.WAYS[way]: math.sqrt(noise.spread(setup, way).variance) for way in ways}
    return Board(
        title=words.gradient.sds(sds),
        x=Axis(words.gradient.GRADIENT_OF_KL, (-REACH, REACH)),
        panels=panels,
        height=390,
        legend=[Chip(words.gradient.MEAN_SD, "ink", "diamond")],
        hover=False,
    )


def errors_board(setup: Setup, ways=tuple(words.settings.WAYS)) -> Board:
    """How far one gradient is off, exactly, against the draws it averages over; ruled at the draws that are set."""
    x, marks, ticks = np.log10(noise.BUDGETS), [], {k: f"{10.0**k:g}" for k in range(-3, 4)}
    for way in ways:
        with np.errstate(divide="ignore"):
            y = np.log10(noise.errors(setup, way))
        marks.append(line(x, np.where(np.isfinite(y), np.clip(y, *ERRORS), np.nan), tone=TONES[way], width=3))
    marks.append(rule(x=math.log10(setup.count), tone="muted", dash="dot", label=f"S = {setup.count}"))
    off = {words.settings.WAYS[way]: noise.errors(setup, way)[BUDGETS_AT] for way in ways}
    return Board(
        title=words.runs.errors(noise.BUDGETS[BUDGETS_AT], off),
        x=Axis(words.runs.BUDGET, (0, 4), (1, 10, 100, 1000, 10_000), 10),
        panels=[Panel(Axis(words.runs.ERROR, ERRORS, ticks, 10), marks)],
        height=430,
        legend=[Chip(words.settings.WAYS[way], TONES[way]) for way in ways],
    )


def runs_board(setup: Setup, rate: float, found: dict, ways=tuple(words.settings.WAYS)) -> Board:
    """The exact ELBO of 16 runs by each estimator, against evaluations; axes fixed. found: `noise.runs` by way."""
    log_z = truth(setup.problem.target).log_z
    ticks = tuple(np.arange(math.ceil(log_z / 2 - 2) * 2, log_z + 1.5, 2).tolist())
    panels, gone = [], {}
    for way in ways:
        marks, low = [rule(y=log_z, tone="ink", width=3)], log_z - 4.0
        if way in found:
            spent, elbo, seen = found[way]
            shown = np.where(np.isfinite(elbo), np.maximum(elbo, low), np.nan)
            marks.append(line(spent, np.clip(seen, low, log_z + 1.5), tone="muted", width=1))
            marks.append(lines([np.stack([spent, each], -1) for each in shown], tone=TONES[way], width=1.5))
            if lost := int(np.isnan(elbo[:, -1]).sum()):
                marks.append(note(0.6 * spent[-1], log_z - 2.0, words.runs.flew(lost, len(elbo)), "amber"))
                gone[words.settings.WAYS[way]] = lost
        panels.append(Panel(Axis(words.runs.elbo_of(words.settings.WAYS[way]), (low, log_z + 1.5), ticks), marks))
    return Board(
        title=words.runs.runs(noise.RUNS, rate, gone),
        x=Axis(words.runs.EVALUATIONS, (0, noise.EVALUATIONS), (0, 500, 1000, 1500, 2000)),
        panels=panels,
        height=430,
        legend=[Chip(words.runs.CEILING, "ink"), Chip(words.runs.SEEN, "muted")],
    )
