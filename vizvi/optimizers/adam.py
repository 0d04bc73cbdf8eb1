import math
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.optimizers import Optimizer

MEAN, SQUARE, TINY = 0.9, 0.999, 1e-8  # the paper's decay rates


@member
class Adam(Optimizer):
    """Steps of about one rate per coordinate, whatever the gradient's scale (Kingma & Ba, 2015)."""

    label: ClassVar = "Adam"
    rate: float = knob(0.05, 0.0001, 1.0, "Learning rate")

    def start(self, lam):
        return 0, np.zeros_like(lam), np.zeros_like(lam)

    def step(self, lam, grad, state):
        count, mean, square = state
        count += 1
        mean = MEAN * mean + (1 - MEAN) * grad
        square = SQUARE * square + (1 - SQUARE) * (grad * grad)
        rate = self.rate / (1 - MEAN**count)
        return lam - rate * mean / (np.sqrt(square) / math.sqrt(1 - SQUARE**count) + TINY), (count, mean, square)
