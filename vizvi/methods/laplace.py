from typing import ClassVar

import numpy as np

from vizvi.member import central, member
from vizvi.methods import Method

HALVINGS = 40
SETTLED = 1e-8  # a score this small, per window's width, is a mode's
FLAT = 1e-2  # a curvature smaller than this, per window's width squared, is none


@member
class Laplace(Method):
    """Newton's method to a mode of p, then the Gaussian with p's curvature there: fast, local, blind to the divergence
    (Laplace, 1774)."""

    label: ClassVar = "Laplace"

    def step(self, problem, lam, state, draw):
        target, family = problem.target, problem.family
        mean, _ = family.moments(lam)
        width = np.ptp(np.array(target.window, float), axis=-1)
        log_p, score = target.log_prob(mean), target.score(mean)
        values, vectors = np.linalg.eigh(-hessian(target, mean))
        settled = np.abs(score * width).max(axis=-1) < SETTLED
        curved = values[:, 0] * width.max() ** 2 > FLAT
        if np.all(settled & ~curved):
            raise ValueError(
                f"Laplace: log p has no curvature at its mode {np.round(mean[0], 3).tolist()}, so no Gaussian fits there; "
                "choose another target or method."
            )
        floor = np.maximum(np.abs(values), 1e-6 * np.maximum(np.abs(values).max(axis=-1, keepdims=True), 1e-300))
        ahead = np.einsum("rij,rj,rkj,rk->ri", vectors, 1 / floor, vectors, score)
        # No farther than a quarter of the window, and never downhill.
        ahead = ahead * np.minimum(1, 0.25 / np.maximum(np.abs(ahead / width).max(axis=-1), 1e-300))[:, None]
        mean = _uphill(target, mean, log_p, np.where(settled[:, None], 0.0, ahead))
        new = family.from_moments(mean, family.moments(lam)[1])
        cov = np.linalg.inv(-hessian(target, mean)[settled & curved])
        new[settled & curved] = family.from_moments(mean[settled & curved], 0.5 * (cov + np.swapaxes(cov, -1, -2)))
        new[settled & ~curved] = np.nan  # stops this run: its mode is singular
        return new, state, (-log_p, np.full_like(lam, np.nan))

    def supports(self, problem):
        return "" if problem.family.gaussian else "Laplace's approximation is a Gaussian; take a Gaussian family."


def hessian(target, z):
    """∂² log p, (..., D, D), by differences of the score."""
    rows = [central(lambda each, i=i: target.score(each)[..., i], z, 1e-4) for i in range(z.shape[-1])]
    full = np.stack(rows, axis=-2)
    return 0.5 * (full + np.swapaxes(full, -1, -2))


def _uphill(target, mean, log_p, ahead):
    """The mean after a step that is halved until log p does not fall."""
    new, open_ = mean.copy(), np.arange(len(mean))
    for _ in range(HALVINGS):
        trial = mean[open_] + ahead[open_]
        good = target.log_prob(trial) >= log_p[open_] - 1e-12 * np.abs(log_p[open_])
        new[open_[good]] = trial[good]
        open_ = open_[~good]
        if not len(open_):
            break
        ahead = ahead / 2
    return new
