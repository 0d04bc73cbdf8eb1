"""The launch at 31 °F, four times: the exact posterior, two Gaussian families and Laplace's method."""

from functools import lru_cache

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.families.full_rank import FullRank
from vizvi.families.mean_field import MeanField
from vizvi.integrate.truth import truth
from vizvi.lessons.too_sure.words import everywhere as words
from vizvi.models.distress import LAUNCH, Band, exact_band, q_band, temperatures
from vizvi.models.logistic_regression import LogisticRegression
from vizvi.problem import Problem
from vizvi.targets.challenger import Challenger, flights

WAYS = {
    words.FULL_RANK: ("full_rank", FullRank()),
    words.MEAN_FIELD: ("mean_field", MeanField()),
    words.LAPLACE: ("laplace", FullRank()),
}


def design() -> np.ndarray:
    """Rows (1, (T − 70)/10) of the 23 flights, (23, 2)."""
    temperature, _ = flights()
    return np.column_stack([np.ones(len(temperature)), (temperature - 70) / 10])


@lru_cache(maxsize=32)
def launch(prior_sd: float = 5.0) -> dict[str, Band]:
    """90 % bands of the probability of distress on `temperatures()`, by name: "exact" and each of WAYS."""
    grid, target = temperatures(), Challenger(prior_sd=prior_sd)
    bands = {words.EXACT: exact_band(target, tuple(grid.tolist()))}
    _, outcome = flights()
    for name, (slug, family) in WAYS.items():
        mean, cov = LogisticRegression(design(), prior_sd, slug).posterior(outcome[None])
        bands[name] = q_band(Problem(target, family, ReverseKL()), family.from_moments(mean[0], cov[0]), grid)
    return bands


def correlation(prior_sd: float = 5.0) -> float:
    """Of intercept and slope under the exact posterior."""
    cov = truth(Challenger(prior_sd=prior_sd)).cov[0]
    return float(cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1]))


def at_launch(band: Band) -> tuple[float, float, float]:
    """Mean and ends of a band at 31 °F."""
    here = int(np.argmin(np.abs(temperatures() - LAUNCH)))
    return tuple(float(each[here]) for each in band)
