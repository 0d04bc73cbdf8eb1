from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.schedules import Schedule


@member
class RobbinsMonro(Schedule):
    """Steps (t + delay)^−decay: long enough in sum to arrive, short enough in squares to settle (Robbins & Monro, 1951)."""

    label: ClassVar = "Robbins–Monro"
    delay: float = knob(1.0, 1.0, 1e6, "Delay τ")
    decay: float = knob(1.0, 0.5, 1.0, "Decay κ")

    def at(self, t):
        return (np.asarray(t, float) + self.delay) ** -self.decay
