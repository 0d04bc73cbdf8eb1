"""The lesson's card: the base's grid after one coupling layer that bends a Gaussian into a banana."""

import numpy as np

from vizvi.figures.cover import Cover, Line

BEND, REACH = 0.45, 2.0  # of the parabola that z₂ is shifted by, and how far the sheet goes


def cover() -> Cover:
    """Lines of the sheet after (z₁, z₂) → (z₁, z₂ + bend·(z₁² − 1)), and the two circles of the base."""
    along, at, turn = np.linspace(-REACH, REACH, 61), np.linspace(-REACH, REACH, 7), np.linspace(0, 2 * np.pi, 121)
    flat = [np.stack([along, np.full(61, each)], axis=-1) for each in at]
    sheet = flat + [each[:, ::-1] for each in flat]
    circles = [r * np.stack([np.cos(turn), np.sin(turn)], axis=-1) for r in (0.7, 1.6)]
    marks = [Line("prior", _bent(each), 1.0, 0.6) for each in sheet] + [Line("q", _bent(each), 2.5) for each in circles]
    return Cover(((-4.2, 4.2), (-2.7, 3.6)), tuple(marks))


def _bent(z) -> np.ndarray:
    return np.stack([z[:, 0], z[:, 1] + BEND * (z[:, 0] ** 2 - 1)], axis=-1)
