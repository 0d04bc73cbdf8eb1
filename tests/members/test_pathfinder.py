"""Pathfinder: follows its path, keeps the Gaussian with the best ELBO, and finds what others find."""

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.targets import TARGETS


def follow(slug, runs=20, family="full_rank", steps=40, **knobs):
    problem = vizvi.Problem(TARGETS[slug](**knobs), FAMILIES[family](), DIVERGENCES["reverse_kl"]())
    return problem, vizvi.fit(vizvi.Experiment(problem, METHODS["pathfinder"](), runs=runs, steps=steps, seed=2))


@pytest.mark.parametrize("slug", ["gaussian", "banana", "funnel", "challenger", "log_gamma"])
def test_the_winner_is_the_best_of_the_path(slug):
    _, history = follow(slug, steps=60)
    for lam, loss in zip(history.lam, history.loss, strict=True):
        best = np.argmin(loss[1:]) + 1  # the start is not of its making
        assert np.array_equal(lam[-1], lam[best]) and loss[-1] == loss[best]
        assert np.array_equal(lam[-1], lam[-2])


def test_a_gaussian_is_found():
    for rho in (0.5, -0.9):
        problem, history = follow("gaussian", 40, correlation=rho)
        kl = vizvi.exact(problem, history.lam[:, -1]).reverse_kl
        assert np.median(kl) < 0.01 and kl.max() < 0.3


def test_the_elbo_on_challenger():
    """Close to the best full-rank ELBO, −14.062, of a log evidence −14.019."""
    problem, history = follow("challenger", 40)
    elbo = vizvi.exact(problem, history.lam[:, -1]).elbo
    assert np.median(elbo) == pytest.approx(-14.14, abs=0.1) and elbo.max() < -14.05


def test_each_end_of_a_path_is_a_mode():
    """The funnel's mode lies at v = −scale²/2, where its Gaussian is Laplace's; the winner may lie before."""
    problem, history = follow("funnel", 30, steps=60, scale=2.0)
    ends = [lam[np.flatnonzero(np.abs(np.diff(lam, axis=0)).max(axis=1) > 0)[-1]] for lam in history.lam]
    means = problem.family.moments(np.stack(ends))[0]
    assert np.quantile(np.abs(means - [-2, 0]).max(axis=1), 0.8) < 1e-2


@pytest.mark.parametrize("family, divergence, fine", [
    ("full_rank", "reverse_kl", True), ("mean_field", "reverse_kl", True), ("mixture", "reverse_kl", False),
    ("student_t", "reverse_kl", False), ("full_rank", "forward_kl", False),
])  # fmt: skip
def test_supports(family, divergence, fine):
    problem = vizvi.Problem(TARGETS["gaussian"](), FAMILIES[family](), DIVERGENCES[divergence]())
    assert (METHODS["pathfinder"]().supports(problem) == "") == fine
