"""The linear VAE: the printed numbers, and evidence, posterior, gap and collapse by independent routes."""

import numpy as np
import pytest
from scipy import optimize, stats

from vizvi.models.linear_vae import LinearVAE, fit, latent_kl, principal, unused


def test_printed_numbers():
    model, x = LinearVAE([[1, 0.5], [0, 1], [-0.5, 0.25]], 0.5), [1, -0.5, 0.25]
    assert model.evidence(x) == pytest.approx(-3.8307089286, abs=1e-10)
    mean, cov = model.posterior(x)
    np.testing.assert_allclose(mean, [0.5154639175, -0.0721649485], atol=1e-10)
    np.testing.assert_allclose(cov, [[0.2989690722, -0.0618556701], [-0.0618556701, 0.2886597938]], atol=1e-10)
    assert model.best(x).gap == pytest.approx(0.0226739100, abs=1e-10)
    other = LinearVAE([[1, 0.9], [0.9, 1], [0.5, 0.4]], 0.1)
    assert other.evidence([0.7, 0.2, 0.4]) == pytest.approx(-1.9769947094, abs=1e-10)
    assert other.best([0.7, 0.2, 0.4]).gap == pytest.approx(1.1250647378, abs=1e-10)


def test_a_turn_costs_only_the_bound():
    gaps, x = [], np.random.default_rng(0).normal(size=(5, 2))
    for degrees in (0, 15, 30, 45):
        model = principal([4, 1.5], 0.5, angle=np.deg2rad(degrees))
        gaps.append(model.best(x).gap)
        np.testing.assert_allclose(model.evidence(x), principal([4, 1.5], 0.5).evidence(x), atol=1e-12)
    np.testing.assert_allclose(gaps, [0, 0.0315363017, 0.0892038287, 0.1157211771], atol=1e-10)
    theta = 0.4
    wanted = 0.5 * np.log1p((4 - 1.5) ** 2 * np.sin(2 * theta) ** 2 / (4 * 4 * 1.5))
    assert principal([4, 1.5, 1.1], 0.5, angle=theta).best(np.zeros(3)).gap == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_by_the_joint_gaussian(seed):
    rng = np.random.default_rng(seed)
    dim, count = rng.integers(1, 6), rng.integers(1, 5)
    W, noise, center = rng.normal(size=(dim, count)), rng.uniform(0.05, 2), rng.normal(size=dim)
    model, x = LinearVAE(W, noise, center), rng.normal(size=(4, 3, dim))
    spread = W @ W.T + noise * np.eye(dim)
    known = stats.multivariate_normal.logpdf(x, center, spread).reshape(4, 3)
    np.testing.assert_allclose(model.evidence(x), known, atol=1e-9)
    mean, cov = model.posterior(x)
    gain = np.linalg.solve(spread, W).T
    np.testing.assert_allclose(mean, (x - center) @ gain.T, atol=1e-9)
    np.testing.assert_allclose(cov, np.eye(count) - gain @ W, atol=1e-9)
    best, full = model.best(x), model.best(x, "full_rank")
    np.testing.assert_allclose(full.elbo, known, atol=1e-9)
    np.testing.assert_allclose(full.sd, np.sqrt(np.diag(cov)), atol=1e-12)

    def elbo(m, sd):
        at = x[0, 0] - center - W @ m
        fit_ = -0.5 * (at @ at + (W**2 @ sd**2).sum()) / noise - 0.5 * dim * np.log(2 * np.pi * noise)
        kl = 0.5 * (sd**2 + m**2 - 1) - np.log(sd)
        return fit_ - kl.sum(), kl

    value, kl = elbo(best.mean[0, 0], best.sd)
    assert best.elbo[0, 0] == pytest.approx(value, abs=1e-9)
    np.testing.assert_allclose(best.kl[0, 0], kl, atol=1e-12)
    for _ in range(10):
        assert (
            elbo(best.mean[0, 0] + 0.05 * rng.normal(size=count), best.sd * np.exp(0.05 * rng.normal(size=count)))[0]
            < value
        )


