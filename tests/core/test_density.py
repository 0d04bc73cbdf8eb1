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


# However it is written, the same density gives the same numbers.


class Bell:
    """A callable that compares by value, as dataclasses do, and whose data may change."""

    def __init__(self, mean):
        self.mean = mean

    def __eq__(self, other):
        return self.mean == other.mean

    def __call__(self, z):
        return -0.5 * (z[..., 0] - self.mean) ** 2 - 0.5 * z[..., 1] ** 2

    def method(self, z):
        return self(z)


def in_place(z):
    z -= 1
    return -0.5 * (z**2).sum(axis=-1)


def shifted(z):
    return -0.5 * ((z - 1) ** 2).sum(axis=1)


def columns(z):
    x, y = z.T
    return -0.5 * (x - 1) ** 2 - 0.5 * (y - 1) ** 2


WAYS = {
    "last axis": lambda z: -0.5 * ((z - 1) ** 2).sum(axis=-1),
    "(N, D)": shifted,
    "columns": columns,
    "in place": in_place,
    "loop": lambda z: np.array([-0.5 * (x - 1) ** 2 - 0.5 * (y - 1) ** 2 for x, y in z]),
    "list": lambda z: [float(-0.5 * ((each - 1) ** 2).sum()) for each in z],
    "object": lambda z: Bell(1)(z - [0, 1]),
}


def scipy_bell():
    stats = pytest.importorskip("scipy.stats")
    return stats.multivariate_normal([1, 1], [[1, 0], [0, 1]]).logpdf


@pytest.mark.parametrize("way", [*WAYS, "scipy"])
def test_written_in_another_way(way):
    target = density(scipy_bell() if way == "scipy" else WAYS[way], 2, BOX)
    problem = Problem(target, FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    lam = np.array([[1, 1, 0, 0, 0], [0, 0, 0.3, -0.2, 0.5]])
    usual = density(WAYS["last axis"], 2, BOX)
    want = exact(Problem(usual, problem.family, problem.divergence), lam)
    assert np.allclose(exact(problem, lam).reverse_kl, want.reverse_kl, atol=1e-9)
    assert np.allclose(exact(problem, lam).forward_kl, want.forward_kl, atol=1e-9)
    z = np.random.default_rng(2).normal(size=(3, 2, 2))
    assert np.allclose(target.score(z), 1 - z, atol=1e-7) and target.score(z[0, 0]).shape == (2,)
    assert np.ndim(target.log_prob(z[0, 0])) == 0 and target.log_prob(np.empty((0, 2))).shape == (0,)
    for method in ("gradient", "natural_gradient", "laplace"):
        for runs in (1, 3) if way != "list" else (1,):
            history = fit(Experiment(problem, METHODS[method](), runs=runs, steps=2))
            assert np.isfinite(history.lam).all() and history.stopped.tolist() == [2] * runs


def test_a_univariate_formula_works_elementwise():
    stats = pytest.importorskip("scipy.stats")
    assert density(stats.norm.logpdf, 1, BOX[:1]).log_z == pytest.approx(0, abs=1e-9)


def test_each_density_has_its_own_evidence():
    """Equal objects, and one object whose data change between two calls."""
    bell = Bell(0.0)
    first = density(bell.method, 2, BOX)
    early = first.log_z
    bell.mean = 5.5  # now half outside of twice the window's half
    assert density(bell.method, 2, ((-6, 6), (-6, 6))) != first
    other = density(Bell(0.0), 2, BOX)
    assert first.log_z == early == pytest.approx(other.log_z, abs=1e-9) and hash(other) != hash(first)


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"log_prob": lambda z: bell(z) + 0j}, "complex128, but must return real numbers"),
        ({"log_prob": lambda z: np.ma.masked_greater(bell(z), -1)}, "a masked array"),
        ({"log_prob": lambda z: [None] * len(z)}, "of type object"),
        ({"log_prob": lambda z: bell(z) + 0 * np.sqrt(z[..., 0] + 1)}, "nan at z = .* return −∞"),
        ({"log_prob": lambda z: np.log(z[..., 0]) - z.sum(axis=-1)}, "nan at z = "),
        ({"score": lambda z: z}, "score is .* must be the gradient"),
        ({"score": lambda z: -2 * z}, "must be the gradient"),
        ({"score": lambda z: -z - 1}, "must be the gradient"),
        ({"score": lambda z: z * np.nan}, "must be the gradient"),
    ],
)
def test_what_cannot_be_right_is_refused_at_once(arguments, words):
    with pytest.raises(ValueError, match=words) as caught:
        density(**{"log_prob": bell, **arguments})
    text = str(caught.value)
    assert text.startswith("density: ") and text.endswith(".") and "\n" not in text


def test_a_score_with_kinks_or_of_little_precision_is_no_mistake():
    density(lambda z: -np.abs(z).sum(axis=-1), window=((-20, 20),) * 2, score=lambda z: -np.sign(z))
    density(lambda z: bell(z).astype(np.float32), score=lambda z: (-z).astype(np.float32))


@pytest.mark.parametrize("scale", [1e-4, 1e-2, 1.0, 1e3])
@pytest.mark.parametrize("constant", [0.0, -1e4, 1e9])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_scale_constant_and_precision(scale, constant, kind):
    """A bell anywhere: errors that cover, scores that point the right way."""
    if kind is np.float32 and abs(constant) > 1e5:
        return  # nothing is left of the bell
    f = lambda z: (constant - 0.5 * (z[..., 0] / scale - 1) ** 2).astype(kind)
    target = density(f, 1, ((-5 * scale, 7 * scale),))
    off = abs(target.log_z - constant - np.log(scale * np.sqrt(2 * np.pi)))
    assert off <= 3 * target.log_z_error + 4 * target.precision * abs(constant)
    z = scale * np.linspace(-1, 3, 9)[:, None]
    rough = 1e-4 if kind is np.float64 and constant == 0 else 0.3
    assert np.abs(target.score(z) * scale - (1 - z / scale)).max() < rough
