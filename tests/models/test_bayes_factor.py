"""Two models of the Challenger's flights: evidence by dense sums, bounds by definition, and the words."""

import numpy as np
import pytest
from scipy import integrate, stats

from vizvi.models.bayes_factor import SameEveryDay, challenger, words
from vizvi.targets.challenger import flights


@pytest.mark.parametrize("prior_sd", [0.8, 5.0, 17.0])
def test_evidence_by_scipy(prior_sd):
    temperature, outcome = flights()

    def joint(b, a):
        odds = a + b * (temperature - 70) / 10
        return np.exp(
            stats.bernoulli.logpmf(outcome, 1 / (1 + np.exp(-odds))).sum() + stats.norm.logpdf([a, b], 0, prior_sd).sum()
        )

    alone = integrate.quad(lambda a: joint(0, a) / stats.norm.pdf(0, 0, prior_sd), -8, 6, epsabs=1e-14, epsrel=1e-10)[0]
    models = challenger(prior_sd)
    assert models.evidence[0] == pytest.approx(np.log(alone), abs=1e-8)
    a, b = np.linspace(-14, 6, 401), np.linspace(-32, 8, 801)
    odds = a[:, None, None] + b[:, None] * (temperature - 70) / 10
    level = (outcome * odds - np.logaddexp(0, odds)).sum(axis=-1)
    level += stats.norm.logpdf(a, 0, prior_sd)[:, None] + stats.norm.logpdf(b, 0, prior_sd)
    total = integrate.trapezoid(integrate.trapezoid(np.exp(level), b), a)
    assert models.evidence[1] == pytest.approx(np.log(total), abs=1e-7)


def test_what_the_bound_says():
    mean_field, full = challenger(5.0), challenger(5.0, "full_rank")
    np.testing.assert_allclose(mean_field.evidence, full.evidence)
    assert np.all(mean_field.gap > 0) and np.all(full.gap > 0)
    # One coefficient has nothing to be independent of: the families agree there, and only there.
    assert mean_field.elbo[0] == pytest.approx(full.elbo[0], abs=1e-7) and mean_field.gap[1] > full.gap[1] + 0.05
    difference = mean_field.log_factor - mean_field.bound_difference
    assert difference == pytest.approx(mean_field.gap[1] - mean_field.gap[0], abs=1e-12)


def test_score():
    target, a = SameEveryDay(3.0), np.array([[-1.2], [0.7]])
    slope = (target.log_prob(a + 1e-5) - target.log_prob(a - 1e-5)) / 2e-5
    np.testing.assert_allclose(target.score(a)[:, 0], slope, atol=1e-7)


def test_words():
    said = [words(each) for each in (0.0, 0.99, -0.5, 1.0, 2.99, -3.0, 4.9, 5.0, 80.0)]
    bare = "not worth more than a bare mention"
    assert said == [bare, bare, bare, "positive", "positive", "strong", "strong", "very strong", "very strong"]
    for bad in ("x", np.nan):
        with pytest.raises(ValueError, match="log_factor"):
            words(bad)
    with pytest.raises(ValueError, match="family"):
        challenger(5.0, "laplace")
    with pytest.raises(ValueError, match="prior_sd"):
        challenger(0.0)
