"""Marginals of p against closed forms and one-dimensional integrals, at random knobs and combinations."""

import numpy as np
import pytest
from scipy import integrate, stats

from vizvi import density
from vizvi.integrate.marginals import marginal
from vizvi.targets import TARGETS

X = np.linspace(-3.2, 3.2, 53)


@pytest.mark.parametrize("rho", [-0.99, -0.4, 0.0, 0.63, 0.9, 0.99])
@pytest.mark.parametrize("weights", [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, -1.0), (-0.3, 0.8)])
def test_a_combination_of_gaussians(rho, weights):
    a, b = weights
    sd = np.sqrt(a * a + b * b + 2 * rho * a * b)
    found = marginal(TARGETS["gaussian"](correlation=rho), weights).cdf(X * sd)
    np.testing.assert_allclose(found, stats.norm.cdf(X), atol=3e-5)


@pytest.mark.parametrize("scale", [0.5, 2.3, 4.1])
def test_funnel(scale):
    target = TARGETS["funnel"](scale=scale)
    np.testing.assert_allclose(marginal(target, (1.0, 0.0)).cdf(scale * X), stats.norm.cdf(X), atol=1e-5)
    for x in (-7.0, -1.0, -0.1, 0.4, 3.0):
        given = lambda v, x=x: stats.norm.pdf(v, 0, scale) * stats.norm.cdf(x * np.exp(-v / 2))
        wanted = integrate.quad(given, -10 * scale, 10 * scale, limit=400, points=[2 * np.log(abs(x)), 0])[0]
        assert marginal(target, (0.0, 1.0)).cdf(x) == pytest.approx(wanted, abs=1e-5)


def test_banana_and_its_mean():
    wanted = [integrate.quad(lambda a, y=y: stats.norm.pdf(a) * stats.norm.cdf(y - 0.7 * a * a), -9, 9)[0] for y in X]
    np.testing.assert_allclose(marginal(TARGETS["banana"](bend=0.7), (0.0, 1.0)).cdf(X), wanted, atol=1e-6)


@pytest.mark.parametrize("df", [1.0, 2.5, 3.0, 17.0])
def test_heavy_tails(df):
    found = marginal(TARGETS["student_t"](df=df), (1.0,))
    np.testing.assert_allclose(found.cdf(4 * X), stats.t.cdf(4 * X, df), atol=2e-6)
    np.testing.assert_allclose(marginal(TARGETS["student_t"](df=df), (-2.0,)).cdf(8 * X), stats.t.cdf(4 * X, df), atol=2e-6)


@pytest.mark.parametrize("shape", [0.5, 1.0, 6.3, 700.0])
def test_log_gamma(shape):
    share = np.linspace(0.002, 0.998, 61)
    found = marginal(TARGETS["log_gamma"](shape=shape), (1.0,)).cdf(stats.loggamma.ppf(share, shape))
    np.testing.assert_allclose(found, share, atol=2e-6)


def test_two_modes_along_and_askew():
    target = TARGETS["two_modes"](separation=4.0, weight=0.3)
    wanted = 0.3 * stats.norm.cdf(X - 4) + 0.7 * stats.norm.cdf(X + 4)
    np.testing.assert_allclose(marginal(target, (1.0, 0.0)).cdf(X), wanted, atol=1e-5)
    askew = 0.3 * stats.norm.cdf((X - 4) / np.sqrt(2)) + 0.7 * stats.norm.cdf((X + 4) / np.sqrt(2))
    np.testing.assert_allclose(marginal(target, (1.0, 1.0)).cdf(X), askew, atol=1e-5)


def test_a_ring_looks_the_same_from_everywhere():
    target = TARGETS["ring"](radius=4.0, width=0.3)
    one = marginal(target, (1.0, 0.0)).cdf(X)
    np.testing.assert_allclose(marginal(target, (0.6, 0.8)).cdf(X), one, atol=1e-5)
    np.testing.assert_allclose(one + one[::-1], 1, atol=1e-6)


def test_nodes_on_circles_are_gone_over_again_whatever_log_z():
    class Lowered(TARGETS["ring"]):
        def log_prob(self, z):
            return super().log_prob(z) - 40.0

    low, plain = (marginal(ring(radius=4.0, width=0.3), (0.6, 0.8)) for ring in (Lowered, TARGETS["ring"]))
    np.testing.assert_allclose(low.cdf(X), plain.cdf(X), atol=1e-9)


def test_a_density_of_the_callers_own():
    target = density(
        lambda z: -0.5 * ((z[..., 0] - 1) / 0.4) ** 2 - 0.5 * (z[..., 1] / 1.5) ** 2, window=((-3, 5), (-9, 9))
    )
    found = marginal(target, (2.0, 1.0)).cdf(2 + X)
    np.testing.assert_allclose(found, stats.norm.cdf(X / np.sqrt(4 * 0.16 + 2.25)), atol=1e-5)


@pytest.mark.parametrize("sign", [1.0, -2.0])
def test_a_density_of_the_callers_own_on_a_line(sign):
    """Its nodes are a box and what lies around it, in that order: not a row that rises."""
    target = density(lambda z: -0.5 * ((z[..., 0] - 0.5) / 0.7) ** 2 + 1.7, dim=1, window=((-4.0, 5.0),))
    found = marginal(target, (sign,)).cdf(sign * 0.5 + X)
    np.testing.assert_allclose(found, stats.norm.cdf(X / abs(0.7 * sign)), atol=1e-5)


@pytest.mark.parametrize("weights", [(1.0,), (0.0, 0.0), (1.0, np.nan), (1.0, 2.0, 3.0)])
def test_wrong_weights(weights):
    with pytest.raises(ValueError, match="weights"):
        marginal(TARGETS["gaussian"](), weights)