@pytest.mark.parametrize("beta", [0.5, 1.0, 3.0])
def test_collapse_is_the_optimum(beta):
    """Climb the average β-bound in the decoder's scale: it stops where the closed form says, at zero if collapsed."""
    eigenvalues, noise = np.array([2.0, 0.9, 0.3]), 0.4
    for i, each in enumerate(eigenvalues):

        def loss(w, each=each):
            # The best q has variance βσ²/(w² + βσ²) and mean w x/(w² + βσ²).
            m = w * w + beta * noise
            var, square = beta * noise / m, w * w * each / m**2
            left = each * (1 - w * w / m) ** 2 + w * w * var
            return 0.5 * left / noise + beta * 0.5 * (var + square - 1 - np.log(var))

        w = optimize.minimize_scalar(loss, bounds=(0, 3), method="bounded", options={"xatol": 1e-10}).x
        model = principal(eigenvalues, noise, beta)
        assert model.W[i, i] == pytest.approx(w, abs=2e-4)
        m = w * w + beta * noise
        told = 0.5 * (beta * noise / m + w * w * each / m**2 - 1 - np.log(beta * noise / m))
        assert latent_kl(each, noise, beta) == pytest.approx(told, abs=1e-6)
        assert unused(each, noise, beta) == (each <= beta * noise)


def test_digits():
    datasets = pytest.importorskip("sklearn.datasets")
    x = datasets.load_digits().data / 16
    model, eigenvalues = fit(x)
    np.testing.assert_allclose(eigenvalues[:2], [0.69885670, 0.63916657], atol=5e-9)
    assert model.noise_variance == pytest.approx(0.0541169847, abs=5e-11)
    assert model.evidence(x).mean() == pytest.approx(0.00570672, abs=5e-9)
    np.testing.assert_allclose(model.best(x).kl.mean(axis=0), [1.27914882, 1.23450850], atol=5e-9)
    np.testing.assert_allclose(latent_kl(eigenvalues[:2], model.noise_variance), [1.27914882, 1.23450850], atol=5e-9)
    assert model.best(x).gap == pytest.approx(0, abs=1e-12)
    rng = np.random.default_rng(0)
    for _ in range(5):
        near = LinearVAE(
            model.W + 0.01 * rng.normal(size=model.W.shape), model.noise_variance * np.exp(0.01 * rng.normal()), model.mean
        )
        assert near.evidence(x).mean() < model.evidence(x).mean()


def test_small_noise_keeps_its_digits():
    model, x = LinearVAE([[1.0, 0.9], [0.9, 1.0]], 1e-10), np.array([0.3, -0.7])
    spread = np.array([[1.81, 1.8], [1.8, 1.81]])
    known = -0.5 * (x @ np.linalg.solve(spread, x) + np.log(np.linalg.det(spread)) + 2 * np.log(2 * np.pi))
    assert model.evidence(x) == pytest.approx(known, abs=1e-5)
    assert np.all(model.posterior(x)[1].diagonal() > 0)


def test_bad_arguments():
    for make in (
        lambda: LinearVAE([1, 2]), lambda: LinearVAE("x"), lambda: LinearVAE([[np.nan]]), lambda: LinearVAE([[1]], 0),
        lambda: LinearVAE([[1]], 1, [1, 2]), lambda: LinearVAE([[1]]).evidence([1, 2]),
        lambda: LinearVAE([[1]]).evidence(3.0),
        lambda: LinearVAE([[1]]).best([1], "flow"), lambda: LinearVAE([[1]]).evidence("abc"), lambda: principal([-1], 1),
        lambda: latent_kl([1], 0), lambda: fit(np.ones((5, 3))), lambda: fit([[1, 2]], 5),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"^LinearVAE: .*\.$"):
            make()
