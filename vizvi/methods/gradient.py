import math
from dataclasses import replace
from typing import ClassVar, NamedTuple

import numpy as np

from vizvi.estimators import ESTIMATORS, Estimator
from vizvi.member import knob, member, pick
from vizvi.methods import Method
from vizvi.optimizers import OPTIMIZERS, Optimizer
from vizvi.targets._tempered import Tempered


class State(NamedTuple):
    optimizer: tuple
    count: int
    lam: np.ndarray | None  # the iterate behind a reported average


@member
class Gradient(Method):
    """Stochastic gradient descent on a divergence: draw, estimate, step (Kucukelbir et al., 2017).

    The schedule shrinks steps: to a tenth at the horizon by 1/t, to nothing there by a cosine. With `average`, λ is the
    running average of the iterates, weighted by their step's number; loss and gradient stay those of the iterate itself.
    `clip` shortens each run's gradient to that norm, 0 leaves it (Pascanu, Mikolov & Bengio, 2013). `temper` follows this
    power of p at first, rising evenly to p itself by half of the horizon: far modes are felt before q has settled.
    """

    label: ClassVar = "Stochastic gradient"
    estimator: Estimator = pick(ESTIMATORS, "reparam", "Estimator")
    optimizer: Optimizer = pick(OPTIMIZERS, "adam", "Optimizer")
    draws: int = knob(64, 1, 1024, "Draws per step")
    schedule: str = knob("constant", label="Schedule", choices=("constant", "1/t", "cosine"))
    horizon: int = knob(200, 1, 20_000, "Horizon, in steps")
    average: bool = knob(False, label="Average the iterates")
    clip: float = knob(0.0, 0.0, 1000.0, "Longest gradient (0: any)")
    temper: float = knob(1.0, 0.01, 1.0, "Power of p at first")

    @staticmethod
    def idle(name: str, given) -> bool:
        """Whether a knob means nothing at what `given(name)` says of the others."""
        return name == "horizon" and given("schedule") == "constant" and given("temper") == 1

    def start(self, problem, lam):
        return State(self.optimizer.start(lam), 0, lam if self.average else None)

    def step(self, problem, lam, state, draw):
        reported, lam = lam, state.lam if self.average else lam
        eps = draw(problem.family.round_draws(self.draws), problem.family.noise_dim(problem.target.dim))
        if self.temper < 1 and 2 * state.count < self.horizon:
            power = self.temper + (1 - self.temper) * 2 * state.count / self.horizon
            problem = replace(problem, target=Tempered(problem.target, power))
        loss, grad = self.estimator.gradient(problem, lam, eps)
        felt = self._clipped(grad) if self.clip else grad
        new, optimizer = self.optimizer.step(lam, felt, state.optimizer)
        if self.schedule != "constant":
            new = lam + self._share(state.count) * (new - lam)
        if not self.average:
            return new, State(optimizer, state.count + 1, None), (loss, grad)
        reported = reported + 2 / (state.count + 2) * (new - reported)
        return reported, State(optimizer, state.count + 1, new), (loss, grad)

    def _clipped(self, grad):
        """Each run's gradient, shortened to norm `clip` where it is longer: one wild draw moves λ no farther."""
        norm = np.sqrt((grad * grad).sum(axis=-1, keepdims=True))
        return grad * np.minimum(1, self.clip / np.maximum(norm, 1e-300))

    def _share(self, count: int) -> float:
        """How much of a full step the schedule leaves."""
        part = count / self.horizon
        return 1 / (1 + 9 * part) if self.schedule == "1/t" else 0.5 * (1 + math.cos(math.pi * min(part, 1)))

    def supports(self, problem):
        return self.estimator.supports(problem)
