from typing import ClassVar

import numpy as np

from vizvi.divergences import Divergence
from vizvi.integrate.powers import minus_one
from vizvi.member import member


@member
class ReverseKL(Divergence):
    """KL(q‖p), what maximizing the ELBO minimizes: billed where q is (Jordan et al., 1999)."""

    label: ClassVar = "Reverse KL"
    symbol: ClassVar = "KL(q‖p)"
    unit: ClassVar = "nats"
    integrand_label: ClassVar = "q · log(q/p)"
    power: ClassVar = 0.0

    def loss(self, log_w, log_m):
        # An average weighs draws alike; nodes of no mass must not turn 0·∞ into nan.
        if np.ndim(log_m) == 0:
            return -np.exp(log_m) * log_w.sum(axis=-1)
        mass = np.exp(log_m)
        return -(mass * np.where(mass > 0, log_w, 0.0)).sum(axis=-1)

    def potential(self, log_w, log_m):
        return -log_w

    def cost(self, log_w, log_m):
        mass = np.exp(log_m)
        return -mass * np.where(mass > 0, log_w, 0.0)

    def slope(self, log_w, log_m):
        return np.full_like(log_w, -1.0)

    def integrand(self, log_p, log_q):
        return np.exp(log_q) * (log_q - log_p)

    def bill(self, log_w, log_m):
        mass = np.exp(log_m)
        return minus_one(log_m, 1.0, log_w) - mass * np.where(mass > 0, log_w, 0.0)

    def exact(self, problem, lam, reverse, forward, tolerance, budget):
        return reverse
