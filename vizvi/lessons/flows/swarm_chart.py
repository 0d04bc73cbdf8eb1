"""Boards of particles, of q and of a chain at the same number of evaluations, and of their errors."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, dots, ellipses, line, lines, rule
from vizvi.lessons.flows.charts import aspect, axes, contours
from vizvi.lessons.flows.swarm import SHOWN, STEPS, Rivals, states
from vizvi.lessons.flows.words import swarm as words
from vizvi.particles import kernel_width

HEIGHT = 330
TONE = "class2"  # of particles, which are no q
ERRORS = (-2.5, 1.0)  # decades, in p's sds


def _over(target, marks, legend, told: str) -> Board:
    x, y = axes(target)
    marks = [lines(*contours(target), tone="p", width=2), *marks]
    return Board(told, x, [Panel(y, marks)], legend=legend, height=HEIGHT, aspect=aspect(target), hover=False)


def particles_board(target, z, bandwidth: float, told: str) -> Board:
    """Particles (n, 2) over p, and how far the first of them feels the others."""
    angle, reach = np.linspace(0, 2 * np.pi, 73), float(kernel_width(bandwidth))
    circle = z[0] + reach * np.column_stack([np.cos(angle), np.sin(angle)])
    marks = [lines([circle], tone="amber", width=2, dash="dash"), dots(*z.T, tone=TONE, size=9)]
    legend = [Chip(words.CLOUD, TONE, "dot"), Chip(words.FEELS, "amber", dash="dash")]
    return _over(target, marks, legend, told)


def q_board(target, found: Rivals, step: int) -> Board:
    """The Gaussian q: outlines that hold 50 and 95 %."""
    marks = [ellipses([found.mean[step]], [found.cov[step]], mass, tone="q", width=width, cased=True)
             for mass, width in ((0.5, 4), (0.95, 2.5))]  # fmt: skip
    told = words.q_after(step, found.mean[step][0], found.mean[step][1])
    return _over(target, marks, [Chip(words.Q_OUTLINES, "q")], told)


def chain_board(target, found: Rivals, step: int, particles: int) -> Board:
    """Where one chain has been, thinned to as many states as can be told apart."""
    seen = states(found, step, particles)
    picked = np.unique(np.linspace(0, seen - 1, min(SHOWN, seen)).round().astype(int))
    marks = [dots(*found.z[picked].T, tone="p", shape="diamond", size=6, alpha=0.6)]
    told = words.chain_after(seen - 1)
    return _over(target, marks, [Chip(words.a_chain(seen - 1), "p", "diamond")], told)


def errors_board(cloud, found: Rivals, step: int, particles: int, told: str) -> Board:
    """Errors of mean and sd against evaluations of p's score, ruled at the step that is shown."""
    x = np.log10(particles * np.arange(1, STEPS + 1))
    panels = []
    for part, label in (("mean", words.MEAN_ERROR), ("sd", words.SD_ERROR)):
        marks = [rule(x=float(np.log10(particles * max(step, 1))), tone="muted", dash="dot")]
        for each, tone, dash in ((cloud, TONE, "solid"), (found.q, "q", "solid"), (found.chain, "p", "dash")):
            with np.errstate(all="ignore"):
                y = np.clip(np.log10(getattr(each, part)[1:]), *ERRORS)
            marks.append(line(x, y, tone=tone, dash=dash, width=3))
        panels.append(Panel(Axis(label, ERRORS, {-2: "0.01", -1: "0.1", 0: "1", 1: "10"}, 10), marks))
    ends = (x[0], x[-1])
    ticks = tuple(10**k for k in range(int(np.ceil(ends[0])), int(np.floor(ends[1])) + 1))
    legend = [Chip(words.CLOUD, TONE), Chip(words.FULL_RANK_Q, "q"), Chip(words.CHAIN_RMS, "p", dash="dash")]
    return Board(told, Axis(words.EVALUATIONS, ends, ticks, 10), panels, legend=legend, height=330)
