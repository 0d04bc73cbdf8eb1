import math
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target


@member
class Ring(Target):
    """p ∝ exp(−(r − radius)²/(2 width²)): all of the mass on a circle, none in the middle where its mean is."""

    log_z_error: ClassVar = 0.0
    radius: float = knob(3.0, 1.0, 6.0, "Radius")
    width: float = knob(0.5, 0.1, 1.0, "Width")

    @property
    def window(self):
        half = self.radius + 4 * self.width + 1
        return ((-half, half), (-half, half))

    @property
    def log_z(self):
        ratio = self.radius / self.width
        # 2π ∫ r exp(−(r − radius)²/(2 width²)) dr
        inside = 0.5 * math.erfc(-ratio / math.sqrt(2)) * ratio * math.sqrt(2 * math.pi) + math.exp(-0.5 * ratio**2)
        return math.log(2 * math.pi * self.width**2 * inside)

    def log_prob(self, z):
        return -0.5 * ((np.hypot(z[..., 0], z[..., 1]) - self.radius) / self.width) ** 2

    def score(self, z):
        r = np.maximum(np.hypot(z[..., :1], z[..., 1:]), 1e-300)
        return z * ((self.radius / r - 1) / self.width**2)

    def nodes(self):
        from vizvi.integrate.nodes import polar_nodes

        return polar_nodes(self.radius, self.width)
