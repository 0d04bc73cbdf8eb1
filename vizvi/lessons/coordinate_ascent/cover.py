"""The lesson's card: the stairs of coordinate ascent on an ellipse."""

import numpy as np

from vizvi.figures.cover import Cover, Dots, Line, ellipse
from vizvi.lessons.coordinate_ascent.zigzag import zigzag

CORRELATION, START, SWEEPS = 0.9, (2.0, -2.0), 6


def cover() -> Cover:
    """q's mean after every half-step from the start."""
    mean = zigzag(CORRELATION, START, SWEEPS).mean
    cov = np.array([[1, CORRELATION], [CORRELATION, 1]])
    marks = ellipse("p", (0, 0), cov, 2.0, ground=True), Line("q", mean), Dots("q", mean[:1], 4.5), Dots("q", mean[1:], 2.5)
    return Cover(((-3.75, 3.75), (-2.5, 2.5)), marks)
