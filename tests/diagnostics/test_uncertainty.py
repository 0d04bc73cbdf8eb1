"""How sure q is and should be: closed forms, integrals by other rules, and simulation."""

import numpy as np
import pytest
from scipy import integrate, stats

from vizvi import Experiment, Problem, fit
from vizvi.diagnostics._quantiles_of_q import inside_radius, quantiles
from vizvi.diagnostics.uncertainty import SHARES, combination, uncertainty
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.special import normal_quantile
from vizvi.methods import METHODS
from vizvi.targets import TARGETS


def problem(target, family="mean_field", **knobs):
    return Problem(TARGETS[target](**knobs), FAMILIES[family](), DIVERGENCES["reverse_kl"]())


def mean_field(rho):
    one = problem("gaussian", correlation=rho)
    return one, one.family.from_moments(np.zeros(2), (1 - rho**2) * np.eye(2))


COVERAGE = [
    (0.3, 0.938),
    (0.5, 0.910),
    (0.7, 0.838),
    (0.8, 0.76),
    (0.9, 0.607),
    (0.95, 0.459),
    (0.99, 0.218),
    (-0.9, 0.607),
]


@pytest.mark.parametrize("rho, share", COVERAGE)
def test_the_table_of_coverages(rho, share):
    found = uncertainty(*mean_field(rho))
    assert found.coverage[:, 2] == pytest.approx([share, share], abs=5.1e-4 if rho != 0.8 else 5e-3)
    np.testing.assert_allclose(found.sd_ratio, np.sqrt(1 - rho**2), rtol=1e-9)


@pytest.mark.parametrize("rho", np.random.default_rng(5).uniform(-0.98, 0.98, 6).round(3))
def test_closed_forms_on_a_gaussian(rho):
    one, lam = mean_field(rho)
    s, found = np.sqrt(1 - rho**2), uncertainty(one, lam)
    for k, share in enumerate(SHARES):
        z = stats.norm.ppf((1 + share) / 2)
        assert found.coverage[0, k] == pytest.approx(2 * stats.norm.cdf(s * z) - 1, abs=2e-6)
    assert found.entropy_lost == pytest.approx(-0.5 * np.log(1 - rho**2), abs=1e-9)
    assert found.correlation_lost == pytest.approx(rho, abs=1e-9)
    # Of the ellipse: in p's principal axes, one coordinate at a time.
    a, b, r2 = np.sqrt(1 + rho), np.sqrt(1 - rho), -2 * np.log(0.05) * s * s
    inside = lambda u: stats.norm.pdf(u) * (2 * stats.norm.cdf(np.sqrt(max(r2 - (a * u) ** 2, 0)) / b) - 1)
    edge = np.sqrt(r2) / a
    assert found.ellipse == pytest.approx(integrate.quad(inside, -edge, edge)[0], abs=2e-5)


def test_sums_are_too_sure_and_differences_too_vague():
    one, lam = mean_field(0.9)
    both, apart = combination(one, lam, (1, 1)), combination(one, lam, (1, -1))
    assert both.sd_q == pytest.approx(0.6164, abs=1e-4) and both.sd_p == pytest.approx(1.9494, abs=1e-4)
    assert apart.sd_q == pytest.approx(0.6164, abs=1e-4) and apart.sd_p == pytest.approx(0.4472, abs=1e-4)
    assert apart.sd_q / apart.sd_p == pytest.approx(np.sqrt(1.9), abs=1e-6)
    assert both.coverage[2] == pytest.approx(2 * stats.norm.cdf(1.959964 * 0.6164414 / 1.9493589) - 1, abs=1e-5)
    assert apart.coverage[2] > 0.99


def test_more_data_leaves_coverage_where_it_was():
    """Any affine image of problem and q has the same coverage; here on a mean and covariance that N observations leave."""
    from vizvi import density

    for n in (1, 25, 400):
        precision = n * np.linalg.inv([[1, 0.9], [0.9, 1]])
        half = 6 / np.sqrt(n)
        target = density(
            lambda z, m=precision: -0.5 * np.einsum("...i,ij,...j->...", z - 1, m, z - 1),
            window=((1 - half, 1 + half),) * 2,
        )
        one = Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
        lam = one.family.from_moments(np.ones(2), 0.19 / n * np.eye(2))
        assert uncertainty(one, lam).coverage[0, 2] == pytest.approx(0.60710, abs=1e-4)


