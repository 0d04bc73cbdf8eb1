"""What a family gets that brings nothing of its own: mass in a box, quantiles, sums over nodes, slopes, a whole fit."""

from itertools import pairwise

import numpy as np
import pytest
from cover import registry
from scipy import integrate
from stub_family import SkewBell, marginal

import vizvi
from vizvi.diagnostics._quantiles_of_q import inside_radius, quantiles
from vizvi.diagnostics.uncertainty import uncertainty
from vizvi.divergences import DIVERGENCES
from vizvi.optima.field import Field
from vizvi.optima.sums.any import NodeSums
from vizvi.targets import TARGETS

FAMILY = SkewBell()
LAM = {1: np.array([0.4, -0.3]), 2: np.array([0.4, -0.8, -0.3, 0.25])}


@pytest.mark.parametrize("dim", [1, 2])
def test_the_stub_is_what_it_says(dim):
    z = np.random.default_rng(0).normal(size=(5, dim))
    want = sum(marginal(LAM[dim], i).logpdf(z[:, i]) for i in range(dim))
    np.testing.assert_allclose(FAMILY.log_prob(LAM[dim], z), want, atol=1e-9)
    mean, cov = FAMILY.moments(LAM[dim])
    for i in range(dim):
        assert (mean[i], cov[i, i]) == pytest.approx(marginal(LAM[dim], i).stats("mv"))
    np.testing.assert_allclose(FAMILY.from_moments(mean, cov), LAM[dim], atol=1e-12)


@pytest.mark.parametrize("dim, near", [(1, 2e-3), (2, 2e-2)])
def test_mass_in_a_box_by_counting(dim, near):
    lam = LAM[dim] + 0.2 * np.random.default_rng(1).normal(size=(3, 2, 2 * dim))
    window = ((-0.5, 1.1), (-1.2, 0.4))[:dim]
    found = FAMILY.box_mass(lam, window)
    assert found.shape == (3, 2)
    for where in np.ndindex(3, 2):
        want = np.prod([np.diff(marginal(lam[where], i).cdf(edges)) for i, edges in enumerate(window)])
        assert found[where] == pytest.approx(want, abs=near)
    assert FAMILY.box_mass(lam, ((-90.0, 90.0),) * dim) == pytest.approx(np.ones((3, 2)), abs=1e-6)


@pytest.mark.parametrize("dim", [1, 2])
def test_quantiles_by_counting(dim):
    shares, lam = [0.025, 0.3, 0.9], np.stack([LAM[dim], LAM[dim] - 0.3])
    for i in range(dim):
        found = quantiles(FAMILY, lam, np.eye(dim)[i], shares)
        want = [marginal(each, i).ppf(shares) for each in lam]
        np.testing.assert_allclose(found, want, atol=2e-3 if dim == 1 else 2.5e-2)  # half a cell
    # Of a sum: by the draws themselves.
    weights = np.array([0.8, -0.6])[:dim]
    draws = FAMILY.transform(lam[0], np.random.default_rng(2).normal(size=(200_000, 2 * dim))) @ weights
    np.testing.assert_allclose(quantiles(FAMILY, lam[:1], weights, shares)[0], np.quantile(draws, shares), atol=2e-2)


def test_the_radius_that_holds_a_share_by_counting():
    one = marginal(LAM[1], 0)
    radius = inside_radius(FAMILY, LAM[1][None], 0.8)[0]
    ends = one.mean() - radius * one.std(), one.mean() + radius * one.std()
    assert np.diff(one.cdf(ends)) == pytest.approx(0.8, abs=1e-3)
    radius = inside_radius(FAMILY, LAM[2][None], 0.6)[0]
    draws = FAMILY.transform(LAM[2], np.random.default_rng(3).normal(size=(200_000, 4)))
    mean, cov = FAMILY.moments(LAM[2])
    assert (((draws - mean) ** 2 / np.diag(cov)).sum(axis=-1) < radius**2).mean() == pytest.approx(0.6, abs=4e-3)


def test_derivatives_by_differences():
    """Of the density by z and by λ, and along the path of a draw."""
    rng = np.random.default_rng(4)
    z, eps, g = rng.normal(size=(6, 2)), rng.normal(size=(6, 4)), rng.normal(size=(6, 2))
    u = np.exp(-LAM[2][2:])
    apart = (z - LAM[2][:2]) * u
    slope = -apart + 2 * np.exp(-2 * apart**2) / np.sqrt(2 * np.pi) / np.vectorize(_normal_cdf)(2 * apart)
    np.testing.assert_allclose(FAMILY.score_z(LAM[2], z), slope * u, atol=1e-7)
    np.testing.assert_allclose(FAMILY.score_lam(LAM[2], z), np.concatenate([-slope * u, -slope * apart - 1], -1), atol=1e-7)
    moved = FAMILY.transform(LAM[2], eps) - LAM[2][:2]
    np.testing.assert_allclose(FAMILY.pull(LAM[2], eps, g), np.concatenate([g, g * moved], axis=-1), atol=1e-7)


