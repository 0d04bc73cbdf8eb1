from typing import ClassVar

import numpy as np

from vizvi.divergences import Divergence, log_mean
from vizvi.integrate.powers import minus_one
from vizvi.member import member


@member
class ForwardKL(Divergence):
    """KL(p‖q), billed where p is: it needs expectations under p, which draws from q give only by reweighting."""

    label: ClassVar = "Forward KL"
    symbol: ClassVar = "KL(p‖q)"
    unit: ClassVar = "nats"
    integrand_label: ClassVar = "p · log(p/q)"
    power: ClassVar = 1.0

    def loss(self, log_w, log_m):
        log_share = log_w - log_mean(log_w, log_m)
        mass = np.exp(log_share + log_m)
        return (mass * np.where(mass > 0, log_share, 0.0)).sum(axis=-1)

    def potential(self, log_w, log_m):
        return -np.exp(log_w - log_mean(log_w, log_m))

    def cost(self, log_w, log_m):
        return -np.exp(log_w + log_m - log_mean(log_w, log_m))

    def slope(self, log_w, log_m):
        return self.potential(log_w, log_m)

    def integrand(self, log_p, log_q):
        return np.exp(log_p) * (log_p - log_q)

    def bill(self, log_w, log_m):
        share = np.exp(log_m + log_w)
        return share * np.where(share > 0, log_w, 0.0) - minus_one(log_m, 1.0, log_w)

    def exact(self, problem, lam, reverse, forward, tolerance, budget):
        return forward
