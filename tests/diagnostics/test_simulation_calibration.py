"""Calibration by simulation: uniform where q is the posterior, and what theory says where it is not."""

import math

import numpy as np
import pytest
from cover import daily
from scipy import special, stats

from vizvi import Experiment, Problem, fit
from vizvi.diagnostics.simulation_calibration import _chance, blocks, expected_histogram, joined, simulation_calibration
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.models.exponential_rate import ExponentialRate
from vizvi.models.linear_regression import LinearRegression
from vizvi.models.logistic_regression import LogisticRegression
from vizvi.models.normal_mean import NormalMean
from vizvi.targets import TARGETS
from vizvi.targets.challenger import flights

LINE = LinearRegression(np.linspace(2, 6, 30), np.zeros(30), 1, 10)


@pytest.mark.parametrize(
    "model, mean_field",
    [
        (NormalMean(4, 0.7, 2.0), True), (LINE, False),
        (LinearRegression(np.linspace(2, 6, 30), np.zeros(30), 1, 10, center=True), True),
        (LinearRegression(np.random.default_rng(1).normal(size=(9, 3)), np.zeros(9), 2, 1), False),
    ],
)  # fmt: skip
def test_the_posterior_is_calibrated(model, mean_field):
    found = simulation_calibration(model, 4000, seed=1, mean_field=mean_field)
    assert min(found.uniformity().p_value) > 1e-3 and min(found.asymmetry().p_value) > 1e-3
    np.testing.assert_allclose(found.coverage(), 0.95, atol=0.015)
    for each in found.rank.T:  # ranks among 99 draws: uniform on 0…99
        assert stats.chisquare(np.bincount(each // 10, minlength=10)).pvalue > 1e-3


def test_mean_field_is_too_sure_and_unbiased():
    found = simulation_calibration(LINE, 4000, seed=2)
    np.testing.assert_allclose(found.coverage(), LINE.coverage(), atol=0.03)
    assert max(found.uniformity().p_value) < 1e-20 and min(found.asymmetry().p_value) > 1e-3
    wanted = expected_histogram(LINE.mean_field_sd[1] / LINE.sd[1])
    np.testing.assert_allclose(found.histogram()[:, 1] / 4000, wanted, atol=0.03)
    assert stats.chisquare(found.histogram()[:, 1], 4000 * wanted).pvalue > 1e-3


@pytest.mark.parametrize("ratio", [0.3, 1.0, 1.7])
def test_the_expected_histogram_by_simulation(ratio):
    places = stats.norm.cdf(np.random.default_rng(0).standard_normal(400_000) / ratio)
    np.testing.assert_allclose(expected_histogram(ratio), np.histogram(places, 20, (0, 1))[0] / 400_000, atol=3e-3)
    assert expected_histogram(ratio).sum() == pytest.approx(1)


def test_skew_shows_as_asymmetry():
    """The best Gaussian on a log rate is off by as much as the law of a log-gamma says."""
    found = simulation_calibration(ExponentialRate(3), 50_000, seed=3)
    k = 4.0
    ends = math.log(k) - 1 / (2 * k) + np.linspace(-3, 3, 201) / math.sqrt(k)
    distance = np.abs(stats.loggamma.cdf(ends, k) - stats.norm.cdf(np.linspace(-3, 3, 201))).max()
    assert found.uniformity().distance[0] == pytest.approx(distance, abs=0.01)
    assert found.asymmetry().p_value[0] < 1e-6
    assert special.psi(k) == pytest.approx(math.log(k) - 1 / (2 * k), abs=6e-3)  # the mean is nearly right: it is the skew


def test_the_chance_of_asymmetry_is_one():
    """Under a calibrated q its p-value is uniform."""
    found = [simulation_calibration(NormalMean(2), 1000, seed=seed).asymmetry().p_value[0] for seed in range(200)]
    assert stats.kstest(found, "uniform").pvalue > 1e-4
    for n, distance in ((50, 0.11), (400, 0.06), (4000, 0.02)):
        assert _chance(distance, n) == pytest.approx(stats.kstwo.sf(distance, n), abs=0.02)


def test_more_sets_keep_the_first_ones():
    some, more = (simulation_calibration(LINE, n, seed=5) for n in (700, 1600))
    for a, b in zip(some[1:6], more[1:6]):
        np.testing.assert_array_equal(a, b[:700])
    parts = list(blocks(LINE, 1600, seed=5))
    assert [len(each.pit) for each in parts] == [500, 500, 500, 100]
    np.testing.assert_array_equal(joined(parts[:2]).pit, more.pit[:1000])


def test_smaller_pieces_have_the_same_sets():
    for model, sets in ((LINE, 1230), (LogisticRegression(np.c_[np.ones(5), np.arange(5) - 2]), 130)):
        whole = simulation_calibration(model, sets, seed=5)
        pieces = list(blocks(model, sets, seed=5, size=100))
        assert [len(each.pit) for each in pieces] == [100] * (sets // 100) + [30]
        for a, b in zip(joined(pieces)[1:6], whole[1:6]):
            np.testing.assert_allclose(a, b, rtol=1e-7, atol=1e-9)
        (last,) = blocks(model, sets, seed=5, size=100, first=sets // 100)
        np.testing.assert_array_equal(last.pit, pieces[-1].pit)
    with pytest.raises(ValueError, match="size is 300, but must divide 500"):
        next(blocks(LINE, 600, size=300))


def test_intervals_and_misses_agree():
    found = simulation_calibration(LINE, 300, seed=6)
    lo, hi = found.ends(0.9)
    np.testing.assert_array_equal(found.inside(0.9), (found.theta > lo) & (found.theta < hi))


@pytest.mark.parametrize("sets, seed, draws", [(0, 0, 9), (1.5, 0, 9), (10**6, 0, 9), (10, -1, 9), (10, 0, 0), ("a", 0, 9)])
def test_wrong_counts(sets, seed, draws):
    with pytest.raises(ValueError, match="whole number"):
        simulation_calibration(LINE, sets, seed, draws)


def test_a_model_that_lacks_a_part():
    with pytest.raises(ValueError, match="has no"):
        simulation_calibration(object(), 10)
    for wrong in (lambda: NormalMean(0), lambda: ExponentialRate(2.5), lambda: ExponentialRate(2, 0.3)):
        with pytest.raises(ValueError):
            wrong()


# Logistic regression, many data sets at once


DESIGN = np.column_stack([np.ones(23), (flights()[0] - 70) / 10])


@pytest.mark.parametrize("family", ["mean_field", "full_rank"])
@pytest.mark.parametrize("prior_sd", [1.5, 5.0])
def test_fixed_points_are_the_optima_that_descent_finds(family, prior_sd):
    one = Problem(TARGETS["challenger"](prior_sd=prior_sd), FAMILIES[family](), DIVERGENCES["reverse_kl"]())
    start = tuple(one.family.from_moments(np.array([-1, -2.0]), 0.5 * np.eye(2)))
    mean, cov = one.family.moments(fit(Experiment(one, METHODS["exact_descent"](), steps=100, start=start)).lam[0, -1])
    found = LogisticRegression(DESIGN, prior_sd, family).posterior(np.tile(flights()[1], (3, 1)))
    np.testing.assert_allclose(found[0][1], mean, atol=1e-6)
    np.testing.assert_allclose(found[1][2], cov, atol=1e-6)


def test_laplace_is_the_methods():
    one = Problem(TARGETS["challenger"](), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    start = tuple(one.family.from_moments(np.array([-1, -2.0]), 0.5 * np.eye(2)))
    mean, cov = one.family.moments(fit(Experiment(one, METHODS["laplace"](), steps=30, start=start)).lam[0, -1])
    found = LogisticRegression(DESIGN, 5.0, "laplace").posterior(flights()[1][None])
    np.testing.assert_allclose(found[0][0], mean, atol=1e-6)
    np.testing.assert_allclose(found[1][0], cov, atol=1e-5)


def test_its_data_follow_their_chances():
    model, rng = LogisticRegression(DESIGN, 5.0), np.random.default_rng(0)
    y = model.simulate(np.tile([-1.0, -2.0], (40_000, 1)), rng.standard_normal((40_000, 23)))
    np.testing.assert_allclose(y.mean(axis=0), 1 / (1 + np.exp(-(DESIGN @ [-1.0, -2.0]))), atol=0.01)


@pytest.mark.parametrize("family", daily("laplace", more=("mean_field", "full_rank")))
def test_even_separated_data_settle(family):
    found = simulation_calibration(LogisticRegression(DESIGN, 5.0, family), 500, seed=1)
    assert np.isfinite(found.loc).all() and np.all(found.scale > 0) and found.coverage().min() > 0.8


@pytest.mark.parametrize("wrong", [{"design": np.zeros(3)}, {"prior_sd": 0}, {"family": "mixture"}])
def test_wrong_models(wrong):
    with pytest.raises(ValueError, match="LogisticRegression"):
        LogisticRegression(**({"design": DESIGN} | wrong))
