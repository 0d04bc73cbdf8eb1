"""The lesson's card: an ellipse that leans, and how far each of its coordinates reaches."""

import numpy as np

from vizvi.figures.cover import Cover, Dots, Line, ellipse
from vizvi.lessons.too_sure import DEFAULT

SDS = 1.96  # of an interval that holds 95 %


def cover() -> Cover:
    """p, with the 95 % interval of z₁ below it and that of z₂ beside it."""
    correlation = DEFAULT.problem.target.correlation
    tilted = ellipse("p", (0, 0), [[1, correlation], [correlation, 1]], SDS, ground=True)
    marks = [tilted]
    for ends in ([[-SDS, -2.5], [SDS, -2.5]], [[2.6, -SDS], [2.6, SDS]]):
        marks += [Line("p", np.array(ends), 3), Dots("p", np.array(ends), 4)]
    return Cover(((-4.05, 4.05), (-2.8, 2.6)), tuple(marks))
