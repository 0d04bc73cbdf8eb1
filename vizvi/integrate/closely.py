"""Energy and entropy of a q whose cloud would step over a narrow peak of p, or over a narrow component of its own: the same
sums over nodes of its own for each λ, which draw together there."""

import numpy as np

from vizvi.integrate.graded import Graded
from vizvi.integrate.nodes import tensor
from vizvi.integrate.rules import COARSE, RADIUS
from vizvi.integrate.truth import truth

CLOSE = 2**17  # nodes of one λ
BLIND = 0.5  # steps of the first cloud: what is narrower, no rule on it may meet


def needles(problem, lam, peaks) -> list:
    """For each λ (M, P) what its first cloud would step over, as points (K, D) and scales (K, D) in units of the cloud;
    None if there is nothing."""
    kernels = problem.family.kernels(lam) if problem.family.components > 1 else None
    if not peaks and kernels is None:
        return [None] * len(lam)
    dim = problem.target.dim
    step = 2 * RADIUS / (np.array(COARSE[dim]) - 1)
    at, scale = peaks or (np.empty((0, dim)), np.empty((0, dim)))
    out = []
    for i, each in enumerate(lam):
        if kernels is not None:
            own = kernels[i, kernels[i, :, 0] > 1e-12]
            points = np.concatenate([at, own[:, 1 : 1 + dim]]), np.concatenate([scale, own[:, 1 + dim :]])
        else:
            points = at, scale
        u, size = (part.reshape(-1, dim) for part in _in_cloud(problem.family, each, *points))
        near = (np.abs(u) < RADIUS).all(axis=-1) & (size < BLIND * step).any(axis=-1)
        out.append((u[near], size[near]) if near.any() else None)
    return out


def _in_cloud(family, lam, at, scale):
    """Points (K, D) and scales (K, D) along the axes of z, in each cloud of q's, (C, K, D) twice; inf where a cloud is so
    narrow that nothing is narrow in it."""
    dim, u = at.shape[1], family.in_cloud(lam, at)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        axes = [family.in_cloud(lam, at + np.minimum(scale, 1e100) * (np.arange(dim) == i)) - u for i in range(dim)]
        axes = np.stack(axes, axis=-1)
        told = np.isfinite(axes).all(axis=(-2, -1), keepdims=True)
        inverse = np.linalg.pinv(np.where(told, axes, np.eye(dim)))
        return u, np.where(told[..., 0], 1 / np.sqrt((inverse**2).sum(axis=-2)), np.inf)


def look_closely(problem, lam, found, tolerance: float):
    """Energy, entropy and their errors (4,) at one λ (P,)."""
    dim, level = problem.target.dim, 0
    at, scale = found
    lines = [Graded(-RADIUS, RADIUS, COARSE[dim][0] - 1, at[:, i], scale[:, i]) for i in range(dim)]
    while True:
        inside, other = (tensor([line.nodes(level, other) for line in lines]) for other in (False, True))
        fine, coarse, rim = _sums(problem, lam, inside)
        more, *_ = _sums(problem, lam, other)
        moved = np.maximum(np.abs(coarse - fine), np.abs(more - fine))
        if np.isneginf(fine[0]) or np.all(moved <= tolerance) or len(inside.points) * 2**dim > CLOSE:
            return np.concatenate([fine, np.where(np.isneginf(fine), 0.0, np.nan_to_num(moved + rim, nan=np.inf))])
        level += 1


def _sums(problem, lam, nodes):
    """Energy and entropy (2,) by a rule, at half of its resolution, and the size of what its rim adds."""
    family = problem.family
    z, log_m = family.nodes(lam, nodes.points)
    copies = len(z) // len(nodes.points)
    mass = np.exp(log_m + np.tile(nodes.log_volume, copies))
    level = truth(problem.target).level
    values = np.stack([problem.target.log_prob(z) - level, -family.log_prob(lam, z)])
    values = np.where(mass > 0, mass * values, 0.0)
    half = np.tile(nodes.coarse, copies)
    outside = np.tile((nodes.points**2).sum(axis=-1) > (RADIUS - 1) ** 2, copies)
    if np.isneginf(values[0]).any():
        values[0] = -np.inf
    back = np.array([level, 0.0])
    rim = np.abs(values[:, outside]).sum(axis=-1)
    return values.sum(axis=-1) / mass.sum() + back, (values @ half) / (mass @ half) + back, rim
