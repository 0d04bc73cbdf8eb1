"""What factorizing costs: closed forms against matrix algebra, direct minimization and quadrature."""

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from vizvi import exact, fit
from vizvi.diagnostics.ordering import RIGHT, ordering
from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.lessons.too_sure.scales import scales
from vizvi.lessons.too_sure.shrinkage import equicorrelated, shrinkage
from vizvi.methods import METHODS
from vizvi.problem import Problem
from vizvi.targets import TARGETS


def test_the_table_of_dimensions():
    found = equicorrelated([2, 10, 100, 1000], 0.5)
    np.testing.assert_allclose(found.variance, [0.75, 0.55, 0.505, 0.5005], atol=5e-5)
    np.testing.assert_allclose(found.per_dimension, [0.0719, 0.0722, 0.0181, 0.0030], atol=5e-5)


@pytest.mark.parametrize("n, rho", [(1, 0.3), (2, -0.9), (3, -0.4), (7, 0.62), (40, 0.05), (300, 0.97)])
def test_closed_form_and_matrix_agree(n, rho):
    by_matrix = shrinkage(rho * np.ones((n, n)) + (1 - rho) * np.eye(n))
    closed = equicorrelated(n, rho)
    np.testing.assert_allclose(by_matrix.variance, closed.variance, rtol=1e-9)
    assert by_matrix.entropy_lost == pytest.approx(closed.entropy_lost, abs=1e-8)
    assert by_matrix.per_dimension == pytest.approx(closed.per_dimension, abs=1e-9)


def test_a_random_covariance():
    root = np.random.default_rng(3).normal(size=(5, 5))
    cov = root @ root.T
    found, precision = shrinkage(cov), np.linalg.inv(cov)
    np.testing.assert_allclose(found.variance, 1 / np.diag(precision), rtol=1e-6)
    p, q = stats.multivariate_normal(np.zeros(5), cov), stats.multivariate_normal(np.zeros(5), np.diag(found.variance))
    assert found.entropy_lost == pytest.approx(p.entropy() - q.entropy(), abs=1e-7)
    kl = 0.5 * (np.trace(precision @ np.diag(found.variance)) - 5) + p.entropy() - q.entropy()
    assert found.entropy_lost == pytest.approx(kl, abs=1e-7)  # no energy is lost at the optimum


