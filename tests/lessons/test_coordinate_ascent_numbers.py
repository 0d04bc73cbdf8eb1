"""What the lesson on coordinate ascent will draw: zigzag, stairs, components, and sampling beside them."""

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.coordinate_ascent.components import ellipses, ladder, likelihoods, pair
from vizvi.lessons.coordinate_ascent.sampling import autocorrelation, autocorrelation_time, beside, draws_to_match, mixed
from vizvi.lessons.coordinate_ascent.staircase import (
    EXAMPLE,
    MOST,
    PRIOR,
    formula,
    heights,
    marginals,
    plane,
    stairs,
    typed,
)
from vizvi.lessons.coordinate_ascent.zigzag import condition, descent, natural, sweeps_for, zigzag
from vizvi.methods import METHODS
from vizvi.targets import TARGETS


def test_zigzag():
    path = zigzag(0.9, (2, -2), 3)
    wanted = [(2, -2), (-1.8, -1.62), (-1.458, -1.3122), (-1.181, -1.063)]
    np.testing.assert_allclose(path.mean[::2], wanted, atol=5e-4)
    assert np.all(np.diff(path.lost) < 0)
    assert [sweeps_for(each) for each in (0.5, 0.9, 0.99, 0.0, -0.9)] == [5, 33, 344, 1, 33]
    for rho in (0.5, 0.9, 0.99):
        error = np.abs(zigzag(rho, (1, 1), 400).mean[::2, 1])
        assert np.argmax(error <= 1e-3) == sweeps_for(rho)
        slow = np.linalg.norm(descent(rho, (1, 1), 10).mean, axis=1)
        np.testing.assert_allclose(slow[1:] / slow[:-1], rho, rtol=1e-9)
    assert [round(condition(each)) for each in (0.5, 0.9, 0.99)] == [3, 19, 199]
    assert np.all(natural(0.9).mean[-1] == 0)


def test_zigzag_is_what_the_method_does():
    target = TARGETS["gaussian"](correlation=0.7)
    problem = vizvi.Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    start = (2.0, -2.0, -0.3, -0.3)
    history = vizvi.fit(vizvi.Experiment(problem, METHODS["coordinate_ascent"](), steps=6, start=start))
    np.testing.assert_allclose(history.lam[0, :, :2], zigzag(0.7, (2, -2), 3).mean, atol=1e-5)


def test_the_stairs_and_their_formulas():
    run = stairs(sweeps=4)
    assert run.evidence == pytest.approx(-13.5168, abs=5e-5) and np.diff(run.ascent.elbo).min() > -1e-12
    (mean, precision), (shape, rate) = (formula(EXAMPLE, PRIOR, run.ascent.path, step) for step in (1, 2))
    p = mean.parts
    assert mean.value == pytest.approx(
        (p["prior strength"] * p["prior mean"] + p["n"] * p["mean of y"]) / (p["prior strength"] + p["n"])
    )
    assert precision.value == pytest.approx((precision.parts["prior strength"] + 5) * precision.parts["E[τ]"])
    assert shape.value == pytest.approx(shape.parts["prior shape"] + 3)
    p = rate.parts
    halves = p["squares around q's mean"] + p["n / precision"] + p["prior's square"]
    assert rate.value == pytest.approx(p["prior rate"] + halves / 2)
    (exact, q), (exact_tau, q_tau) = marginals(run)
    assert q.sd < exact.sd and q_tau.sd < exact_tau.sd and q.sd / exact.sd < q_tau.sd / exact_tau.sd


def test_contours_hold_their_mass():
    run = stairs()
    mu, tau, log_density = plane(run, ((0, 9.5), (1e-3, 9)))
    for share, height in zip((0.5, 0.95), heights(log_density), strict=True):
        mass = np.exp(log_density) * (mu[1] - mu[0]) * (tau[1] - tau[0])
        assert mass[log_density >= height].sum() == pytest.approx(share, abs=0.01)


def test_typed_numbers():
    assert typed(" 1, 2;3\n−4.5\t1e2 ") == (1, 2, 3, -4.5, 100)
    for bad in ("", " , ", "1 two 3", "nan", "inf", "1e300", "1 " * (MOST + 1)):
        with pytest.raises(ValueError, match=r"\.$"):
            typed(bad)


def test_components_of_old_faithful():
    both = pair(6, 1e-3, 0)
    assert both.vb.alive == 2 and (both.em.weights > 0.01).sum() == 6
    assert both.em.log_lik[-1] > pair(2, 1e-3, 0).em.log_lik[-1] + 30
    outline = ellipses(both.vb.means, both.vb.covs)
    assert outline.shape == (6, 65, 2)
    apart = outline - both.vb.means[:, None]
    square = np.einsum("kti,kij,ktj->kt", apart, np.linalg.inv(both.vb.covs), apart)
    np.testing.assert_allclose(square, 5.9915, atol=1e-3)  # χ²₂ at .95


def test_the_bound_peaks_where_the_likelihood_climbs():
    """With α₀ = 1 the bound peaks at two, log K! or not. With α₀ = 10⁻³ it peaks without log K! only: a prior that
    wants one component finds two among eight more easily than two among two."""
    flat, sparse = ladder(1.0, 2, 5), ladder(1e-3, 2, 5)
    assert np.all(np.diff(likelihoods(2, 5)) > 0)
    assert flat.elbo.argmax() == 1 and (flat.elbo + flat.copies).argmax() == 1
    assert sparse.elbo.argmax() == 1 and np.all(np.diff(sparse.elbo + sparse.copies) > 0)
    assert sparse.alive.tolist() == [1, 2, 2, 2, 2]


def test_sampling_beside():
    found = beside(EXAMPLE, PRIOR, 4000, 4)
    np.testing.assert_allclose(found.gibbs_mean, found.exact_mean, rtol=0.05)
    assert np.all(np.abs(found.gibbs_sd / found.exact_sd - 1) < np.abs(found.q_sd / found.exact_sd - 1))
    np.testing.assert_allclose(found.q_mean, found.exact_mean, rtol=1e-9)
    assert found.autocorrelation.shape == (2, 31) and np.all(found.autocorrelation[:, 0] == 1)
    np.testing.assert_allclose(draws_to_match(found.exact_sd, found.q_sd), [9.9, 66.3], rtol=0.01)
    rng = np.random.default_rng(0)
    chain = np.zeros((2, 20_000))
    for t in range(1, 20_000):
        chain[:, t] = 0.8 * chain[:, t - 1] + rng.standard_normal(2)
    np.testing.assert_allclose(autocorrelation(chain, 3), 0.8 ** np.arange(4), atol=0.04)
    assert autocorrelation_time(0.8 ** np.arange(200)) == pytest.approx(9, abs=1e-9)  # (1 + ρ)/(1 − ρ)
    assert autocorrelation_time(np.array([1, 0.5, -0.1, 0.3])) == 2


def test_two_components_by_sampling():
    found = mixed(steps=1000)
    assert found.draws == 951 and found.autocorrelation.shape == (5, 31)
    np.testing.assert_allclose(found.vb_mean, found.gibbs_mean, atol=0.02)
    # Well apart, so that who belongs where is hardly in doubt: variational sds are right to a few percent, never far above.
    assert np.all(found.vb_sd / found.gibbs_sd < 1.06) and np.all(found.vb_sd / found.gibbs_sd > 0.8)


def test_bad_arguments():
    for ask in (lambda: zigzag(1.0), lambda: zigzag("x"), lambda: zigzag(0.5, (1, 2, 3)), lambda: sweeps_for(0.5, 0.9)):
        with pytest.raises(ValueError, match=r"^zigzag: "):
            ask()
