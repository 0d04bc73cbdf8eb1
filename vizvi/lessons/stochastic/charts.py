"""The race against the data as a board, and one moment of it: q on the posterior, and the points that it looked at."""

import math

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, band, dots, histogram, line, lines, note, rule
from vizvi.lessons.stochastic import race
from vizvi.lessons.stochastic.race import Moment, Setup
from vizvi.lessons.stochastic.words import race as words
from vizvi.lessons.stochastic.words.settings import AXES

LOWEST = -3.0  # log10 nats, where the right picture ends
ZOOMS = [each * 10**k for k in range(6) for each in (5, 15)]  # half-widths of the left picture, posterior sds
FEW = 200  # points of a minibatch that are drawn
DECADES = ("1", "10", "100", "1\u2009000", "10\u2009000", "100\u2009000", "10⁶", "10⁷")


def race_board(setup: Setup, axis: str, step: int, told: bool) -> Board:
    """KL against data touched or against steps, log–log; axis: "touched" or "steps". Before it may be told: the axes."""
    unit = setup.batch if axis == "touched" else 1
    least = 10 if axis == "touched" else 1
    x = (math.log10(least), math.log10(unit * setup.steps) + 0.08)
    top = math.log10(max(float(setup.stream.kl(0.0, 1.0)), race.floor(setup))) + 0.5
    marks = _curves(setup, unit, axis) if told else [note(sum(x) / 2, (top + LOWEST) / 2, words.PREDICT_FIRST, "muted")]
    ticks = {k: f"{10.0**k:g}" if k < 1 else DECADES[k] for k in range(int(LOWEST), int(top) + 1)}
    cursor = Cursor(AXES[axis], math.log10(unit * step), x, 0.01) if told else None
    return Board(
        title=_title(setup) if told else words.HIDDEN_RACE,
        x=Axis(words.on_a_log_scale(axis), x, {k: DECADES[k] for k in range(math.ceil(x[0]), int(x[1]) + 1)}, 10),
        panels=[Panel(Axis(words.KL_TO_POSTERIOR, (LOWEST, top), ticks, 10), marks)],
        cursor=cursor, height=300, legend=_legend(setup, axis) if told else (),
    )  # fmt: skip


def _curves(setup: Setup, unit: int, axis: str) -> list:
    steps = race.spaced(setup.steps, race.DRAWN)
    marks = [line(np.log10(unit * steps), _log(race.run(setup).kl[0, steps]), tone="q", width=2, alpha=0.75)]
    n = np.array([1, race.PASSES * setup.n])
    scale = 1 if axis == "touched" else setup.batch
    marks.insert(0, line(np.log10(n / scale), np.log10(0.5 * setup.n / n), tone="ink", dash="dot"))
    if race.known(setup):
        few = race.spaced(setup.steps, race.EXPECTED)
        level = _log(race.expected(setup, few).kl)
        marks.append(line(np.log10(unit * few), level, tone="q", width=4, label=words.EXPECTED, at=0.3))
    if (level := race.floor(setup)) > 0:
        marks.append(rule(y=math.log10(level), tone="q", dash="long", label=words.settles(level)))
    if setup.batch < setup.n:
        whole = np.arange(1, race.PASSES + 1) if axis == "touched" else race.spaced(setup.steps, race.EXPECTED)
        x = np.log10(whole * (setup.n if axis == "touched" else 1))
        kl = _log(race.full_batch(setup, whole))
        if axis == "touched":
            hints = [words.all_data(k) for k in whole]
            marks.append(dots(x, kl, tone="forward", shape="square", size=9, hints=hints))
        else:
            marks.append(line(x, kl, tone="forward", dash="long", width=3))
    if axis == "touched" and not setup.forget:
        at = math.log10(setup.n), LOWEST + 0.12
        marks.append(dots(*at, tone="ink", shape="diamond", size=11, labels=[words.ONE_STEP]))
    return marks


def _legend(setup: Setup, axis: str) -> list[Chip]:
    chips = [Chip(words.THIS_RUN, "q"), Chip(words.CAN_KNOW, "ink", dash="dot")]
    look = {"mark": "square"} if axis == "touched" else {"dash": "long"}
    return chips + ([Chip(words.ON_ALL, "forward", **look)] if setup.batch < setup.n else [])


def _log(kl) -> np.ndarray:
    """log10 of nats, no lower than the picture."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(np.log10(np.maximum(kl, 0)), LOWEST)


def _title(setup: Setup) -> str:
    end = race.moment(setup, setup.steps)
    start = race.moment(setup, setup.step_at(0.01))
    return words.raced(start.kl, start.touched, end.kl, end.touched)


def moment_board(setup: Setup, now: Moment | None) -> Board:
    """q on the posterior after a step, in the posterior's sds; None: at the start, N(0, 1)."""
    stream = setup.stream
    if now is None:
        means, sds = np.array([-stream.mean / stream.sd]), np.array([1 / stream.sd])
        title = words.AT_THE_START
    else:
        means, sds = race.trails(setup, now.step)
        title = words.moment(now.touched, now.own)
    reach = next((each for each in ZOOMS if each >= abs(means[0]) + 2.5 * max(sds[0], 1)), ZOOMS[-1])
    marks = [band(*_bell(0.0, 1.0, reach, filled=True), tone="p", edge=3)]
    old = [_bell(m, s, reach) for m, s in zip(means[1:], sds[1:], strict=True)]
    if old:
        marks.append(lines([np.stack(each, axis=-1) for each in old], tone="q", width=1, alpha=0.35))
    marks.append(line(*_bell(means[0], sds[0], reach), tone="q", width=4))
    marks.append(dots(0.0, 1.0, tone="p", shape="none", labels=[words.POSTERIOR]))
    marks.append(dots(means[0], 1 / sds[0], tone="q", shape="dot", size=9, labels=[words.Q]))
    return Board(
        title=title,
        x=Axis(words.IN_SDS, (-reach, reach)),
        panels=[Panel(Axis(words.DENSITY, (0, 1.18), (0, 0.5, 1)), marks)],
        height=255, legend=[Chip(words.POSTERIOR, "p", "fill"), Chip(words.q_and_before(race.TRAILS), "q")],
    )  # fmt: skip


def _bell(mean: float, sd: float, reach: float, filled: bool = False):
    """A bell of area √(2π) over the picture, with points where it bends."""
    near = np.clip(mean + sd * np.linspace(-5, 5, 101), -reach, reach)
    x = np.unique(np.concatenate([np.linspace(-reach, reach, 41), near]))
    y = np.exp(-0.5 * ((x - mean) / sd) ** 2) / sd
    return (x, np.zeros_like(x), y) if filled else (x, y)


def data_board(setup: Setup, now: Moment | None) -> Board:
    """All the data, and the minibatch of one step."""
    edges, height = race.histogram(setup.n)
    marks = [histogram(edges, height, tone="ink", width=1, alpha=0.6)]
    title = words.all_of(setup.n)
    if now is not None and setup.batch <= FEW:
        x = setup.stream.data()[race.minibatches(setup)[now.step - 1]]
        marks.append(dots(x, np.full(len(x), 0.06), tone="ink", shape="times", size=9))
        mean = float(x.mean())
        marks.append(rule(x=mean, tone="q", label=words.mean_of_these(setup.batch)))
        title = words.looked_at(now.step, setup.batch, setup.n, mean)
    return Board(
        title=title,
        x=Axis("x", (-3.5, 5.5)),
        panels=[Panel(Axis(words.MINIBATCH, (0, 0.5), ()), marks)],
        height=150,
        hover=False,
    )
