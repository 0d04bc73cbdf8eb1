import math
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target


@member
class Funnel(Target):
    """v ~ N(0, scale²), x | v ~ N(0, eᵛ): a hierarchy's wide mouth and narrow neck (Neal, 2003)."""

    names: ClassVar = ("v", "x")
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    scale: float = knob(3.0, 0.5, 5.0, "Sd of v")

    @property
    def window(self):
        half = max(5.0, 3 * self.scale)
        return ((-half, half), (-half, half))

    def log_prob(self, z):
        v, x = z[..., 0], z[..., 1]
        square = (v / self.scale) ** 2 + x * x * np.exp(np.minimum(-v, 700.0))
        return -0.5 * (square + v) - math.log(2 * math.pi * self.scale)

    def score(self, z):
        v, x = z[..., 0], z[..., 1]
        steep = x * np.exp(np.minimum(-v, 700.0))
        return np.stack([0.5 * (x * steep - 1) - v / self.scale**2, -steep], axis=-1)

    def nodes(self):
        from vizvi.integrate.nodes import shelled_grid

        # E[x²] = E[eᵛ] has its mass around v = scale², where no window looks.
        nodes = shelled_grid(((-12.0, 12.0 + self.scale), (-12.0, 12.0)), 0.1, 1.0)
        v = self.scale * nodes.points[:, 0]
        points = np.stack([v, np.exp(v / 2) * nodes.points[:, 1]], axis=-1)
        return nodes._replace(points=points, log_volume=nodes.log_volume + math.log(self.scale) + v / 2)
