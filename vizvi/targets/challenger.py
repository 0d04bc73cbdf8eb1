import csv
import math
from functools import cache
from importlib.resources import files
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target


@cache
def flights() -> tuple[np.ndarray, np.ndarray]:
    """The 23 flights before the Challenger's last: launch temperature (°F) and whether an O-ring showed distress."""
    text = (files("vizvi") / "data" / "challenger.csv").read_text(encoding="utf-8")
    rows = np.array([[float(cell) for cell in row] for row in list(csv.reader(text.splitlines()))[1:]])
    rows.setflags(write=False)
    return rows[:, 0], rows[:, 1]


@cache
def _counts() -> list[tuple[float, int, float]]:
    """(covariate, flights, flights with distress) for each temperature that occurs."""
    temperature, distress = flights()
    return [
        ((each - 70) / 10, int((temperature == each).sum()), float(distress[temperature == each].sum()))
        for each in np.unique(temperature)
    ]


@member
class Challenger(Target):
    """Logistic regression of O-ring distress on launch temperature, from 23 flights (Dalal, Fowlkes & Hoadley, 1989)."""

    window: ClassVar = ((-6.0, 4.0), (-8.5, 1.5))
    names: ClassVar = ("intercept", "slope per 10 °F")
    prior_sd: float = knob(5.0, 0.5, 20.0, "Prior sd")

    def log_prob(self, z):
        a, b = z[..., 0], z[..., 1]
        product, total = 1.0, 0.0
        # Σ log(1 + e^η) = Σ max(η, 0) + log Π (1 + e^−|η|): one logarithm for all flights.
        for x, flights, distressed in _counts():
            eta = a + b * x
            total = total + distressed * eta - flights * np.maximum(eta, 0)
            product = product * (1 + np.exp(-np.abs(eta))) ** flights
        prior = -0.5 * (a * a + b * b) / self.prior_sd**2 - math.log(2 * math.pi * self.prior_sd**2)
        return total - np.log(product) + prior

    def score(self, z):
        a, b = z[..., 0], z[..., 1]
        slope_a, slope_b = -a / self.prior_sd**2, -b / self.prior_sd**2
        for x, flights, distressed in _counts():
            rest = distressed - flights / (1 + np.exp(-np.clip(a + b * x, -700, 700)))
            slope_a = slope_a + rest
            slope_b = slope_b + rest * x
        return np.stack([slope_a, slope_b], axis=-1)

    def nodes(self):
        from vizvi.quadrature import box_nodes

        # The left tail of the slope reaches far below the window when the prior is wide.
        return box_nodes(self, ((-12.0, 6.0), (-30.0, 8.0)))
