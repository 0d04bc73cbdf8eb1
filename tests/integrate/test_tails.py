"""Infinite only where it is proved: either side of every edge, and never a number on the infinite side."""

import math

import numpy as np
import pytest

from vizvi import Problem, density, exact
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.over_both import endless_power
from vizvi.targets import TARGETS

MEAN_FIELD = FAMILIES["mean_field"]()


def bell(mean):
    return density(lambda z: -0.5 * (z[..., 0] - mean) ** 2, 1, ((mean - 8, mean + 8),))


def closed(alpha, mean, variance):
    """D_α(N(.3, 1) ‖ N(mean, variance)), inf where the integral has no end, or where it leaves the floats."""
    precision = alpha + (1 - alpha) / variance
    if precision <= 0:
        return math.inf
    log_i = -0.5 * ((1 - alpha) * math.log(variance) + math.log(precision))
    log_i += 0.5 * ((0.3 * alpha + (1 - alpha) * mean / variance) ** 2 / precision)
    log_i -= 0.5 * (0.09 * alpha + (1 - alpha) * mean**2 / variance)
    return -math.expm1(log_i) / (alpha * (1 - alpha)) if log_i < 600 else 1e260


def test_a_finite_chi2_whose_mass_lies_far_outside():
    ledger = exact(Problem(bell(0.3), MEAN_FIELD, DIVERGENCES["chi2"]()), [0.1, math.log(0.71)])
    assert ledger.divergence == pytest.approx(730.3401879942, abs=1e-3)


DISTANCES = [1e-1, 1e-3, 1e-6, -1e-6, -1e-3, -1e-1]


@pytest.mark.parametrize("alpha", [2.0, 1.4, -0.5])
@pytest.mark.parametrize("shift", [0.0, 1.0])
def test_both_sides_of_a_gaussian_edge(alpha, shift):
    edge = (alpha - 1) / alpha if alpha > 1 else (1 - alpha) / -alpha
    variance = edge * (1 + np.array(DISTANCES))
    problem = Problem(bell(0.3), MEAN_FIELD, DIVERGENCES["alpha"](alpha=alpha))
    ledger = exact(problem, np.column_stack([np.full(6, 0.3 + shift), 0.5 * np.log(variance)]))
    for got, error, v in zip(ledger.divergence, ledger.error, variance):
        want = closed(alpha, 0.3 + shift, v)
        if np.isinf(want):
            assert not np.isfinite(got)
        else:
            assert np.isnan(got) or abs(got - want) <= 3 * error + 1e-8 * want


@pytest.mark.parametrize("off", DISTANCES)
def test_students_second_moment(off):
    problem = Problem(TARGETS["student_t"](df=2 + off), MEAN_FIELD, DIVERGENCES["forward_kl"]())
    forward = exact(problem, np.array([0.0, 0.5])).forward_kl
    assert not np.isfinite(forward) if off < 0 else not np.isposinf(forward)


def test_an_edge_askew_between_the_axes():
    """In the plane ∞ may lie in a narrow wedge of directions alone."""
    problem = Problem(TARGETS["gaussian"](correlation=0.9), FAMILIES["full_rank"](), DIVERGENCES["chi2"]())
    rng, wrong = np.random.default_rng(3), []
    for _ in range(12):
        angle = rng.uniform(0, np.pi)
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        root = np.linalg.cholesky([[1, 0.9], [0.9, 1]]) @ turn
        for low in (0.5 * (1 - 1e-4), 0.5 * (1 + 1e-1)):
            cov = root @ np.diag([low, 5.0]) @ root.T
            got = exact(problem, problem.family.from_moments(np.zeros(2), cov)).divergence
            wrong.append(np.isfinite(got) if low < 0.5 else np.isposinf(got))
    assert not any(wrong)


@pytest.mark.parametrize("family", ["mean_field", "full_rank", "mixture", "student_t"])
def test_of_no_q_nothing_is_said(family):
    """A line search that no trial passed asks about none."""
    problem = Problem(TARGETS["banana"](), FAMILIES[family](), DIVERGENCES["chi2"]())
    assert endless_power(problem, np.empty((0, len(problem.params)))).shape == (0,)
