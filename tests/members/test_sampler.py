"""Every sampler: leaves the target as it is, repeats bit by bit, keeps chains apart, or says why it cannot."""

import math

import numpy as np
import pytest

import vizvi
from vizvi.integrate.truth import truth
from vizvi.samplers import SAMPLERS
from vizvi.targets import TARGETS


def chains(target, sampler, count, steps, seed=0, **options):
    return vizvi.sample(vizvi.Sampling(target, sampler, chains=count, steps=steps, seed=seed, **options))


def off(values, want):
    """How many standard errors the mean of independent values is off."""
    return abs(values.mean() - want) / (values.std(ddof=1) / math.sqrt(len(values)) + 1e-12)


@pytest.mark.parametrize("slug, knobs", [
    ("gaussian", {"correlation": -0.6}), ("two_modes", {"separation": 1.2, "weight": 0.8}),
    ("three_modes", {"separation": 1.5}), ("two_bumps", {"separation": 1.0, "weight": 0.3}),
    ("challenger", {}),
])  # fmt: skip
@pytest.mark.defaults
def test_leaves_the_target_as_it_is(sampler, slug, knobs):
    target = TARGETS[slug](**knobs)
    if sampler.supports(target):
        return
    known = truth(target)
    z = chains(target, sampler, 100, 500, seed=3).z[:, 150:]
    z = z - known.mean[0]
    for i in range(target.dim):
        assert off(z[..., i].mean(axis=1), 0) < 5
        for j in range(i, target.dim):
            assert off((z[..., i] * z[..., j]).mean(axis=1), known.cov[0][i, j]) < 5


def test_repeats_and_more_chains_change_nothing(sampler):
    target = TARGETS["gaussian"](correlation=0.4)
    few, again, many = (chains(target, sampler, count, 30, seed=7) for count in (2, 2, 5))
    assert np.array_equal(few.z, again.z) and np.array_equal(few.accepted, again.accepted)
    assert np.allclose(few.z, many.z[:2], rtol=1e-12, atol=1e-12)
    assert few.z.shape == (2, 31, 2) and few.accepted.shape == (2, 30)
    assert few.work.tolist() == [sampler.work(target) * t for t in range(31)]
    assert not any(each.flags.writeable for each in few[:3])


def test_the_arithmetic_of_a_step(sampler):
    target = TARGETS["three_modes"]()
    seen = vizvi.sample(vizvi.Sampling(target, sampler, chains=6, steps=40, seed=1), details=True)
    assert np.array_equal(seen.accepted, seen.log_coin < seen.log_ratio)
    before, after = seen.z[:, :-1], seen.z[:, 1:]
    assert np.array_equal(after, np.where(seen.accepted[..., None], seen.proposal, before))
    assert np.array_equal(seen.path[:, :, 0], before) and np.array_equal(seen.path[:, :, -1], seen.proposal)
    assert np.all(seen.log_coin < 0)
    if isinstance(sampler, SAMPLERS["metropolis"]):
        assert np.allclose(seen.log_ratio, target.log_prob(seen.proposal) - target.log_prob(before))


@pytest.mark.defaults
def test_every_target_is_sampled_or_refused_in_a_sentence(sampler, target):
    if reason := sampler.supports(target):
        assert reason.endswith(".") and "\n" not in reason
        with pytest.raises(ValueError, match=reason[:20]):
            chains(target, sampler, 2, 3)
        return
    found = chains(target, sampler, 3, 20)
    assert np.isfinite(found.z).all()


ROUND = TARGETS["gaussian"](correlation=0.0)
LINE = TARGETS["two_bumps"](separation=0.0)


def accepted(target, sampler, seed=0, count=300, steps=240):
    return chains(target, sampler, count, steps, seed).accepted[:, 40:].mean(axis=1)


@pytest.mark.parametrize("scale", [0.5, 1.68, 4.0])
def test_metropolis_acceptance(scale):
    sampler = SAMPLERS["metropolis"](scale=scale)
    assert off(accepted(ROUND, sampler), 1 - scale / math.sqrt(4 + scale**2)) < 5
    assert off(accepted(LINE, sampler), 2 / math.pi * math.atan(2 / scale)) < 5


@pytest.mark.parametrize(
    "rho, scale, want", [(0.9, 0.5, 0.5459), (0.9, 1.7, 0.1712), (0.5, 1.0, 0.5109), (0.99, 1.0, 0.1109)]
)
def test_metropolis_acceptance_on_a_tilted_gaussian(rho, scale, want):
    """E 2Φ(−√(hᵀΛh)/2) over steps h ~ N(0, scale² I)."""
    assert off(accepted(TARGETS["gaussian"](correlation=rho), SAMPLERS["metropolis"](scale=scale)), want) < 5


