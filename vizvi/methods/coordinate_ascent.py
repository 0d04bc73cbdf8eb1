from typing import ClassVar

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.families.mean_field import MeanField
from vizvi.integrate.shared import Grids
from vizvi.member import member
from vizvi.methods import Method
from vizvi.methods._natural import SETTLED, descend, still
from vizvi.methods.exact_descent import evaluate_all

INNER, FAINT = 100, 3  # rounds in which one coordinate settles, of which so many may change next to nothing


@member
class CoordinateAscent(Method):
    """One coordinate at a time goes to its best Gaussian given the rest: the ELBO never falls (Bishop, 2006, 10.1)."""

    label: ClassVar = "Coordinate ascent"

    def start(self, problem, lam):
        grids = Grids(problem, lam)
        return grids, evaluate_all(grids, lam, np.arange(len(lam))), np.zeros(len(lam), int), 0

    def step(self, problem, lam, state, draw):
        grids, row, idle, count = state
        dim = problem.target.dim
        open_ = np.flatnonzero(idle < dim)
        if count % 8 == 7 and len(changed := grids.refine(lam, open_)):
            row = tuple(each.copy() for each in row)
            row[0][changed], row[1][changed] = evaluate_all(grids, lam, changed)
        free, new, loss, inner, patience = np.arange(dim) == count % dim, lam, row[0], open_, np.full(len(lam), FAINT)
        for _ in range(INNER):
            before, level = new, loss
            new, loss = descend(grids, new, loss, inner, 1.0, free)
            moved = np.abs(new - before).max(axis=-1)
            patience[still(before, new, level, loss)] -= 1
            inner = inner[(moved[inner] >= SETTLED) & (patience[inner] > 0)]
            if not len(inner):
                break
        # A run of which no coordinate moves any more, on nodes that suffice, has arrived and repeats its row.
        idle = np.where(still(lam, new, row[0], loss), idle + 1, 0)
        arrived = np.intersect1d(open_, np.flatnonzero(idle >= dim))
        idle[grids.refine(new, arrived)] = 0
        after = tuple(each.copy() for each in row)
        after[0][open_], after[1][open_] = evaluate_all(grids, new, open_)
        return new, (grids, after, idle, count + 1), row

    def supports(self, problem):
        if isinstance(problem.family, MeanField) and isinstance(problem.divergence, ReverseKL):
            return ""
        return "Coordinate ascent is for the mean-field family and the reverse KL: only there do coordinates part."
