"""The race of a line or a logistic curve as boards: KL against data, q on the best q, and the minibatch."""

import math

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, dots, ellipses, line, rule
from vizvi.lessons.stochastic import regression
from vizvi.lessons.stochastic.charts import DECADES, FEW, LOWEST, ZOOMS
from vizvi.lessons.stochastic.race import TRAILS, Setup, spaced
from vizvi.lessons.stochastic.regression import STEPS, Course
from vizvi.lessons.stochastic.words import regression as words
from vizvi.lessons.stochastic.words.race import THIS_RUN, on_a_log_scale, settles
from vizvi.lessons.stochastic.words.settings import AXES


def race_board(kind: str, setup: Setup, course: Course, axis: str, step: int) -> Board:
    """KL(q‖best q) against data touched or steps, as far as the run is."""
    unit = setup.batch if axis == "touched" else 1
    x = (math.log10(unit), math.log10(unit * STEPS) + 0.08)
    top = math.log10(max(regression.first_kl(kind, setup), 1.0)) + 1
    ticks = {k: f"{10.0**k:g}" if k < 1 else DECADES[k] for k in range(int(LOWEST), min(int(top) + 1, len(DECADES)))}
    steps = spaced(len(course.kl) - 1, 400)
    n = np.array([setup.batch, setup.batch * STEPS])
    marks = [
        line(np.log10(n / setup.batch * unit), np.log10(setup.n / n), tone="ink", dash="dot"),
        line(np.log10(unit * steps), np.maximum(np.log10(np.maximum(course.kl[steps], 1e-9)), LOWEST), tone="q", width=3),
    ]
    if setup.schedule != "robbins_monro":
        level = regression.floor(kind, setup.n, setup.batch, setup.rate)
        marks.append(rule(y=math.log10(level), tone="q", dash="long", label=settles(level)))
    return Board(
        title=words.learned_so_far(float(course.kl[-1]), setup.batch * (len(course.kl) - 1)),
        x=Axis(on_a_log_scale(axis), x, {k: DECADES[k] for k in range(math.ceil(x[0]), int(x[1]) + 1)}, 10),
        panels=[Panel(Axis(words.KL_TO_BEST, (LOWEST, top), ticks, 10), marks)],
        cursor=Cursor(AXES[axis], math.log10(unit * step), x, 0.01),
        height=300,
        legend=[Chip(THIS_RUN, "q"), Chip(words.CAN_KNOW_TWO, "ink", dash="dot")],
    )


def moment_board(kind: str, setup: Setup, course: Course, step: int) -> Board:
    """q on the best q after a step, in the best q's sds."""
    center, cov = regression.best(kind, setup)
    sd = np.sqrt(np.diagonal(cov))
    back = np.arange(step, max(step - TRAILS, 0) - 1, -1)
    means, covs = (course.mean[back] - center) / sd, course.cov[back] / np.outer(sd, sd)
    spread = np.sqrt(np.diagonal(covs[0]).max())
    reach = next((each for each in ZOOMS if each >= np.abs(means[0]).max() + 2.5 * max(spread, 1)), ZOOMS[-1])
    off = math.sqrt(float(means[0] @ np.linalg.solve(covs[0], means[0])))
    return Board(
        title=words.moment_of_two(setup.batch * step, off),
        x=Axis(words.INTERCEPT, (-reach, reach)),
        panels=[
            Panel(
                Axis(words.SLOPE, (-reach, reach)),
                [
                    ellipses(np.zeros((2, 2)), [np.array([[1, r], [r, 1]]) for r in [cov[0, 1] / sd.prod()] * 2], 0.95,
                             tone="p", width=3),
                    ellipses(means[1:], covs[1:], 0.95, tone="q", width=1, alpha=0.35),
                    ellipses(means[:1], covs[:1], 0.95, tone="q", width=4, cased=True),
                    dots(*means[0], tone="q", size=9),
                ],
            )
        ],
        height=300,
        legend=[Chip(words.BEST_95, "p"), Chip(words.of_q_and_before(TRAILS), "q")],
    )  # fmt: skip


def data_board(kind: str, setup: Setup, course: Course, step: int) -> Board:
    """The minibatch of a step, and what q and the best q make of x."""
    marks = [line(*regression.curve(kind, regression.best(kind, setup)[0]), tone="p", width=3)]
    marks.append(line(*regression.curve(kind, course.mean[step]), tone="q", width=3))
    if setup.batch <= FEW:
        marks.append(dots(*regression.minibatch(kind, setup, step), tone="ink", shape="times", size=8))
    span = (-6.0, 5.0) if kind == "line" else (-0.12, 1.12)
    return Board(
        title=words.curves(setup.batch, step),
        x=Axis("x", (-2.1, 2.1)),
        panels=[Panel(Axis(words.OUTCOME[kind], span), marks)],
        height=170,
        hover=False,
    )
