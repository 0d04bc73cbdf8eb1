import math
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target

# The precision of the Gaussian with variances 2 and 1/2 and covariance 1/4, and its determinant's root.
P11, P12, P22 = 0.5 / 0.9375, -0.25 / 0.9375, 2 / 0.9375
ROOT = math.sqrt(0.9375)


@member
class Squiggle(Target):
    """A Gaussian sheared by a sine, z₂ + sin(frequency·z₁): narrow, winding and exactly normalized (Feng, 2016)."""

    window: ClassVar = ((-5.0, 5.0), (-5.0, 5.0))
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    frequency: float = knob(5.0, 0.0, 5.0, "Frequency")

    def log_prob(self, z):
        x, y = z[..., 0], z[..., 1] + np.sin(self.frequency * z[..., 0])
        return -0.5 * (P11 * x * x + 2 * P12 * x * y + P22 * y * y) - math.log(2 * math.pi * ROOT)

    def score(self, z):
        x, y = z[..., 0], z[..., 1] + np.sin(self.frequency * z[..., 0])
        along = -(P12 * x + P22 * y)
        across = -(P11 * x + P12 * y)
        return np.stack([across + along * self.frequency * np.cos(self.frequency * x), along], axis=-1)

    def nodes(self):
        from vizvi.integrate.nodes import gaussian_nodes

        # A shear moves the nodes of the Gaussian and keeps their volume.
        nodes = gaussian_nodes(np.zeros(2), np.array([[2, 0.25], [0.25, 0.5]]))
        return nodes._replace(points=nodes.points - np.sin(self.frequency * nodes.points[:, :1]) * [0.0, 1.0])
