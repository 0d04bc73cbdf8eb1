"""Two unit bumps on a line, shared by the 1-D and the 2-D target."""

import math

import numpy as np


def log_two_bumps(x, d: float, weight: float):
    """log[weight·exp(−(x−d)²/2) + (1−weight)·exp(−(x+d)²/2)], without overflow and without a slow logaddexp."""
    tilt = np.abs(d * x + 0.5 * math.log(weight / (1 - weight)))
    rest = np.exp(-2 * tilt)
    rest += 1
    tilt += np.log(rest)
    tilt -= 0.5 * x * x
    tilt += 0.5 * math.log(weight * (1 - weight)) - 0.5 * d * d
    return tilt


def score_two_bumps(x, d: float, weight: float):
    """d/dx of `log_two_bumps`: −x plus d times (right minus left responsibility)."""
    return d * np.tanh(d * x + 0.5 * math.log(weight / (1 - weight))) - x
