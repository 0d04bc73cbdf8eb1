"""Normal–Gamma: the lesson's numbers, and every formula by another route at other data and priors."""

import numpy as np
import pytest
from scipy import stats

from vizvi.integrate.truth import truth
from vizvi.models.normal_gamma import NormalGamma
from vizvi.models.normal_gamma_factors import Factors
from vizvi.models.normal_gamma_joint import joint

Y = [4.2, 5.1, 3.6, 6.0, 4.9]


@pytest.fixture(params=range(4))
def case(request):
    """A random prior and data set; a single observation among them."""
    rng = np.random.default_rng(request.param)
    model = NormalGamma(rng.normal(), *rng.uniform(0.3, 3, 3))
    return model, rng.normal(rng.normal(), 2, size=(1, 3, 7, 40)[request.param])


def test_the_lessons_numbers():
    model = NormalGamma(0, 0.01, 0.01, 0.01)
    exact, q = model.posterior(Y), model.coordinate_ascent(Y)
    assert exact.mean == pytest.approx(4.7505, abs=5e-5) and q.mean == pytest.approx(exact.mean, abs=1e-12)
    sds = exact.of_mean.sd, q.precision**-0.5, exact.of_precision.sd, q.path.of_precision.sd[-1]
    np.testing.assert_allclose(sds, [0.4863, 0.3772, 0.8855, 0.8087], atol=5.1e-5)
    assert sds[1] / sds[0] == pytest.approx(np.sqrt((exact.shape - 1) / exact.shape), abs=1e-12)
    assert sds[3] / sds[2] == pytest.approx(np.sqrt(exact.shape / (exact.shape + 0.5)), abs=1e-12)
    assert exact.of_precision.mean == pytest.approx(1.40297, abs=5e-6)
    assert q.shape / q.rate == pytest.approx(exact.of_precision.mean, abs=1e-12)
    np.testing.assert_allclose(exact.of_mean.interval(), [3.782, 5.719], atol=5e-4)
    np.testing.assert_allclose([each[-1] for each in q.path.of_mean.interval()], [4.011, 5.490], atol=5e-4)
    assert model.evidence(Y) == pytest.approx(-13.5168, abs=5e-5) and q.elbo[-1] == pytest.approx(-13.6131, abs=5e-5)
    assert model.evidence(Y) - q.elbo[-1] == pytest.approx(0.0963, abs=5e-5)


def test_evidence_is_the_product_of_predictions(case):
    """Each observation given those before it is Student's t."""
    model, y = case
    total, belief = 0.0, model
    for each in y:
        scale = np.sqrt(belief.rate * (1 + belief.strength) / (belief.shape * belief.strength))
        total += stats.t.logpdf(each, 2 * belief.shape, belief.mean, scale)
        belief = belief.posterior([each])
    assert model.evidence(y) == pytest.approx(total, abs=1e-10)
    at_once = model.posterior(y)
    np.testing.assert_allclose(list(vars(belief).values()), list(vars(at_once).values()), rtol=1e-12)


def test_posterior_by_bayes_rule(case):
    model, y = case
    rng = np.random.default_rng(9)
    mu, tau = rng.normal(size=20), rng.gamma(2, size=20)
    log_joint = stats.norm.logpdf(y[:, None], mu, tau**-0.5).sum(axis=0)
    log_joint += stats.norm.logpdf(mu, model.mean, (model.strength * tau) ** -0.5)
    log_joint += stats.gamma.logpdf(tau, model.shape, scale=1 / model.rate)
    np.testing.assert_allclose(model.posterior(y).log_prob(mu, tau) + model.evidence(y), log_joint, atol=1e-9)
    plain = joint(model, y, log_scale=False)
    np.testing.assert_allclose(plain.log_prob(np.stack([mu, tau], -1)), log_joint, atol=1e-9)
    log_scale = joint(model, y)
    np.testing.assert_allclose(log_scale.log_prob(np.stack([mu, np.log(tau)], -1)), log_joint + np.log(tau), atol=1e-9)
    assert plain.log_prob(np.array([0.0, -1.0])) == -np.inf


