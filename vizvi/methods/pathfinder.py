from typing import ClassVar, NamedTuple

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.member import knob, member
from vizvi.methods import Method
from vizvi.methods._quasi_newton import climb, curve

SETTLED = 1e-9  # nats that a Newton step would still gain


class State(NamedTuple):
    z: np.ndarray  # (R, D) where the climb is
    log_p: np.ndarray  # (R,)
    score: np.ndarray  # (R, D)
    cov: np.ndarray  # (R, D, D) the inverse Hessian as the path tells it
    steps: np.ndarray  # (R,) how many of them the curvature has seen
    done: np.ndarray  # (R,) whether the climb has ended
    loss: np.ndarray | None  # (R,) of λ
    best: tuple  # λ (R, P) and loss (R,) of the best Gaussian on the path


@member
class Pathfinder(Method):
    """Climb to a mode by quasi-Newton steps; of the Gaussians that the curvature suggests on the way, keep the one with the
    best ELBO (Zhang, Carpenter, Gelman & Vehtari, 2022). λ follows the path, one Gaussian a step, and when the climb has
    ended goes to the winner, often not the last."""

    label: ClassVar = "Pathfinder"
    usual_steps: ClassVar = 40
    draws: int = knob(25, 5, 500, "Draws per ELBO")

    def start(self, problem, lam):
        z, cov = problem.family.moments(lam)
        nowhere = lam.copy(), np.full(len(lam), np.inf)
        zero = np.zeros(len(lam), int)
        return State(z, problem.target.log_prob(z), problem.target.score(z), cov, zero, zero > 0, None, nowhere)

    def step(self, problem, lam, state, draw):
        target, family, dim = problem.target, problem.family, problem.target.dim
        if state.done.all():
            won = np.where(np.isfinite(state.best[1])[:, None], state.best[0], lam)
            return won, state._replace(loss=np.minimum(state.best[1], state.loss)), (state.loss, np.full_like(lam, np.nan))
        loss = state.loss if state.loss is not None else self._loss(problem, lam, draw(self.draws, dim))
        z, log_p, score = climb(target, state.z, state.log_p, state.score, state.cov, ~state.done)
        cov, steps = curve(target, state.cov, state.steps, z - state.z, state.score - score)
        ahead = (cov @ score[..., None])[..., 0]
        there = family.from_moments(z + ahead, cov)
        its_loss = self._loss(problem, there, draw(self.draws, dim))
        stuck = (z == state.z).all(axis=-1)
        # Where the Gaussian falls off the target's end, λ stays with the one before.
        fine = ~state.done & ~stuck & np.isfinite(its_loss)
        better = fine & (its_loss < state.best[1])
        best = np.where(better[:, None], there, state.best[0]), np.where(better, its_loss, state.best[1])
        done = state.done | stuck | ((ahead * score).sum(axis=-1) < SETTLED)
        won = state.done & np.isfinite(best[1])
        new = np.where(won[:, None], best[0], np.where(fine[:, None], there, lam))
        new_loss = np.where(won, best[1], np.where(fine, its_loss, loss))
        state = State(z, log_p, score, cov, steps, done, new_loss, best)
        return new, state, (loss, np.full_like(lam, np.nan))

    def _loss(self, problem, lam, eps):
        """−ELBO by draws, (R,)."""
        return -problem.log_w(lam[:, None], problem.family.transform(lam[:, None], eps)).mean(axis=-1)

    def supports(self, problem):
        if problem.family.gaussian and isinstance(problem.divergence, ReverseKL):
            return ""
        return "Pathfinder makes Gaussians and judges them by the ELBO; take a Gaussian family and the reverse KL."
