import csv
import math
from functools import cache
from importlib.resources import files
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target

BLOCK = 4096  # points at once: sixteen temperatures of them fit in a processor's cache


@cache
def flights() -> tuple[np.ndarray, np.ndarray]:
    """The 23 flights before the Challenger's last: launch temperature (°F) and whether an O-ring showed distress."""
    text = (files("vizvi") / "data" / "challenger.csv").read_text(encoding="utf-8")
    rows = np.array([[float(cell) for cell in row] for row in list(csv.reader(text.splitlines()))[1:]])
    rows.setflags(write=False)
    return rows[:, 0], rows[:, 1]


@cache
def _table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Covariate (T − 70)/10, flights, and flights with distress, for each temperature that occurs."""
    temperature, distress = flights()
    unique, index = np.unique(temperature, return_inverse=True)
    return (unique - 70) / 10, np.bincount(index).astype(float), np.bincount(index, weights=distress)


@member
class Challenger(Target):
    """Logistic regression of O-ring distress on launch temperature, from 23 flights (Dalal, Fowlkes & Hoadley, 1989).

    The slope is per 10 °F; the intercept is the log odds at 70 °F."""

    window: ClassVar = ((-6.0, 4.0), (-8.5, 1.5))
    names: ClassVar = ("intercept", "slope")
    prior_sd: float = knob(5.0, 0.5, 20.0, "Prior sd")

    def log_prob(self, z):
        flat = np.reshape(z, (-1, 2))
        parts = [self._log_prob(flat[i : i + BLOCK]) for i in range(0, len(flat), BLOCK)]
        return np.concatenate(parts).reshape(np.shape(z)[:-1])[()] if parts else np.zeros(np.shape(z)[:-1])

    def _log_prob(self, z):
        a, b = z[:, 0], z[:, 1]
        x, count, distressed = _table()
        eta = _predictor(x, a, b)
        above = np.tensordot(count, np.maximum(eta, 0), 1)
        np.exp(-np.abs(eta, out=eta), out=eta)
        eta += 1
        # Σ log(1 + exp(−|η|)) as one logarithm: 23 factors of at most 2 cannot overflow.
        rest = np.log(np.multiply.reduce(np.repeat(eta, count.astype(int), axis=0), axis=0))
        log_lik = distressed.sum() * a + (distressed @ x) * b - above - rest
        return log_lik - 0.5 * (a * a + b * b) / self.prior_sd**2 - math.log(2 * math.pi * self.prior_sd**2)

    def score(self, z):
        a, b = z[..., 0], z[..., 1]
        x, count, distressed = _table()
        odds = np.exp(-np.clip(_predictor(x, a, b), -700, 700))
        expected = np.tensordot(np.stack([count, count * x]), 1 / (1 + odds), 1)
        score = -z / self.prior_sd**2
        score[..., 0] += distressed.sum() - expected[0]
        score[..., 1] += distressed @ x - expected[1]
        return score

    def nodes(self):
        from vizvi.integrate.box import box_nodes

        # The left tail of the slope reaches far below the window when the prior is wide.
        return box_nodes(self, ((-10.0, 5.0), (-26.0, 6.0)), 88)


def _predictor(x, a, b):
    """η = a + b x with temperatures first, so that the long axes stay last: (J, ...)."""
    return a + x.reshape(-1, *[1] * np.ndim(a)) * b
