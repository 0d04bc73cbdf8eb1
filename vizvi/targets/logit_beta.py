import math
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target


@member
class LogitBeta(Target):
    """The logit of a Beta(a, b) probability, z = log x/(1 − x): how a bounded posterior becomes one that q can follow."""

    label: ClassVar = "Logit-Beta"
    dim: ClassVar = 1
    names: ClassVar = ("logit x",)
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    a: float = knob(8.0, 0.5, 100.0, "a: successes + 1")
    b: float = knob(4.0, 0.5, 100.0, "b: failures + 1")

    @property
    def window(self):
        mid, sd = math.log(self.a / self.b), math.sqrt(1 / self.a + 1 / self.b)
        # The tails fall like exp(a·z) and exp(−b·z).
        return ((mid - 4 * sd - 2 / self.a, mid + 4 * sd + 2 / self.b),)

    def log_prob(self, z):
        x, a, b = z[..., 0], self.a, self.b
        log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
        # a·log x + b·log(1 − x), by logistic functions of ±z
        return -a * np.maximum(-x, 0) - b * np.maximum(x, 0) - (a + b) * np.log1p(np.exp(-np.abs(x))) - log_beta

    def score(self, z):
        return 0.5 * ((self.a - self.b) - (self.a + self.b) * np.tanh(0.5 * z))

    def nodes(self):
        from vizvi.integrate.nodes import sinh_nodes

        return sinh_nodes(math.log(self.a / self.b), math.sqrt(1 / self.a + 1 / self.b), 1e6)