@pytest.mark.parametrize("step, leapfrog", [(0.5, 1), (1.5, 2), (1.9, 4), (2.01, 5), (1.0, 3)])
def test_hmc_acceptance(step, leapfrog):
    """(4/π) atan(1/s) with s the larger singular value of the leapfrog map."""
    half = np.array([[1, 0], [-step / 2, 1]])
    one = half @ np.array([[1, step], [0, 1]]) @ half
    s = np.linalg.svd(np.linalg.matrix_power(one, leapfrog))[1].max()
    rate = accepted(LINE, SAMPLERS["hmc"](step, leapfrog, 0.0))
    assert off(rate, 4 / math.pi * math.atan(1 / s)) < 5 or abs(rate.mean() - 4 / math.pi * math.atan(1 / s)) < 1e-9


def test_acceptance_one_on_a_circle():
    """Three steps of 60° turn z into −z: nothing is refused, and nobody gets off the circle."""
    found = chains(ROUND, SAMPLERS["hmc"](1.0, 3, 0.0), 4, 200, start=(2.0, 0.0))
    assert found.accepted.all() and np.allclose(np.abs(found.z[..., 0]), 2) and np.allclose(found.z[..., 1], 0)
    free = chains(ROUND, SAMPLERS["hmc"](1.0, 3, 0.2), 4, 200, start=(2.0, 0.0))
    assert np.ptp(np.abs(free.z[..., 0])) > 1


def test_beyond_the_stability_limit_chains_freeze():
    tilted = TARGETS["gaussian"](correlation=0.99)
    assert chains(tilted, SAMPLERS["hmc"](0.3, 6, 0.0), 4, 200).accepted.mean() < 0.01
    assert chains(tilted, SAMPLERS["hmc"](0.15, 6, 0.0), 4, 200).accepted.mean() > 0.8


@pytest.mark.parametrize("rho", [0.5, -0.9])
def test_gibbs_is_autoregressive(rho):
    z = chains(TARGETS["gaussian"](correlation=rho), SAMPLERS["gibbs"](), 200, 300).z[:, 50:, 0]
    assert off((z[:, 1:] * z[:, :-1]).mean(axis=1), rho**2) < 5
    assert off((z[:, 2:] * z[:, :-2]).mean(axis=1), rho**4) < 5


def test_starts():
    target, sampler = TARGETS["two_modes"](separation=5.0), SAMPLERS["metropolis"]()
    assert np.all(chains(target, sampler, 3, 5, start=(5.0, 0.5)).z[:, 0] == [5.0, 0.5])
    places = (5.0, 0.0, -5.0, 1.0)
    assert chains(target, sampler, 2, 5, start=places).z[:, 0].ravel().tolist() == list(places)
    lo, hi = np.array(target.window).T
    first = chains(target, sampler, 200, 1).z[:, 0]
    assert np.all(first > lo + (hi - lo) / 4) and np.all(first < hi - (hi - lo) / 4) and np.ptp(first[:, 0]) > 5


@pytest.mark.parametrize("bad", [
    {"chains": 0}, {"steps": 1.5}, {"seed": -1}, {"start": (1.0,)}, {"start": (math.nan, 0.0)}, {"target": "gaussian"},
    {"sampler": "hmc"}, {"start": "here"}, {"chains": 4096, "steps": 1_000_000},
])  # fmt: skip
def test_bad_samplings(bad):
    with pytest.raises(ValueError, match=r"^Sampling: .*\.$"):
        vizvi.Sampling(**({"target": ROUND, "sampler": SAMPLERS["hmc"]()} | bad))
    with pytest.raises(ValueError, match=r"^sample: .*\.$"):
        vizvi.sample("chains")


@pytest.mark.parametrize("name, lowest, highest", [("chains", 1, 4096), ("steps", 1, 1_000_000), ("seed", 0, 2**32 - 1)])
def test_how_much_may_be_asked_for(name, lowest, highest):
    usual = {"target": ROUND, "sampler": SAMPLERS["hmc"](), "chains": 1, "steps": 1}
    assert getattr(vizvi.Sampling(**(usual | {name: lowest})), name) == lowest
    assert getattr(vizvi.Sampling(**(usual | {name: highest})), name) == highest
    for beyond in (lowest - 1, highest + 1):
        with pytest.raises(ValueError, match=name):
            vizvi.Sampling(**(usual | {name: beyond}))
