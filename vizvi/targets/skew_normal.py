import math
from typing import ClassVar

from vizvi.integrate.special import log_normal_cdf, normal_hazard
from vizvi.member import knob, member
from vizvi.targets import Target


@member
class SkewNormal(Target):
    """A bell with one side cut away, 2 φ(z) Φ(shape·z): as skew as its knob says (Azzalini, 1985)."""

    dim: ClassVar = 1
    names: ClassVar = ("z",)
    window: ClassVar = ((-5.0, 5.0),)
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    shape: float = knob(4.0, -20.0, 20.0, "Shape")

    def log_prob(self, z):
        x = z[..., 0]
        return 0.5 * math.log(2 / math.pi) - 0.5 * x * x + log_normal_cdf(self.shape * x)

    def score(self, z):
        return self.shape * normal_hazard(self.shape * z) - z

    def nodes(self):
        from vizvi.integrate.nodes import line_nodes

        return line_nodes((-6, 6), (-40, 40), 0.02)
