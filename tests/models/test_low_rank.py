"""What rank buys, against closed forms and a search that knows nothing of eigenvectors."""

import numpy as np
import pytest

from vizvi.models.low_rank import divergence, equicorrelated, factors, low_rank, smooth, spectral_gap


@pytest.mark.parametrize("d, gap", [(2, 0.0719), (10, 0.0722), (100, 0.0181)])
def test_rank_one_is_all_that_one_correlation_takes(d, gap):
    """Mean-field's gap per dimension and variances (Margossian & Saul, 2023), and none beyond."""
    cov = equicorrelated(d, 0.5)
    simple, one = low_rank(cov, 0), low_rank(cov, 1)
    assert simple.kl / d == pytest.approx(gap, abs=1e-4)
    assert simple.sd_ratio**2 == pytest.approx(0.5 * (1 + (d - 1) * 0.5) / (1 + (d - 2) * 0.5), rel=1e-12)
    assert one.kl == pytest.approx(0, abs=1e-9) and one.sd_ratio == pytest.approx(1, abs=1e-6)
    assert (simple.numbers, one.numbers) == (2 * d, 3 * d)


def test_a_factor_model_needs_its_own_rank():
    cov = factors(30, 3, noise=0.7, seed=1)
    kl = [low_rank(cov, rank).kl for rank in range(4)]
    assert np.all(np.diff(kl) < -0.5) and kl[3] == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("rank", [0, 2, 4, 6])
def test_a_free_diagonal_beats_one_number(rank):
    cov = smooth(24, 3.0, noise=0.3)
    waves = np.linalg.eigvalsh(cov)
    assert low_rank(cov, rank).kl <= spectral_gap(waves, rank) + 1e-8
    if rank == 0:
        assert low_rank(cov, 0).kl == pytest.approx(spectral_gap(waves, 0), rel=1e-9)


@pytest.mark.parametrize("length", [2.0, 9.0])
def test_a_smooth_target_falls_off_like_a_bell_around_its_circle(length):
    """Its waves are those of the bell wrapped around, none of them negative, and the noise on top."""
    angle = 2 * np.pi * np.arange(24)[:, None] * np.arange(24) / 24
    apart = np.minimum(np.arange(24), 24 - np.arange(24))
    bell = np.exp(-0.5 * (apart / length) ** 2)
    waves = bell @ np.cos(angle)
    cov = smooth(24, length, noise=0.3)
    np.testing.assert_allclose(np.linalg.eigvalsh(cov), np.sort(np.maximum(waves, 0)) + 0.09, atol=1e-12)
    assert (waves.min() < -0.1) == (length > 8)  # a wide bell does not close its circle
    if length < 8:
        np.testing.assert_allclose(cov[5], np.roll(bell + 0.09 * (apart == 0), 5), atol=1e-6)


@pytest.mark.parametrize("rank, seed", [(1, 0), (1, 1), (1, 2)])
def test_no_search_does_better(rank, seed):
    from scipy.optimize import minimize

    rng = np.random.default_rng(seed)
    root = rng.normal(size=(4, 4))
    cov = root @ root.T + 0.2 * np.eye(4)

    def loss(flat):
        return divergence(cov, np.exp(flat[:4]), flat[4:].reshape(4, rank))

    searched = min(minimize(loss, rng.normal(size=4 * (1 + rank)), method="BFGS").fun for _ in range(5))
    assert low_rank(cov, rank).kl <= searched + 1e-4


def test_the_fit_is_what_it_says():
    cov = factors(12, 4, noise=1.0, seed=2)
    found = low_rank(cov, 2)
    assert found.kl == pytest.approx(divergence(cov, found.diagonal, found.factor), abs=1e-12)
    own = np.diag(found.diagonal) + found.factor @ found.factor.T
    assert found.sd_ratio == pytest.approx(np.sqrt(np.diag(own) / np.diag(cov)))
    assert np.diag(np.linalg.inv(own)) == pytest.approx(np.diag(np.linalg.inv(cov)), rel=1e-8)
    assert not found.factor.flags.writeable


WRONG = [(np.eye(3), 3), (np.eye(3), -1), (np.eye(3), 0.5), (-np.eye(3), 1), (np.ones((2, 3)), 0)]


@pytest.mark.parametrize("cov, rank", WRONG)
def test_bad_targets_are_refused(cov, rank):
    with pytest.raises(ValueError, match=r"must be"):
        low_rank(cov, rank)
