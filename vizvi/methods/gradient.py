import math
from typing import ClassVar, NamedTuple

import numpy as np

from vizvi.estimators import ESTIMATORS, Estimator
from vizvi.member import knob, member, pick
from vizvi.methods import Method
from vizvi.optimizers import OPTIMIZERS, Optimizer


class State(NamedTuple):
    optimizer: tuple
    count: int
    lam: np.ndarray | None  # the iterate behind a reported average


@member
class Gradient(Method):
    """Stochastic gradient descent on a divergence: draw, estimate, step (Kucukelbir et al., 2017).

    The schedule shrinks steps: to a tenth at the horizon by 1/t, to nothing there by a cosine. With `average`, λ is the
    running average of the iterates, weighted by their step's number; loss and gradient stay those of the iterate itself.
    """

    label: ClassVar = "Stochastic gradient"
    estimator: Estimator = pick(ESTIMATORS, "reparam", "Estimator")
    optimizer: Optimizer = pick(OPTIMIZERS, "adam", "Optimizer")
    draws: int = knob(64, 1, 1024, "Draws per step")
    schedule: str = knob("constant", label="Step sizes", choices=("constant", "1/t", "cosine"))
    horizon: int = knob(200, 1, 20_000, "Steps until the schedule has run")
    average: bool = knob(False, label="Average the iterates")

    def start(self, problem, lam):
        return State(self.optimizer.start(lam), 0, lam if self.average else None)

    def step(self, problem, lam, state, draw):
        reported, lam = lam, state.lam if self.average else lam
        eps = draw(problem.family.round_draws(self.draws), problem.family.noise_dim(problem.target.dim))
        loss, grad = self.estimator.gradient(problem, lam, eps)
        new, optimizer = self.optimizer.step(lam, grad, state.optimizer)
        if self.schedule != "constant":
            new = lam + self._share(state.count) * (new - lam)
        if not self.average:
            return new, State(optimizer, state.count + 1, None), (loss, grad)
        reported = reported + 2 / (state.count + 2) * (new - reported)
        return reported, State(optimizer, state.count + 1, new), (loss, grad)

    def _share(self, count: int) -> float:
        """How much of a full step the schedule leaves."""
        part = count / self.horizon
        return 1 / (1 + 9 * part) if self.schedule == "1/t" else 0.5 * (1 + math.cos(math.pi * min(part, 1)))

    def supports(self, problem):
        return self.estimator.supports(problem)
