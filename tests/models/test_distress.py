"""The Challenger's decision against independent routes."""

import numpy as np

from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.models.distress import decide
from vizvi.problem import Problem
from vizvi.targets import TARGETS

PROBLEM = Problem(TARGETS["challenger"](), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
LAM = np.array([-1.25, -2.4, -0.5, 0.02, 0.33])


def test_q_at_the_launch_by_the_linear_predictor():
    mean, cov = PROBLEM.family.moments(LAM)
    x = np.array([1, (31 - 70) / 10])
    centre, sd = mean @ x, np.sqrt(x @ cov @ x)
    u = np.linspace(-9, 9, 20_001)
    chance = 1 / (1 + np.exp(-(centre + sd * u)))
    average = (chance * np.exp(-0.5 * u * u)).sum() * (u[1] - u[0]) / np.sqrt(2 * np.pi)
    ends = np.interp([-1.6448536269514722, 1.6448536269514722], u, chance)
    np.testing.assert_allclose(decide(PROBLEM, LAM).q_at_launch, [average, *ends], atol=1e-5)


def test_exact_at_the_launch_by_a_dense_grid():
    a, b = np.meshgrid(np.linspace(-9, 4, 1301), np.linspace(-20, 4, 2401), indexing="ij")
    log_p = PROBLEM.target.log_prob(np.stack([a, b], axis=-1))
    weight = np.exp(log_p - log_p.max()).ravel()
    chance = (1 / (1 + np.exp(-(a - 3.9 * b)))).ravel()
    order = np.argsort(chance)
    held = np.cumsum(weight[order]) / weight.sum()
    ends = [chance[order][np.searchsorted(held, share)] for share in (0.05, 0.95)]
    found = decide(PROBLEM, LAM).exact_at_launch
    np.testing.assert_allclose(found, [chance @ weight / weight.sum(), *ends], atol=2e-3)
