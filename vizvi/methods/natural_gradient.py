from typing import ClassVar

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.integrate.shared import Grid
from vizvi.member import knob, member
from vizvi.methods import Method
from vizvi.methods._natural import descend
from vizvi.methods.exact_descent import evaluate


@member
class NaturalGradient(Method):
    """Steps in the distance between densities, not parameters: on a Gaussian, one step of size 1 (Amari, 1998)."""

    label: ClassVar = "Natural gradient"
    together: ClassVar = False
    rate: float = knob(1.0, 0.01, 1.0, "Step size")

    def start(self, problem, lam):
        return Grid(problem).finer(lam), 0

    def step(self, problem, lam, state, draw):
        grid, count = state
        if count % 8 == 7:
            grid = grid.finer(lam)
        loss, grad = evaluate(grid, lam)
        new, _ = descend(grid, lam, loss, self.rate, np.ones(problem.target.dim))
        return new, (grid, count + 1), (loss, grad)

    def supports(self, problem):
        if problem.family.gaussian and isinstance(problem.divergence, ReverseKL):
            return ""
        return "The natural gradient is written for Gaussian families and the reverse KL; take a gradient or exact descent."
