"""Divergences: what "close" means. One file each; the folder is the registry.

Each is a function of log_w = log p − log q at draws or nodes of q-mass m. Where p's normalizer is unknown, w̄ = w / Σ m w.
"""

from typing import ClassVar

import numpy as np

from vizvi.integrate.powers import minus_one
from vizvi.member import discover


class Divergence:
    """A divergence from q to p: its value, and the two words that every gradient needs."""

    power: ClassVar[float]  # the value integrates q·w^power (times log w at 0 and 1): it says where the mass is
    times: ClassVar[float] = 1.0  # the value in units of Minka's D_power
    pure: ClassVar[bool] = True  # whether power and times say all: the potential is a power of w, log w at 0
    symbol: ClassVar[str]  # how pages write it
    unit: ClassVar[str] = ""  # of the value: "nats", or none
    integrand_label: ClassVar[str]

    def loss(self, log_w, log_m):
        """The value over draws or nodes: (..., S), (..., S) or a scalar -> (...), nats."""
        raise NotImplementedError

    def potential(self, log_w, log_m):
        """c = δloss/δq up to a constant, (..., S): how badly q is wanted less here."""
        raise NotImplementedError

    def cost(self, log_w, log_m):
        """m·c, (..., S), p normalized, up to a constant in c: what each node adds to the score formula; apart from c since
        w may overflow where m vanishes."""
        return np.exp(log_m) * self.potential(log_w, log_m)

    def slope(self, log_w, log_m):
        """∂c/∂log_w, (..., S): how much this divergence cares about each draw."""
        raise NotImplementedError

    def integrand(self, log_p, log_q):
        """What integrates to the value over z, p normalized: (...), (...) -> (...). The strip under a picture draws it."""
        return self.bill(log_p - log_q, log_q)

    def bill(self, log_w, log_m):
        """Each node's own part of the value, (..., S), p normalized: never negative, so that parts of space can be
        told apart."""
        raise NotImplementedError

    def by_q(self, log_w, log_m):
        """What sums to the value over nodes that hold all of q, (..., S), p normalized; nothing where q has no mass."""
        return -self.times / (self.power * (1 - self.power)) * minus_one(log_m, self.power, log_w)

    def by_p(self, log_w, log_m):
        """The same over nodes that hold all of p, m being their mass of p; nothing where p has no mass."""
        return -self.times / (self.power * (1 - self.power)) * minus_one(log_m, self.power - 1, log_w)

    def exact(self, problem, lam, reverse, forward, tolerance: float, budget: int):
        """Value and error (M,) at λ (M, P), p normalized; `reverse` and `forward` are the two KLs' values and errors,
        tolerance and budget those of `vizvi.exact`."""
        from vizvi.integrate.over_both import over_both

        return over_both(problem, lam, tolerance, budget)


def log_mean(log_f, log_m):
    """log Σ m f over the last axis, kept, without overflow."""
    total = log_f + log_m
    top = np.max(total, axis=-1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    return top + np.log(np.exp(total - top).sum(axis=-1, keepdims=True))


DIVERGENCES = discover(__name__, Divergence)
