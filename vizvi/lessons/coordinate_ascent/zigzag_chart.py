"""The zigzag as a picture: p's outlines, q's, the way of its mean; and the climb of the ELBO."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, Start, band, dots, ellipses, line, note, rule, steps
from vizvi.lessons.coordinate_ascent.words import zigzag as words
from vizvi.lessons.coordinate_ascent.zigzag import REACH, Walk, best_elbo, descent

VIEW = (-3.2, 3.2)
LOST, TICKS = (-6.3, 2.8), {-6: "10⁻⁶", -4: "10⁻⁴", -2: "0.01", 0: "1", 2: "100"}  # log10 of nats
GROUND = np.linspace(-1, 1, 201)
FAR = 2.4477468306808166  # √χ²₂ at 95 %


def plane(correlation: float, walk: Walk, at: int, start, told: bool) -> Board:
    """The plane of (x₁, x₂), with q after half-step `at`; start: its grip."""
    cov = np.array([[1, correlation], [correlation, 1]])
    half = FAR * np.sqrt((1 - correlation**2) * np.maximum(1 - GROUND**2, 0))
    x = FAR * GROUND
    mean, sd = walk.mean[at], walk.sd[at]
    marks = [
        band(x, correlation * x - half, correlation * x + half, tone="p", edge=0),
        ellipses([0, 0], cov, 0.95, tone="p", width=3),
        ellipses([0, 0], cov, 0.5, tone="p", width=1.5),
        line(*walk.mean[: at + 1].T, tone="q", width=2, alpha=0.75),
        dots(*walk.mean[: at + 1].T, tone="q", size=6),
        ellipses(mean, np.diag(sd**2), 0.95, tone="q", width=4, cased=True),
        ellipses(mean, np.diag(sd**2), 0.5, tone="q", width=2, cased=True),
        dots(*mean, tone="q", size=12),
        note(FAR * 0.72, correlation * FAR * 0.72, "p", tone="p"),
    ]
    title = words.mean_at(at, *mean) if told else words.P_AND_START
    grip = Start((words.START_X1, words.START_X2), tuple(start[:2]), step=(0.1, 0.1))
    return Board(title, Axis("x₁", VIEW), [Panel(Axis("x₂", VIEW), marks)], start=grip, aspect="equal", height=400)


def climb(correlation: float, walk: Walk, at: int) -> Board:
    """The ELBO after every half-step, and what it lacks of the best, beside two ways that move both means at once."""
    count = len(walk.elbo) - 1
    t, best = np.arange(count + 1), best_elbo(correlation)
    end = max(count, 10)
    slow = descent(correlation, walk.mean[0], end).lost
    low = walk.elbo[1] if count else walk.elbo[0]
    depth = max(best - low, -best, 0.1)
    stairs = Panel(Axis(words.ELBO_AXIS, (best - 1.15 * depth, max(0.2 * depth, 0.05))), [
        rule(y=0.0, tone="ink", width=3, label=words.LOG_Z),
        rule(y=best, tone="q", dash="dash", label=words.best_q(best)),
        steps(t, walk.elbo, tone="elbo", width=3),
        dots(t, walk.elbo, tone="elbo", size=7 if count < 60 else 3),
    ])  # fmt: skip
    lost = Panel(Axis(words.BELOW_BEST, LOST, ticks=TICKS, log=10), [
        line(np.arange(end + 1), _log(slow), tone="class3", width=2, dash="dash"),
        line([0, 1], [_log(slow[:1])[0], LOST[0]], tone="class1", width=2, dash="dot"),
        line(t, _log(best - walk.elbo), tone="elbo", width=3),
    ])  # fmt: skip
    legend = [
        Chip(words.COORDINATE_ASCENT, "elbo"),
        Chip(words.GRADIENT_ASCENT, "class3", dash="dash"),
        Chip(words.NATURAL_GRADIENT, "class1", dash="dot"),
    ]
    title = words.climbed(at, float(walk.elbo[at]), best)
    cursor = Cursor(words.HALF_STEP, float(at), (0, end), 1, "{}")
    return Board(title, Axis(words.HALF_STEPS, (0, end)), [stairs, lost], cursor, legend=legend, height=370)


def _log(lost) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(np.log10(np.maximum(lost, 0)), LOST[0] - 1)


def inside(start) -> bool:
    """Whether a start is in view: means within reach, sds that one can see."""
    start = np.asarray(start, float)
    return bool(len(start) == 4 and np.all(np.abs(start[:2]) <= REACH) and np.all(np.abs(start[2:]) <= 2.5))
