import math
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.optimizers import Optimizer

MEMORY, TINY = 0.9, 1e-8


@member
class RMSProp(Optimizer):
    """Divide each coordinate's step by the recent size of its gradient (Tieleman & Hinton, 2012)."""

    label: ClassVar = "RMSProp"
    rate: float = knob(0.05, 0.0001, 1.0, "Learning rate")

    def start(self, lam):
        return 0, np.zeros_like(lam)

    def step(self, lam, grad, state):
        count, square = state[0] + 1, MEMORY * state[1] + (1 - MEMORY) * (grad * grad)
        # The average starts at zero: without its correction the first steps would be three times too long.
        return lam - self.rate * grad / (np.sqrt(square) / math.sqrt(1 - MEMORY**count) + TINY), (count, square)
