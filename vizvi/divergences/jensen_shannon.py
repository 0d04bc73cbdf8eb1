from typing import ClassVar

import numpy as np

from vizvi.divergences import Divergence, log_mean
from vizvi.integrate.powers import weigh
from vizvi.member import member

LOG_2 = float(np.log(2))


@member
class JensenShannon(Divergence):
    """½ KL(p‖m) + ½ KL(q‖m) with m = (p + q)/2: both sides are billed, and never more than log 2 (Lin, 1991)."""

    label: ClassVar = "Jensen–Shannon"
    symbol: ClassVar = "JS(p, q)"
    unit: ClassVar = "nats"
    integrand_label: ClassVar = "½ p·log(p/m) + ½ q·log(q/m)"
    power: ClassVar = 0.5  # its mass lies where either has some, as that of the dial's middle does
    times: ClassVar = 0.25  # at most a quarter of D½, and just that where p is near q
    pure: ClassVar = False

    def loss(self, log_w, log_m):
        return self.bill(log_w - log_mean(log_w, log_m), log_m).sum(axis=-1)

    def potential(self, log_w, log_m):
        return 0.5 * (LOG_2 - np.logaddexp(0.0, log_w - log_mean(log_w, log_m)))

    def cost(self, log_w, log_m):
        mass = np.exp(log_m)
        return 0.5 * mass * (LOG_2 - np.where(mass > 0, np.logaddexp(0.0, log_w), 0.0))

    def slope(self, log_w, log_m):
        return -0.5 * _share(log_w - log_mean(log_w, log_m))

    def bill(self, log_w, log_m):
        both = np.exp(log_m) + weigh(log_m, 1.0, log_w)  # 2m
        return 0.5 * both * np.maximum(LOG_2 - _entropy(log_w), 0.0)

    def by_q(self, log_w, log_m):
        mass = np.exp(log_m)
        rest = np.logaddexp(0.0, log_w) + _climb(log_w)
        return mass * (LOG_2 - 0.5 * np.where(mass > 0, rest, 0.0))

    def by_p(self, log_w, log_m):
        return self.by_q(-log_w, log_m)


def _climb(log_w):
    """w log(1 + 1/w), from 0 to 1."""
    return np.where(log_w < 30, np.exp(np.minimum(log_w, 30)) * np.logaddexp(0.0, -np.maximum(log_w, -700)), 1.0)


def _share(log_w):
    """p/(p + q)."""
    return np.exp(-np.logaddexp(0.0, -log_w))


def _entropy(log_w):
    """Of whether a point of m is p's or q's, nats: log 2 where they are equal."""
    log_w = np.clip(log_w, -800, 800)
    return _share(log_w) * np.logaddexp(0.0, -log_w) + _share(-log_w) * np.logaddexp(0.0, log_w)
