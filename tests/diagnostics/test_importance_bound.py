"""The importance-weighted bound and its price."""

import numpy as np
import pytest
from cover import wide

import vizvi
from vizvi.diagnostics.importance_bound import importance_bound
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.gap.jensen import jensen
from vizvi.problem import Problem
from vizvi.targets import TARGETS


def problem(target):
    return Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())


@pytest.mark.parametrize(
    "correlation, known",
    [
        wide(
            0.9,
            {1: -0.8304, 2: -0.6686, 5: -0.5371, 10: -0.4604, 50: -0.3287, 100: -0.2868, 1000: -0.1888, 10000: -0.1296},
        ),
        (0.5, {1: -0.1438, 2: -0.0870, 5: -0.0467, 10: -0.0287, 50: -0.0084, 100: -0.0048, 1000: -0.0007}),
    ],
)
def test_known_bounds_of_the_mean_field_optimum(correlation, known):
    half = 0.5 * np.log(1 - correlation**2)
    one = problem(TARGETS["gaussian"](correlation=correlation))
    np.testing.assert_allclose(importance_bound(one, [0, 0, half, half], known), list(known.values()), atol=6e-5)


def test_one_draw_is_the_elbo():
    one = problem(TARGETS["normal_normal"](x=1.3))
    lam = np.array([0.4, -0.2])
    assert importance_bound(one, lam, [1])[0] == pytest.approx(vizvi.exact(one, lam).elbo, abs=1e-6)


def test_the_bound_by_simulation():
    one, lam = problem(TARGETS["normal_normal"]()), np.array([0.0, 0.0])
    z = np.random.default_rng(1).standard_normal((400_000, 5, 1))
    log_w = one.log_w(lam, z)
    values = np.log(np.exp(log_w).mean(axis=1))
    assert importance_bound(one, lam, [5])[0] == pytest.approx(values.mean(), abs=5 * values.std() / np.sqrt(len(z)))


def test_the_mean_of_logs_is_below_the_log_of_the_mean():
    eps = np.random.default_rng(0).standard_normal((12, 1))
    found = jensen(problem(TARGETS["normal_normal"]()), [0.3, 0.1], eps)
    assert found.mean_log == pytest.approx(np.log(found.w).mean())
    assert found.mean_log < found.log_mean == pytest.approx(np.log(found.w.mean()))
