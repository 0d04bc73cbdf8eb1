"""Errors against evaluations: floors by quadrature, chains with a slope, and what Pathfinder and Laplace cost."""

import math

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.accuracy import band, cost, crossing, effective_draws, errors, errors_of_chains, errors_of_q
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.samplers import SAMPLERS
from vizvi.targets import TARGETS

REVERSE = DIVERGENCES["reverse_kl"]()


def problem(slug, family="mean_field", **knobs):
    return vizvi.Problem(TARGETS[slug](**knobs), FAMILIES[family](), REVERSE)


@pytest.mark.parametrize("slug, knobs, kl, mean, sd", [
    ("gaussian", {"correlation": 0.5}, 0.1438, 0, 0.1340), ("gaussian", {"correlation": 0.9}, 0.8304, 0, 0.5641),
    ("banana", {}, 0.3179, 0.2489, 0.3996), ("two_modes", {}, 0.6888, 0.6673, 0.4783),
    ("challenger", {}, 0.1007, 0.0577, 0.1186),
])  # fmt: skip
def test_floors_of_mean_field(slug, knobs, kl, mean, sd):
    its = problem(slug, **knobs)
    found = vizvi.optima(its, starts=4)
    got = errors_of_q(its, found.lam[0])
    assert (found.value[0], got.mean, got.sd) == pytest.approx((kl, mean, sd), abs=2e-3)


def test_errors_by_hand():
    got = errors(TARGETS["gaussian"](), [[0.3, -0.4], [0.0, 0.0]], [[1.0, 1.0], [0.5, 1.2]])
    assert np.allclose(got.mean, [math.sqrt(0.125), 0]) and np.allclose(got.sd, [0, math.sqrt((0.25 + 0.04) / 2)])


def test_errors_of_chains_by_hand():
    target = TARGETS["two_modes"](separation=1.0)
    found = vizvi.sample(vizvi.Sampling(target, SAMPLERS["hmc"](), chains=3, steps=100))
    got = errors_of_chains(target, found, [70, 699, 700])
    for column, steps in enumerate((10, 99, 100)):
        kept = found.z[:, int(0.1 * steps) + 1 : steps + 1]
        want = errors(target, kept.mean(axis=1), kept.std(axis=1))
        assert np.allclose(got.mean[:, column], want.mean) and np.allclose(got.sd[:, column], want.sd)
    for bad in ([3], [701]):
        with pytest.raises(ValueError, match=r"^errors_of_chains: .*\.$"):
            errors_of_chains(target, found, bad)


@pytest.mark.parametrize("slug, knobs, sampler, mean, sd", [
    ("gaussian", {"correlation": 0.9}, SAMPLERS["metropolis"](1.0), 0.184, 0.092),
    ("gaussian", {"correlation": 0.5}, SAMPLERS["gibbs"](), 0.059, 0.036),
    ("gaussian", {"correlation": 0.9}, SAMPLERS["hmc"](), 0.121, 0.069),
    ("banana", {}, SAMPLERS["metropolis"](2.4), 0.155, 0.175),
    ("two_modes", {}, SAMPLERS["metropolis"](2.4), 0.187, 0.060),
])  # fmt: skip
def test_chains_after_a_thousand_evaluations(slug, knobs, sampler, mean, sd):
    target = TARGETS[slug](**knobs)
    found = vizvi.sample(vizvi.Sampling(target, sampler, chains=400, steps=1000 // sampler.work(target) + 1, seed=11))
    seen = errors_of_chains(target, found, [1000])
    got = band(seen)
    assert got.rms.mean[0] == pytest.approx(mean, rel=0.2) and got.rms.sd[0] == pytest.approx(sd, rel=0.2)
    assert got.lo.mean[0] < got.rms.mean[0] < got.hi.mean[0]


def test_where_lines_cross():
    assert effective_draws(0.1340) == pytest.approx(28, abs=0.5)
    assert crossing(0.128, 1000, 0.0577) == pytest.approx(4900, rel=0.01)
    assert crossing(0.1, 1000, 0.0) == math.inf == effective_draws(0.0)


@pytest.mark.parametrize("slug, mean, sd, most", [
    ("banana", 0.408, 0.300, 500), ("two_modes", 0.671, 0.483, 150), ("challenger", 0.334, 0.106, 350),
])  # fmt: skip
def test_pathfinder_and_laplace(slug, mean, sd, most):
    """In two dimensions Pathfinder is Laplace with a path."""
    its = problem(slug, "full_rank")
    path, laplace = (cost(its, METHODS[method](), runs=12) for method in ("pathfinder", "laplace"))
    assert np.median(path.errors.mean) == pytest.approx(mean, abs=0.02)
    assert np.median(path.errors.sd) == pytest.approx(sd, abs=0.04)
    assert np.median(laplace.errors.mean) == pytest.approx(mean, abs=2e-3)
    assert np.median(laplace.errors.sd) == pytest.approx(sd, abs=2e-3)
    assert 50 < np.median(path.evaluations) < most
