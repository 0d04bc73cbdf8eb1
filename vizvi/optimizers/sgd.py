from typing import ClassVar

from vizvi.member import knob, member
from vizvi.optimizers import Optimizer


@member
class SGD(Optimizer):
    """Step against the gradient, no memory (Robbins & Monro, 1951)."""

    label: ClassVar = "SGD"
    rate: float = knob(0.05, 0.0001, 1.0, "Learning rate")

    def start(self, lam):
        return ()

    def step(self, lam, grad, state):
        return lam - self.rate * grad, state
