"""A divergence over λ with its slope, its curvature and the family's metric, by quadrature at one resolution."""

from typing import NamedTuple

import numpy as np

from vizvi.optima.sums.any import NodeSums
from vizvi.optima.sums.gaussian import GaussianSums
from vizvi.optima.sums.grid import Ground
from vizvi.optima.sums.location_scale import LocationScaleSums
from vizvi.optima.sums.mixture import MixtureSums


class Local(NamedTuple):
    """What is known of the divergence at λ (R, P)."""

    value: np.ndarray  # (R,) nats, p as the target gives it
    grad: np.ndarray  # (R, P)
    hess: np.ndarray  # (R, P, P)
    metric: np.ndarray  # (R, P, P) Fisher information of q: how far a step in λ moves the density
    size: np.ndarray  # (R, P) what one unit of each parameter is worth, in sds of q or of its component


class Field:
    """F(λ), ∇F = Σ m c ∇log q and ∇²F = Σ m [(c − slope) ∇log q ∇log qᵀ + c ∇²log q], with c the potential, on nodes
    around q and over p, whichever the divergence needs; where both, each point of space is shared as p to q there.

    step, radius: of the grid around q, in units of q; thin: half the resolution over p.
    """

    def __init__(self, problem, step: float, radius: float, thin: bool):
        family = problem.family
        kinds = (family.gaussian, GaussianSums), (family.one_bell, LocationScaleSums), (family.components > 1, MixtureSums)
        kind = next((kind for fits, kind in kinds if fits and problem.divergence.pure), NodeSums)
        self.problem, self.sums = problem, kind(Ground(problem, step, radius, thin))

    def __call__(self, lam) -> Local:
        value, grad, hess, metric = self.sums(lam)
        if not 0 <= self.problem.divergence.power <= 1:
            # The logarithm has the same paths, and does not explode where q is too narrow.
            down = 1 / (1 + value)
            value, grad, hess = np.log1p(value), grad * down[:, None], hess * down[:, None, None]
            hess = hess - grad[:, :, None] * grad[:, None]
        units = self.problem.family.units(lam)
        size = 1 / units if units is not None else np.sqrt(np.diagonal(metric, axis1=-2, axis2=-1))
        return Local(value, grad, 0.5 * (hess + hess.swapaxes(-1, -2)), metric, np.maximum(size, 1e-6))
