"""Graded: a line whose nodes lie closer where there is something narrow to see."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.integrate.nodes import Nodes, thinned

FOLD = 4.0  # nodes for each e-fold of the distance from a place
RATIO = math.sqrt(3.5)  # steps of the other rule in those of the first


class Graded(NamedTuple):
    """A line from lo to hi on which t(x) = cells (x − lo)/(hi − lo) + Σ FOLD asinh((x − at)/scale) counts the nodes: evenly
    spaced far from all places, ever closer near each, as close as its scale asks for."""

    lo: float
    hi: float
    cells: int
    at: np.ndarray  # (K,)
    scale: np.ndarray  # (K,) inf: nothing to see along this line

    def narrow(self):
        """The places that even spacing would step over; one of no width at all holds nothing."""
        keep = (self.scale > 0) & (self.scale < 1.5 * (self.hi - self.lo) / self.cells)
        return self.at[keep], self.scale[keep]

    def t(self, x):
        at, scale = self.narrow()
        return self.cells * (x - self.lo) / (self.hi - self.lo) + FOLD * np.arcsinh((x[:, None] - at) / scale).sum(axis=1)

    def count(self, level: int) -> int:
        """How many steps the line has."""
        lo, hi = self.t(np.array([self.lo, self.hi]))
        return 4 * math.ceil((hi - lo) / 4 - 1e-9) * 2**level

    def nodes(self, level: int, other: bool = False) -> Nodes:
        """A trapezoid in t; or, for another opinion, midpoints of cells whose number is no fraction of its."""
        (lo, hi), steps = self.t(np.array([self.lo, self.hi])), self.count(level)
        cells = 2 * int(steps / RATIO / 2) + 1 if other else steps
        share = (np.arange(cells) + 0.5) / cells if other else np.arange(cells + 1) / cells
        x = self._inverse(lo + (hi - lo) * share)
        at, scale = self.narrow()
        density = self.cells / (self.hi - self.lo) + FOLD * (1 / np.hypot(x[:, None] - at, scale)).sum(axis=1)
        weight = (hi - lo) / cells / density
        if not other:
            weight[[0, -1]] /= 2
        return Nodes(x[:, None], np.log(weight), np.zeros(len(x), np.int8), *thinned(len(x)))

    def _inverse(self, t):
        """x at each t: halving, since t only rises."""
        if not len(self.narrow()[0]):
            return self.lo + (self.hi - self.lo) * t / self.cells
        low, high = np.full(len(t), self.lo), np.full(len(t), self.hi)
        for _ in range(60):
            middle = (low + high) / 2
            below = self.t(middle) < t
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2
