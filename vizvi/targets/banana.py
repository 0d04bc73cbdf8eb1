import math
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target


@member
class Banana(Target):
    """A Gaussian bent along a parabola, z₂ | z₁ ~ N(bend·z₁², 1): no ellipse can follow it (Haario et al., 1999)."""

    window: ClassVar = ((-6.0, 6.0), (-4.0, 8.0))
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    bend: float = knob(1.0, 0.0, 2.0, "Bend")

    def log_prob(self, z):
        x, y = z[..., 0], z[..., 1]
        return -0.5 * (x * x + (y - self.bend * x * x) ** 2) - math.log(2 * math.pi)

    def score(self, z):
        x, y = z[..., 0], z[..., 1]
        rest = y - self.bend * x * x
        return np.stack([2 * self.bend * x * rest - x, -rest], axis=-1)

    def nodes(self):
        from vizvi.integrate.nodes import gaussian_nodes

        # The bend is a shear: it moves the nodes of a round Gaussian and keeps their volume.
        nodes = gaussian_nodes(np.zeros(2), np.eye(2))
        return nodes._replace(points=nodes.points + self.bend * nodes.points[:, :1] ** 2 * [0.0, 1.0])
