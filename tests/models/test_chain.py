"""Learning through the bound: the peaks, and every curve and move by another route."""

import numpy as np
import pytest
from cover import daily, wide
from scipy import optimize, stats

from vizvi.models.chain import Chain, Linear

FACTS = [(0.1, 0.777, 0.0154), (0.5, 0.562, 0.1219), (1.0, 0.360, 0.2123)]


@pytest.mark.parametrize("noise, peak, gap", FACTS)
def test_the_peaks(noise, peak, gap):
    chain = Chain(2, noise)
    moment = chain.moment(0.8)
    assert chain.peak(moment) == pytest.approx(0.8, abs=1e-6)
    assert chain.peak(moment, "mean_field") == pytest.approx(peak, abs=5.1e-4)
    assert chain.gap(0.8) == pytest.approx(gap, abs=5.1e-5)


@pytest.fixture(params=range(4))
def case(request):
    rng = np.random.default_rng(request.param)
    chain = Chain(2 + request.param, rng.uniform(0.1, 1.5))
    y = rng.multivariate_normal(
        np.zeros(chain.length), states(chain, 0.6) + chain.noise_variance * np.eye(chain.length), 60
    )
    return chain, y, rng.uniform(-0.9, 0.9)


def states(chain, lam):
    """The covariance of the states, by running the chain's recursion."""
    cov = np.zeros((chain.length, chain.length))
    cov[0, 0] = 1
    for t in range(1, chain.length):
        cov[t, :t] = cov[:t, t] = lam * cov[t - 1, :t]
        cov[t, t] = lam**2 * cov[t - 1, t - 1] + 1 - lam**2
    return cov


def test_evidence_and_gap(case):
    chain, y, lam = case
    prior = states(chain, lam)
    spread = prior + chain.noise_variance * np.eye(chain.length)
    known = stats.multivariate_normal.logpdf(y, np.zeros(chain.length), spread).mean()
    moment = chain.moment_of(y)
    assert chain.evidence(lam, moment) == pytest.approx(known, abs=1e-10)
    cov = prior - prior @ np.linalg.solve(spread, prior)
    alone = 1 / np.diag(np.linalg.inv(cov))
    gap = 0.5 * (
        (np.diag(np.linalg.inv(cov)) * alone).sum() - chain.length - np.log(alone).sum() + np.linalg.slogdet(cov)[1]
    )
    assert chain.gap(lam) == pytest.approx(gap, abs=1e-10)
    np.testing.assert_allclose(chain.moment(lam), spread, atol=1e-12)
    curve = chain.elbo(np.array([[lam, 0.1]]), moment)
    assert curve.shape == (1, 2) and curve[0, 0] == pytest.approx(known - gap, abs=1e-10)
    assert chain.elbo(lam, moment, "full_rank") == pytest.approx(known, abs=1e-10)


def test_bound_of_any_q(case):
    """Energy and entropy sequence by sequence, with the states' prior as a matrix."""
    chain, y, lam = case
    rng, eye = np.random.default_rng(8), np.eye(chain.length)
    root = rng.normal(size=eye.shape)
    q = Linear(rng.normal(size=eye.shape), root @ root.T + 0.1 * eye)
    inverse = np.linalg.inv(states(chain, lam))
    total = 0.0
    for row in y:
        mean = q.gain @ row
        total += (
            stats.norm.logpdf(row, mean, chain.noise_variance**0.5).sum() - 0.5 * np.trace(q.cov) / chain.noise_variance
        )
        total += stats.multivariate_normal.logpdf(mean, np.zeros(chain.length), states(chain, lam))
        total -= 0.5 * np.trace(inverse @ q.cov)
        total += stats.multivariate_normal(cov=q.cov).entropy()
    moment = chain.moment_of(y)
    assert chain.bound(q, lam, moment) == pytest.approx(total / len(y), abs=1e-9)
    for family in ("mean_field", "full_rank"):
        best = chain.best(lam, family)
        assert chain.bound(best, lam, moment) == pytest.approx(chain.elbo(lam, moment, family), abs=1e-9)
        assert chain.bound(best, lam, moment) > chain.bound(best._replace(gain=best.gain + 0.01), lam, moment)
        assert chain.bound(best, lam, moment) > chain.bound(best._replace(cov=1.05 * best.cov), lam, moment)


