"""The natural gradient of a Gaussian's reverse KL by quadrature, for the methods that step along it."""

import numpy as np

from vizvi.methods.exact_descent import evaluate

HALVINGS = 30
SETTLED, SMALL = 1e-9, 1e-5  # changes of λ that are none, and that are none where the loss does not fall
ROUNDING = 1e-12  # a loss that rises by less has not risen


def averages(grid, lam):
    """Under each q: the mean score (R, D), and the mean Hessian of log p (R, D, D), which needs no second derivatives:
    E[score (z − m)ᵀ] Σ⁻¹ (Price, 1958)."""
    z, _, log_m = grid.at(lam)
    mean, cov = grid.problem.family.moments(lam)
    weighted = np.broadcast_to(np.exp(log_m), z.shape[:-1])[..., None] * grid.problem.target.score(z)
    hessian = np.swapaxes(weighted, -1, -2) @ (z - mean[:, None]) @ np.linalg.inv(cov)
    return weighted.sum(axis=-2), 0.5 * (hessian + np.swapaxes(hessian, -1, -2))


def descend(grids, lam, loss, rows, size: float, free):
    """λ and its loss, (R, P) and (R,), after one natural-gradient step of some rows, each by its own grid."""
    new, new_loss = lam.copy(), loss.copy()
    for grid, some in grids.groups(rows):
        new[some], new_loss[some] = _step(grid, lam[some], loss[some], size, free)
    return new, new_loss


def still(before, after, loss, new_loss):
    """Whether a step changed nothing: neither λ (R, P) nor the loss (R,) beyond its rounding."""
    moved = np.abs(after - before).max(axis=-1)
    return (moved < SETTLED) | ((moved < SMALL) & (loss - new_loss <= ROUNDING * (1 + np.abs(loss))))


def _step(grid, lam, loss, size: float, free):
    """λ and its loss after one natural-gradient step of the coordinates that are free (D,): the precision goes toward
    −E[Hessian], the mean along the new covariance times E[score] (Khan & Lin, 2017). Where that is no Gaussian, or no
    better, the step is halved."""
    family = grid.problem.family
    score, hessian = averages(grid, lam)
    mean, cov = family.moments(lam)
    old = np.linalg.inv(cov)
    dim = mean.shape[-1]
    # A family without room for a tilt keeps to the diagonal of every precision.
    room = np.outer(free, free) * (np.eye(dim) if lam.shape[-1] == 2 * dim else np.ones((dim, dim)))
    new, new_loss = lam.copy(), loss.copy()
    open_ = np.arange(len(lam))
    for _ in range(HALVINGS):
        precision = old[open_] - size * room * (hessian[open_] + old[open_])
        fine = np.isfinite(precision).all(axis=(-1, -2))
        fine[fine] = np.linalg.eigvalsh(precision[fine])[:, 0] > 0
        if np.any(fine):
            index, spread = open_[fine], np.linalg.inv(precision[fine])
            spread = 0.5 * (spread + np.swapaxes(spread, -1, -2))
            ahead = (spread @ (score[index] * free)[..., None])[..., 0] * free
            trial = family.from_moments(mean[index] + size * ahead, spread)
            trial_loss, _ = evaluate(grid, trial)
            better = trial_loss <= loss[index] + ROUNDING * (1 + np.abs(loss[index]))
            new[index[better]], new_loss[index[better]] = trial[better], trial_loss[better]
            open_ = np.setdiff1d(open_, index[better])
        if not len(open_):
            break
        size = size / 2
    return new, new_loss
