"""The lesson's card: single gradients of the same q by two estimators, on one axis."""

import numpy as np

from vizvi.figures.cover import Cover, Dots, Line
from vizvi.lessons.gradients.noise import Setup, replicates, spread

SHOWN, REACH = 60, 2.0  # gradients in a row, and sds of the wider ones to either side


def cover() -> Cover:
    """Reparameterized ones above, those of the score function below, the exact gradient through both."""
    setup = Setup()
    noisy = spread(setup, "score_function")
    exact, wide = noisy.mean, REACH * noisy.variance**0.5
    lifts = np.random.default_rng(setup.seed).uniform(-0.14, 0.14, SHOWN)
    rows = [
        Dots(tone, np.stack([replicates(setup, way)[:SHOWN], height + lifts], axis=-1), 2.6, 0.7)
        for way, tone, height in (("reparam", "q", 0.73), ("score_function", "class2", 0.27))
    ]
    return Cover(((exact - wide, exact + wide), (0, 1)), (Line("ink", np.array([[exact, 0.04], [exact, 0.96]])), *rows))
