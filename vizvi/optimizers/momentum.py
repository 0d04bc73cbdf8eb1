from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.optimizers import Optimizer

MEMORY = 0.9


@member
class Momentum(Optimizer):
    """A heavy ball: it keeps most of its last step, so noise averages out and valleys are followed (Polyak, 1964)."""

    label: ClassVar = "Momentum"
    rate: float = knob(0.01, 0.0001, 1.0, "Learning rate")

    def start(self, lam):
        return (np.zeros_like(lam),)

    def step(self, lam, grad, state):
        velocity = MEMORY * state[0] + grad
        return lam - self.rate * velocity, (velocity,)
