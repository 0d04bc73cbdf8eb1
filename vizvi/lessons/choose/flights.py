"""Two models of the flights before the Challenger's last: their numbers, and what each says of distress."""

from typing import NamedTuple

import numpy as np

from vizvi.models.bayes_factor import Models, challenger
from vizvi.models.checks import frozen
from vizvi.models.logistic_regression import LogisticRegression
from vizvi.targets.challenger import flights

GRID = np.linspace(50.0, 85.0, 141)  # °F


class Flights(NamedTuple):
    """Numbers of both models, and the chance of distress at the best full-rank q's mean coefficients."""

    models: Models
    temperature: np.ndarray  # (G,) °F
    with_temperature: np.ndarray  # (G,)
    without: float


def two_models(prior_sd: float = 5.0, family: str = "mean_field") -> Flights:
    """N(0, prior_sd²) on each coefficient; the covariate is (T − 70)/10."""
    temperature, outcome = flights()
    ones = np.ones((len(outcome), 1))
    sloped = np.column_stack([ones, (temperature - 70) / 10])
    with_slope, level = (
        LogisticRegression(design, prior_sd, "full_rank").posterior(outcome[None])[0][0] for design in (sloped, ones)
    )
    chance = 1 / (1 + np.exp(-(with_slope[0] + with_slope[1] * (GRID - 70) / 10)))
    return Flights(challenger(prior_sd, family), GRID, frozen(chance), float(1 / (1 + np.exp(-level[0]))))
