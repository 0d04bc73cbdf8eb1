import math
from dataclasses import fields
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target, grip
from vizvi.targets._bumps import log_two_bumps, score_two_bumps


@member
class TwoBumps(Target):
    """Two unit bumps at ±separation: which one a single bell follows depends on the divergence and on the start."""

    dim: ClassVar = 1
    names: ClassVar = ("z",)
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    separation: float = knob(3.0, 0.0, 12.0, "Separation ±d")
    weight: float = knob(0.5, 0.02, 0.98, "Mass of the right bump")

    @property
    def window(self):
        half = max(8.0, self.separation + 6.0)
        return ((-half, half),)

    def log_prob(self, z):
        return log_two_bumps(z[..., 0], self.separation, self.weight) - 0.5 * np.log(2 * np.pi)

    def score(self, z):
        return score_two_bumps(z[..., 0], self.separation, self.weight)[..., None]

    def nodes(self):
        from vizvi.integrate.nodes import line_nodes

        half = self.separation
        return line_nodes((-half - 6, half + 6), (-half - 40, half + 40), 0.05)

    def grips(self):
        knobs = {each.name: each.metadata["knob"] for each in fields(self)}
        left, right = (float(np.exp(self.log_prob(np.array([each])))) for each in (-self.separation, self.separation))
        apart = grip("separation", knobs, self.separation, (-self.separation, left), "x", -1.0, 0.1)
        # The right bump is weight times a unit bump high.
        across = ("separation", 1.0)
        heavy = grip("weight", knobs, self.weight, (self.separation, right), "y", math.sqrt(2 * math.pi), 0.01, across)
        return apart, heavy
