"""The mixture of Gaussians against enumeration, scikit-learn and definitions written out, at other data and priors."""

import itertools
import time

import numpy as np
import pytest
from scipy import integrate, special, stats

from vizvi.models.faithful import eruptions, standardized
from vizvi.models.gaussian_mixture import GaussianMixture
from vizvi.models.normal_wishart import prior

SCALINGS = {"raw": lambda x: x, "centered": lambda x: x - x.mean(0), "standardized": standardized}


def clumps(seed, dim=2, count=60):
    rng = np.random.default_rng(seed)
    middles = rng.normal(0, 3, size=(3, dim))
    return middles[rng.integers(0, 3, count)] + rng.normal(0, 0.8, size=(count, dim))


def random_case(seed):
    """A mixture with knobs at random, data of 1 to 3 columns, and a soft start."""
    rng = np.random.default_rng(seed)
    dim, count = 1 + seed % 3, int(rng.integers(2, 6))
    knobs = rng.uniform(0.05, 2, 2), dim - 1 + rng.uniform(0.5, 4), rng.uniform(0.3, 3)
    mean = tuple(rng.normal(size=dim))
    model = GaussianMixture(count, knobs[0][0], knobs[0][1], knobs[1], knobs[2], mean)
    return model, clumps(seed, dim), rng.dirichlet(np.ones(count), 60)


def test_old_faithful():
    x = eruptions()
    assert x.shape == (272, 2) and not x.flags.writeable
    np.testing.assert_allclose(x.mean(axis=0), [3.48778309, 70.89705882], atol=1e-8)  # R's faithful
    np.testing.assert_allclose(standardized(x).std(axis=0), 1, atol=1e-12)
    assert np.all(standardized(np.ones((4, 1))) == 0)


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("seed", range(3))
def test_six_components_end_as_two(scaling, seed):
    x, model = SCALINGS[scaling](eruptions()), GaussianMixture(components=6, concentration=1e-3)
    run = model.variational(x, model.start(x, seed), 1000, 1e-6)
    assert run.alive == 2 and (run.counts > 1e-9).sum() == 2 and run.counts.sum() == pytest.approx(272, abs=1e-9)
    assert run.copies == pytest.approx(np.log(720), abs=1e-12)
    likely = model.em(x, model.start(x, seed), 100)
    assert (likely.counts > 3).sum() == 6


def test_speed():
    x, model = standardized(eruptions()), GaussianMixture()
    start, spent = model.start(x, 2), []
    for _ in range(3):
        before = time.process_time()
        model.variational(x, start, 1000, 1e-6)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.15


def written_out(model, x, share, concentration, q):
    """The bound term by term (Bishop, 2006, 10.71–10.77), with SciPy's normalizers and entropies."""
    dim, count = x.shape[1], model.components
    log_weight = special.digamma(concentration) - special.digamma(concentration.sum())
    before = np.full(count, model.concentration)
    total = special.gammaln(before.sum()) - special.gammaln(before).sum() + (before - 1) @ log_weight
    total += stats.dirichlet(concentration).entropy() - special.xlogy(share, share).sum() + (share @ log_weight).sum()
    for k in range(count):
        scale, df, strength = np.linalg.inv(q.inverse[k]), q.df[k], q.strength[k]
        log_det = special.digamma((df - np.arange(dim)) / 2).sum() + dim * np.log(2) + np.linalg.slogdet(scale)[1]
        apart = x - q.mean[k]
        squares = df * np.einsum("ni,ij,nj->n", apart, scale, apart) + dim / strength
        total += 0.5 * share[:, k] @ (log_det - dim * np.log(2 * np.pi) - squares)
        off = q.mean[k] - model.mean
        total += 0.5 * (dim * np.log(model.strength / (2 * np.pi)) + log_det)
        total -= 0.5 * model.strength * (df * off @ scale @ off + dim / strength)
        log_b = -model.df / 2 * dim * np.log(2 * model.scale) - special.multigammaln(model.df / 2, dim)
        total += log_b + (model.df - dim - 1) / 2 * log_det - df / 2 * np.trace(scale) / model.scale
        total += stats.wishart(df, scale).entropy() + 0.5 * (dim * (1 + np.log(2 * np.pi) - np.log(strength)) - log_det)
    return total


