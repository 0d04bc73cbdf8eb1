"""Estimators: gradients from draws. One file each; the folder is the registry."""

from typing import ClassVar

import numpy as np

from vizvi.member import discover


class Estimator:
    """A gradient of the divergence in λ, estimated from standard normals that `fit` lends."""

    label: ClassVar[str]

    def gradient(self, problem, lam, eps):
        """Loss (R,) and gradient (R, P) at λ (R, P) from noise (R, S, E)."""
        raise NotImplementedError

    def supports(self, problem) -> str:
        """Empty if the estimator suits the problem, else one sentence."""
        return ""


def average(log_m, per_draw):
    """Σ m x over the draws: (R, S) or a scalar, (R, S, P) -> (R, P)."""
    if np.ndim(log_m) == 0:
        return np.full(per_draw.shape[-2], np.exp(log_m)) @ per_draw
    return (np.exp(log_m)[..., None, :] @ per_draw)[..., 0, :]


def mass_share(problem, lam, log_w, log_m):
    """c ∇log m, (R, S, P): what paths miss where λ also moves the masses of the draws."""
    cost = problem.divergence.potential(log_w, log_m)
    return cost[..., None] * problem.family.score_mass(lam, log_w.shape[-1])


ESTIMATORS = discover(__name__, Estimator)
