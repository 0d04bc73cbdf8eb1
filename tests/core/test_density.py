"""`vizvi.density`: any callable becomes a target, and what cannot be one is refused in a sentence."""

import numpy as np
import pytest

from vizvi import Experiment, Problem, density, exact, fit
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.targets import TARGETS

BOX = ((-6, 6), (-6, 6))


def bell(z):
    return -0.5 * (z**2).sum(axis=-1)


@pytest.mark.parametrize("dim", [1, 2])
def test_a_bell(dim):
    target = density(bell, dim=dim, window=BOX[:dim])
    assert target.log_z == pytest.approx(dim * np.log(2 * np.pi) / 2, abs=1e-6)
    assert target.log_z_error < 1e-4
    z = np.random.default_rng(0).normal(size=(4, dim))
    assert np.allclose(target.score(z), -z, atol=1e-8)
    problem = Problem(target, FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    lam = problem.family.from_moments(np.zeros(dim), np.eye(dim))
    assert exact(problem, lam).reverse_kl == pytest.approx(0, abs=1e-6)


def test_the_same_as_a_built_in():
    banana = TARGETS["banana"]()
    copy = density(banana.log_prob, window=((-7, 7), (-6, 30)), score=banana.score)
    for divergence in ("reverse_kl", "forward_kl"):
        ours, theirs = (
            exact(Problem(each, FAMILIES["full_rank"](), DIVERGENCES[divergence]()), np.array([0.1, 1, 0.1, 0.5, 0.2]))
            for each in (banana, copy)
        )
        assert np.allclose(ours[:-1], theirs[:-1], atol=1e-4)


def test_score_may_be_left_out():
    target = density(TARGETS["banana"]().log_prob, window=((-6, 6), (-4, 8)))
    z = np.random.default_rng(1).normal(size=(9, 2))
    assert np.allclose(target.score(z), TARGETS["banana"]().score(z), atol=1e-6)


def test_it_can_be_fitted():
    target = density(lambda z: -np.abs(z).sum(axis=-1), dim=1, window=((-12, 12),))
    problem = Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    history = fit(Experiment(problem, METHODS["exact_descent"](), steps=40))
    # E|z| = s √(2/π): the best scale of a Gaussian on a Laplace is √(π/2).
    assert np.allclose(history.lam[0, -1], [0, 0.5 * np.log(np.pi / 2)], atol=1e-3)


def test_bounded_support_is_infinitely_wrong():
    """Any q that reaches where p is zero has an infinite reverse KL (Kucukelbir et al., 2017)."""
    half = density(lambda z: np.where(z[..., 0] > 0, -0.5 * z[..., 0] ** 2, -np.inf), dim=1, window=((-1, 6),))
    problem = Problem(half, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    ledger = exact(problem, np.array([[0.5, -1.0], [3.0, 0.2]]))
    assert np.all(ledger.reverse_kl == np.inf) and np.all(ledger.elbo == -np.inf)
    assert np.all(np.isfinite(ledger.forward_kl)) and np.all(np.isfinite(ledger.entropy))
    assert np.isfinite(ledger.error).all()


def test_heavy_tails_are_infinite_or_finite():
    cauchy = density(lambda z: -np.log1p(z[..., 0] ** 2), dim=1, window=((-50, 50),))
    problem = Problem(cauchy, FAMILIES["mean_field"](), DIVERGENCES["forward_kl"]())
    ledger = exact(problem, np.array([0.0, 0.5]))
    assert ledger.forward_kl == np.inf and ledger.divergence == np.inf


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"log_prob": lambda z: z}, "log_prob returned shape .* but must return"),
        ({"log_prob": lambda z: 0.0}, "log_prob returned shape"),
        ({"log_prob": lambda z: bell(z)[..., None]}, "log_prob returned shape"),
        ({"log_prob": lambda z: z @ np.eye(3)}, "log_prob failed"),
        ({"log_prob": lambda z: np.full(z.shape[:-1], np.nan)}, "log_prob is nan wherever"),
        ({"log_prob": lambda z: np.full(z.shape[:-1], -np.inf)}, "log_prob is -inf wherever"),
        ({"log_prob": lambda z: np.where(z[..., 0] == 0, np.inf, bell(z))}, "log_prob is .inf inside"),
        ({"log_prob": lambda z: np.zeros(z.shape[:-1])}, "improper"),
        ({"log_prob": lambda z: z[..., 0]}, "improper"),
        ({"log_prob": lambda z: bell(z[..., :1])}, "improper"),
        ({"log_prob": 3}, "log_prob is 3, but must be a callable"),
        ({"score": 3}, "score is 3, but must be a callable"),
        ({"score": bell}, "score returned shape"),
        ({"dim": 3}, "dim is 3, but must be 1 or 2"),
        ({"dim": 0}, "dim is 0"),
        ({"dim": "2"}, "dim is '2'"),
        ({"dim": True}, "dim is True"),
        ({"window": ((5, -5), (-5, 5))}, "window is .* but must be 2 pairs .lo, hi. of finite numbers with lo < hi"),
        ({"window": ((0, 0), (-5, 5))}, "window is"),
        ({"window": ((-5, 5),)}, "window is"),
        ({"window": (-5, 5)}, "window is"),
        ({"window": ((-5, np.inf), (-5, 5))}, "window is"),
        ({"window": ((-5, np.nan), (-5, 5))}, "window is"),
        ({"window": None}, "window is None"),
        ({"window": "wide"}, "window is 'wide'"),
    ],
)
def test_bad_input(arguments, words):
    with pytest.raises(ValueError, match=words) as caught:
        density(**{"log_prob": bell, **arguments})
    text = str(caught.value)
    assert text.startswith("density: ") and text.endswith(".") and "\n" not in text


def test_a_window_that_misses_the_mass():
    """Too small a window is no lie: the mass outside shows in the error, or the density is refused."""
    try:
        target = density(lambda z: bell(z - 20), dim=1, window=((-3, 3),))
    except ValueError as error:
        assert "improper" in str(error)
    else:
        assert target.log_z_error > 0.1
