from typing import ClassVar

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.families.mean_field import MeanField
from vizvi.integrate.shared import Grid
from vizvi.member import member
from vizvi.methods import Method
from vizvi.methods._natural import descend
from vizvi.methods.exact_descent import evaluate

INNER, SETTLED = 100, 1e-9  # rounds in which one coordinate settles, and the change that says it has


@member
class CoordinateAscent(Method):
    """One coordinate at a time goes to its best Gaussian given the rest: the ELBO never falls (Bishop, 2006, 10.1)."""

    label: ClassVar = "Coordinate ascent"
    together: ClassVar = False

    def start(self, problem, lam):
        return Grid(problem).finer(lam), 0

    def step(self, problem, lam, state, draw):
        grid, count = state
        if count % 8 == 7:
            grid = grid.finer(lam)
        row = loss, _ = evaluate(grid, lam)
        dim = problem.target.dim
        free = np.arange(dim) == count % dim
        for _ in range(INNER):
            before = lam
            lam, loss = descend(grid, lam, loss, 1.0, free)
            if np.abs(lam - before).max() < SETTLED:
                break
        return lam, (grid, count + 1), row

    def supports(self, problem):
        if isinstance(problem.family, MeanField) and isinstance(problem.divergence, ReverseKL):
            return ""
        return "Coordinate ascent is for the mean-field family and the reverse KL: only there do coordinates part."
