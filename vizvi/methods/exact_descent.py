from typing import ClassVar, NamedTuple

import numpy as np

from vizvi.integrate.over_both import endless_power
from vizvi.integrate.shared import Grids
from vizvi.member import member
from vizvi.methods import Method
from vizvi.methods._bell_moments import from_moments

AT_ONCE = 2**15  # nodes of one call
LONGEST = 1.0  # largest change of any parameter in one step: do not leap over a barrier
HALVINGS = 12
SETTLED = 1e-8  # a gradient this small is zero
BLUR = 1e-7  # relative error of a loss that a coarse grid may have
DECREASE = 1e-4  # Armijo's share of the slope's promise


class State(NamedTuple):
    grids: Grids
    loss: np.ndarray  # (R,)
    grad: np.ndarray  # (R, P)
    inverse: np.ndarray  # (R, P, P) inverse Hessians
    open: np.ndarray  # (R,) whether a run may still move
    count: int


@member
class ExactDescent(Method):
    """Quasi-Newton descent on the divergence itself, by quadrature: what the gradients are noisy about (BFGS, 1970)."""

    label: ClassVar = "Exact descent"
    usual_steps: ClassVar = 40

    def supports(self, problem):
        if problem.family.layered:
            return "A flow is trained by draws: nodes that stay would be all that it fits; take the stochastic gradient."
        return ""

    def start(self, problem, lam):
        grids = Grids(problem, lam)
        loss, grad = evaluate_all(grids, lam, np.arange(len(lam)))
        loss = np.where(endless_power(problem, lam), np.inf, loss)  # nodes end before some infinities begin
        # Where the divergence is infinite there is no slope to follow.
        return State(grids, loss, grad, np.tile(np.eye(lam.shape[-1]), (len(lam), 1, 1)), np.isfinite(loss), 0)

    def step(self, problem, lam, state, draw):
        grids, loss, grad, inverse, open_, count = state
        row = loss, grad
        if not open_.any():
            return lam, state, row
        loss, grad, inverse, open_ = loss.copy(), grad.copy(), inverse.copy(), open_.copy()
        settled = np.abs(grad).max(axis=-1) < SETTLED
        asked = np.flatnonzero(open_ & (settled | (count % 8 == 7)))
        if len(asked) and count:
            changed = grids.refine(lam, asked)
            loss[changed], grad[changed] = evaluate_all(grids, lam, changed)
            # What is at rest on nodes that suffice has arrived.
            open_[np.setdiff1d(asked[settled[asked]], changed)] = False
            settled = np.abs(grad).max(axis=-1) < SETTLED
        go = np.flatnonzero(open_ & ~settled)
        if not len(go):
            return lam, State(grids, loss, grad, inverse, open_, count + 1), row
        move = -(inverse[go] @ grad[go][..., None])[..., 0]
        slope = (move * grad[go]).sum(axis=-1)
        uphill = ~(slope < 0)
        move = np.where(uphill[:, None], -grad[go], move)
        inverse[go[uphill]] = np.eye(lam.shape[-1])
        move *= np.minimum(1, LONGEST / np.maximum(np.abs(move).max(axis=-1), 1e-300))[:, None]
        new, new_loss, new_grad = lam.copy(), loss.copy(), grad.copy()
        new[go], new_loss[go], new_grad[go] = _search(grids, lam, loss, grad, go, move)
        inverse[go] = _update(inverse[go], new[go] - lam[go], new_grad[go] - grad[go], count == 0)
        # Who finds no step down needs finer nodes, or has arrived.
        stuck = go[(new[go] == lam[go]).all(axis=-1)]
        changed = grids.refine(lam, stuck) if len(stuck) else stuck
        new_loss[changed], new_grad[changed] = evaluate_all(grids, lam, changed)
        inverse[changed] = np.eye(lam.shape[-1])
        open_[np.setdiff1d(stuck, changed)] = False
        return new, State(grids, new_loss, new_grad, inverse, open_, count + 1), row


def evaluate_all(grids, lam, rows):
    """Divergence (N,) and gradient (N, P) of some rows of λ (R, P), each by its own grid."""
    loss, grad = np.empty(len(lam)), np.empty(lam.shape)
    for grid, some in grids.groups(rows):
        size = max(1, AT_ONCE // grid.size)
        for i in range(0, len(some), size):
            part = some[i : i + size]
            loss[part], grad[part] = evaluate(grid, lam[part])
    return loss[rows], grad[rows]


def evaluate(grid, lam):
    """The divergence (R,) and its gradient (R, P) at λ by the grid: Σ m c score_λ."""
    if grid.problem.family.gaussian and not grid.over_p:
        return from_moments(grid.problem, lam, grid.counts, grid.radius)
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


def _search(grids, lam, loss, grad, rows, move):
    """Halve the runs' steps until each has decreased enough; a run that cannot stays where it is."""
    new, new_loss, new_grad = lam[rows], loss[rows], grad[rows]
    open_, size, trial = np.flatnonzero(np.any(move != 0, axis=-1)), 1.0, lam.copy()
    for _ in range(HALVINGS):
        if not len(open_):
            break
        at = rows[open_]
        trial[at] = lam[at] + size * move[open_]
        trial_loss, trial_grad = evaluate_all(grids, trial, at)
        slope, trial_slope = ((move[open_] * each).sum(axis=-1) for each in (grad[at], trial_grad))
        good = trial_loss <= loss[at] + DECREASE * size * slope
        # Quadrature blurs the last digits of a loss: there the slope says whether a step was good (Hager & Zhang, 2005).
        level = trial_loss <= loss[at] + BLUR * (1 + np.abs(loss[at]))
        good |= level & (np.abs(trial_slope) <= 0.5 * np.abs(slope))
        good &= np.isfinite(trial_grad).all(axis=-1)
        good[good] = ~endless_power(grids.problem, trial[at[good]])
        done = open_[good]
        new[done], new_loss[done], new_grad[done] = trial[at[good]], trial_loss[good], trial_grad[good]
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
