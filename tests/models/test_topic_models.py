"""Topic models: the bound against scikit-learn and against sampling, its rise, held-out documents, both ways to climb."""

import numpy as np
import pytest
from scipy.special import digamma, gammaln

from vizvi.models.bars import bars, corpus
from vizvi.models.dirichlet import mean
from vizvi.models.inaugural import speeches
from vizvi.models.topics import Topics
from vizvi.models.topics_gibbs import gibbs
from vizvi.models.topics_matched import effective, found, match, total_variation


def small(seed=3, **knobs):
    """A corpus of its own topics, small and uneven, with an empty column."""
    draw = np.random.default_rng(seed)
    counts = corpus(30, 40, 0.5, seed, draw.dirichlet(np.full(12, 0.4), 4)).counts.copy()
    counts[:, 5] = 0
    counts[7] *= 3
    return Topics(counts, **({"topics": 4, "alpha": 0.7, "eta": 0.25} | knobs))


def peer(model, lam):
    """scikit-learn's model with our topics."""
    decomposition = pytest.importorskip("sklearn.decomposition")
    settings = {"doc_topic_prior": model.alpha, "topic_word_prior": model.eta, "max_iter": 1, "random_state": 0}
    theirs = decomposition.LatentDirichletAllocation(
        model.topics, mean_change_tol=1e-12, max_doc_update_iter=20_000, **settings
    )
    theirs.fit(model.counts[:5])
    theirs.components_ = np.array(lam)
    theirs.exp_dirichlet_component_ = np.exp(digamma(lam) - digamma(lam.sum(axis=1, keepdims=True)))
    return theirs


@pytest.mark.parametrize("alpha, eta", [(0.7, 0.25), (0.05, 0.9)])
def test_bound_is_scikit_learns(alpha, eta):
    model = small(alpha=alpha, eta=eta)
    fit = model.fit(2, 200)
    theirs = peer(model, fit.lam)
    assert theirs._approx_bound(model.counts, fit.gamma, False) == pytest.approx(fit.bound, rel=1e-9)
    assert theirs.score(model.counts) == pytest.approx(model.bound(fit.lam, model.documents(fit.lam)), rel=1e-6)
    # On new documents theirs charges the topics' KL once more; without it the two agree.
    new = small(11).counts[:9]
    kl = (gammaln(12 * eta) - 12 * gammaln(eta) + gammaln(fit.lam).sum(1) - gammaln(fit.lam.sum(1))).sum()
    kl += ((eta - fit.lam) * (digamma(fit.lam) - digamma(fit.lam.sum(1, keepdims=True)))).sum()
    assert theirs.score(new) - kl == pytest.approx(model.held_out(fit.lam, new) * new.sum(), rel=1e-6)


def test_bound_is_what_sampling_says():
    # ELBO = E_q[log p(n, θ, φ) − log q] at the best responsibilities; words summed over z give at least as much.
    model, draw = small(), np.random.default_rng(5)
    fit = model.fit(1, 50)
    phi = np.stack([draw.dirichlet(each, 4000) for each in fit.lam], axis=1)
    theta = np.stack([draw.dirichlet(each, 4000) for each in fit.gamma], axis=1)
    r = model.responsibilities(fit.lam, fit.gamma)
    seen = model.counts[..., None] * r
    inner = np.einsum("dvk,sdk->s", seen, np.log(theta + 1e-300)) + np.einsum("dvk,skv->s", seen, np.log(phi + 1e-300))

    def log_density(x, a):
        log_x = np.log(x + 1e-300)
        return (((a - 1) * log_x).sum(-1) + gammaln(a.sum(-1)) - gammaln(a).sum(-1)).sum(-1)

    inner += log_density(theta, np.full((30, 4), 0.7)) - log_density(theta, fit.gamma)
    inner += log_density(phi, np.full((4, 12), 0.25)) - log_density(phi, fit.lam)
    value = inner - (seen * np.log(r)).sum()
    assert fit.bound == pytest.approx(value.mean(), abs=5 * value.std() / 4000**0.5)


def test_coordinate_ascent_never_falls_and_seeds_keep_apart():
    model = small()
    both = model.fit((4, 9), 60, local=2)
    assert both.lam.shape == (2, 4, 12) and both.gamma.shape == (2, 30, 4) and both.trace.shape == (2, 61)
    assert np.all(np.diff(both.trace) > -1e-9) and np.all(both.trace[:, -1] - both.trace[:, 0] > 10)
    alone = model.fit(9, 60, local=2)
    np.testing.assert_array_equal(alone.lam, both.lam[1])
    assert alone.bound == both.bound[1] == alone.trace[-1]
    assert not both.lam.flags.writeable
    order = [2, 0, 3, 1]  # topics have no order
    assert model.bound(alone.lam[order], alone.gamma[:, order]) == pytest.approx(alone.bound, rel=1e-13)


