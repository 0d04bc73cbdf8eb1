"""The lesson's card: the points, and curves of three degrees through them."""

import numpy as np

from vizvi.figures.cover import Cover, Dots, Line
from vizvi.lessons.choose.degrees import bands, example

DEGREES = ((1, "class2"), (3, "p"), (8, "class3"))


def cover() -> Cover:
    """The posterior mean of each."""
    data = example()
    points = np.reshape(data, (-1, 2))
    low, high = points[:, 1].min(), points[:, 1].max()
    marks = [Dots("ink", points, 2, 0.6)]
    for degree, tone in DEGREES:
        x, exact, _ = bands(data, degree)
        marks.append(Line(tone, np.stack([x, exact.mean], axis=-1), 2.5))
    return Cover(((-0.03, 1.03), (low - 0.15, high + 0.15)), tuple(marks))
