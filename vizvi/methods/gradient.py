from typing import ClassVar

from vizvi.estimators import ESTIMATORS, Estimator
from vizvi.member import knob, member, pick
from vizvi.methods import Method
from vizvi.optimizers import OPTIMIZERS, Optimizer


@member
class Gradient(Method):
    """Stochastic gradient descent on a divergence: draw, estimate, step (Kucukelbir et al., 2017)."""

    label: ClassVar = "Stochastic gradient"
    estimator: Estimator = pick(ESTIMATORS, "reparam", "Estimator")
    optimizer: Optimizer = pick(OPTIMIZERS, "adam", "Optimizer")
    draws: int = knob(64, 1, 1024, "Draws per step")

    def start(self, problem, lam):
        return self.optimizer.start(lam)

    def step(self, problem, lam, state, draw):
        eps = draw(self.draws, problem.family.noise_dim(problem.target.dim))
        loss, grad = self.estimator.gradient(problem, lam, eps)
        lam, state = self.optimizer.step(lam, grad, state)
        return lam, state, (loss, grad)

    def supports(self, problem):
        return self.estimator.supports(problem)