@pytest.mark.parametrize("beta", [0.5, 1.0, 3.0])
def test_tempering(beta):
    """On p^β mean-field's variance is (1 − ρ²)/β."""
    from vizvi import density

    target = TARGETS["gaussian"](correlation=0.9)
    tempered = density(
        lambda z: beta * target.log_prob(z), window=((-9, 9), (-9, 9)), score=lambda z: beta * target.score(z)
    )
    one = Problem(tempered, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    lam = fit(Experiment(one, METHODS["exact_descent"](), steps=80, start=(0.0, 0.0, 0.0, 0.0))).lam[0, -1]
    found = shrinkage([[1, 0.9], [0.9, 1]], 1 / beta)
    np.testing.assert_allclose(np.exp(2 * lam[2:]), 0.19 / beta, rtol=1e-5)
    np.testing.assert_allclose(found.variance, 0.19 / beta, rtol=1e-9)
    assert found.entropy_lost == pytest.approx(0.5 * np.log(0.19) - np.log(0.19 / beta), abs=1e-9)


@pytest.mark.parametrize("cov", [np.zeros((2, 2)), [[1, 2], [2, 1]], [[1, 0.5], [0.1, 1]], [1, 2], "ab"])
def test_wrong_covariances(cov):
    with pytest.raises(ValueError, match="shrinkage"):
        shrinkage(cov)


@pytest.mark.parametrize("n, rho", [(0, 0.1), (2.5, 0.1), (3, -0.5), (3, 1.0), (2, np.nan)])
def test_wrong_correlations(n, rho):
    with pytest.raises(ValueError, match="equicorrelated"):
        equicorrelated(n, rho)


# The order of divergences

ALPHA = (-0.5, 0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.5, 2)


def test_the_curve_of_variances():
    wanted = [0.1480, 0.1900, 0.2083, 0.2530, 0.4359, 0.7510, 0.9120, 1, 1.2840, 1.4337]
    np.testing.assert_allclose(ordering(0.9, ALPHA).variance, wanted, atol=5.1e-5)
    np.testing.assert_allclose(
        ordering(0.5, [0, 0.25, 0.5, 0.75, 1]).variance, [0.75, 0.8028, 0.8660, 0.9343, 1], atol=5.1e-5
    )


@pytest.mark.parametrize("rho", [-0.8, 0.35, 0.93])
@pytest.mark.parametrize("alpha", [-0.7, 0.2, 0.45, 0.8, 1.6])
def test_by_direct_minimization(rho, alpha):
    """log ∫ pᵅ q¹⁻ᵅ of two Gaussians by determinants: its stationary point in s."""
    precision = np.linalg.inv([[1, rho], [rho, 1]])

    def divergence(log_s):
        s = np.exp(log_s)
        values = alpha / np.array([1 - abs(rho), 1 + abs(rho)]) + (1 - alpha) / s
        if np.any(values <= 0):
            return np.inf
        log_integral = 0.5 * alpha * np.log(np.linalg.det(precision)) - (1 - alpha) * log_s - 0.5 * np.log(values).sum()
        return -np.expm1(log_integral) / (alpha * (1 - alpha))

    s = float(ordering(rho, alpha).variance)
    found = optimize.minimize_scalar(divergence, bracket=(np.log(0.98 * s), np.log(1.02 * s)))
    assert np.exp(found.x) == pytest.approx(s, rel=1e-5)


@pytest.mark.parametrize("rho", [0.2, -0.9])
def test_one_at_a_time(rho):
    found = {name: ordering(rho, alpha) for name, alpha in RIGHT.items()}
    assert found["variances"].variance == pytest.approx(1) and found["precisions"].precision == pytest.approx(1)
    assert found["entropy"].entropy_lost == pytest.approx(0, abs=1e-12)
    assert found["variances"].coverage == pytest.approx(0.95)
    s = np.sqrt(1 - rho**2)
    assert found["precisions"].coverage == pytest.approx(2 * stats.norm.cdf(stats.norm.ppf(0.975) * s) - 1, abs=1e-9)
    assert found["variances"].entropy_lost < 0 < found["precisions"].entropy_lost
    curve = ordering(rho, np.linspace(-1, 2, 301)).variance
    assert np.all(np.diff(curve) > 0) and np.isfinite(curve).all()


@pytest.mark.parametrize("rho, alpha", [(1.0, 0.5), (0.5, 2.1), (0.5, np.nan), (np.nan, 0.5)])
def test_wrong_orders(rho, alpha):
    with pytest.raises(ValueError, match="ordering"):
        ordering(rho, alpha)


# Scales


@pytest.mark.parametrize("shape", [0.5, 1.0, 3.7])
def test_log_scale_and_back(shape):
    found = scales(shape)
    m, v = found.log_q
    assert found.log_p == pytest.approx(tuple(map(float, stats.loggamma.stats(shape))), abs=1e-6)
    q = stats.lognorm(np.sqrt(v), scale=np.exp(m))
    assert found.q == pytest.approx((q.mean(), q.var()), rel=1e-9)
    mean, square = (integrate.quad(lambda z, n=n: z**n * stats.gamma.pdf(z, shape), 0, 80, limit=200)[0] for n in (1, 2))
    assert found.p == pytest.approx((mean, square - mean**2), rel=1e-5)
    one = Problem(TARGETS["log_gamma"](shape=shape), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    here = exact(one, [m, 0.5 * np.log(v)]).reverse_kl
    assert all(
        here < exact(one, [m + a, 0.5 * np.log(v) + b]).reverse_kl
        for a, b in ((0.02, 0), (-0.02, 0), (0, 0.02), (0, -0.02))
    )


def test_waiting_times_too_narrow_on_one_scale_too_wide_on_the_other():
    found = scales(1.0)
    assert found.q[1] == pytest.approx(1.718, abs=5e-4) and found.p[1] == 1
    assert found.log_q[1] == 1 and found.log_p[1] == pytest.approx(1.645, abs=5e-4)
