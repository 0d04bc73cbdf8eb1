"""The race's course, where runs end against the step size, and the race itself, one line a rule."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, dots, ellipses, line
from vizvi.lessons.gradients.sweep import EVALUATIONS, RULES, START, Ends, limit
from vizvi.lessons.gradients.words import sweep as words

TONES = ("class1", "solid"), ("class2", "solid"), ("class3", "solid"), ("q", "solid"), ("q", "dash"), ("q", "dot")
LOOKS = dict(zip(RULES, (*TONES, ("forward", "solid")), strict=True))
LOWEST, TOP = -4.0, 2.0
TICKS = {k: f"{10.0**k:g}" for k in range(int(LOWEST), int(TOP) + 1)}


def course_board(correlation: float, times: str) -> Board:
    """p and where every run starts."""
    p = ellipses([(0, 0)] * 2, [[[1, correlation], [correlation, 1]]] * 2, tone="p", width=3)
    q = ellipses([START], [np.eye(2)], tone="q", width=3, dash="dot")
    return Board(
        title=words.course(times),
        x=Axis("z₁", (-3.4, 3.4), (-2, 0, 2)),
        panels=[Panel(Axis("z₂", (-3.4, 3.4), (-2, 0, 2)), [p, q, dots(*START, tone="q", size=9)])],
        height=250,
        aspect="equal",
        legend=[Chip("p", "p"), Chip(words.AT_START, "q", dash="dot")],
        hover=False,
    )


def sweep_board(found: dict[str, Ends], title: str) -> Board:
    """Where runs ended; × where more than half of them diverged."""
    marks = []
    for rule, ends in found.items():
        tone, dash = LOOKS[rule]
        y, x = _logs(ends.median), np.log10(ends.rates)
        good = (ends.diverged <= 0.5) & np.isfinite(ends.median)
        marks.append(line(x, np.where(good, y, np.nan), tone=tone, dash=dash, width=3))
        hints = [words.at_step(rule, each) for each in ends.rates[good]]
        marks.append(dots(x[good], y[good], tone=tone, shape="dot", size=6, hints=hints))
        marks.append(dots(x[~good], np.full((~good).sum(), _lane(rule)), tone=tone, shape="times", size=8))
    return Board(
        title=title,
        x=Axis(words.STEP_AXIS, (-3.1, 0.1), (0.001, 0.01, 0.1, 1), 10),
        panels=[Panel(Axis(words.KL_AFTER, (LOWEST, TOP), TICKS, 10), marks)],
        height=400,
        legend=[*_legend(found or LOOKS), Chip(words.DIVERGED, "ink", "times")],
    )


def race_board(found: dict[str, Ends], correlation: float, at: float | None, title: str) -> Board:
    """KL on the way, each rule at the best step size known so far, or all at one."""
    marks = []
    for rule, ends in found.items():
        if (which := pick(ends, at)) is None:
            continue
        tone, dash = LOOKS[rule]
        marks.append(line(ends.spent, _logs(ends.path[which]), tone=tone, dash=dash, width=3))
    spent, kl = limit(correlation)
    marks.append(line(spent, _logs(kl), tone="ink", width=3, dash="long", label=words.NO_NOISE_LIMIT, at=0.5))
    return Board(
        title=title,
        x=Axis(words.SPENT, (0, EVALUATIONS)),
        panels=[Panel(Axis(words.KL_ON_THE_WAY, (LOWEST, TOP), TICKS, 10), marks)],
        height=400,
        legend=[*_legend(found or LOOKS), Chip(words.EXACT_DESCENT, "ink", dash="long")],
    )


def pick(ends: Ends, at: float | None) -> int | None:
    """Which step size of a rule is shown: its best one, or the one nearest to `at` if it has been tried."""
    if at is None:
        return ends.best
    near = int(np.abs(np.log(ends.rates / at)).argmin())
    return near if abs(np.log(ends.rates[near] / at)) < 0.1 else None


def _legend(rules) -> list[Chip]:
    return [Chip(rule, LOOKS[rule][0], dash=LOOKS[rule][1]) for rule in rules]


def _logs(kl):
    """log₁₀ within the axis; nan once a run has flown away."""
    with np.errstate(divide="ignore"):
        return np.where(np.isfinite(kl), np.clip(np.log10(np.abs(kl)), LOWEST, TOP), np.nan)


def _lane(rule: str) -> float:
    """How high its × stands: one lane a rule, so that none hides another."""
    return TOP - 0.12 - 0.13 * list(RULES).index(rule)