@pytest.mark.parametrize("seed", range(6))
def test_bound_written_out_and_monotone(seed):
    model, x, start = random_case(seed)
    run = model.variational(x, start, 12)
    assert run.elbo.shape == (13,) and run.halves.shape == (25,) and run.path.covs.shape[0] == 13
    assert np.diff(run.halves).min() > -1e-10
    assert run.elbo[-1] == pytest.approx(
        written_out(model, x, run.responsibilities, run.concentration, run.posterior), abs=1e-8
    )
    first = model.variational(x, start, 0)
    assert run.elbo[0] == pytest.approx(written_out(model, x, start, first.concentration, first.posterior), abs=1e-8)
    half = first.responsibilities_at(x)
    assert run.halves[1] == pytest.approx(written_out(model, x, half, first.concentration, first.posterior), abs=1e-8)
    np.testing.assert_allclose(run.weights, (model.concentration + run.counts) / (model.concentration + run.counts).sum())
    precision = stats.wishart(run.posterior.df[0], np.linalg.inv(run.posterior.inverse[0])).mean()
    np.testing.assert_allclose(run.covs[0] @ np.atleast_2d(precision), np.eye(x.shape[1]), atol=1e-9)


def exact_by_enumeration(model, x):
    """log p(x, z) of every assignment z, by Dirichlet–multinomial and Normal–Wishart evidences one row at a time."""
    dim, levels = x.shape[1], {}
    for z in itertools.product(range(model.components), repeat=len(x)):
        counts, total = np.zeros(model.components), 0.0
        beliefs = [prior(1, dim, model.mean, model.strength, model.df, model.scale)] * model.components
        for row, k in zip(x, z, strict=True):
            q = beliefs[k]
            df = q.df[0] + 1 - dim
            shape = q.inverse[0] * (1 + q.strength[0]) / q.strength[0] / df
            total += stats.multivariate_t.logpdf(row, q.mean[0], shape, df)
            total += np.log((model.concentration + counts[k]) / (len(counts) * model.concentration + counts.sum()))
            counts[k] += 1
            beliefs[k] = q.update(np.ones(1), row[None], np.zeros((1, dim, dim)))
        levels[z] = total
    return levels


@pytest.mark.parametrize("dim", [1, 2])
def test_bound_below_the_enumerated_evidence(dim):
    model, x = GaussianMixture(2, 0.7, 0.5, dim + 1.0, 0.8, 0.3), clumps(1, dim, 6)
    evidence = special.logsumexp(list(exact_by_enumeration(model, x).values()))
    rng = np.random.default_rng(0)
    bounds = [model.variational(x, rng.dirichlet(np.ones(2), 6), 100).elbo[-1] for _ in range(6)]
    assert evidence - 2.5 < max(bounds) < evidence
    # One component has nothing to approximate but the dependence of mean and precision, which q keeps: no gap at all.
    one = GaussianMixture(1, 0.7, 0.5, dim + 1.0, 0.8, 0.3)
    exact = exact_by_enumeration(one, x)[(0,) * 6]
    assert one.variational(x, np.ones((6, 1)), 3).elbo[-1] == pytest.approx(exact, abs=1e-9)


