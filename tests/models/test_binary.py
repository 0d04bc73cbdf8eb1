"""Bits with an enumerated posterior: coins behind a bell, magnets on a grid, mean-field's fixed points, structured q."""

import math

import numpy as np
import pytest

from vizvi.member import central
from vizvi.models.binary import elbo, entropy, log_joint, log_q, posterior, states
from vizvi.models.binary_mean_field import coordinate_ascent, fixed_points, magnetization
from vizvi.models.binary_structured import closed, fit_structured
from vizvi.models.coins import Coins
from vizvi.models.ising import Ising, neighbors

MODELS = [
    Coins(),
    Coins((0.2, 0.7, 0.4, 0.5), (0.9, 0.3, 0.6, 0.8), 0.2),
    Coins(heard=False),
    Ising(0.4, 0.15),
    Ising(-0.6, 0.3, 2, 3),
]
UNBALANCED = Coins((0.3, 0.5, 0.6), (0.9, 0.8, 0.6), 0.05)


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_posterior(model):
    got, z = model.posterior(), states(model.dim)
    by_hand = [math.exp(float(model.log_prob(each))) for each in z]
    assert got.log_z == pytest.approx(math.log(sum(by_hand)), abs=1e-12)
    assert np.allclose(got.p, np.array(by_hand) / sum(by_hand)) and np.allclose(got.mean, got.p @ z)
    assert np.allclose(got.cov, np.cov(z.T, aweights=got.p, bias=True))
    inside = np.random.default_rng(0).uniform(0.1, 0.9, (5, model.dim))
    assert np.allclose(model.score(inside), central(model.log_prob, inside), atol=1e-7)
    assert got.given({}) == pytest.approx(got.mean) and got.given({1: 1})[1] == pytest.approx(1)


def test_explaining_away():
    """Three fair coins, strength .9, leak .05, by arithmetic: heads 1/2 before the ring, .577 after it, .512 once another
    coin's heads have explained it."""
    got = Coins().posterior()
    rang = 1 - 0.95 * 0.55**3
    assert math.exp(got.log_z) == pytest.approx(rang, abs=1e-12)
    assert got.mean == pytest.approx(np.full(3, 0.5 * (1 - 0.95 * 0.1 * 0.55**2) / rang), abs=1e-12)
    both, one = 0.25 * (1 - 0.95 * 0.01 * 0.55), 0.5 * (1 - 0.95 * 0.1 * 0.55**2)
    assert got.given({1: 1})[0] == pytest.approx(both / one, abs=1e-12)
    assert got.given({1: 1})[0] < got.mean[0] < got.given({1: 0})[0] and got.cov[0, 1] < 0
    # A bell that stayed silent tells each coin its own story.
    assert np.allclose(Coins(heard=False).posterior().cov, np.diag(np.diag(Coins(heard=False).posterior().cov)))


def test_magnets_however_strong_are_counted():
    """Twelve bonds of 60 nats: the two states that agree are all there is, and e⁷²⁰ is no number."""
    found = posterior(Ising(coupling=60.0))
    assert found.log_z == pytest.approx(720 + math.log(2), abs=1e-9) and found.mean == pytest.approx(np.full(9, 0.5))


def test_ising_by_hand():
    """Two spins: log Z = log(2e^J + 2e^{−J}), E[s₁s₂] = tanh J."""
    got = Ising(0.7, 0.0, 1, 2).posterior()
    assert got.log_z == pytest.approx(math.log(2 * math.exp(0.7) + 2 * math.exp(-0.7)))
    assert 4 * got.cov[0, 1] == pytest.approx(math.tanh(0.7))
    # A chain of five, by its transfer matrix.
    assert Ising(0.4, 0.0, 1, 5).posterior().log_z == pytest.approx(5 * math.log(2) + 4 * math.log(math.cosh(0.4)))
    assert len(Ising().edges) == 12 and len(Ising().snake) == 8 and len(Ising().lines) == 6 and len(Ising().pairs) == 4


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_elbo(model):
    chance = np.random.default_rng(3).uniform(0.05, 0.95, (4, model.dim))
    q = np.exp(log_q(chance))
    assert np.allclose(q.sum(axis=1), 1)
    assert np.allclose(elbo(model, chance), (q * (log_joint(model) - log_q(chance))).sum(axis=1))
    assert np.allclose(entropy(chance), -(q * log_q(chance)).sum(axis=1))
    assert np.all(elbo(model, chance) < model.posterior().log_z)


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_coordinate_ascent_never_falls_and_rests_at_a_maximum(model):
    start = np.random.default_rng(1).uniform(0.1, 0.9, (6, model.dim))
    got, found = coordinate_ascent(model, start, 60), fixed_points(model, 60)
    assert np.all(np.diff(got.elbo, axis=1) > -1e-12) and got.elbo.shape == (6, 60 * model.dim + 1)
    stable = found.chance[found.stable]
    assert np.all(np.abs(got.chance[:, -1, None] - stable).max(axis=-1).min(axis=1) < 1e-4)
    only = np.sum(np.abs(np.diff(got.chance, axis=1)) > 0, axis=-1)
    assert only.max() == 1


