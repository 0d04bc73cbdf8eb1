import math
from typing import ClassVar

import numpy as np

from vizvi.member import knob, member
from vizvi.targets import Target


@member
class StudentT(Target):
    """Heavy tails, p ∝ (1 + z²/df)^(−(df+1)/2): the two KLs disagree about them most (Student, 1908)."""

    label: ClassVar = "Student-t"
    dim: ClassVar = 1
    names: ClassVar = ("z",)
    window: ClassVar = ((-8.0, 8.0),)
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    df: float = knob(3.0, 1.0, 30.0, "Degrees of freedom", special=(2.0,))

    def log_prob(self, z):
        x, df = z[..., 0], self.df
        constant = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - 0.5 * math.log(df * math.pi)
        return constant - 0.5 * (df + 1) * np.log1p(x * x / df)

    def score(self, z):
        return -(self.df + 1) * z / (self.df + z * z)

    def nodes(self):
        from vizvi.integrate.nodes import sinh_nodes

        # Octaves out to where squares nearly leave the floats: moments that do not exist show as rings that do not fall.
        return sinh_nodes(0.0, 1.0, 1e140)