def test_elbo_by_quadrature(case):
    """E_q[log p(y, μ, τ) − log q] on a grid, at a q that no update made."""
    model, y = case
    q = Factors(*np.random.default_rng(3).uniform(0.8, 3, 4))
    mu = q.mean + np.linspace(-9, 9, 301) / np.sqrt(q.precision)
    log_tau = np.linspace(-25, np.log(60 / q.rate), 2001)
    mesh, tau = mu[:, None], np.exp(log_tau)
    log_q = stats.norm.logpdf(mesh, q.mean, q.precision**-0.5) + stats.gamma.logpdf(tau, q.shape, scale=1 / q.rate)
    log_p = model.evidence(y) + model.posterior(y).log_prob(mesh, tau)
    value = np.trapezoid(np.trapezoid(np.exp(log_q) * (log_p - log_q) * tau, log_tau), mu)
    assert model.elbo(y, q) == pytest.approx(value, abs=1e-7 * abs(value))
    np.testing.assert_allclose(q.log_prob(mesh, tau), log_q, atol=1e-10)


def test_the_staircase_ends_at_an_optimum(case):
    model, y = case
    start = Factors(3.0, 0.2, 0.7, 4.0)
    for q in (model.coordinate_ascent(y, 40), model.coordinate_ascent(y, 40, start)):
        assert q.elbo.shape == (81,) and np.diff(q.elbo).min() > -1e-12 * np.abs(q.elbo).max()
        assert q.elbo[-1] < model.evidence(y)
        best = Factors(q.mean, q.precision, q.shape, q.rate)
        for i in range(4):
            for factor in (0.99, 1.01):
                assert model.elbo(y, best._replace(**{best._fields[i]: best[i] * factor})) < q.elbo[-1]
        assert q.shape == pytest.approx(model.shape + (len(y) + 1) / 2, abs=1e-14)
        half = model.update_mean(y, Factors(*(each[0] for each in q.path)))
        assert half == tuple(each[1] for each in q.path)
        assert model.update_precision(y, half) == tuple(each[2] for each in q.path)


def test_many_data_sets_at_once():
    y = np.random.default_rng(1).normal(2, 3, size=(4, 3, 6))
    model = NormalGamma(0.5, 0.2, 1.5, 2)
    evidence, ascent, after = model.evidence(y), model.coordinate_ascent(y, 10), model.posterior(y)
    assert evidence.shape == (4, 3) and ascent.elbo.shape == (4, 3, 21) and ascent.rate.shape == (4, 3)
    one = model.coordinate_ascent(y[2, 1], 10)
    np.testing.assert_allclose(ascent.elbo[2, 1], one.elbo, rtol=1e-13)
    assert evidence[2, 1] == pytest.approx(model.evidence(y[2, 1]), rel=1e-13)
    assert after.of_mean.sd[2, 1] == pytest.approx(model.posterior(y[2, 1]).of_mean.sd, rel=1e-13)


def test_marginals_against_scipy(case):
    model, y = case
    after = model.posterior(y)
    x = np.linspace(0.1, 3, 7)
    scale = np.sqrt(after.rate / after.shape / after.strength)
    np.testing.assert_allclose(after.of_mean.log_prob(x), stats.t.logpdf(x, 2 * after.shape, after.mean, scale), atol=1e-11)
    known = stats.gamma(after.shape, scale=1 / after.rate)
    np.testing.assert_allclose(after.of_precision.log_prob(x), known.logpdf(x), atol=1e-11)
    np.testing.assert_allclose(after.of_precision.interval(0.9), known.interval(0.9), rtol=1e-9)
    assert after.of_precision.sd == pytest.approx(known.std(), rel=1e-12)
    assert NormalGamma(shape=1.0).of_mean.sd == np.inf
    assert NormalGamma(shape=1.5).of_mean.sd == pytest.approx(stats.t(3, scale=np.sqrt(1 / 1.5)).std(), rel=1e-12)


