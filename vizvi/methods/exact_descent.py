from typing import ClassVar, NamedTuple

import numpy as np

from vizvi.integrate.over_both import endless_power
from vizvi.integrate.shared import Grid
from vizvi.member import member
from vizvi.methods import Method

LONGEST = 1.0  # largest change of any parameter in one step: do not leap over a barrier
HALVINGS = 12
SETTLED = 1e-8  # a gradient this small is zero
BLUR = 1e-7  # relative error of a loss that a coarse grid may have
DECREASE = 1e-4  # Armijo's share of the slope's promise


class State(NamedTuple):
    grid: Grid
    loss: np.ndarray  # (R,)
    grad: np.ndarray  # (R, P)
    inverse: np.ndarray  # (R, P, P) inverse Hessians
    count: int


@member
class ExactDescent(Method):
    """Quasi-Newton descent on the divergence itself, by quadrature: what the gradients are noisy about (BFGS, 1970)."""

    label: ClassVar = "Exact descent"
    together: ClassVar = False
    usual_steps: ClassVar = 40

    def supports(self, problem):
        if problem.family.layered:
            return "A flow is trained by draws: nodes that stay would be all that it fits; take the stochastic gradient."
        return ""

    def start(self, problem, lam):
        grid = Grid(problem).finer(lam)
        loss, grad = evaluate(grid, lam)
        loss = np.where(endless_power(problem, lam), np.inf, loss)  # nodes end before some infinities begin
        return State(grid, loss, grad, np.tile(np.eye(lam.shape[-1]), (len(lam), 1, 1)), 0)

    def step(self, problem, lam, state, draw):
        grid, loss, grad, inverse, count = state
        row = (loss, grad)
        # Where the divergence is infinite there is no slope to follow.
        settled = (np.abs(grad).max(axis=-1) < SETTLED) | ~np.isfinite(loss)
        if count % 8 == 7 or (settled.all() and count):
            finer = grid.finer(lam)
            if finer is not grid:
                grid = finer
                loss, grad = evaluate(grid, lam)
                settled = np.abs(grad).max(axis=-1) < SETTLED
        if settled.all():
            return lam, State(grid, loss, grad, inverse, count), row
        move = -(inverse @ grad[..., None])[..., 0]
        slope = (move * grad).sum(axis=-1)
        uphill = ~(slope < 0)
        move = np.where(uphill[:, None], -grad, move)
        inverse = np.where(uphill[:, None, None], np.eye(lam.shape[-1]), inverse)
        move *= np.minimum(1, LONGEST / np.maximum(np.abs(move).max(axis=-1), 1e-300))[:, None]
        new, new_loss, new_grad = _search(grid, lam, loss, grad, np.where(settled[:, None], 0.0, move))
        inverse = _update(inverse, new - lam, new_grad - grad, count == 0)
        return new, State(grid, new_loss, new_grad, inverse, count + 1), row


def evaluate(grid, lam):
    """The divergence (R,) and its gradient (R, P) at λ by the grid: Σ m c score_λ."""
    z, log_w, log_m = grid.at(lam)
    divergence, family = grid.problem.divergence, grid.problem.family
    cost = divergence.cost(log_w, log_m)
    if grid.over_p and grid.around_q:
        # Bills vanish where the two sets of nodes meet, at p = q: a whole that was shared out adds up again.
        loss = divergence.bill(log_w, log_m).sum(axis=-1)
    else:
        loss = divergence.loss(log_w, log_m)
    if not grid.over_p:
        # A constant in c changes nothing but rounding: Σ m score_λ = 0 over nodes that follow q.
        cost = cost - loss[:, None] * np.exp(log_m)
    return loss, (cost[:, None, :] @ family.score_lam(lam[:, None], z))[:, 0]


def _search(grid, lam, loss, grad, move):
    """Halve the runs' steps until each has decreased enough; a run that cannot stays where it is."""
    new, new_loss, new_grad = lam.copy(), loss.copy(), grad.copy()
    open_, size = np.flatnonzero(np.any(move != 0, axis=-1)), 1.0
    for _ in range(HALVINGS):
        if not len(open_):
            break
        trial = lam[open_] + size * move[open_]
        trial_loss, trial_grad = evaluate(grid, trial)
        slope, trial_slope = ((move[open_] * each).sum(axis=-1) for each in (grad[open_], trial_grad))
        good = trial_loss <= loss[open_] + DECREASE * size * slope
        # Quadrature blurs the last digits of a loss: there the slope says whether a step was good (Hager & Zhang, 2005).
        level = trial_loss <= loss[open_] + BLUR * (1 + np.abs(loss[open_]))
        good |= level & (np.abs(trial_slope) <= 0.5 * np.abs(slope))
        good &= np.isfinite(trial_grad).all(axis=-1) & ~endless_power(grid.problem, trial)
        done = open_[good]
        new[done], new_loss[done], new_grad[done] = trial[good], trial_loss[good], trial_grad[good]
        open_, size = open_[~good], size / 2
    return new, new_loss, new_grad


def _update(inverse, step, change, first: bool):
    """The BFGS update of inverse Hessians (R, P, P), skipped where the curvature along the step is not positive."""
    curvature = (step * change).sum(axis=-1)
    good = curvature > 1e-12 * np.linalg.norm(step, axis=-1) * np.linalg.norm(change, axis=-1)
    rho = np.where(good, 1 / np.where(good, curvature, 1), 0)
    if first:
        scale = np.where(good, curvature / np.maximum((change * change).sum(axis=-1), 1e-300), 1)
        inverse = inverse * scale[:, None, None]
    left = np.eye(step.shape[-1]) - rho[:, None, None] * step[:, :, None] * change[:, None, :]
    return left @ inverse @ left.swapaxes(-1, -2) + rho[:, None, None] * step[:, :, None] * step[:, None, :]
