"""How many times better one model predicts the data than another, exactly and through the bound."""

import math
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.exact import exact
from vizvi.families.full_rank import FullRank
from vizvi.families.mean_field import MeanField
from vizvi.models.checks import finite
from vizvi.models.logistic_regression import LogisticRegression
from vizvi.problem import Problem
from vizvi.targets import Target
from vizvi.targets.challenger import Challenger, flights

FAMILIES = {"mean_field": MeanField(), "full_rank": FullRank()}
WORDS = ((1, "not worth more than a bare mention"), (3, "positive"), (5, "strong"), (math.inf, "very strong"))


class Models(NamedTuple):
    """Two models of the same data, [without, with] temperature."""

    evidence: np.ndarray  # (2,) log p(y), nats, by quadrature
    elbo: np.ndarray  # (2,) of the family's best q, nats
    error: np.ndarray  # (2,) nats that the larger of the two's may be off

    @property
    def gap(self) -> np.ndarray:
        """KL(q‖p) of each, (2,), nats: what the bound takes off."""
        return self.evidence - self.elbo

    @property
    def log_factor(self) -> float:
        """The log Bayes factor in favor of temperature, nats."""
        return float(self.evidence[1] - self.evidence[0])

    @property
    def bound_difference(self) -> float:
        """What the bounds say instead: off by the difference of the gaps, and no bound on anything."""
        return float(self.elbo[1] - self.elbo[0])


@dataclass(frozen=True)
class SameEveryDay(Target):
    """Logistic regression of O-ring distress on nothing: one log odds for 23 flights (Dalal, Fowlkes & Hoadley, 1989)."""

    prior_sd: float = 5.0
    dim: ClassVar[int] = 1
    names: ClassVar[tuple] = ("intercept",)
    window: ClassVar[tuple] = ((-6.0, 4.0),)

    def log_prob(self, z):
        a, (_, outcome) = np.asarray(z, float)[..., 0], flights()
        log_lik = outcome.sum() * a - len(outcome) * np.logaddexp(0, a)
        return log_lik - 0.5 * (a / self.prior_sd) ** 2 - 0.5 * math.log(2 * math.pi * self.prior_sd**2)

    def score(self, z):
        z, (_, outcome) = np.asarray(z, float), flights()
        return outcome.sum() - len(outcome) / (1 + np.exp(-z)) - z / self.prior_sd**2


def challenger(prior_sd: float = 5.0, family: str = "mean_field") -> Models:
    """O-ring distress without and with launch temperature, N(0, prior_sd²) on each coefficient; ValueError for a prior_sd
    outside [.5, 20] or another family."""
    if family not in FAMILIES:
        raise ValueError(f"challenger: family is {family!r:.40}, but must be one of {', '.join(FAMILIES)}.")
    target, (temperature, outcome) = Challenger(prior_sd=prior_sd), flights()
    ones = np.ones((len(outcome), 1))
    designs = ones, np.column_stack([ones, (temperature - 70) / 10])
    ledgers = []
    for each, design in zip((SameEveryDay(target.prior_sd), target), designs, strict=True):
        mean, cov = LogisticRegression(design, target.prior_sd, family).posterior(outcome[None])
        problem = Problem(each, FAMILIES[family], ReverseKL())
        ledgers.append(exact(problem, problem.family.from_moments(mean[0], cov[0])))
    return Models(*(np.array([getattr(each, name) for each in ledgers]) for name in ("log_z", "elbo", "error")))


def words(log_factor: float) -> str:
    """A log Bayes factor, nats, in the words of Kass & Raftery (1995): evidence for the model that it favors."""
    size = abs(float(finite("words", "log_factor", log_factor)))
    return next(word for limit, word in WORDS if size < limit)