def test_the_target_integrates_to_the_evidence():
    model = NormalGamma(0, 0.01, 0.01, 0.01)
    target = joint(model, Y)
    nodes = truth(target).nodes
    total = np.logaddexp.reduce(target.log_prob(nodes.points) + nodes.log_volume)
    assert total == pytest.approx(model.evidence(Y), abs=2e-4) and target.log_z == model.evidence(Y)
    (lo, hi), (low, high) = target.window
    edge = np.array([[4.75, low], [4.75, high], [lo, 0.3], [hi, 0.3]])
    assert np.all(target.log_prob(edge) < target.log_prob(np.array([4.75, 0.3])) - 5)


def test_gibbs_agrees_with_the_exact_posterior():
    model = NormalGamma(1, 0.5, 2, 1.5)
    after, draws = model.posterior(Y), model.gibbs(Y, 4000, chains=4, seed=2)
    assert draws.mean.shape == (4, 4001)
    mu, tau = draws.mean[:, 100:].ravel(), draws.precision[:, 100:].ravel()
    assert mu.mean() == pytest.approx(after.mean, abs=5 * after.of_mean.sd / 80)
    assert mu.std() == pytest.approx(after.of_mean.sd, rel=0.04)
    assert tau.mean() == pytest.approx(after.of_precision.mean, rel=0.03)
    assert tau.std() == pytest.approx(after.of_precision.sd, rel=0.04)
    again = model.gibbs(Y, 4000, chains=5, seed=2)
    np.testing.assert_array_equal(again.mean[:4], draws.mean)


@pytest.mark.parametrize(
    "bad", ["abc", ["1", "x"], [], [1, np.nan], [np.inf], None, {"a": 1}, [[1, 2], [3]], [1e200, -1e200]]
)
def test_bad_data_is_one_sentence(bad):
    for ask in (NormalGamma().evidence, NormalGamma().posterior, NormalGamma().coordinate_ascent, NormalGamma().gibbs):
        with pytest.raises(ValueError, match=r"^NormalGamma: y .*\.$") as caught:
            ask(bad)
        assert len(str(caught.value)) < 120


def test_other_bad_arguments():
    for knobs in ({"strength": 0}, {"shape": -1}, {"rate": np.nan}, {"mean": "x"}):
        with pytest.raises(ValueError, match=r"^NormalGamma: "):
            NormalGamma(**knobs)
    for sweeps in (-1, 2.5, "x", None, True):
        with pytest.raises(ValueError, match="sweeps"):
            NormalGamma().coordinate_ascent(Y, sweeps)
    for start in ((1, 2, 3), (0, 1, 1, -1), 5):
        with pytest.raises(ValueError, match="start"):
            NormalGamma().coordinate_ascent(Y, start=start)


def test_extreme_data_gives_the_right_number():
    """A constant, one number, a million rows, and a large offset."""
    model = NormalGamma(0, 1, 2, 3)
    for y in (5.0, [5.0], [5.0] * 4):
        count = np.size(y)
        cov = (np.eye(count) + np.ones((count, count))) * 1.5
        wanted = stats.multivariate_t.logpdf(np.full(count, 5.0), np.zeros(count), cov, 4)
        assert model.evidence(y) == pytest.approx(wanted, abs=1e-10)
    many = np.random.default_rng(0).normal(3, 2, 10**6)
    q = model.coordinate_ascent(many, 5)
    assert q.mean == pytest.approx(many.sum() / (10**6 + 1), rel=1e-12)
    assert q.shape / q.rate == pytest.approx(1 / many.var(), rel=1e-5) and q.elbo[-1] < model.evidence(many)
    far = NormalGamma(1e8, 1, 2, 3)
    assert far.evidence(np.array(Y) + 1e8) == pytest.approx(model.evidence(Y), abs=1e-6)


def test_the_model_keeps_its_own_numbers():
    mean = np.array([0.5, -1.0])
    model = NormalGamma(mean=mean)
    mean[0] = 7.0  # still the caller's, to write to
    assert model.mean.tolist() == [0.5, -1.0] and not model.mean.flags.writeable
