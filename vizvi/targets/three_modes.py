import math
from typing import ClassVar

import numpy as np

from vizvi.integrate.special import log_uniform
from vizvi.member import knob, member
from vizvi.targets import Target


@member
class ThreeModes(Target):
    """Three equal round modes, `separation` from the origin at 90°, 210° and 330°: what two components cannot cover."""

    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    separation: float = knob(3.0, 0.0, 12.0, "Distance from the middle")

    @property
    def window(self):
        half = max(8.0, self.separation + 6.0)
        return ((-half, half), (-half, half))

    def log_prob(self, z):
        x, y = z[..., 0], z[..., 1]
        # The squares are common to all three modes.
        tilts = self._tilts(x, y)
        top = np.maximum(np.maximum(*tilts[:2]), tilts[2])
        square = x * x + y * y + self.separation**2
        return top - 0.5 * square + np.log(sum(np.exp(each - top) for each in tilts)) - math.log(6 * math.pi)

    def score(self, z):
        tilts = self._tilts(z[..., 0], z[..., 1])
        top = np.maximum(np.maximum(*tilts[:2]), tilts[2])
        parts = [np.exp(each - top) for each in tilts]
        pairs = list(zip(parts, self._modes(), strict=True))
        mean = [sum(part * mode[i] for part, mode in pairs) / sum(parts) for i in range(2)]
        return np.stack([mean[0] - z[..., 0], mean[1] - z[..., 1]], axis=-1)

    def conditional(self, z, k, noise):
        # A mode by how near the other coordinate is to it, then a normal around it.
        modes = self._modes()
        share = np.cumsum([np.exp(z[..., 1 - k] * mode[1 - k] - 0.5 * mode[1 - k] ** 2) for mode in modes], axis=0)
        which = (np.exp(log_uniform(noise[..., 1:])) * share[-1] > share).sum(axis=0)
        return noise[..., 0] + np.array([mode[k] for mode in modes])[np.minimum(which, 2)]

    def nodes(self):
        from vizvi.integrate.nodes import shelled_grid

        d = self.separation
        return shelled_grid(((-0.87 * d - 16, 0.87 * d + 16), (-0.5 * d - 16, d + 16)), 0.25)

    def _modes(self):
        angles = (math.pi / 2 + 2 * math.pi * k / 3 for k in range(3))
        return [(self.separation * math.cos(angle), self.separation * math.sin(angle)) for angle in angles]

    def _tilts(self, x, y):
        return [a * x + b * y for a, b in self._modes()]