@pytest.mark.parametrize("family", daily("mean_field", more=("full_rank",)))
def test_em_takes_best_steps_and_ends_at_the_peak(case, family):
    chain, y, lam = case
    moment = chain.moment_of(y)
    path = chain.em(lam, moment, 400, family)
    assert path.bound.shape == (801,) and np.diff(path.bound).min() > -1e-12
    assert path.bound[0] == pytest.approx(chain.elbo(lam, moment, family), abs=1e-10)
    np.testing.assert_allclose(path.bound[2::2], chain.elbo(path.correlation[2::2], moment, family), atol=1e-9)
    q = chain.best(lam, family)
    climbed = optimize.minimize_scalar(lambda at: -chain.bound(q, at, moment), bounds=(-0.9999, 0.9999), method="bounded")
    assert path.bound[1] >= -climbed.fun - 1e-10
    end = path.correlation[-1]
    assert chain.elbo(end, moment, family) >= chain.elbo(np.array([end - 1e-3, end + 1e-3]), moment, family).max()


@pytest.mark.parametrize("noise, peak, _", [FACTS[0], *(wide(*each) for each in FACTS[1:])])
def test_three_ways_up(noise, peak, _):
    """Exact EM finds .8; variational EM and the gradient in both at once end at the bound's own peak."""
    chain = Chain(2, noise)
    moment = chain.moment(0.8)
    assert chain.em(0.1, moment, 200).correlation[-1] == pytest.approx(0.8, abs=1e-3)
    own = chain.peak(moment, "mean_field")
    assert chain.em(0.1, moment, 300, "mean_field").correlation[-1] == pytest.approx(own, abs=1e-3)
    joint = chain.gradient_ascent(0.1, moment, 1200, rate=0.04)
    assert joint.correlation[-1] == pytest.approx(own, abs=1e-3) and np.diff(joint.bound).min() > -1e-9
    assert np.all(joint.bound <= chain.elbo(joint.correlation, moment) + 1e-10)


def test_gradient_by_differences(case):
    """One tiny step moves every coordinate by its derivative: so the bound rises by the squared norm."""
    chain, y, lam = case
    moment, rng = chain.moment_of(y), np.random.default_rng(1)
    gain, log_sd, angle = rng.normal(0, 0.5, (chain.length,) * 2), rng.normal(size=chain.length), np.arctanh(lam)

    def bound(flat):
        n = chain.length
        cov = np.diag(np.exp(2 * flat[n * n : -1]))
        return float(chain.bound(Linear(flat[: n * n].reshape(n, n), cov), np.tanh(flat[-1]), moment))

    at = np.concatenate([gain.ravel(), log_sd, [angle]])
    slope = optimize.approx_fprime(at, bound, 1e-6)
    rate = 1e-7
    path = chain.gradient_ascent(lam, moment, 1, rate, Linear(gain, np.diag(np.exp(2 * log_sd))))
    assert path.bound[1] - path.bound[0] == pytest.approx(rate * slope @ slope, rel=1e-3)
    assert np.arctanh(path.correlation[1]) - angle == pytest.approx(rate * slope[-1], rel=1e-3)


def test_bad_arguments():
    chain = Chain()
    for make in (lambda: Chain(1), lambda: Chain(2, 0), lambda: Chain(2.5), lambda: Chain(noise_variance="x")):
        with pytest.raises(ValueError, match=r"^Chain: "):
            make()
    for ask in (
        lambda: chain.evidence(1.0, chain.moment()),
        lambda: chain.evidence("x", chain.moment()),
        lambda: chain.evidence(0.5, np.eye(3)),
        lambda: chain.evidence(0.5, [[1, 2], [2, 1]]),
        lambda: chain.gap(0.5, "mixture"),
        lambda: chain.moment_of([[1, 2, 3]]),
        lambda: chain.moment_of([]),
        lambda: chain.em(np.nan, chain.moment()),
        lambda: chain.gradient_ascent(0.1, chain.moment(), rate=-1),
    ):
        with pytest.raises(ValueError, match=r"^Chain: .*\.$"):
            ask()
    with pytest.raises(ValueError, match="smaller rate"), np.errstate(all="ignore"):
        chain.gradient_ascent(0.1, chain.moment(), 2000, rate=1.0)
