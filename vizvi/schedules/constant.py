import numpy as np

from vizvi.member import knob, member
from vizvi.schedules import Schedule


@member
class Constant(Schedule):
    """The same step for ever: soon near, and never at rest."""

    rate: float = knob(0.1, 1e-6, 1.0, "Step size")

    def at(self, t):
        return np.full(np.shape(t), self.rate)
