"""Natural gradients of a few draws: the noise of stochastic gradients, the distances of natural ones."""

from functools import lru_cache
from itertools import product
from typing import ClassVar

import numpy as np

from vizvi.estimators import ESTIMATORS, Estimator
from vizvi.member import knob, member, pick
from vizvi.methods import Method

NODES = 4  # an axis: exact for a Gaussian's scores, which are of degree two
TINY = 1e-12  # keeps a metric solvable where a wild run has all but lost a direction


@member
class NaturalDraws(Method):
    """A stochastic gradient, turned and scaled by the inverse Fisher information of q: a step of the same length between
    densities whatever their parameters, so that p's condition number no longer matters (Amari, 1998). No menu has it: it
    shows what is left of `natural_gradient` once its gradient is as noisy as everybody's."""

    label: ClassVar = "Natural gradient, by draws"
    estimator: Estimator = pick(ESTIMATORS, "reparam", "Estimator")
    rate: float = knob(0.1, 0.0001, 1.0, "Step size")
    draws: int = knob(64, 1, 1024, "Draws per step")

    def step(self, problem, lam, state, draw):
        eps = draw(problem.family.round_draws(self.draws), problem.family.noise_dim(problem.target.dim))
        loss, grad = self.estimator.gradient(problem, lam, eps)
        return lam - self.rate * _solve(fisher(problem, lam), grad), state, (loss, grad)

    def supports(self, problem):
        if not problem.family.gaussian:
            return "The natural gradient is written for Gaussian families; take a stochastic gradient."
        return self.estimator.supports(problem)


def fisher(problem, lam) -> np.ndarray:
    """The Fisher information E_q[score_λ score_λᵀ] of a Gaussian q in λ: (R, P) -> (R, P, P), exact."""
    eps, weights = _nodes(problem.target.dim)
    score = problem.family.score_lam(lam[:, None], problem.family.transform(lam[:, None], eps))
    return np.swapaxes(score * weights[:, None], -1, -2) @ score


def _solve(metric, grad):
    """metric⁻¹ grad, (R, P); nan for a run that has flown away. In units in which the metric's diagonal is 1."""
    size = np.sqrt(np.diagonal(metric, axis1=-2, axis2=-1))
    unit = metric / (size[:, :, None] * size[:, None]) + TINY * np.eye(grad.shape[-1])
    fine = np.isfinite(unit).all(axis=(-1, -2)) & np.isfinite(grad).all(axis=-1)
    out = np.full_like(grad, np.nan)
    out[fine] = np.linalg.solve(unit[fine], (grad / size)[fine][..., None])[..., 0] / size[fine]
    return out


@lru_cache(maxsize=8)
def _nodes(dim: int):
    """Gauss–Hermite points (N, D) and weights (N,) of a standard normal."""
    x, w = np.polynomial.hermite_e.hermegauss(NODES)
    return np.array(list(product(x, repeat=dim))), np.prod(list(product(w / w.sum(), repeat=dim)), axis=-1)
