from typing import ClassVar

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.integrate.shared import Grids
from vizvi.member import knob, member
from vizvi.methods import Method
from vizvi.methods._natural import descend, still
from vizvi.methods.exact_descent import evaluate_all


@member
class NaturalGradient(Method):
    """Steps in the distance between densities, not parameters: on a Gaussian, one step of size 1 (Amari, 1998)."""

    label: ClassVar = "Natural gradient"
    rate: float = knob(1.0, 0.01, 1.0, "Step size")

    def start(self, problem, lam):
        return Grids(problem, lam), np.ones(len(lam), bool), 0

    def step(self, problem, lam, state, draw):
        grids, open_, count = state
        rows = np.flatnonzero(open_)
        if count % 8 == 7:
            grids.refine(lam, rows)
        loss, grad = evaluate_all(grids, lam, np.arange(len(lam)))
        new, new_loss = descend(grids, lam, loss, rows, self.rate, np.ones(problem.target.dim))
        done = rows[still(lam[rows], new[rows], loss[rows], new_loss[rows])]
        # At rest on nodes that suffice: it has arrived.
        open_ = open_.copy()
        open_[np.setdiff1d(done, grids.refine(lam, done))] = False
        return new, (grids, open_, count + 1), (loss, grad)

    def supports(self, problem):
        if problem.family.gaussian and isinstance(problem.divergence, ReverseKL):
            return ""
        return "The natural gradient is written for Gaussian families and the reverse KL; take a gradient or exact descent."
