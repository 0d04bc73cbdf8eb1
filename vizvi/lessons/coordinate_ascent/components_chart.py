"""Old Faithful as pictures: components on data, their weights, the climb of both, and what each says of K."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, bars, dots, line, lines, note
from vizvi.lessons.coordinate_ascent.components import ellipses
from vizvi.lessons.coordinate_ascent.words import components as words
from vizvi.lessons.coordinate_ascent.words.staircase import NATS
from vizvi.models.faithful import eruptions
from vizvi.models.gaussian_mixture import ALIVE

LETTERS = "ABCDEFGH"
TONES = ("class1", "class2", "class3", "class4", "class5", "class6", "ink", "muted")
MINUTES = ((2, 3, 4, 5), (50, 60, 70, 80, 90))
SWEEPS = (0, 1, 3, 10, 30, 100, 300)
REACH = ((1.2, 5.5), (38.0, 101.0))  # minutes in view


def on_data(x, name: str, weights, means, covs, share, minutes: bool) -> Board:
    """Eruptions in the tone of the component that most likely made each, with components that explain one or more."""
    alive = np.flatnonzero(share.sum(axis=0) >= ALIVE)
    likely = share.argmax(axis=1)
    said = [_said(row, each) for row, each in zip(eruptions(), share, strict=True)]
    marks = [dots(*x.T, tones=[TONES[k] for k in likely], size=6, alpha=0.75, hints=said)]
    outlines = ellipses(means[alive], covs[alive])
    for k, outline in zip(alive, outlines, strict=True):
        marks.append(lines([outline], tone=TONES[k], width=1.5 + 3 * float(weights[k]), cased=True))
    marks += [note(*means[k], LETTERS[k], tone=TONES[k]) for k in alive]
    axes = [_axis(label, i, minutes) for i, label in enumerate((words.ERUPTION, words.WAITING))]
    title = words.explained(name, len(alive), len(weights))
    return Board(title, axes[0], [Panel(axes[1], marks)], height=285)


def _axis(label: str, i: int, minutes: bool) -> Axis:
    """In minutes, also where the data are in standard units."""
    column = eruptions()[:, i]
    center, scale = (0.0, 1.0) if minutes else (column.mean(), column.std())
    ticks = {float((at - center) / scale): f"{at:g}" for at in MINUTES[i]}
    return Axis(label, tuple(float((end - center) / scale) for end in REACH[i]), ticks=ticks)


def _said(row, share) -> str:
    """One eruption, and who answers for it."""
    who = ", ".join(f"{LETTERS[k]} {share[k]:.2f}" for k in np.argsort(-share)[:3] if share[k] >= 0.005)
    return words.an_eruption(row[0], row[1], who)


def weights_board(em, vb) -> Board:
    """E[π] of variational Bayes beside the weights of EM, component by component."""
    at = np.arange(len(vb), dtype=float)
    names = {float(k): LETTERS[k] for k in range(len(vb))}
    marks = [bars(at - 0.2, em, 0.0, 0.36, tone="class3", fill="back"), bars(at + 0.2, vb, 0.0, 0.36, tone="q")]
    used = [int((np.asarray(each) > 0.003).sum()) for each in (em, vb)]
    title = words.weights(used[0], used[1], len(vb))
    legend = [Chip(words.EM, "class3", "hatch"), Chip(words.VB_WEIGHTS, "q", "fill")]
    return Board(
        title,
        Axis(words.COMPONENT, (-0.6, len(vb) - 0.4), ticks=names),
        [Panel(Axis(words.WEIGHT, (0.0, 1.0)), marks)],
        legend=legend,
        height=230,
    )


def climb(em_level, elbo, at: int, name: str) -> Board:
    """EM's objective and VB's after each sweep, which are on a log axis; at: the sweep that is shown."""
    end = max(len(em_level), len(elbo), 2) - 1
    top, low = max(em_level[-1], elbo[-1]), min(em_level[0], elbo[min(1, len(elbo) - 1)])
    marks = []
    for level, tone, dash, label in ((em_level, "class3", "dash", name), (elbo, "elbo", "solid", words.ELBO_OF_VB)):
        t = np.append(np.arange(len(level)), max(end, len(level) - 1))
        marks.append(line(_place(t), np.append(level, level[-1]), tone=tone, width=3, dash=dash, label=label, at=0.8))
    span = max(top - low, 1.0)
    y = Axis(NATS, (low - 0.12 * span, top + 0.15 * span))
    title = words.ends(name, float(em_level[-1]), float(elbo[-1]))
    at, view = min(at, end), (float(_place(0)), float(_place(end)))
    ticks = {float(_place(each)): f"{each}" for each in SWEEPS if each <= end}
    cursor = Cursor(words.SWEEP, float(_place(at)), view, 0.01, words.sweep(at))
    return Board(title, Axis(words.SWEEPS, view, ticks=ticks, log=10), [Panel(y, marks)], cursor, height=230)


def _place(sweep) -> np.ndarray:
    """Where a sweep stands on the axis: the start half a sweep in."""
    return np.log10(np.maximum(sweep, 0.5))


def sweep_at(value) -> int | None:
    """The sweep nearest to a place on that axis; None if it makes no sense."""
    try:
        return int(min(max(float(10 ** float(value)) - 0.01, 0.0), 1e6) + 0.49)
    except (TypeError, ValueError, OverflowError):
        return None


def ladder_board(rungs, most: int) -> Board:
    """EM's best likelihood, and VB's best bound with and without log K!, for each K so far."""
    k = np.array([each.components for each in rungs], float)
    elbo = np.array([each.elbo for each in rungs])
    full = elbo + np.array([each.copies for each in rungs])
    likely = np.array([each.log_lik for each in rungs])
    likely[~np.isfinite(likely)] = np.nan
    alive = [words.rung(each.elbo, each.alive) for each in rungs]
    marks = [
        line(k, likely, tone="class3", width=3, dash="dash"), dots(k, likely, tone="class3", shape="square", size=8),
        line(k, full, tone="elbo", width=2, dash="dot"), dots(k, full, tone="elbo", shape="ring", size=9),
        line(k, elbo, tone="elbo", width=3), dots(k, elbo, tone="elbo", size=8, hints=alive),
    ]  # fmt: skip
    legend = [
        Chip(words.BEST_LIKELIHOOD, "class3", dash="dash"),
        Chip(words.BEST_ELBO, "elbo"),
        Chip(words.ELBO_WITH_COPIES, "elbo", dash="dot"),
    ]
    best, copied = int(k[elbo.argmax()]), int(k[full.argmax()])
    title = words.ladder(best, copied)
    x = Axis(words.COMPONENTS_K, (0.6, most + 0.4), ticks=range(1, most + 1))
    low, high = float(min(elbo.max(), full.max())), float(max(elbo.max(), full.max()))
    near = Panel(Axis(words.CLOSE_UP, (low - 9.0, high + 2.0)), marks[2:])
    return Board(title, x, [Panel(Axis(NATS, (-570.0, -330.0)), marks), near], legend=legend, height=420)
