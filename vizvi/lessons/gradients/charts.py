"""Gradients as arrows, as distributions, and what runs make of them."""

import math

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, band, dots, histogram, line, lines, note, rule, segments
from vizvi.format import number
from vizvi.integrate.truth import truth
from vizvi.lessons.gradients import noise
from vizvi.lessons.gradients.noise import FAN, WAYS, Setup

TONES = {"reparam": "q", "score_function": "class3", "sticking_the_landing": "forward"}
REACH, VIEW = 25.0, 6.0  # of a gradient, and of z
SHORT = 0.25  # of z for a gradient of 1


def arrows_board(setup: Setup, picked: int = 1) -> Board:
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
    ticks = {}
    for row, (way, name) in enumerate(WAYS.items()):
        y = 2 - row + np.linspace(-0.32, 0.32, FAN)
        end = np.clip(setup.mean - SHORT * noise.replicates(setup, way)[:FAN], -VIEW, VIEW)
        below.append(segments(setup.mean, y, end, y, tone=TONES[way], width=2))
        below.append(dots(end, y, tone=TONES[way], shape="dot", size=5))
        this = picked - 1
        below.append(segments(setup.mean, y[this], end[this], y[this], tone="ink", width=4))
        ticks[2 - row] = name
    tip = float(np.clip(setup.mean + SHORT * exact, -VIEW, VIEW))
    below.append(line([tip, tip], [-0.45, 2.45], tone="ink", width=3))
    return Board(
        title=f"{FAN} single gradients by three estimators; the exact one points to {number(exact)}.",
        x=Axis("z", (-VIEW, VIEW)),
        panels=[
            Panel(Axis("density", (0, top), ()), above, 0.7),
            Panel(Axis("pushes from q's mean", (-0.6, 2.6), ticks), below),
        ],
        height=390,
        legend=[Chip("p", "p", "fill"), Chip("q", "q"), Chip("the exact gradient", "ink")],
        hover=False,
    )


def spread_board(setup: Setup) -> Board:
    """The distributions of single gradients on one axis, with exact mean ± sd."""
    edges = np.linspace(-REACH, REACH, 101)
    panels = []
    for way, name in WAYS.items():
        g, told = noise.replicates(setup, way), noise.spread(setup, way)
        height, _ = np.histogram(g, edges, density=False)
        share, sd = height / len(g), math.sqrt(told.variance)
        top = max(1.25 * share.max(), 0.02)
        marks = [histogram(edges, share, tone=TONES[way], width=1)]
        lo, hi = (float(np.clip(told.mean + k * sd, -REACH, REACH)) for k in (-1, 1))
        marks.append(line([lo, hi], [0.9 * top] * 2, tone="ink", width=3))
        marks.append(dots(np.clip(told.mean, -REACH, REACH), 0.9 * top, tone="ink", shape="diamond", size=9))
        outside = 1 - height.sum() / len(g)
        if outside > 0.005:
            marks.append(note(-0.6 * REACH, 0.6 * top, f"{100 * outside:.0f} % are beyond", "ink"))
        panels.append(Panel(Axis(f"{name}: sd {number(sd)}", (0, top), ()), marks))
    sds = ", ".join(f"{number(math.sqrt(noise.spread(setup, way).variance))} for {name}" for way, name in WAYS.items())
    return Board(
        title=f"The sd of one gradient is {sds}.",
        x=Axis("one gradient in q's mean", (-REACH, REACH)),
        panels=panels,
        height=390,
        legend=[Chip("exact mean ± sd", "ink", "diamond")],
        hover=False,
    )


def runs_board(setup: Setup, rate: float, found: dict) -> Board:
    """The exact ELBO of 16 runs by each estimator, against evaluations; axes fixed. found: `noise.runs` by way."""
    log_z = truth(setup.problem.target).log_z
    panels, gone = [], []
    for way, name in WAYS.items():
        spent, elbo = found.get(way, ([0, noise.EVALUATIONS], np.full((0, 2), np.nan)))
        low = log_z - 4.0
        shown = np.where(np.isfinite(elbo), np.maximum(elbo, low), np.nan)
        lost = int(np.isnan(elbo[:, -1]).sum())
        marks = [rule(y=log_z, tone="ink", width=3)]
        marks.append(lines([np.stack([spent, each], -1) for each in shown], tone=TONES[way], width=1.5))
        if lost:
            marks.append(note(0.6 * spent[-1], log_z - 2.0, f"{lost} of {len(elbo)} runs flew away", "amber"))
            gone.append(f"{lost} by the {name}")
        panels.append(Panel(Axis(f"ELBO, {name}", (low, log_z + 0.4)), marks))
    told = f"; runs that flew away: {', '.join(gone)}" if gone else "; none flew away"
    return Board(
        title=f"ELBO of {noise.RUNS} runs by each estimator at step size {rate:g}{told}.",
        x=Axis("evaluations of p", (0, noise.EVALUATIONS)),
        panels=panels,
        height=430,
        legend=[Chip("log Z, the ceiling", "ink")],
    )