def test_sweeps_without_their_bounds_are_the_same_sweeps():
    model = small(alpha=0.2)
    whole, ended = model.fit((1, 4), 7, 2), model.fit((1, 4), 7, 2, traced=False)
    assert all(np.array_equal(getattr(whole, name), getattr(ended, name)) for name in ("lam", "gamma", "bound"))
    assert ended.trace.shape == (2, 1) and np.array_equal(ended.trace[:, -1], whole.trace[:, -1])
    for (lam, gamma), (same, too, bound), said in zip(model.sweeps(4, 2), model.ascent(4, 2), whole.trace[1]):
        assert np.array_equal(lam, same) and np.array_equal(gamma, too)
        np.testing.assert_allclose(bound, said, rtol=1e-12)


def test_a_tiny_prior_does_not_underflow():
    fit = small(alpha=1e-4, eta=1e-4).fit(0, 40)
    assert np.isfinite(fit.trace).all() and np.all(np.diff(fit.trace) > -1e-8)
    assert fit.gamma.sum() == pytest.approx(small().counts.sum() + 30 * 4e-4)


def test_documents_are_at_their_best():
    model = small()
    lam = model.fit(1, 30).lam
    gamma = model.documents(lam)
    best, draw = model.bound(lam, gamma), np.random.default_rng(0)
    for scale in (1e-3, 0.1):
        assert model.bound(lam, gamma * np.exp(scale * draw.normal(size=gamma.shape))) < best
    stacked = model.documents(np.stack([lam, lam[::-1]]))
    np.testing.assert_allclose(stacked[1][:, ::-1], stacked[0], rtol=1e-4)


def test_a_whole_batch_with_unit_steps_is_coordinate_ascent():
    model = small()
    size = len(model.counts)
    path = model.stochastic(3, steps=3, looks=4, batch=size, delay=1.0, decay=1e-12, local=400)
    assert path.touched.tolist() == [0, size, 2 * size, 3 * size]
    for before, after in zip(path.lam, path.lam[1:]):
        r = model.responsibilities(before, model.documents(before))
        np.testing.assert_allclose(after, model.eta + np.einsum("dv,dvk->kv", model.counts, r), rtol=2e-3)
    several = model.stochastic((8, 3), steps=5, batch=7)
    assert several.lam.shape == (2, 6, 4, 12)
    np.testing.assert_allclose(several.lam[1], model.stochastic(3, steps=5, batch=7).lam, rtol=1e-12)


def test_bars_are_found_and_the_bound_knows():
    data, new = corpus(200, 100, 0.3, 1), corpus(200, 100, 0.3, 1001)
    model = Topics(data.counts, 10, 0.3, 0.1)
    fit = model.fit(range(10), 150)
    bound = fit.bound / data.counts.sum()
    best = int(bound.argmax())
    count = [found(mean(each), bars()) for each in fit.lam]
    assert bound[best] == pytest.approx(-2.837, abs=0.004) and count[best] == 10
    # Not every seed finds them all, and the bound tells which.
    assert 6 <= min(count) < 10 and bound[np.argmin(count)] < bound[best] - 0.02
    assert model.held_out(fit.lam[best], new.counts) == pytest.approx(-2.849, abs=0.015)
    assert effective(mean(fit.gamma[best]).mean(axis=0)) == pytest.approx(9.94, abs=0.06)
    pairs = match(mean(fit.lam[best]), bars())
    assert sorted(pairs.second) == list(range(10)) and pairs.distance.max() < 0.1
    uniform = Topics(data.counts, 1, 0.3, 1e9).held_out(np.full((1, 25), 1e9), new.counts)
    assert uniform == pytest.approx(-np.log(25), abs=1e-6)


def test_few_topics_merge_bars():
    data = corpus(200, 100, 0.3, 1)
    fit = Topics(data.counts, 4, 0.3, 0.1).fit(range(4), 100)
    assert max(found(mean(each), bars()) for each in fit.lam) <= 1
    assert fit.bound.max() / data.counts.sum() == pytest.approx(-3.055, abs=0.015)


@pytest.mark.wide
def test_one_pass_of_minibatches_is_worth_twenty_of_coordinate_ascent():
    data, new = corpus(2000, 100, 0.3, 5), corpus(200, 100, 0.3, 1005)
    model = Topics(data.counts, 10, 0.3, 0.1)
    path = model.stochastic(2, steps=100, looks=2, delay=1.0)
    once = model.held_out(path.lam[-1], new.counts)
    sweeps = [model.held_out(model.fit(2, each, local=20).lam, new.counts) for each in (1, 10, 20)]
    assert sweeps[0] < -3.1 and once > sweeps[1] + 0.02 and once == pytest.approx(sweeps[2], abs=0.02)


