from typing import ClassVar

import numpy as np

from vizvi.estimators import Estimator, average
from vizvi.member import member


@member
class ScoreFunctionLOO(Estimator):
    """The score function with a baseline that costs nothing: the other draws' mean (Kool, van Hoof & Welling, 2019)."""

    label: ClassVar = "Score function, leave-one-out"

    def gradient(self, problem, lam, eps):
        family, each = problem.family, lam[:, None]
        z = family.transform(each, eps)
        log_w, log_m = problem.log_w(each, z), family.log_mass(lam, eps.shape[1])
        cost = problem.divergence.potential(log_w, log_m)
        advantage = cost - others(cost, log_m, family.round_draws(1))
        return problem.divergence.loss(log_w, log_m), average(log_m, advantage[..., None] * family.score_lam(each, z))


def others(cost, log_m, group: int):
    """For each draw the mean cost of the draws outside its group, (R, S); 0 if there are none.

    A group is one draw, or one of each component of a mixture: only together do they represent q."""
    if cost.shape[-1] <= group:
        return np.zeros_like(cost)
    shares = (np.exp(np.broadcast_to(log_m, cost.shape)) * cost).reshape(*cost.shape[:-1], -1, group).sum(axis=-1)
    outside = (shares.sum(axis=-1, keepdims=True) - shares) / (1 - group / cost.shape[-1])
    return np.repeat(outside, group, axis=-1)
