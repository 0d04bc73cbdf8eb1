"""Conjugate linear regression: the lesson's table, and every formula by another route."""

import numpy as np
import pytest
from scipy import stats

from vizvi.models.linear_regression import LinearRegression

X = np.linspace(2, 6, 30)
Y = np.random.default_rng(0).standard_normal(30) + X


@pytest.fixture
def line():
    return LinearRegression(X, Y, noise=1, prior_sd=10)


def test_the_lessons_numbers(line):
    assert line.sd[1] == pytest.approx(0.153, abs=5e-4) and line.mean_field_sd[1] == pytest.approx(0.044, abs=5e-4)
    at = [0, 2, 4, 6, 10]
    np.testing.assert_allclose(line.band(at).sd, [0.637, 0.355, 0.183, 0.356, 0.934], atol=5.1e-4)
    np.testing.assert_allclose(line.mean_field_band(at).sd, [0.183, 0.202, 0.253, 0.320, 0.474], atol=5.1e-4)
    fine = np.linspace(0, 10, 10_001)
    wider = fine[line.mean_field_band(fine).sd > line.band(fine).sd]
    assert wider[0] == pytest.approx(3.108, abs=1.1e-3) and wider[-1] == pytest.approx(5.605, abs=1.1e-3)
    assert line.gap == pytest.approx(1.250, abs=5e-4)
    assert (line.band(X).sd ** 2).mean() == pytest.approx(0.06652, abs=5e-6)
    assert (line.mean_field_band(X).sd ** 2).mean() == pytest.approx(0.06665, abs=6e-6)


