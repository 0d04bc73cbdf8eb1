import math
from typing import ClassVar

import numpy as np

from vizvi.integrate.special import LOG_2PI
from vizvi.member import knob, member
from vizvi.targets import Target


@member
class NormalNormal(Target):
    """The joint p(x, z) of z ~ N(0, 1), x | z ~ N(z, 1) at an observed x: its log normalizer is the log evidence."""

    label: ClassVar = "Normal–Normal"
    dim: ClassVar = 1
    names: ClassVar = ("z",)
    window: ClassVar = ((-5.0, 5.0),)
    log_z_error: ClassVar = 0.0
    x: float = knob(2.0, -4.0, 4.0, "Observed x, cm")
    unit: str = knob("cm", label="Unit of x", choices=("cm", "m"))

    @property
    def log_unit(self):
        """A density per metre is a hundred times one per centimetre."""
        return math.log(100) if self.unit == "m" else 0.0

    def parts(self, z):
        prior = -0.5 * z[..., 0] ** 2 - 0.5 * LOG_2PI
        return {"prior": prior, "likelihood": -0.5 * (self.x - z[..., 0]) ** 2 - 0.5 * LOG_2PI + self.log_unit}

    def log_prob(self, z):
        return sum(self.parts(z).values())

    def score(self, z):
        return self.x - 2 * z

    def nodes(self):
        from vizvi.integrate.nodes import gaussian_nodes

        return gaussian_nodes(np.array([self.x / 2]), np.array([[0.5]]))

    @property
    def log_z(self):
        # x ~ N(0, 2), whatever z was.
        return -0.25 * self.x**2 - 0.5 * math.log(4 * math.pi) + self.log_unit
