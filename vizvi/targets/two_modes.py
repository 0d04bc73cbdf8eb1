from dataclasses import fields
from typing import ClassVar

import numpy as np

from vizvi.integrate.special import LOG_2PI, log_uniform
from vizvi.member import knob, member
from vizvi.targets import Target, grip
from vizvi.targets._bumps import log_two_bumps, score_two_bumps


@member
class TwoModes(Target):
    """Two round unit modes at (±separation, 0): one ellipse can cover both or sit on one (Bishop, 2006, fig. 10.3)."""

    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    separation: float = knob(3.0, 0.0, 12.0, "Separation ±d")
    weight: float = knob(0.5, 0.02, 0.98, "Mass of the right mode")

    @property
    def window(self):
        half = max(8.0, self.separation + 6.0)
        return ((-half, half), (-half, half))

    def log_prob(self, z):
        x, y = z[..., 0], z[..., 1]
        log_p = log_two_bumps(x, self.separation, self.weight)
        log_p -= 0.5 * y * y
        log_p -= LOG_2PI
        return log_p

    def score(self, z):
        score = -z
        score[..., 0] = score_two_bumps(z[..., 0], self.separation, self.weight)
        return score

    def conditional(self, z, k, noise):
        # The coordinates are independent: each conditional is a marginal, so that Gibbs draws from p itself.
        if k == 1:
            return noise[..., 0]
        right = np.exp(log_uniform(noise[..., 1:])) < self.weight
        return noise[..., 0] + np.where(right, self.separation, -self.separation)

    def nodes(self):
        from vizvi.integrate.nodes import shelled_grid

        return shelled_grid(((-self.separation - 16, self.separation + 16), (-16, 16)), 0.25)

    def grips(self):
        knobs = {each.name: each.metadata["knob"] for each in fields(self)}
        return (grip("separation", knobs, self.separation, (-self.separation, 0.0), "x", -1.0, 0.1),)
