"""What exact descent and the ledger cost, in nodes, and that the short way to a Gaussian's slope is the long one."""

import numpy as np
import pytest

from vizvi import Experiment, Problem, density, exact, fit
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.shared import Grid
from vizvi.methods import METHODS, exact_descent
from vizvi.targets import TARGETS

REVERSE = DIVERGENCES["reverse_kl"]()


@pytest.mark.parametrize(
    "name, family", [("skew_normal", "mean_field"), ("banana", "mean_field"), ("eight_schools", "full_rank")]
)
def test_moments_give_the_loss_and_slope_that_scores_do(name, family):
    problem = Problem(TARGETS[name](), FAMILIES[family](), REVERSE)
    lam = 0.4 * np.random.default_rng(1).normal(size=(5, len(problem.params)))
    grid = Grid(problem, (81,) * problem.target.dim)
    loss, grad = exact_descent.evaluate(grid, lam)
    z, log_w, log_m = grid.at(lam)
    mass = np.exp(log_m)
    cost = -mass * log_w
    want = cost.sum(axis=-1)
    slope = np.einsum("rn,rnp->rp", cost - want[:, None] * mass, problem.family.score_lam(lam[:, None], z))
    np.testing.assert_allclose(loss, want, rtol=1e-12)
    np.testing.assert_allclose(grad, slope, rtol=1e-9, atol=1e-9 * np.abs(slope).max())


@pytest.mark.parametrize("divergence", ["alpha", "chi2"])
@pytest.mark.parametrize("lo, hi", [(0.0, 0.03), (-1.0, 3.0)])
def test_descent_onto_a_box_is_bounded(lo, hi, divergence, monkeypatch):
    """Fifty steps to the least divergence of a uniform, the same for every box; edges are no cause to refine for ever."""
    target = density(lambda z: np.where((z[..., 0] >= lo) & (z[..., 0] <= hi), 0.0, -np.inf), 1, ((-5, 5),))
    problem = Problem(target, FAMILIES["mean_field"](), DIVERGENCES[divergence]())
    nodes, evaluate = [], exact_descent.evaluate
    counted = lambda grid, lam: (nodes.append(grid.size * len(lam)), evaluate(grid, lam))[1]
    monkeypatch.setattr(exact_descent, "evaluate", counted)
    history = fit(Experiment(problem, METHODS["exact_descent"](), steps=50))
    least = {"alpha": 0.226194, "chi2": 0.290484}[divergence]
    assert exact(problem, history.lam[0, -1]).divergence == pytest.approx(least, abs=2e-5)
    assert sum(nodes) < 4e6


@pytest.mark.parametrize(
    "name, family, most",
    [("two_bumps", "mean_field", 170_000), ("challenger", "full_rank", 155_000), ("two_modes", "full_rank", 1_300_000)],
)
def test_a_ledger_costs_no_more_nodes_than_before_it_had_a_second_opinion(name, family, most, monkeypatch):
    target = TARGETS[name]()
    problem, rng = Problem(target, FAMILIES[family](), REVERSE), np.random.default_rng(3)
    count = 200 if target.dim == 1 else 50
    lo, hi = np.array(target.window, float).T
    mean = lo + (hi - lo) * (0.25 + 0.5 * rng.random((count, target.dim)))
    sds = (hi - lo) / 8 * np.exp(0.4 * rng.normal(size=(count, target.dim)))
    lam = problem.family.from_moments(mean, sds[:, :, None] ** 2 * np.eye(target.dim))
    exact(problem, lam[:1])
    log_prob, nodes = type(target).log_prob, []
    monkeypatch.setattr(
        type(target), "log_prob", lambda self, z: (nodes.append(np.size(z) // self.dim), log_prob(self, z))[1]
    )
    exact(problem, lam)
    assert 0.6 * most < sum(nodes) < most