def test_gibbs_visits_what_enumeration_weighs():
    model, x = GaussianMixture(2, 0.7, 0.5, 2.0, 0.8, 0.3), clumps(1, 1, 5)
    levels = exact_by_enumeration(model, x)
    weight = np.exp(np.array(list(levels.values())) - special.logsumexp(list(levels.values())))
    held = np.array(list(levels)).sum(axis=1)  # rows in the second component
    wanted = np.bincount(held, weights=weight, minlength=6)
    chains = model.gibbs(x, np.full((5, 2), 0.5), 1500, chains=2, seed=1)
    assert chains.counts.shape == (2, 1501, 2) and chains.covs.shape == (2, 1501, 2, 1, 1)
    seen = np.bincount(chains.counts[..., 1].ravel().astype(int), minlength=6) / chains.counts[..., 1].size
    # Labels switch slowly, and either way round is as likely.
    np.testing.assert_allclose((seen + seen[::-1]) / 2, wanted, atol=0.03)
    expected = 0.0
    for z, each in zip(levels, weight, strict=True):
        rows = x[np.array(z) == 0]
        expected += each * (model.strength * model.mean + rows.sum()) / (model.strength + len(rows))
    assert chains.means.mean() == pytest.approx(expected, abs=0.08)
    np.testing.assert_allclose(chains.weights.sum(axis=-1), 1)
    np.testing.assert_array_equal(model.gibbs(x, np.full((5, 2), 0.5), 50, seed=1).means[0], chains.means[0, :51])


