"""The Challenger's decision against independent routes."""

import numpy as np
import pytest

from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.models.distress import decide, exact_band, q_band, run_of, stacked, temperatures
from vizvi.problem import Problem
from vizvi.targets import TARGETS
from vizvi.targets.challenger import flights

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


def test_a_run_s_bands_are_those_of_its_steps():
    lam = LAM + np.linspace(1, 0, 201)[:, None] ** 3 * [0.5, 1.0, 0.3, 0.2, -0.1]
    steps, bands = run_of(PROBLEM, lam, decide(PROBLEM, lam[-1]))
    assert steps[0] == 0 and steps[-1] == 200 and len(steps) <= 80 and (np.diff(steps) > 0).all()
    for k in (0, len(steps) // 3, -1):
        for along, alone in zip(bands, q_band(PROBLEM, lam[steps[k]], temperatures()), strict=True):
            np.testing.assert_allclose(along[k], alone, atol=1e-12)


def test_what_is_no_gaussian_has_one_frame():
    problem = Problem(TARGETS["challenger"](), FAMILIES["student_t"](), DIVERGENCES["reverse_kl"]())
    lam = problem.family.from_moments(np.array([-1.25, -2.4]), np.diag([0.4, 1.1]))
    last = decide(problem, lam)
    steps, bands = run_of(problem, np.stack([lam, lam]), last)
    assert steps.tolist() == [0] and np.array_equal(bands.mean[0], last.q.mean)


def test_no_flight_hides_another_and_none_reads_as_a_probability():
    temperature, outcome = flights()
    heights = stacked(temperature, outcome)
    assert len(set(zip(temperature, heights, strict=True))) == 23
    assert (heights[outcome == 1] > 1).all() and (heights[outcome == 0] < 0).all()


@pytest.mark.parametrize("prior_sd, temperature", [(5.0, 31.0), (5.0, 60.0), (5.0, 84.0), (20.0, 52.5), (0.5, 70.5)])
def test_exact_quantiles_by_integrating_across_the_predictor(prior_sd, temperature):
    """One axis along the predictor, one across: the density of the predictor, and its quantiles by adding it up."""
    target = TARGETS["challenger"](prior_sd=prior_sd)
    x = np.array([1.0, (temperature - 70) / 10])
    along, across = x / (x @ x), np.array([-x[1], x[0]])
    eta, other = np.linspace(-16, 28, 2201), np.linspace(-40, 40, 801)
    log_p = target.log_prob(eta[:, None, None] * along + other[:, None] * across)
    held = np.cumsum(np.exp(log_p - log_p.max()).sum(axis=1))
    ends = 1 / (1 + np.exp(-np.interp([0.05, 0.95], held / held[-1], eta + 0.01)))
    band = exact_band(target, (temperature,))
    np.testing.assert_allclose([band.lo[0], band.hi[0]], ends, atol=1e-4)


@pytest.mark.parametrize("prior_sd, low", [(5.0, 0.9484), (2.0, 0.8762), (0.5, 0.3462), (20.0, 0.9599)])
def test_the_lower_end_at_the_launch(prior_sd, low):
    """Integrated along the level lines, agreed by two grids and four million draws."""
    assert exact_band(TARGETS["challenger"](prior_sd=prior_sd), (31.0,)).lo[0] == pytest.approx(low, abs=7e-5)
