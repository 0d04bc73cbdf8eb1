import math
from dataclasses import fields
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target, grip


@member
class Gaussian(Target):
    """A correlated Gaussian with unit sds: what mean-field cannot tilt to follow (MacKay, 2003, fig. 33.6)."""

    window: ClassVar = ((-4.0, 4.0), (-4.0, 4.0))
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    correlation: float = knob(0.9, -0.99, 0.99, "Correlation")

    def log_prob(self, z):
        x, y = z[..., 0], z[..., 1]
        spare = 1 - self.correlation**2
        square = (x * x - 2 * self.correlation * x * y + y * y) / spare
        return -0.5 * square - math.log(2 * math.pi) - 0.5 * math.log(spare)

    def score(self, z):
        return (self.correlation * z[..., ::-1] - z) / (1 - self.correlation**2)

    def conditional(self, z, k, noise):
        return self.correlation * z[..., 1 - k] + math.sqrt(1 - self.correlation**2) * noise[..., 0]

    def nodes(self):
        from vizvi.integrate.nodes import gaussian_nodes

        return gaussian_nodes(np.zeros(2), np.array([[1, self.correlation], [self.correlation, 1]]))

    def grips(self):
        knobs = {each.name: each.metadata["knob"] for each in fields(self)}
        # The far end of the line around 90 % of the mass, on the longer diagonal.
        sign = 1.0 if self.correlation >= 0 else -1.0
        reach = 2.146 * math.sqrt((1 + abs(self.correlation)) / 2)
        return (grip("correlation", knobs, self.correlation, (reach, sign * reach), "tilt", 1.0, 0.01),)
