from typing import ClassVar

from vizvi.estimators import Estimator, average
from vizvi.member import member


@member
class ScoreFunction(Estimator):
    """Weigh each draw's own score by how badly it did: no derivative of p needed, much noise (Ranganath et al., 2014)."""

    label: ClassVar = "Score function"

    def gradient(self, problem, lam, eps):
        family, each = problem.family, lam[:, None]
        z = family.transform(each, eps)
        log_w, log_m = problem.log_w(each, z), family.log_mass(lam, eps.shape[1])
        cost = problem.divergence.potential(log_w, log_m)
        grad = average(log_m, cost[..., None] * family.score_lam(each, z))
        return problem.divergence.loss(log_w, log_m), grad
