from typing import ClassVar

import numpy as np

from vizvi.divergences import Divergence, log_mean
from vizvi.integrate.powers import minus_one
from vizvi.member import member


@member
class Chi2(Divergence):
    """∫ p²/q − 1, the variance of importance weights: it covers p or is infinite (Dieng et al., 2017)."""

    label: ClassVar = "Chi-squared"
    symbol: ClassVar = "χ²(p‖q)"
    integrand_label: ClassVar = "(p − q)² / q"
    power: ClassVar = 2.0
    times: ClassVar = 2.0

    def loss(self, log_w, log_m):
        return self.bill(log_w - log_mean(log_w, log_m), log_m).sum(axis=-1)

    def potential(self, log_w, log_m):
        return -np.exp(2 * (log_w - log_mean(log_w, log_m)))

    def cost(self, log_w, log_m):
        return -minus_one(log_m, 2.0, log_w)

    def slope(self, log_w, log_m):
        return 2 * self.potential(log_w, log_m)

    def bill(self, log_w, log_m):
        # m (w − 1)²: never negative, and 0 where p = q
        return np.exp(log_m + 2 * np.maximum(log_w, 0)) * np.expm1(-np.abs(log_w)) ** 2
