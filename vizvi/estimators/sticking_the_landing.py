from typing import ClassVar

import numpy as np

from vizvi.estimators import Estimator, average, mass_share
from vizvi.member import member


@member
class StickingTheLanding(Estimator):
    """Follow the path alone, Σ m slope pull(force): no noise at all where q is p (Roeder, Wu & Duvenaud, 2017)."""

    label: ClassVar = "Sticking the landing"

    def gradient(self, problem, lam, eps):
        family, divergence, each = problem.family, problem.divergence, lam[:, None]
        z = family.transform(each, eps)
        log_w, log_m = problem.drawn_log_w(each, eps, z), family.log_mass(lam, eps.shape[1])
        push = divergence.slope(log_w, log_m)[..., None] * problem.drawn_force(each, eps, z)
        per_draw = family.pull(each, eps, push)
        if np.ndim(log_m):
            per_draw = per_draw + mass_share(problem, lam, log_w, log_m)
        return divergence.loss(log_w, log_m), average(log_m, per_draw)
