"""What helps against a bad start? Annealing, restarts and a richer family: what each finds, and what it costs."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.proposal import Proposal, proposal
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.lessons.basins.words import proposals as words
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS
from vizvi.problem import Problem
from vizvi.targets import Target

COOLEST, STAGES = 0.1, 10  # the first β, and how many there are until it is 1
RESTARTS = 10
JUDGED = 1000  # draws that estimate the ELBO of one restart's end


@dataclass(frozen=True)
class Tempered(Target):
    """p to the power β: the same modes, lower walls between them (Mandt et al., 2016)."""

    base: Target
    beta: float

    @property
    def dim(self):
        return self.base.dim

    @property
    def window(self):
        return self.base.window

    @property
    def names(self):
        return self.base.names

    def log_prob(self, z):
        return self.beta * self.base.log_prob(z)

    def score(self, z):
        return self.beta * self.base.score(z)


class Remedy(NamedTuple):
    """One way to fit, where it ended and its price."""

    name: str
    problem: Problem  # the family may be another
    lam: np.ndarray  # (P,)
    cost: int  # points at which log p or its gradient was evaluated
    worth: Proposal


def remedies(experiment: Experiment) -> list[Remedy]:
    """A plain run of a stochastic gradient from the experiment's start, and three remedies with the same steps and draws:
    annealing from the same start, the best of ten restarts from anywhere, a mixture of two from the same start."""
    ways = (
        (words.PLAIN, plain),
        (words.ANNEALED, anneal),
        (words.RESTARTS, restarts),
        (words.MIXTURE, mixture),
    )
    out = []
    for name, way in ways:
        problem, lam, cost = way(experiment)
        out.append(Remedy(name, problem, lam, cost, proposal(problem, lam)))
    return out


def plain(experiment: Experiment):
    """One run: problem, λ (P,) and cost."""
    one = replace(experiment, runs=1)
    return one.problem, fit(one).lam[0, -1], one.steps * one.method.draws


def anneal(experiment: Experiment):
    """Raise β from 0.1 to 1 in ten stages of the run's steps each, from where the last one ended; the last is at β = 1."""
    problem, start, cost = experiment.problem, experiment.start, 0
    for i, beta in enumerate(np.linspace(COOLEST, 1.0, STAGES)):
        target = Tempered(problem.target, float(beta))
        seed = (experiment.seed + i) % 2**32
        stage = replace(experiment, problem=replace(problem, target=target), runs=1, seed=seed, start=start)
        start = tuple(fit(stage).lam[0, -1].tolist())
        cost += stage.steps * stage.method.draws
    return problem, np.array(start), cost


def restarts(experiment: Experiment):
    """Ten runs from ten random starts; the one whose ELBO, estimated by 1,000 draws, is highest. Choosing costs too."""
    problem = experiment.problem
    last = fit(replace(experiment, runs=RESTARTS, start=())).lam[:, -1]
    noise = np.random.default_rng(experiment.seed).standard_normal((JUDGED, problem.family.noise_dim(problem.target.dim)))
    elbo = problem.log_w(last[:, None], problem.family.transform(last[:, None], noise)).mean(axis=-1)
    cost = RESTARTS * (experiment.steps * experiment.method.draws + JUDGED)
    return problem, last[int(elbo.argmax())], cost


def mixture(experiment: Experiment):
    """A mixture of two, with the mean and covariance of the same start: its components part along the main axis."""
    problem = experiment.problem
    richer = replace(problem, family=FAMILIES["mixture"]())
    mean, cov = problem.family.moments(np.array(experiment.start))
    start = tuple(richer.family.from_moments(mean, cov).tolist())
    one = replace(experiment, problem=richer, runs=1, start=start)
    return richer, fit(one).lam[0, -1], one.steps * richer.family.round_draws(one.method.draws)


def usual(experiment: Experiment) -> Experiment:
    """The run that remedies are compared with: Adam at 0.05 with 64 draws, its steps shrinking to nothing."""
    method = METHODS["gradient"](
        optimizer=OPTIMIZERS["adam"](rate=0.05), draws=64, schedule="cosine", horizon=experiment.steps
    )
    return replace(experiment, method=method)
