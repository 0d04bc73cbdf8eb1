"""Bounds on the evidence: Jensen's inequality as a picture, and what more draws buy."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, dots, line, rule
from vizvi.lessons.gap import words


def jensen_board(w, mean_log: float, log_mean: float) -> Board:
    """Draws w (S,) on the curve log w; the mean of the logs (green) lies below the log of the mean (ink)."""
    w = np.asarray(w, float)
    mean, top = w.mean(), 1.15 * w.max()
    curve = np.linspace(top / 400, top, 400)
    hints = [words.weight(each, np.log(each)) for each in w]
    marks = [
        line(curve, np.log(curve), "prior", 2),
        dots(w, np.log(w), "q", "ring", 9, hints=hints),
        line([mean, mean], [mean_log, log_mean], "q", 2, "dot"),
        dots(mean, log_mean, "ink", "diamond", 12, labels=[words.log_of_mean(log_mean)]),
        dots(mean, mean_log, "elbo", "up", 13, labels=[words.mean_of_log(mean_log)]),
    ]
    low = min(float(np.log(w).min()), mean_log) - 0.4
    y = Axis(words.LOG_W, (low, np.log(top) + 0.4))
    title = words.below(mean_log, log_mean)
    return Board(title, Axis("w = p(x, z) / q(z)", (0, top)), [Panel(y, marks)], height=330)


def importance_board(draws, bound, log_z: float) -> Board:
    """The importance-weighted bound (N,) against the number of draws (N,), climbing to the ceiling."""
    x, depth = np.log10(draws), max(log_z - bound[0], 0.05)
    hints = [words.at_k(k, each) for k, each in zip(draws, bound, strict=True)]
    marks = [
        rule(y=log_z, width=3, label=words.ceiling(log_z)),
        line(x, bound, "elbo", 3),
        dots(x, bound, "elbo", size=9, hints=hints),
    ]
    y = Axis(words.BOUND, (log_z - 1.15 * depth, log_z + 0.2 * depth))
    title = words.rises(bound[0], bound[-1], draws[-1])
    ticks = [each for each in (1, 10, 100, 1000) if each <= draws[-1]]
    return Board(title, Axis(words.DRAWS, (x[0] - 0.1, x[-1] + 0.1), ticks, log=10), [Panel(y, marks)], height=330)
