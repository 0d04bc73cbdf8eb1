import math
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target


@member
class LogGamma(Target):
    """The log of a Gamma(shape) variable, p ∝ exp(shape·z − e^z): skew with a closed-form fit (Bishop, 2006, 10.1)."""

    dim: ClassVar = 1
    names: ClassVar = ("z",)
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    shape: float = knob(2.0, 0.5, 1000.0, "Shape")

    @property
    def window(self):
        mid, sd = math.log(self.shape), 1 / math.sqrt(self.shape)
        # The left tail falls like exp(shape·z), the right one like exp(−e^z).
        return ((mid - 5 * sd - 3 / self.shape, mid + 4 * sd),)

    def log_prob(self, z):
        x = z[..., 0]
        return self.shape * x - np.exp(x) - math.lgamma(self.shape)

    def score(self, z):
        return self.shape - np.exp(z)

    def nodes(self):
        from vizvi.integrate.nodes import sinh_nodes

        return sinh_nodes(math.log(self.shape), 1 / math.sqrt(self.shape), 1e6)
