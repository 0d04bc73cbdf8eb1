"""Every estimator: on average the gradient of the integral, for the reverse KL; the others' bias falls as S grows."""

from functools import cache

import numpy as np
import pytest

from vizvi import Problem
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.shared import Grid
from vizvi.member import central
from vizvi.targets import TARGETS

REVERSE = DIVERGENCES["reverse_kl"]()


def integral_gradient(problem, lam):
    return _integral_gradient(problem, tuple(lam))


@cache
def _integral_gradient(problem, lam):
    """Central differences of the divergence on a fine grid: no score_λ and no potential."""
    lam = np.array(lam)
    grid = Grid(problem, (641,) if problem.target.dim == 1 else (161, 161), 8.0)

    def loss(each):
        _, log_w, log_m = grid.at(each)
        return problem.divergence.loss(log_w, log_m)

    return central(loss, lam[None], 1e-4)[0]


def estimates(estimator, problem, lam, runs, draws, seed=0):
    draws = problem.family.round_draws(draws)
    rng = np.random.default_rng(seed)
    eps = rng.standard_normal((runs, draws, problem.family.noise_dim(problem.target.dim)))
    return estimator.gradient(problem, np.tile(lam, (runs, 1)), eps)


def some_lam(family, dim, seed=0):
    return np.random.default_rng(seed).uniform(-0.5, 0.5, len(family.names(dim)))


@pytest.mark.parametrize("slug, knobs", [("two_bumps", {"separation": 1.0}), ("gaussian", {"correlation": 0.5})])
def test_estimator_is_unbiased(estimator, family, slug, knobs):
    problem = Problem(TARGETS[slug](**knobs), family, REVERSE)
    lam = some_lam(family, problem.target.dim)
    loss, grad = estimates(estimator, problem, lam, 20_000, 4)
    error = grad.std(axis=0) / np.sqrt(len(grad))
    assert np.all(np.abs(grad.mean(axis=0) - integral_gradient(problem, lam)) < 5 * error + 1e-6)
    assert np.isfinite(loss).all()


def test_other_divergences_are_consistent(estimator, divergence):
    """With many draws the gradient is the integral's; with few it may be biased, and less so with more."""
    problem = Problem(TARGETS["gaussian"](correlation=0.3), FAMILIES["mean_field"](), divergence)
    if reason := estimator.supports(problem):
        assert reason.endswith(".")
        return
    lam = np.array([0.1, -0.2, 0.05, 0.1])  # where every divergence is finite
    want = integral_gradient(problem, lam)
    gaps = []
    for runs, draws in ((20_000, 4), (400, 2048)):
        _, grad = estimates(estimator, problem, lam, runs, draws)
        error = grad.std(axis=0) / np.sqrt(runs)
        gaps.append((np.abs(grad.mean(axis=0) - want), error))
    (few, noise), (many, error) = gaps
    assert np.all(many < 5 * error + 0.01)
    assert np.all(many <= few + 5 * (error + noise) + 0.002)


def test_loss_is_the_divergence_of_the_draws(estimator, family):
    problem = Problem(TARGETS["gaussian"](), family, REVERSE)
    lam = some_lam(family, 2)
    loss, _ = estimates(estimator, problem, lam, 3, 4)
    draws = family.round_draws(4)
    eps = np.random.default_rng(0).standard_normal((3, draws, family.noise_dim(2)))
    z = family.transform(lam[None, None], eps)
    mass = np.broadcast_to(np.exp(family.log_mass(lam, draws)), (3, draws))
    assert np.allclose(loss, -(mass * problem.log_w(lam, z)).sum(axis=-1))


def test_runs_do_not_mix(estimator, family):
    """A run's gradient is the same alone as among others."""
    problem = Problem(TARGETS["banana"](), family, REVERSE)
    lam = np.random.default_rng(1).uniform(-0.3, 0.3, (5, len(problem.params)))
    eps = np.random.default_rng(2).standard_normal((5, family.round_draws(6), family.noise_dim(2)))
    loss, grad = estimator.gradient(problem, lam, eps)
    alone_loss, alone_grad = estimator.gradient(problem, lam[3:4], eps[3:4])
    assert np.allclose(loss[3:4], alone_loss, rtol=1e-12) and np.allclose(grad[3:4], alone_grad, rtol=1e-9, atol=1e-12)


@pytest.mark.dim(1)
def test_one_draw_will_do(estimator, family):
    problem = Problem(TARGETS["two_bumps"](), family, REVERSE)
    loss, grad = estimates(estimator, problem, some_lam(family, 1), 2, 1)
    assert np.isfinite(loss).all() and np.isfinite(grad).all()


def variance(slug, problem, lam):
    from vizvi.estimators import ESTIMATORS

    _, grad = estimates(ESTIMATORS[slug](), problem, lam, 400_000, 1)
    return grad[:, 0].var()


@pytest.mark.parametrize("m, want", [(0.0, 0.0), (0.5, 0.516), (1.0, 2.25), (2.0, 12.0), (3.0, 38.25)])
def test_variance_of_the_score_function(m, want):
    """Target N(0, 1), q = N(m, 1): m⁴/4 + 2m² + ... per draw, against 1 for reparameterization (Ranganath et al., 2014)."""
    problem = Problem(TARGETS["two_bumps"](separation=0.0), FAMILIES["mean_field"](), REVERSE)
    assert variance("score_function", problem, np.array([m, 0.0])) == pytest.approx(want, rel=0.05, abs=1e-9)
    assert variance("reparam", problem, np.array([m, 0.0])) == pytest.approx(1, rel=0.02)
