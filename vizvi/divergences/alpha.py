from typing import ClassVar

import numpy as np

from vizvi.divergences import Divergence, log_mean
from vizvi.divergences.forward_kl import ForwardKL
from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.integrate.powers import minus_one
from vizvi.member import knob, member

LIMIT = 1e-6  # nearer than this to 0 or to 1 the divergence is its limit, a KL


@member
class Alpha(Divergence):
    """The dial between the two KLs, (1 − ∫ pᵅ q¹⁻ᵅ)/(α(1 − α)): from zero-forcing to zero-avoiding (Minka, 2005)."""

    label: ClassVar = "Alpha"
    symbol: ClassVar = "Dα(p‖q)"
    alpha: float = knob(0.5, -1.0, 2.0, "α (Minka)", special=(0.0, 1.0))

    @property
    def limit(self) -> Divergence | None:
        """The KL that this is at 0 and 1."""
        return ReverseKL() if abs(self.alpha) < LIMIT else ForwardKL() if abs(self.alpha - 1) < LIMIT else None

    @property
    def integrand_label(self) -> str:
        return self.limit.integrand_label if self.limit else "[αp + (1−α)q − pᵅq¹⁻ᵅ] / α(1−α)"

    @property
    def unit(self) -> str:
        return self.limit.unit if self.limit else ""

    @property
    def power(self):
        return self.limit.power if self.limit else self.alpha

    def loss(self, log_w, log_m):
        if self.limit:
            return self.limit.loss(log_w, log_m)
        return self.bill(log_w - log_mean(log_w, log_m), log_m).sum(axis=-1)

    def potential(self, log_w, log_m):
        return self.limit.potential(log_w, log_m) if self.limit else self.slope(log_w, log_m) / self.alpha

    def cost(self, log_w, log_m):
        return self.limit.cost(log_w, log_m) if self.limit else -minus_one(log_m, self.alpha, log_w) / self.alpha

    def slope(self, log_w, log_m):
        if self.limit:
            return self.limit.slope(log_w, log_m)
        return -np.exp(self.alpha * (log_w - log_mean(log_w, log_m)))

    def integrand(self, log_p, log_q):
        return self.limit.integrand(log_p, log_q) if self.limit else Divergence.integrand(self, log_p, log_q)

    def bill(self, log_w, log_m):
        if self.limit:
            return self.limit.bill(log_w, log_m)
        a = self.alpha
        # α w + 1 − α − wᵅ, from the end that keeps its digits
        if a < 0.5:
            return (a * minus_one(log_m, 1.0, log_w) - minus_one(log_m, a, log_w)) / (a * (1 - a))
        return -(minus_one(log_m, 1.0, log_w) / a + minus_one(log_m + log_w, a - 1, log_w) / (a * (1 - a)))

    def exact(self, problem, lam, reverse, forward, tolerance, budget):
        if self.limit:
            return self.limit.exact(problem, lam, reverse, forward, tolerance, budget)
        return Divergence.exact(self, problem, lam, reverse, forward, tolerance, budget)