def test_wishart_draws_have_the_right_moments():
    q = prior(1, 2, 0.0, 2.0, 5.0, 1.0).update(
        np.array([3.0]), np.array([[1.0, 2.0]]), np.array([[[2.0, 0.7], [0.7, 1.0]]])
    )
    many = type(q)(*(np.repeat(each, 40_000, axis=0) for each in q))
    means, factor = many.draw(np.random.default_rng(0))
    precision = np.linalg.inv(factor @ factor.swapaxes(-1, -2))
    known = stats.wishart(q.df[0], np.linalg.inv(q.inverse[0]))
    np.testing.assert_allclose(precision.mean(axis=0), known.mean(), rtol=0.02, atol=0.01)
    np.testing.assert_allclose(precision.var(axis=0), known.var(), rtol=0.05)
    spread = np.cov(means.T)
    np.testing.assert_allclose(spread, q.inverse[0] / (q.df[0] - 3) / q.strength[0], rtol=0.06, atol=0.004)
    at = np.array([[0.4, 1.1]])
    level = known.logpdf(precision[0]) + stats.multivariate_normal.logpdf(
        at[0], q.mean[0], np.linalg.inv(q.strength[0] * precision[0])
    )
    assert q.log_prob(at, precision[:1])[0] == pytest.approx(level, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_variational_is_scikit_learns(seed):
    """The same parameters after the same number of sweeps from the same start."""
    mixture = pytest.importorskip("sklearn.mixture")
    model, x, start = random_case(seed)
    dim = x.shape[1]
    theirs = mixture.BayesianGaussianMixture(
        n_components=model.components, weight_concentration_prior_type="dirichlet_distribution", reg_covar=0,
        weight_concentration_prior=model.concentration, mean_precision_prior=model.strength, mean_prior=model.mean,
        degrees_of_freedom_prior=model.df, covariance_prior=np.eye(dim) / model.scale,
    )  # fmt: skip
    theirs._check_parameters(x)
    theirs._initialize(x, start)
    ours = model.variational(x, start, 12)
    for _ in range(12):
        theirs._m_step(x, theirs._e_step(x)[1])
    theirs._set_parameters(theirs._get_parameters())
    np.testing.assert_allclose(ours.weights, theirs.weights_, atol=1e-9)
    np.testing.assert_allclose(ours.means, theirs.means_, atol=1e-8)
    np.testing.assert_allclose(ours.covs, theirs.covariances_, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(ours.concentration, theirs.weight_concentration_, rtol=1e-8)


@pytest.mark.parametrize("seed", range(4))
def test_em_is_scikit_learns(seed):
    mixture = pytest.importorskip("sklearn.mixture")
    dim = 1 + seed % 2
    x, model = clumps(seed, dim, 200), GaussianMixture(3)
    start = model.start(x, seed)
    theirs = mixture.GaussianMixture(3, reg_covar=0)
    theirs._initialize(x, start)
    ours = model.em(x, start, 15)
    for _ in range(15):
        level, log_share = theirs._e_step(x)
        theirs._m_step(x, log_share)
    assert ours.stopped == 15 and not ours.why and ours.log_lik.shape == (16,)
    np.testing.assert_allclose(ours.means, theirs.means_, atol=1e-8)
    np.testing.assert_allclose(ours.covs, theirs.covariances_, rtol=1e-7, atol=1e-9)
    assert ours.log_lik[-2] == pytest.approx(200 * level, abs=1e-7)
    assert np.diff(ours.log_lik).min() > -1e-9
    assert ours.log_density(x).sum() == pytest.approx(ours.log_lik[-1], abs=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_map_ends_at_the_mode(seed):
    """No small change of (π, μ, Λ) raises log p(x, π, μ, Λ), written with SciPy."""
    rng, dim = np.random.default_rng(seed), 1 + seed % 2
    model, x = GaussianMixture(3, 1.5, 0.3, dim + 1.5, 0.7, 0.2), clumps(seed, dim, 80)
    run = model.em(x, model.start(x, seed), 500, map=True)
    assert np.diff(run.log_joint).min() > -1e-9 and np.isfinite(run.log_joint).all()

    def level(weights, means, precisions):
        covs = np.linalg.inv(precisions)
        parts = [np.log(w) + stats.multivariate_normal.logpdf(x, m, c) for w, m, c in zip(weights, means, covs)]
        total = special.logsumexp(parts, axis=0).sum() + stats.dirichlet.logpdf(weights, np.full(3, 1.5))
        for mean, cov, precision in zip(means, covs, precisions):
            total += stats.multivariate_normal.logpdf(mean, np.full(dim, 0.2), cov / 0.3)
            total += stats.wishart.logpdf(precision, dim + 1.5, 0.7 * np.eye(dim))
        return total

    best = run.weights, run.means, np.linalg.inv(run.covs)
    assert level(*best) == pytest.approx(run.log_joint[-1], abs=1e-8)
    for _ in range(30):
        weights = run.weights * np.exp(rng.normal(0, 0.01, 3))
        root = np.eye(dim) + rng.normal(0, 0.01, (3, dim, dim))
        near = weights / weights.sum(), run.means + rng.normal(0, 0.01, (3, dim)), root @ best[2] @ root.swapaxes(-1, -2)
        assert level(*near) < run.log_joint[-1]


def test_map_below_concentration_one_drops_weights():
    x, model = standardized(eruptions()), GaussianMixture()
    run = model.em(x, model.start(x, 0), 1000, 1e-9, map=True)
    assert (run.weights == 0).any() and run.log_joint[-1] == np.inf and np.isfinite(run.log_lik).all()
    assert run.weights.sum() == pytest.approx(1) and np.all(np.isfinite(run.covs))


def test_prediction_integrates_to_one_and_is_the_average():
    model, x = GaussianMixture(3, 0.5, 0.4, 2.5, 0.9), clumps(4, 1, 30)
    run = model.variational(x, model.start(x, 1), 30)
    assert integrate.quad(lambda at: np.exp(run.log_density([at])[0]), -np.inf, np.inf)[0] == pytest.approx(1, abs=1e-6)
    rng, at, q = np.random.default_rng(0), 0.7, run.posterior
    weights = rng.dirichlet(run.concentration, 40_000)
    means, factor = type(q)(*(np.repeat(each, 40_000, axis=0) for each in q)).draw(rng)
    spread = means[:, 0].reshape(3, -1).std(axis=1)
    np.testing.assert_allclose(run.mean_sds[:, 0][run.counts > 3], spread[run.counts > 3], rtol=0.05)
    np.testing.assert_allclose(run.weight_sds, weights.std(axis=0), rtol=0.03)
    density = stats.norm.pdf(at, means[:, 0], np.abs(factor[:, 0, 0])).reshape(3, -1)
    total = (weights * density.T).sum(axis=1)
    assert np.exp(run.log_density([at])[0]) == pytest.approx(total.mean(), abs=5 * total.std() / 200)


def test_em_stops_where_likelihood_has_no_bound():
    x = np.concatenate([np.random.default_rng(0).normal(size=(30, 2)), [[9, 9]]])
    start = np.tile([0.99, 0.01], (31, 1))
    start[30] = [0, 1]
    run = GaussianMixture(2).em(x, start, 60)
    assert "Component" in run.why and run.why.endswith(".") and run.stopped < 60 and run.log_lik.shape == (61,)
    assert np.isfinite(run.log_lik).all() and np.all(run.log_lik[run.stopped :] == run.log_lik[-1])
    assert np.all(run.path.means[run.stopped :] == run.means)
    assert run.counts[1] == pytest.approx(1, abs=0.01) and run.log_lik[run.stopped - 1] > run.log_lik[0] + 5
    start = np.eye(2)[np.r_[np.zeros(30, int), 1]]
    with pytest.raises(ValueError, match="component 2 of the start"):
        GaussianMixture(2).em(x, start)


def test_empty_components_and_few_rows():
    x = clumps(2, 2, 20)
    start = np.eye(5)[np.zeros(20, int)]
    model = GaussianMixture(5, 0.1)
    likely, run = model.em(x, start, 10), model.variational(x, start, 10)
    assert np.all(likely.weights == [1, 0, 0, 0, 0]) and np.isfinite(likely.covs).all()
    np.testing.assert_allclose(likely.covs[0], np.cov(x.T, bias=True), atol=1e-12)
    assert np.isfinite(run.elbo).all() and np.isfinite(run.covs).all()
    few = GaussianMixture(4).variational([1.0, 2.0], np.full((2, 4), 0.25), 20)
    assert np.isfinite(few.elbo).all() and few.means.shape == (4, 1)
    same = GaussianMixture(2).variational(np.ones((9, 2)), GaussianMixture(2).start(np.ones((9, 2))), 20)
    assert np.isfinite(same.elbo).all() and np.diff(same.halves).min() > -1e-10


def test_narrow_components_keep_their_digits():
    """Two clumps a millionth wide, one apart: raw moments would lose them."""
    x = np.concatenate([np.random.default_rng(k).normal(k, 1e-6, 50) for k in (0, 1)])
    start = np.eye(2)[np.repeat([0, 1], 50)]
    likely = GaussianMixture(2).em(x, start, 10)
    np.testing.assert_allclose(np.sqrt(likely.covs.ravel()), [x[:50].std(), x[50:].std()], rtol=1e-8)


@pytest.mark.parametrize("bad", ["abc", 3.0, [], [[1, np.nan]], [["a", "b"]], None, np.zeros((2, 2, 2)), [[1e200, 1]]])
def test_bad_data_is_one_sentence(bad):
    model = GaussianMixture(2)
    for ask in (model.variational, model.em, model.gibbs):
        with pytest.raises(ValueError, match=r"^GaussianMixture: x .*\.$"):
            ask(bad, np.full((1, 2), 0.5))


def test_other_bad_arguments():
    x, model = clumps(0), GaussianMixture(2)
    fine = np.full((60, 2), 0.5)
    for start in (fine[:5], fine + 0.1, -fine, "x", fine * np.nan, None):
        with pytest.raises(ValueError, match=r"^GaussianMixture: start"):
            model.variational(x, start)
    for knobs in (
        {"components": 0},
        {"concentration": 0},
        {"strength": -1},
        {"df": "x"},
        {"mean": np.inf},
        {"components": 2.5},
    ):
        with pytest.raises(ValueError, match=r"^GaussianMixture: "):
            GaussianMixture(**knobs)
    for other in (GaussianMixture(2, df=1.0), GaussianMixture(2, mean=(1, 2, 3))):
        with pytest.raises(ValueError, match="column"):
            other.variational(x, fine)
    with pytest.raises(ValueError, match="sweeps"):
        model.em(x, fine, -1)
    for flat in (np.ones((60, 2)), np.outer(np.arange(60), [1, 2])):
        with pytest.raises(ValueError, match="no spread"):
            model.em(flat, fine)
    with pytest.raises(ValueError, match="standardize"):
        model.variational(x + 1e9, fine)
