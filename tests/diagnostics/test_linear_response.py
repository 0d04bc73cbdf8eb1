"""Linear response against closed forms, and against tilting p and optimizing again."""

import numpy as np
import pytest

from vizvi import Experiment, Problem, density, fit, optima
from vizvi.diagnostics.linear_response import linear_response
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.targets import TARGETS


def problem(target, family="mean_field", divergence="reverse_kl", **knobs):
    return Problem(TARGETS[target](**knobs), FAMILIES[family](), DIVERGENCES[divergence]())


def descend(one, lam, steps=200):
    return fit(Experiment(one, METHODS["exact_descent"](), steps=steps, start=tuple(lam))).lam[0, -1]


@pytest.mark.parametrize("rho", [0.9, -0.99, *np.random.default_rng(8).uniform(-0.97, 0.97, 4).round(3)])
@pytest.mark.parametrize("family", ["mean_field", "full_rank", "student_t"])
def test_exact_on_a_gaussian(rho, family):
    one = problem("gaussian", family, correlation=rho)
    lam = descend(one, one.family.from_moments(np.array([0.1, -0.2]), 0.3 * np.eye(2)))
    found = linear_response(one, lam)
    np.testing.assert_allclose(found.cov, [[1, rho], [rho, 1]], atol=2e-5)
    assert found.correlation == pytest.approx(rho, abs=2e-5) and found.rise < 1e-6


def test_the_formula_of_the_paper():
    """(I − V H)⁻¹ V with V = .19 I and H the off-diagonal of −Λ."""
    one = problem("gaussian")
    precision = np.linalg.inv([[1, 0.9], [0.9, 1]])
    v, h = 0.19 * np.eye(2), np.diag(np.diag(precision)) - precision
    wanted = np.linalg.solve(np.eye(2) - v @ h, v)
    found = linear_response(one, one.family.from_moments(np.zeros(2), v))
    np.testing.assert_allclose(found.cov, wanted, atol=1e-9)
    np.testing.assert_allclose(found.cov_q, v, atol=1e-12)


@pytest.mark.parametrize("scale", [1.0, 3.0, 4.4])
def test_it_finds_the_whole_width_of_a_funnel(scale):
    """Tilting v shifts a Gaussian that q's mean follows: sd of v exact, although q's own never passes √2."""
    one = problem("funnel", scale=scale)
    s = 1 / (1 / scale**2 + 0.5)
    found = linear_response(one, one.family.from_moments(np.zeros(2), np.diag([s, np.exp(-s / 2)])))
    assert found.sd[0] == pytest.approx(scale, rel=1e-4)


@pytest.mark.parametrize("shape", [0.7, 2.0, 30.0])
def test_log_gamma(shape):
    """m = log(k + t) − s²/2 with s² = 1/(k + t): its slope is 1/k + 1/(2k²), between q's 1/k and the truth's ψ₁(k)."""
    one = problem("log_gamma", shape=shape)
    found = linear_response(one, [np.log(shape) - 1 / (2 * shape), -0.5 * np.log(shape)])
    assert found.cov[0, 0] == pytest.approx(1 / shape + 1 / (2 * shape**2), rel=1e-6)
    assert np.isnan(found.correlation)


@pytest.mark.parametrize(
    "target, family", [("challenger", "mean_field"), ("challenger", "full_rank"), ("banana", "mean_field")]
)
def test_tilting_p_moves_the_mean_as_told(target, family):
    one, h = problem(target, family), 0.01
    lam = descend(one, one.family.from_moments(np.array([-0.5, 0.3]), np.eye(2)))
    moved = np.empty((2, 2))
    for j, unit in enumerate(np.eye(2)):
        ends = []
        for t in (h, -h):
            tilted = density(
                lambda z, t=t, u=unit: one.target.log_prob(z) + t * (z @ u),
                window=one.target.window,
                score=lambda z, t=t, u=unit: one.target.score(z) + t * u,
            )
            ends.append(one.family.moments(descend(Problem(tilted, one.family, one.divergence), lam))[0])
        moved[:, j] = (ends[0] - ends[1]) / (2 * h)
    found = linear_response(one, lam)
    np.testing.assert_allclose(found.cov, moved, atol=2e-4)
    np.testing.assert_allclose(found.cov, found.cov.T, atol=1e-12)


def test_several_optima_at_once():
    one = problem("two_bumps", separation=3.0)
    found = optima(one, starts=8)
    response = linear_response(one, found.lam)
    assert response.cov.shape == (3, 1, 1)
    # Locked on a mode it repairs nothing of what q never sees: the true sd is √10.
    locked = np.abs(found.lam[:, 0]) > 1
    assert np.all(response.sd[locked, 0] < 1.2) and np.all(response.sd[~locked, 0] > 2)


def test_a_mixture_has_idle_directions():
    one = problem("gaussian", "mixture")
    found = linear_response(one, optima(one, starts=8).lam[0])
    np.testing.assert_allclose(found.cov, [[1, 0.9], [0.9, 1]], atol=1e-4)


def test_what_is_no_optimum_is_refused():
    one = problem("gaussian")
    with pytest.raises(ValueError, match="no optimum"):
        linear_response(one, [0.1, 0.0, -0.83, -0.83])
    saddle = density(
        lambda z: np.logaddexp(-0.5 * (z[..., 0] - 4) ** 2, -0.5 * (z[..., 0] + 4) ** 2), dim=1, window=((-9, 9),)
    )
    between = Problem(saddle, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    with pytest.raises(ValueError, match="not negative definite"):
        linear_response(between, [0.0, 0.0])
    with pytest.raises(ValueError):
        linear_response(one, [0, 0, np.inf, 0])
    with pytest.raises(ValueError):
        linear_response(one, [0, 0])


def test_the_forward_kls_optimum_is_none_of_the_elbos():
    one = problem("gaussian", divergence="forward_kl")
    with pytest.raises(ValueError, match="no optimum"):
        linear_response(one, [0.0, 0, 0, 0])
