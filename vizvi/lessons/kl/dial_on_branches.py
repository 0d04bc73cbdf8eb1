"""The dial on two bumps or two modes, where all branches of optima are known."""

import numpy as np

from vizvi.diagnostics.dial import Dial, jumps
from vizvi.lessons.kl.branches import optima_at


def dial_on_branches(problem, found, steps: int = 40, path: str = "best") -> Dial:
    """The dial on two bumps or two modes, from a map of all branches against α (`branches("alpha", …)`), in a tenth of
    the time: across the line through two modes every optimum is p's own unit normal."""
    return followed_on_branches(problem, found, steps, path)[0]


def followed_on_branches(problem, found, steps: int = 40, path: str = "best") -> tuple[Dial, np.ndarray]:
    """The same with D_α of the optimum at each α (T+1,), as `diagnostics.dial.minimized` integrates it anew."""
    target, alphas = problem.target, np.linspace(0, 1, steps + 1)
    mean, sd, value = optima_at(found, alphas, separation=target.separation, weight=target.weight)
    now, which = None, np.empty(len(alphas), int)
    for t in reversed(range(len(alphas))) if path == "down" else range(len(alphas)):
        here = np.isfinite(value[:, t])
        if now is None or path == "best":
            here &= value[:, t] <= np.nanmin(value[:, t]) + 1e-6
        if now is None:
            now = int(np.flatnonzero(here)[np.argmax(mean[here, t])])  # of twins the right one
        elif not here[now]:
            now = int(np.flatnonzero(here)[np.argmin(np.abs(mean[here, t] - mean[now, t + (1 if path == "down" else -1)]))])
        which[t] = now
    column = np.arange(len(alphas))
    means, covs = np.zeros((len(alphas), target.dim)), np.tile(np.eye(target.dim), (len(alphas), 1, 1))
    means[:, 0], covs[:, 0, 0] = mean[which, column], sd[which, column] ** 2
    lam = problem.family.from_moments(means, covs)
    return Dial(alphas, lam, jumps(problem, lam)), value[which, column]
