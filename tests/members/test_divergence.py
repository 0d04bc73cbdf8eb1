"""Every divergence: potential and slope are derivatives of the loss; the same formula on nodes is the exact value."""

import numpy as np
import pytest
from cover import corners

from vizvi import Problem, exact
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.rules import cloud
from vizvi.targets import TARGETS


def cloud_of_draws(seed=0, runs=3, draws=7):
    """log w and log m of draws with unequal masses and an unknown normalizer."""
    rng = np.random.default_rng(seed)
    log_m = rng.normal(size=(runs, draws))
    return rng.normal(size=(runs, draws)) + 0.7, log_m - np.log(np.exp(log_m).sum(axis=-1, keepdims=True))


def test_potential_is_the_derivative_of_the_loss(divergence):
    """Moving q's mass at one draw moves the loss by m·c, up to a constant that all draws share."""
    log_w, log_m = cloud_of_draws()
    potential, mass, h = divergence.potential(log_w, log_m), np.exp(log_m), 1e-5
    change = np.empty_like(log_w)
    for s in range(log_w.shape[-1]):
        bump = h * (np.arange(log_w.shape[-1]) == s)
        # m → m·e^h takes w → w·e^(−h) with it, and masses stay a whole.
        up = divergence.loss(log_w - bump, log_m + bump) - divergence.loss(log_w + bump, log_m - bump)
        change[:, s] = up / (2 * h)
    centred = lambda x: x - (mass * x).sum(axis=-1, keepdims=True)
    got, want = centred(potential), centred(change / mass)
    constant = (got - want)[:, :1]
    assert np.allclose(got, want + constant, atol=1e-6 * max(1, np.abs(want).max()))


def test_slope_is_the_derivative_of_the_potential(divergence):
    """∂c/∂log w with the normalizer of w̄ held: it is the same for all draws."""
    log_w, log_m = cloud_of_draws(1)
    h, slope = 1e-5, divergence.slope(log_w, log_m)
    for s in range(log_w.shape[-1]):
        bump = h * (np.arange(log_w.shape[-1]) == s)
        # A second draw of huge mass holds the normalizer fixed: w̄ = w / Σ m w barely feels one draw of mass 1e-12.
        frozen_m = np.concatenate([log_m - 28, np.zeros((3, 1))], axis=-1)
        log_z = np.log((np.exp(log_m) * np.exp(log_w)).sum(axis=-1, keepdims=True))
        up, down = (
            divergence.potential(np.concatenate([log_w + move, log_z], axis=-1), frozen_m)[:, s] for move in (bump, -bump)
        )
        change = (up - down) / (2 * h)
        assert np.allclose(change, slope[:, s], rtol=1e-5, atol=1e-8)


def test_cost_is_mass_times_potential(divergence):
    """With p normalized, up to a constant in the potential."""
    log_w, log_m = cloud_of_draws(2)
    log_w = log_w - np.log(np.exp(log_w + log_m).sum(axis=-1, keepdims=True))
    apart = divergence.cost(log_w, log_m) / np.exp(log_m) - divergence.potential(log_w, log_m)
    assert np.allclose(apart, apart[:1, :1])


def test_nothing_overflows(divergence):
    """Far nodes: weights beyond the floats where the mass is nothing, or nothing at all where p is 0."""
    log_w = np.array([[0.1, -0.2, 500.0, -900.0, -np.inf]])
    log_m = np.array([[-0.7, -0.7, -2000.0, -800.0, -np.inf]])
    assert np.isfinite(divergence.loss(log_w, log_m)).all()
    assert np.isfinite(divergence.cost(log_w, log_m)).all()


@pytest.mark.parametrize("alpha", [0.3, 0.5, 0.8])
def test_a_place_without_p_is_billed_by_q_alone(alpha):
    """Where p is 0 and q is not, α w + 1 − α − wᵅ over α(1 − α) is q's mass over α; where both are 0, nothing."""
    divergence = DIVERGENCES["alpha"](alpha)
    bill = divergence.bill(np.array([np.log(0.3) - 0.7, -np.inf, -np.inf]), np.array([-0.7, np.log(0.3), -np.inf]))
    w, m = 0.3 * np.exp(-0.7), np.exp(-0.7)
    between = m * (alpha * w + 1 - alpha - w**alpha) / (alpha * (1 - alpha))
    np.testing.assert_allclose(bill, [between, 0.3 / alpha, 0.0], rtol=1e-12)


def test_a_constant_in_p_moves_only_the_reverse_kl(divergence):
    log_w, log_m = cloud_of_draws(3)
    moved = divergence.loss(log_w + 2, log_m) - divergence.loss(log_w, log_m)
    assert np.allclose(moved, -2 if divergence.power == 0 else 0, atol=1e-9)
    assert np.allclose(divergence.slope(log_w + 2, log_m), divergence.slope(log_w, log_m), rtol=1e-9)


def test_zero_where_q_is_p(divergence):
    problem = Problem(TARGETS["gaussian"](correlation=0.6), FAMILIES["full_rank"](), divergence)
    lam = problem.family.from_moments(np.zeros(2), np.array([[1, 0.6], [0.6, 1]]))
    assert exact(problem, lam).divergence == pytest.approx(0, abs=1e-9)


def test_loss_on_nodes_is_the_exact_value(divergence):
    problem = Problem(TARGETS["gaussian"](correlation=0.4), FAMILIES["mean_field"](), divergence)
    lam = np.array([0.2, -0.1, 0.05, 0.1])
    u, log_cell, _ = cloud(2, (641, 641), 40.0)
    z, log_m = problem.family.nodes(lam, u)
    value = divergence.loss(problem.log_w(lam, z), log_m + log_cell)
    assert exact(problem, lam).divergence == pytest.approx(value, abs=1e-6)
    assert value > 0


def test_bills_add_up_to_the_value(divergence):
    """Parts that are never negative, from two normalized densities."""
    x = np.linspace(-30, 30, 20_001)
    log_q, log_p = (-0.5 * ((x - m) / s) ** 2 - np.log(s * np.sqrt(2 * np.pi)) for m, s in ((0, 1.0), (0.4, 0.9)))
    log_m = log_q + np.log(x[1] - x[0])
    bill = divergence.bill(log_p - log_q, log_m)
    assert bill.min() > -1e-15
    assert bill.sum() == pytest.approx(divergence.loss((log_p - log_q)[None], log_m[None])[0], abs=1e-9)


def test_at_its_ends_the_dial_is_called_what_it_is():
    """At α = 0 and 1 the formula in α would be shown divided by 0."""
    for alpha, name in ((0.0, "reverse_kl"), (1.0, "forward_kl")):
        dial, kl = DIVERGENCES["alpha"](alpha=alpha), DIVERGENCES[name]()
        assert (dial.integrand_label, dial.power) == (kl.integrand_label, kl.power)
    assert "α" in DIVERGENCES["alpha"](alpha=0.3).integrand_label


def test_corners_hold_what_a_member_branches_on():
    """The ends of a knob and its default are not all: at α = 0 and 1 the dial is a KL, beyond df = 2 a t has a variance."""
    assert {each.alpha for each in corners(DIVERGENCES["alpha"])} == {-1.0, 0.0, 0.5, 1.0, 2.0}
    assert {1.0, 2.0, 3.0, 30.0} <= {each.df for each in corners(TARGETS["student_t"])}
    assert {3, 5, 30} <= {each.df for each in corners(FAMILIES["student_t"])}
    assert 0.5 in {each.weight for each in corners(TARGETS["two_bumps"])}