def test_centered_x_loses_nothing():
    line = LinearRegression(X, Y, 1, 10, center=True)
    assert line.gap == pytest.approx(0, abs=1e-12)
    at = np.linspace(-3, 12, 41)
    np.testing.assert_allclose(line.band(at).sd, line.mean_field_band(at).sd, rtol=1e-12)
    np.testing.assert_allclose(line.coverage(), 0.95, atol=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_posterior_and_evidence_by_the_joint_gaussian(seed):
    """Condition the joint of (w, y) by hand, at a random design, noise and prior."""
    rng = np.random.default_rng(seed)
    n, k = rng.integers(2, 12), rng.integers(1, 6)
    design, y, noise, prior_sd = rng.normal(size=(n, k)), rng.normal(size=n), rng.uniform(0.3, 3), rng.uniform(0.5, 20)
    model = LinearRegression(design, y, noise, prior_sd)
    spread = noise**2 * np.eye(n) + prior_sd**2 * design @ design.T
    gain = prior_sd**2 * design.T @ np.linalg.inv(spread)
    np.testing.assert_allclose(model.mean, gain @ y, atol=1e-8)
    np.testing.assert_allclose(model.cov, prior_sd**2 * np.eye(k) - gain @ design * prior_sd**2, atol=1e-8)
    assert model.log_evidence == pytest.approx(stats.multivariate_normal.logpdf(y, np.zeros(n), spread), abs=1e-7)


@pytest.mark.parametrize("seed", range(3))
def test_mean_field_by_descent(seed):
    """The closed form against ELBO = E_q[log p(y, w)] + H(q) and its neighbours."""
    rng = np.random.default_rng(seed)
    model = LinearRegression(rng.normal(size=8) + 2, rng.normal(size=8), 0.7, 3.0)

    def elbo(mean, sd):
        left = model.y - model.design @ mean
        fit = -0.5 * (left @ left + (model.design**2 @ sd**2).sum()) / 0.49 - 8 * np.log(0.7 * np.sqrt(2 * np.pi))
        prior = -0.5 * ((mean**2 + sd**2) / 9).sum() - 2 * np.log(3 * np.sqrt(2 * np.pi))
        return fit + prior + 0.5 * np.log(2 * np.pi * np.e * sd**2).sum()

    best = elbo(model.mean, model.mean_field_sd)
    assert best == pytest.approx(float(model.elbo), abs=1e-9)
    for _ in range(20):
        other = elbo(model.mean + 0.1 * rng.normal(size=2), model.mean_field_sd * np.exp(0.1 * rng.normal(size=2)))
        assert other < best


def test_mean_field_is_never_narrower_on_average_over_the_data():
    """Eigenvalues majorize the diagonal: under an isotropic prior the mean in-sample variance of q is at least p's."""
    rng = np.random.default_rng(9)
    for _ in range(30):
        model = LinearRegression(
            rng.normal(size=(12, 4)) @ rng.normal(size=(4, 4)), rng.normal(size=12), 0.8, rng.uniform(0.3, 9)
        )
        both = [(each.sd**2).mean() for each in (model.band(model.design), model.mean_field_band(model.design))]
        assert both[1] >= both[0] - 1e-12


def test_bands_hold_what_they_say(line):
    rng = np.random.default_rng(2)
    at = np.array([-1.0, 3.0, 9.0])
    for mean_field, band in ((False, line.band(at, 0.8)), (True, line.mean_field_band(at, 0.8))):
        lines = line.draws(rng.standard_normal((60_000, 2)), mean_field) @ line.rows(at).T
        np.testing.assert_allclose(((lines > band.lo) & (lines < band.hi)).mean(axis=0), 0.8, atol=6e-3)
        np.testing.assert_allclose(lines.mean(axis=0), band.mean, atol=2e-2)


def test_data_sets_go_together(line):
    y = np.stack([Y, -Y, 2 * Y])
    many = LinearRegression(X, y, 1, 10)
    assert many.mean.shape == (3, 2) and many.log_evidence.shape == (3,) and many.band([0.0, 1.0]).lo.shape == (3, 2)
    np.testing.assert_allclose(many.mean[0], line.mean)
    np.testing.assert_allclose(many.log_evidence[2], LinearRegression(X, 2 * Y, 1, 10).log_evidence)


def test_coverage_stays_where_it_is_with_more_data():
    def at(n):
        return LinearRegression(np.linspace(2, 6, n), np.zeros(n), 1, 10).coverage()[1]

    assert at(30) == pytest.approx(0.4256, abs=1e-4)
    assert abs(at(100_000) - at(1000)) < 1e-3


@pytest.mark.parametrize(
    "x, y, noise, prior_sd",
    [
        ([], [], 1, 1), (np.zeros((2, 2, 2)), [0, 0], 1, 1), ([1, 2], [1, 2, 3], 1, 1), ([1, np.nan], [0, 0], 1, 1),
        ([1, 2], ["a", "b"], 1, 1), ([1, 2], [1, 2], 0, 1), ([1, 2], [1, 2], 1, -1), ([1, 2], [1, 2], np.inf, 1),
        ([1, 2], [1, 2], "a", 1),
    ],
)  # fmt: skip
def test_wrong_data(x, y, noise, prior_sd):
    with pytest.raises(ValueError, match="LinearRegression"):
        LinearRegression(x, y, noise, prior_sd)


def test_wrong_questions(line):
    with pytest.raises(ValueError, match="share"):
        line.band([0.0], 1.0)
    with pytest.raises(ValueError, match="columns"):
        LinearRegression(np.eye(3), np.zeros(3)).band(np.eye(2))


def test_a_band_holds_95_percent_unless_told_otherwise(line):
    x = np.array([0.0, 3.3, 9.0])
    for band in (line.band, line.mean_field_band):
        for one, other in zip(band(x), band(x, 0.95), strict=True):
            np.testing.assert_array_equal(one, other)
        plain = band(x)
        np.testing.assert_allclose((plain.hi - plain.mean) / plain.sd, 1.959964, atol=1e-6)
        np.testing.assert_allclose((plain.mean - plain.lo) / plain.sd, 1.959964, atol=1e-6)
    np.testing.assert_array_equal(line.coverage(), line.coverage(0.95))