def test_gibbs_finds_the_bars_and_q_is_too_sure_by_a_fifth():
    data = corpus(200, 100, 0.3, 0)
    model = Topics(data.counts, 10, 0.3, 0.1)
    chain = gibbs(model, 0, 240, 90)
    assert found(chain.mean, bars()) == 10
    lam = model.fit(9, 150).lam
    pairs = match(mean(lam), chain.mean)
    assert pairs.distance.max() < 0.05
    total, on = lam.sum(axis=1, keepdims=True), mean(lam)[pairs.first] > 0.1
    sd = np.sqrt(mean(lam) * (1 - mean(lam)) / (total + 1))[pairs.first]
    assert sd[on].mean() / chain.sd[pairs.second][on].mean() == pytest.approx(0.81, abs=0.08)


def test_gibbs_is_the_exact_posterior_of_a_tiny_corpus():
    # One word each, two documents, two topics: E[θ₁₁θ₂₁ + …] by summing over the assignments.
    counts = np.array([[1, 0], [1, 0], [0, 1.0]])
    model = Topics(counts, 2, 0.5, 0.8)
    weight = {}
    for z in np.ndindex(2, 2, 2):
        word = np.zeros((2, 2))
        for d, k in enumerate(z):
            word[k, counts[d].argmax()] += 1
        weight[z] = np.exp((gammaln(0.8 + word).sum(1) - gammaln(1.6 + word.sum(1))).sum())
    same = sum(w for z, w in weight.items() if z[0] == z[1]) / sum(weight.values())
    split = sum(w for z, w in weight.items() if z[0] == z[2]) / sum(weight.values())
    assert same > split + 0.1
    expected = np.mean([gibbs_same(model, seed) for seed in range(3)], axis=0)
    np.testing.assert_allclose(expected, [same, split], atol=0.04)


def gibbs_same(model, seed):
    """How often words 1 and 2, and words 1 and 3, share a topic, by the shares and topics of single sweeps."""
    draw, out = np.random.default_rng(seed), []
    for each in draw.integers(0, 2**31, 300):
        chain = gibbs(model, int(each), 12, 11)
        theta, phi = chain.shares, chain.topics
        r = theta * phi[:, model.counts.argmax(1)].T
        r /= r.sum(1, keepdims=True)
        out.append([(r[0] * r[1]).sum(), (r[0] * r[2]).sum()])
    return np.mean(out, axis=0)


def test_pairs_are_the_least_sum_not_the_greedy_one():
    first = np.array([[1, 0, 0.0], [0.6, 0.4, 0]])
    second = np.array([[0.7, 0.3, 0], [0, 0, 1.0]])
    assert total_variation(first, second) == pytest.approx(np.array([[0.3, 1], [0.1, 1]]))
    pairs = match(first, second)
    assert pairs.distance.sum() == pytest.approx(1.1)
    assert len(match(first, np.eye(3)).first) == 2


def test_speeches():
    data = speeches()
    assert data.counts.shape == (59, 250) and data.counts.sum() == 16_012 and data.president[0] == "Washington"
    assert (data.year[0], data.year[-1]) == (1789, 2021)
    away = np.arange(59) % 5 == 2
    values = []
    for k in (1, 2, 3):
        model = Topics(data.counts[~away], k, 0.3, 0.1)
        fit = model.fit(range(3 if k > 1 else 1), 100)
        values.append(model.held_out(fit.lam[fit.bound.argmax()], data.counts[away]))
    assert values == pytest.approx([-5.488, -5.373, -5.383], abs=0.008)


@pytest.mark.parametrize(
    "change, said",
    [
        ({"counts": [[1, -1]]}, "counts"),
        ({"counts": [1, 2]}, "counts"),
        ({"counts": [[0, 0]]}, "counts"),
        ({"topics": 0}, "topics"),
        ({"alpha": 0}, "alpha"),
        ({"eta": np.inf}, "eta"),
    ],
)
def test_bad_input_is_told(change, said):
    with pytest.raises(ValueError, match=said):
        Topics(**({"counts": [[1, 2], [3, 4]], "topics": 2} | change))
    model = Topics([[1, 2], [3, 4]], 2)
    for call in (
        lambda: model.held_out(np.ones((2, 3)), [[1, 2]]),
        lambda: model.held_out(np.ones((2, 2)), [[1, 2, 3]]),
        lambda: model.fit(-1),
        lambda: model.fit(0, 1.5),
        lambda: next(model.minibatches(batch=3)),
        lambda: gibbs(model, 0, 3, 3),
    ):
        with pytest.raises(ValueError):
            call()