@pytest.mark.parametrize("coupling, field", [(0.3, 0.0), (0.36, 0.0), (0.8, 0.1), (-0.5, 0.2)])
def test_fixed_points_of_the_grid(coupling, field):
    """m = tanh(h + J Σ m over neighbors) (Weiss, 1907)."""
    found = fixed_points(Ising(coupling, field), 120)
    m = 2 * found.chance - 1
    assert np.allclose(m, np.tanh(field + coupling * m @ neighbors(3, 3)), atol=1e-8)
    assert np.all(np.diff(found.elbo) <= 1e-12) and found.stable[0]


def test_mean_field_takes_sides():
    """From coupling 1/(2√2) on, though the truth never does."""
    assert Ising().critical == pytest.approx(1 / (2 * math.sqrt(2)), abs=1e-12)
    assert [len(fixed_points(Ising(j), 60).elbo) for j in (0.34, 0.353, 0.354, 0.5)] == [1, 1, 3, 3]
    two = fixed_points(Ising(0.5), 60)
    assert two.stable.tolist() == [True, True, False] and two.elbo[2] == pytest.approx(9 * math.log(2))
    assert np.allclose(two.chance[0], 1 - two.chance[1]) and np.allclose(two.chance[2], 0.5)
    seen = magnetization(Ising, [0.2, 0.5])
    assert np.allclose(seen.exact, 0, atol=1e-12) and seen.at.tolist() == [0.2, 0.5, 0.5, 0.5]
    assert sorted(np.abs(seen.mean_field[1:])) == pytest.approx([0, 0.762, 0.762], abs=1e-3)
    # Anything but a symmetric truth: E M² from the enumeration.
    s = 2 * states(9).mean(axis=1) - 1
    assert seen.exact_size[1] == pytest.approx(math.sqrt(Ising(0.5).posterior().p @ s**2))
    # A field leaves one side.
    assert np.all(magnetization(lambda j: Ising(j, 0.3), [0.2, 0.5]).mean_field[:1] > 0)


def test_structure_closes_the_gap():
    model = Ising(0.5)
    assert fit_structured(model).elbo == pytest.approx(fixed_points(model, 40).elbo[0], abs=1e-9)
    shares = [closed(model, edges) for edges in ((), model.pairs, model.lines, model.snake, model.edges)]
    assert shares[0] == 0 and np.all(np.diff(shares) > 0.05) and shares[-1] == pytest.approx(1, abs=1e-6)
    assert 0.3 < closed(Coins(), ((0, 1),)) < closed(Coins(), ((0, 1), (1, 2))) < 0.6


def test_a_chain_is_exact_on_a_chain():
    model = Ising(0.6, 0.2, 1, 6)
    got = fit_structured(model, model.snake)
    assert got.gap == pytest.approx(0, abs=1e-9) and np.allclose(got.q, model.posterior().p, atol=1e-6)
    assert np.allclose(got.cov, model.posterior().cov, atol=1e-5)


def test_structured_optimum():
    """No other q of the structure is better: pairs against random tables of their own."""
    got, rng, z = fit_structured(UNBALANCED, ((0, 1),)), np.random.default_rng(4), states(3)
    pair, one = np.zeros((2, 2)), np.zeros(2)
    np.add.at(pair, (z[:, 0].astype(int), z[:, 1].astype(int)), got.q)
    np.add.at(one, z[:, 2].astype(int), got.q)
    assert np.allclose(got.q, (pair[:, :, None] * one).ravel(), atol=1e-10)
    for _ in range(200):
        table, side = pair * np.exp(0.1 * rng.standard_normal((2, 2))), one * np.exp(0.1 * rng.standard_normal(2))
        q = ((table / table.sum())[:, :, None] * (side / side.sum())).ravel()
        assert q @ (log_joint(UNBALANCED) - np.log(q)) <= got.elbo + 1e-12


def test_bad_input():
    for call in (
        lambda: Coins(chances=(0.5, 1.0, 0.5)), lambda: Coins(chances=(0.5,)), lambda: Coins(leak=0.0),
        lambda: Coins("many"), lambda: Ising(math.nan), lambda: Ising(rows=5), lambda: Ising(rows=0),
        lambda: fit_structured(Ising(), ((0, 0),)),
        lambda: coordinate_ascent(Ising(), [0.5, 0.5]), lambda: coordinate_ascent(Coins(), [0.0, 0.5, 1.0]),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"\.$"):
            call()