def _normal_cdf(x: float) -> float:
    return integrate.quad(lambda t: np.exp(-t * t / 2) / np.sqrt(2 * np.pi), -np.inf, x, epsabs=1e-13)[0]


@pytest.mark.parametrize(
    "target", [TARGETS["normal_normal"](x=1.3, unit="m"), TARGETS["two_bumps"](weight=0.7, separation=1.4)], ids=repr
)
@pytest.mark.parametrize("divergence, knobs", [("reverse_kl", {}), ("forward_kl", {}), ("alpha", {"alpha": 0.4})])
def test_a_field_over_nodes(target, divergence, knobs):
    """Value by SciPy's quadrature, slope and curvature by differences of it."""
    one = vizvi.Problem(target, FAMILY, DIVERGENCES[divergence](**knobs))
    field = Field(one, 0.05, 9.0, thin=False)
    assert isinstance(field.sums, NodeSums)
    lam, step = np.array([[0.3, 0.1], [-0.6, 0.4]]), 1e-4
    here = field(lam)
    plain = target.log_z if divergence == "reverse_kl" else 0.0  # which takes p as the target gives it
    for value, each in zip(here.value, lam):
        assert value == pytest.approx(by_quadrature(one, each) - plain, abs=1e-6)
    for i in range(2):
        shift = step * np.eye(2)[i]
        ahead, back = field(lam + shift), field(lam - shift)
        np.testing.assert_allclose((ahead.value - back.value) / (2 * step), here.grad[:, i], rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose((ahead.grad - back.grad) / (2 * step), here.hess[:, i], rtol=1e-3, atol=1e-3)


def by_quadrature(one, lam) -> float:
    log_z = one.target.log_z
    alpha = {"ReverseKL": 0.0, "ForwardKL": 1.0}.get(type(one.divergence).__name__, 0.4)

    def summand(x):
        z = np.array([x])
        log_p, log_q = float(one.target.log_prob(z)) - log_z, float(FAMILY.log_prob(lam, z))
        if alpha in (0.0, 1.0):
            return np.exp(log_q) * (log_q - log_p) if alpha == 0 else np.exp(log_p) * (log_p - log_q)
        mixed = alpha * np.exp(log_p) + (1 - alpha) * np.exp(log_q) - np.exp(alpha * log_p + (1 - alpha) * log_q)
        return mixed / (alpha * (1 - alpha))

    edges = np.linspace(-9, 12, 22)
    return sum(integrate.quad(summand, a, b, epsabs=1e-11)[0] for a, b in pairwise(edges))


SUMS = ["mean_field", "full_rank", "student_t", "mixture", "stub"]


@pytest.mark.parametrize("name", SUMS)
@pytest.mark.parametrize("dim", [1, 2])
def test_the_metric_is_the_mean_square_of_the_score(name, dim):
    """E_q[∇log q ∇log qᵀ], on a grid that knows nothing of a family's own nodes; differences for the score."""
    family = FAMILY if name == "stub" else registry("family")[name](**({"df": 20} if name == "student_t" else {}))
    target = TARGETS["two_bumps"](weight=0.7) if dim == 1 else TARGETS["challenger"]()
    one = vizvi.Problem(target, family, DIVERGENCES["reverse_kl"]())
    cov = np.array([[0.5, 0.1], [0.1, 0.3]])[:dim, :dim]
    lam = family.from_moments(np.array([0.4, -0.5])[:dim], cov)
    lam = lam + 0.1 * np.random.default_rng(5).normal(size=lam.shape)
    metric = Field(one, 0.05 if dim == 1 else 0.1, 9.0, thin=False)(lam[None]).metric[0]
    mean, spread = family.moments(lam)
    sd = np.sqrt(np.diag(spread))
    axes = [np.linspace(m - 14 * s, m + 14 * s, 6001 if dim == 1 else 401) for m, s in zip(mean, sd)]
    z = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, dim)
    mass = np.exp(family.log_prob(lam, z)) * np.prod([each[1] - each[0] for each in axes])
    h = 1e-5
    score = [(family.log_prob(lam + h * e, z) - family.log_prob(lam - h * e, z)) / (2 * h) for e in np.eye(len(lam))]
    want = (np.array(score) * mass) @ np.array(score).T
    np.testing.assert_allclose(metric, want, atol=2e-3 * np.abs(want).max())


def test_a_stranger_is_fitted_and_judged():
    """Exact descent, the optima and the error bars of a family that nothing knows: p is one of its members."""
    true = np.array([0.5, -0.2])
    target = vizvi.density(lambda z: FAMILY.log_prob(true, z) + 1.7, dim=1, window=((-4.0, 5.0),))
    one = vizvi.Problem(target, FAMILY, DIVERGENCES["reverse_kl"]())
    found = vizvi.optima(one, starts=8)
    np.testing.assert_allclose(found.lam[0], true, atol=1e-3)
    assert found.value[0] == pytest.approx(0, abs=1e-6)
    assert uncertainty(one, true[None]).coverage[0, 0, 2] == pytest.approx(0.95, abs=2e-3)
