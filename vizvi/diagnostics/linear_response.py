"""Can q's covariance be repaired? Tilt p a little, see how far q's mean moves: linear response."""

from typing import NamedTuple

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.integrate.shared import Grid
from vizvi.methods.exact_descent import evaluate
from vizvi.problem import Problem

STEP = 1e-4  # of central differences, in λ
RISE = 1e-5  # nats that the ELBO may still rise by at an optimum
IDLE = 1e-9  # an eigenvalue this small, relative to the largest, belongs to a direction that changes nothing


class Response(NamedTuple):
    """q's own covariance and the corrected one, with their sds and correlations."""

    cov: np.ndarray  # (..., D, D) by linear response
    cov_q: np.ndarray  # (..., D, D) as q has it
    sd: np.ndarray  # (..., D)
    sd_q: np.ndarray  # (..., D)
    correlation: np.ndarray  # (...) nan in one dimension
    rise: np.ndarray  # (...) nats by which the ELBO could still rise: how well λ is known to be an optimum


def linear_response(problem: Problem, lam) -> Response:
    """The covariance that linear response gives at an optimum λ (..., P) of the ELBO (Giordano, Broderick & Jordan, 2015).

    Tilt log p by t·z: at the optimum E_q[z] moves by Σ_LR t, with Σ_LR = J (−∇²ELBO)⁻¹ Jᵀ and J = ∂E_q[z]/∂λ; for a
    mean-field Gaussian this is (I − V H)⁻¹ V. Exact where q's means are for every tilt, as on a Gaussian p. Raises
    ValueError where the ELBO's gradient is not zero or its Hessian not negative definite."""
    lam = problem.checked(lam)
    if not np.isfinite(lam).all():
        raise ValueError("linear_response: lam must be finite.")
    problem = Problem(problem.target, problem.family, ReverseKL())  # it is the ELBO that responds
    flat = lam.reshape(-1, lam.shape[-1])
    found = [_respond(problem, each) for each in flat]
    cov, rise = np.stack([each[0] for each in found]), np.array([each[1] for each in found])
    _, cov_q = problem.family.moments(flat)
    sd, sd_q = (np.sqrt(np.diagonal(each, axis1=-2, axis2=-1)) for each in (cov, cov_q))
    correlation = cov[:, 0, 1] / (sd[:, 0] * sd[:, 1]) if problem.target.dim == 2 else np.full(len(flat), np.nan)
    values = (cov, cov_q, sd, sd_q, correlation, rise)
    return Response(*(each.reshape((*lam.shape[:-1], *each.shape[1:]))[()] for each in values))


def _respond(problem, lam) -> tuple[np.ndarray, float]:
    """Σ_LR (D, D) at λ (P,), and how much the ELBO could still rise."""
    around = STEP * np.concatenate([np.zeros((1, len(lam))), np.eye(len(lam)), -np.eye(len(lam))])
    with np.errstate(all="ignore"):
        grid = Grid(problem).finer(lam[None], 1e-7)[0]
        _, grad = evaluate(grid, lam + around)
    if not np.isfinite(grad).all():
        raise ValueError("linear_response: the ELBO has no finite slope at lam, so there is nothing to respond.")
    ahead, back = np.split(grad[1:], 2)
    hessian = (ahead - back) / (2 * STEP)  # of −ELBO
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    mean_ahead, mean_back = np.split(problem.family.moments(lam + around[1:])[0], 2)
    jacobian = ((mean_ahead - mean_back) / (2 * STEP)).T @ vectors  # (D, P) along the eigenvectors
    slope = grad[0] @ vectors
    idle = (np.abs(values) < IDLE * np.abs(values).max()) & (np.abs(jacobian).max(axis=0) < 1e-6)
    if np.any(values[~idle] <= 0):
        raise ValueError(
            "linear_response: the ELBO's Hessian at lam is not negative definite, so lam is no local optimum: "
            "optimize first, for example with exact_descent."
        )
    values, slope, jacobian = values[~idle], slope[~idle], jacobian[:, ~idle]
    rise = float(0.5 * (slope * slope / values).sum())
    if rise > RISE:
        raise ValueError(
            f"linear_response: lam is no optimum, the ELBO can still rise by about {rise:.2g} nats: "
            "optimize first, for example with exact_descent."
        )
    return (jacobian / values) @ jacobian.T, rise
