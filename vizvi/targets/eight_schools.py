import csv
import math
from functools import cache
from importlib.resources import files
from typing import ClassVar

import numpy as np

from vizvi.member import member
from vizvi.targets import Target

MEAN_SD, SPREAD = 5.0, 5.0  # μ ~ N(0, 5²), τ ~ half-Cauchy(0, 5)


@cache
def schools() -> tuple[np.ndarray, np.ndarray]:
    """Estimated effects of coaching in eight schools, and their standard errors (Rubin, 1981)."""
    text = (files("vizvi") / "data" / "eight_schools.csv").read_text(encoding="utf-8")
    rows = np.array([[float(cell) for cell in row[1:]] for row in list(csv.reader(text.splitlines()))[1:]])
    rows.setflags(write=False)
    return rows[:, 0], rows[:, 1]


@member
class EightSchools(Target):
    """Mean and spread of coaching effects, the schools' own integrated out: a hierarchy's funnel (Rubin, 1981)."""

    window: ClassVar = ((-16.0, 24.0), (-8.0, 8.0))
    names: ClassVar = ("μ", "log τ")

    def log_prob(self, z):
        mu, log_tau = z[..., 0], z[..., 1]
        # log τ is the Jacobian of the logarithm.
        prior = -0.5 * (mu / MEAN_SD) ** 2 + log_tau - _log_var(SPREAD, log_tau) + math.log(2 * SPREAD / math.pi)
        effect, error = schools()
        for y, s in zip(effect, error, strict=True):
            log_var = _log_var(s, log_tau)
            prior = prior - 0.5 * ((y - mu) ** 2 * np.exp(-log_var) + log_var)
        return prior - 0.5 * (len(effect) + 1) * math.log(2 * math.pi) - math.log(MEAN_SD)

    def score(self, z):
        mu, inverse = z[..., 0], np.exp(-2 * np.maximum(z[..., 1], -300.0))
        by_mu, by_log_tau = -mu / MEAN_SD**2, 1 - 2 / (1 + SPREAD**2 * inverse)
        for y, s in zip(*schools(), strict=True):
            share = 1 / (1 + s * s * inverse)  # of the spread in a school's variance
            pull = (y - mu) * (1 - share) / (s * s)
            by_mu, by_log_tau = by_mu + pull, by_log_tau + share * ((y - mu) * pull - 1)
        return np.stack([by_mu, by_log_tau], axis=-1)

    def nodes(self):
        from vizvi.integrate.nodes import product_nodes, shelled_grid, sinh_nodes

        # log τ has an exponential tail to the left: no spread at all is never ruled out.
        return product_nodes(shelled_grid(((-50.0, 60.0),), 0.8, 10.0), sinh_nodes(1.5, 1.0, 1e4, 8))


def _log_var(sd, log_tau):
    """log(sd² + τ²), however large τ."""
    gap = 2 * (log_tau - math.log(sd))
    return 2 * math.log(sd) + np.maximum(gap, 0) + np.log1p(np.exp(-np.abs(gap)))
