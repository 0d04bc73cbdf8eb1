"""Gradients through bits: which are unbiased, how noisy each is, against simulation and quadrature."""

import math

import numpy as np
import pytest

from vizvi.member import central
from vizvi.models.binary import elbo, sigmoid
from vizvi.models.binary_gradients import WAYS, bit_noise, descend, draw_gradients, gradient
from vizvi.models.coins import Coins
from vizvi.models.ising import Ising, neighbors

COINS, GRID = Coins((0.3, 0.5, 0.6), (0.9, 0.8, 0.6), 0.1), Ising(0.4, 0.2)
MODELS = [COINS, GRID]


def logits(model, seed=2):
    return np.random.default_rng(seed).standard_normal(model.dim)


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_the_enumerated_gradient(model):
    theta = np.stack([logits(model), logits(model, 5)])
    assert np.allclose(gradient(model, theta), -central(lambda each: elbo(model, sigmoid(each)), theta), atol=1e-7)
    got = bit_noise(model, theta[0], "enumerate")
    assert not got.variance.any() and not got.bias.any()


@pytest.mark.parametrize("model", MODELS, ids=repr)
@pytest.mark.parametrize("way, options", [
    ("score", {}), ("score", {"baseline": "mean"}), ("score", {"constant": 5.0}), ("straight_through", {}),
    ("gumbel_softmax", {"temperature": 0.7}),
])  # fmt: skip
def test_noise_is_that_of_the_draws(model, way, options, count=40_000):
    theta = logits(model)
    got, each = bit_noise(model, theta, way, seed=1, **options), draw_gradients(model, theta, way, count, seed=9, **options)
    error = np.hypot(each.std(axis=0) / math.sqrt(count), got.error)
    assert np.all(np.abs(each.mean(axis=0) - got.mean) < 5 * error)
    square = (each - got.mean) ** 2
    assert np.all(np.abs(square.mean(axis=0) - got.variance) < 8 * square.std(axis=0) / math.sqrt(count))
    assert np.allclose(bit_noise(model, theta, way, draws=7, seed=1, **options).variance, got.variance / 7)


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_leave_one_out(model, runs=12_000):
    theta = logits(model)
    for draws in (2, 5):
        got = bit_noise(model, theta, "score", draws=draws, baseline="leave-one-out", constant=30.0)
        uniform = np.random.default_rng(draws).random((runs, draws, model.dim))
        each = draw_gradients(model, theta, "score", baseline="leave-one-out", constant=-4.0, uniform=uniform).mean(axis=1)
        square = (each - got.mean) ** 2
        assert np.all(np.abs(each.mean(axis=0) - got.mean) < 5 * each.std(axis=0) / math.sqrt(runs))
        assert np.all(np.abs(square.mean(axis=0) - got.variance) < 6 * square.std(axis=0) / math.sqrt(runs))


def test_who_is_unbiased():
    """Enumeration and the score function always; straight-through where log p is linear in every bit."""
    for model in MODELS:
        for options in ({}, {"baseline": "mean"}, {"constant": 100.0}):
            assert np.abs(bit_noise(model, logits(model), "score", **options).bias).max() < 1e-11
    assert np.abs(bit_noise(GRID, logits(GRID), "straight_through").bias).max() < 1e-12
    silent = Coins(heard=False)
    assert np.abs(bit_noise(silent, logits(silent), "straight_through").bias).max() < 1e-12
    assert np.abs(bit_noise(COINS, logits(COINS), "straight_through").bias).max() > 0.05


def test_temperature_trades_bias_for_noise():
    for model in MODELS:
        cold, warm, hot = (bit_noise(model, logits(model), "gumbel_softmax", temperature=each) for each in (0.05, 0.5, 3.0))
        assert np.abs(hot.bias).max() > np.abs(warm.bias).max() > 10 * warm.error.max()
        assert np.all(cold.variance > warm.variance) and np.all(warm.variance > hot.variance)
        assert np.all(np.abs(cold.bias) < 5 * cold.error + 0.1 * np.abs(hot.bias).max())


@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.5])
def test_gumbel_softmax_by_quadrature(temperature):
    """On the grid the other bits' melted means and one bit's own slope are integrals in one dimension."""
    theta = logits(GRID)
    x = np.linspace(-60, 60, 24_001)  # the melted logit
    noise = temperature * x[:, None] - theta
    density = temperature * sigmoid(noise) * sigmoid(-noise) * (x[1] - x[0])
    melted = sigmoid(x)
    mean, slope = melted @ density, (melted * (1 - melted) / temperature) @ density
    force = 2 * (GRID.coupling * neighbors(3, 3) @ (2 * mean - 1) + GRID.field)
    chance = sigmoid(theta)
    want = theta * chance * (1 - chance) - force * slope
    got = bit_noise(GRID, theta, "gumbel_softmax", temperature=temperature)
    assert np.all(np.abs(got.mean - want) < 5 * got.error) and np.allclose(got.bias, got.mean - gradient(GRID, theta))


@pytest.mark.parametrize("way", WAYS)
def test_descent(way):
    got = descend(GRID, way, runs=8, steps=150, draws=4, baseline="leave-one-out", seed=3)
    assert np.allclose(got.elbo[:, 0], 9 * math.log(2)) and np.all(got.elbo[:, -1] > got.elbo[:, 0] + 0.5)
    assert np.all(got.elbo < GRID.posterior().log_z) and got.theta.shape == (8, 151, 9)
    assert np.array_equal(got.theta[:3], descend(GRID, way, 3, 150, draws=4, baseline="leave-one-out", seed=3).theta)


def test_bad_input():
    theta = logits(COINS)
    for bad in ({"way": "guess"}, {"baseline": "best"}, {"draws": 0}, {"temperature": 0.0}, {"theta": theta[:2]},
                {"baseline": "leave-one-out"}):  # fmt: skip
        with pytest.raises(ValueError, match=r"\.$"):
            bit_noise(**({"model": COINS, "theta": theta, "way": "score"} | bad))
