"""R̂ and ESS: equal to ArviZ's, right on Gibbs chains, and blind where nobody has been."""

import math

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.accuracy import errors
from vizvi.diagnostics.mixing import ess, rhat
from vizvi.samplers import SAMPLERS
from vizvi.targets import TARGETS


def autoregressive(rng, chains, draws, by):
    x = rng.standard_normal((chains, draws))
    for t in range(1, draws):
        x[:, t] = by * x[:, t - 1] + math.sqrt(1 - by * by) * x[:, t]
    return x


@pytest.mark.parametrize("seed", range(24))
def test_equal_to_arviz(seed):
    from arviz_stats.base import array_stats  # two seconds that only who runs this test waits for

    rng = np.random.default_rng(seed)
    x = autoregressive(rng, rng.integers(1, 6), rng.integers(8, 400), rng.uniform(-0.9, 0.99))
    x += (seed % 3 == 0) * rng.standard_normal((len(x), 1))  # chains that disagree
    x = np.round(x, 1) if seed % 4 == 0 else np.exp(2 * x) if seed % 4 == 1 else x  # ties; a heavy tail
    assert ess(x) == pytest.approx(float(array_stats.ess(x, chain_axis=0, draw_axis=1, method="bulk")), rel=1e-9)
    if len(x) > 1:
        assert rhat(x) == pytest.approx(float(array_stats.rhat(x, chain_axis=0, draw_axis=1)), abs=1e-12)


@pytest.mark.parametrize("rho", [0.5, 0.9])
def test_gibbs(rho):
    """A sweep is worth (1 − ρ²)/(1 + ρ²) draws."""
    z = vizvi.sample(vizvi.Sampling(TARGETS["gaussian"](correlation=rho), SAMPLERS["gibbs"](), chains=16, steps=4000)).z
    assert ess(z[:, 1:, 0]) / 64_000 == pytest.approx((1 - rho**2) / (1 + rho**2), rel=0.08)
    assert rhat(z[:, 1:, 0]) < 1.005


def test_every_badge_green_and_the_mean_off():
    """Two modes at ±5, all chains from one: perfect R̂ and ESS, and .69 sds beside the mean."""
    target, hmc = TARGETS["two_modes"](separation=5.0), SAMPLERS["hmc"]()
    together = vizvi.sample(vizvi.Sampling(target, hmc, chains=4, steps=1000, start=(5.0, 0.0))).z[:, 101:, 0]
    assert rhat(together) < 1.005 and ess(together) > 4000
    assert together.mean() / math.sqrt(26) == pytest.approx(5 / math.sqrt(26) / math.sqrt(2), abs=0.3)
    places = (5.0, 0.0, 5.0, 0.0, -5.0, 0.0, -5.0, 0.0)
    apart = vizvi.sample(vizvi.Sampling(target, hmc, chains=4, steps=1000, start=places)).z[:, 101:, 0]
    assert rhat(apart) == pytest.approx(1.733, abs=0.02) and ess(apart) == pytest.approx(6.1, abs=0.3)


@pytest.mark.wide
@pytest.mark.parametrize("separation, sampler, r, size, off", [
    (3.0, SAMPLERS["metropolis"](1.0), (1.15, 1.33), (8, 19), (0.0, 0.25)),
    (4.0, SAMPLERS["hmc"](), (0.999, 1.2), (20, 6500), (0.5, 0.72)),  # about half of the runs see something
    (5.0, SAMPLERS["metropolis"](1.0), (1.003, 1.02), (200, 600), (0.65, 0.74)),
    (5.0, SAMPLERS["hmc"](), (0.999, 1.003), (5000, 6500), (0.66, 0.72)),
])  # fmt: skip
def test_what_badges_see_of_two_modes(separation, sampler, r, size, off):
    """Four chains from one mode, medians over twenty seeds."""
    target, seen = TARGETS["two_modes"](separation=separation), []
    for seed in range(20):
        sampling = vizvi.Sampling(target, sampler, chains=4, steps=1000, seed=seed, start=(separation, 0.0))
        z = vizvi.sample(sampling).z[:, 101:]
        its = errors(target, z.reshape(-1, 2).mean(axis=0), z.reshape(-1, 2).std(axis=0))
        seen.append((rhat(z[..., 0]), ess(z[..., 0]), its.mean))
    for value, (lo, hi) in zip(np.median(seen, axis=0), (r, size, off), strict=True):
        assert lo < value < hi


def test_the_folded_half_sees_scales():
    x = np.random.default_rng(0).standard_normal((4, 500))
    assert rhat(x) < 1.02 < 1.1 < rhat(x * [[1], [1], [1], [3]])


def test_frozen_chains():
    frozen = np.repeat([[0.0], [1.0], [2.0]], 50, axis=1)
    assert rhat(frozen) == math.inf and rhat(np.zeros((3, 50))) == math.inf
    assert math.isnan(ess(np.zeros((3, 50)))) and ess(frozen) < 6
    assert math.isnan(rhat(np.zeros((1, 50)))) and math.isnan(rhat(np.where(frozen > 1, np.nan, frozen)))


@pytest.mark.parametrize("bad", [np.zeros(10), np.zeros((2, 3)), "draws", np.zeros((0, 9)), np.zeros((2, 9, 2))])
def test_bad_draws(bad):
    for each in (rhat, ess):
        with pytest.raises(ValueError, match=r"^mixing: draws .*\.$"):
            each(bad)
