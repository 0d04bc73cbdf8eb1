from typing import ClassVar

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.estimators import Estimator, average, mass_share
from vizvi.member import member


@member
class Reparam(Estimator):
    """Follow the draws as λ moves them: path and density, as autodiff would (Kingma & Welling, 2014)."""

    label: ClassVar = "Reparameterization"

    def gradient(self, problem, lam, eps):
        family, each = problem.family, lam[:, None]
        z = family.transform(each, eps)
        log_m = family.log_mass(lam, eps.shape[1])
        log_w = problem.target.log_prob(z) - family.drawn_log_prob(each, eps, z)
        # score_λ − pull(force), with the two halves of log q's derivative taken together: for a Gaussian, a constant
        total = family.total_score(each, eps, z)
        total = total if total.ndim == 1 else average(log_m, total)
        grad = total - average(log_m, family.pull(each, eps, problem.target.score(z)))
        if np.ndim(log_m):
            grad = grad + average(log_m, mass_share(problem, lam, log_w, log_m))
        return problem.divergence.loss(log_w, log_m), grad

    def supports(self, problem):
        if isinstance(problem.divergence, ReverseKL):
            return ""
        return "Reparameterization as autodiff does it is for the reverse KL; take another estimator."