@pytest.mark.parametrize("family", ["mean_field", "full_rank", "student_t", "mixture"])
def test_simulation_agrees(family):
    one = problem("banana", family, bend=0.8)
    rng = np.random.default_rng(3)
    lam = one.family.from_moments(np.array([0.2, 0.5]), np.array([[0.7, 0.3], [0.3, 1.6]])) + 0.05 * rng.standard_normal(
        len(one.params)
    )
    found = uncertainty(one, lam)
    x = rng.standard_normal(400_000)
    z = np.stack([x, 0.8 * x * x + rng.standard_normal(len(x))], axis=1)
    draws = one.family.transform(lam, rng.standard_normal((400_000, one.family.noise_dim(2))))
    for i in range(2):
        ends = np.quantile(draws[:, i], [0.025, 0.975])
        assert found.coverage[i, 2] == pytest.approx(np.mean((z[:, i] > ends[0]) & (z[:, i] < ends[1])), abs=5e-3)
    mean, cov = one.family.moments(lam)
    far = lambda x: np.sqrt(np.einsum("ni,ij,nj->n", x - mean, np.linalg.inv(cov), x - mean))
    assert found.ellipse == pytest.approx(np.mean(far(z) < np.quantile(far(draws), 0.95)), abs=5e-3)
    np.testing.assert_allclose(found.sd_ratio, np.sqrt(np.diag(cov)) / z.std(axis=0), rtol=1e-2)
    assert found.correlation_q == pytest.approx(np.corrcoef(draws.T)[0, 1], abs=1e-2)


@pytest.mark.parametrize("scale", [1.0, 2.4, 5.0])
def test_a_funnel_is_seen_through_its_middle(scale):
    """s_v² = 1/(1/scale² + ½) never exceeds 2, and its interval covers accordingly."""
    one = problem("funnel", scale=scale)
    s = 1 / np.sqrt(1 / scale**2 + 0.5)
    found = uncertainty(one, one.family.from_moments(np.zeros(2), np.diag([s * s, np.exp(-s * s / 2)])))
    assert found.sd_ratio[0] == pytest.approx(s / scale, rel=1e-6) and s < np.sqrt(2)
    assert found.coverage[0, 2] == pytest.approx(2 * stats.norm.cdf(1.959964 * s / scale) - 1, abs=1e-5)


@pytest.mark.parametrize("df", [1.0, 2.0, 3.0, 8.0])
def test_heavy_tails(df):
    one = problem("student_t", df=df)
    found = uncertainty(one, [0.3, np.log(1.4)])
    lo, hi = 0.3 - 1.4 * 1.959964, 0.3 + 1.4 * 1.959964
    assert found.coverage[0, 2] == pytest.approx(stats.t.cdf(hi, df) - stats.t.cdf(lo, df), abs=1e-5)
    assert found.entropy_p == pytest.approx(stats.t(df).entropy(), abs=1e-5)
    assert (
        np.isnan(found.sd_ratio[0])
        if df <= 2
        else found.sd_ratio[0] == pytest.approx(1.4 / np.sqrt(df / (df - 2)), rel=1e-5)
    )
    assert np.isnan(found.correlation_lost)


def test_a_trajectory_has_its_own_numbers_at_every_step():
    one = problem("challenger")
    lam = fit(Experiment(one, METHODS["gradient"](), steps=12, seed=3)).lam[0]
    all_of_it = uncertainty(one, lam)
    assert all_of_it.coverage.shape == (13, 2, 3) and all_of_it.ellipse.shape == (13,)
    for t in (0, 7, 12):
        for whole, alone in zip(all_of_it, uncertainty(one, lam[t])):
            np.testing.assert_allclose(whole[t], alone, atol=1e-4)


def test_the_exact_family_loses_nothing():
    one = problem("gaussian", "full_rank", correlation=-0.7)
    found = uncertainty(one, one.family.from_moments(np.zeros(2), np.array([[1, -0.7], [-0.7, 1]])))
    np.testing.assert_allclose(found.coverage, [SHARES, SHARES], atol=2e-6)
    assert found.ellipse == pytest.approx(0.95, abs=1e-5) and found.entropy_lost == pytest.approx(0, abs=1e-9)


def test_quantiles_of_q():
    assert normal_quantile(0.975) == pytest.approx(stats.norm.ppf(0.975), abs=1e-12)
    t = FAMILIES["student_t"](df=4)
    assert quantiles(t, np.array([[0.2, np.log(0.5)]]), [1.0], [0.1])[0, 0] == pytest.approx(
        0.2 + 0.5 * stats.t.ppf(0.1, 4), abs=1e-9
    )
    wanted = np.sqrt(2 * stats.f.ppf(0.9, 2, 4) / 2)  # its moments' ellipse, since cov = 2 scale²
    assert inside_radius(t, np.array([[0.0, 0, 0, 0]]), 0.9)[0] == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("lam", [[0.0], [0, 0, np.nan, 0], "abc"])
def test_wrong_lambdas(lam):
    with pytest.raises(ValueError):
        uncertainty(problem("gaussian"), lam)
    with pytest.raises(ValueError):
        uncertainty("gaussian", [0, 0, 0, 0])
