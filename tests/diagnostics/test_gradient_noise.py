"""Exact noise of gradients: closed forms on Gaussians, and the estimators themselves, simulated."""

import math

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.gradient_noise import gradient_noise
from vizvi.divergences import DIVERGENCES
from vizvi.estimators import ESTIMATORS
from vizvi.families import FAMILIES
from vizvi.member import central
from vizvi.targets import TARGETS

REVERSE = DIVERGENCES["reverse_kl"]()
UNIT = vizvi.Problem(TARGETS["two_bumps"](separation=0.0), FAMILIES["mean_field"](), REVERSE)


def at_mean(m, estimator="score_function", sd=1.0, **options):
    """Mean and variance of ∂KL/∂m at q = N(m, sd²), target N(0, 1)."""
    got = gradient_noise(UNIT, [m, math.log(sd)], estimator, **options)
    assert got.error < 1e-9
    return got.mean[0], got.variance[0]


@pytest.mark.parametrize("m", [0.0, 0.5, 1.0, 2.0, 3.0, -1.7])
def test_closed_forms(m):
    """Target N(0, 1), q = N(m, 1), one draw (Ranganath et al., 2014; Kingma & Welling, 2014; Roeder et al., 2017)."""
    a = 0.5 * math.log(2 * math.pi) + m * m / 2
    for options, want in (
        ({"estimator": "reparam"}, 1), ({"estimator": "sticking_the_landing"}, 0), ({}, m**4 / 4 + 2 * m * m),
        ({"baseline": "mean"}, 2 * m * m), ({"entropy": "closed"}, a * a + 3 * a + 2 * m * m + 3.75),
        ({"entropy": "closed", "baseline": "mean"}, 2.5 + 2 * m * m),
    ):  # fmt: skip
        mean, variance = at_mean(m, **options)
        assert mean == pytest.approx(m, abs=1e-9) and variance == pytest.approx(want, abs=1e-9, rel=1e-9)


@pytest.mark.parametrize(
    "m, log_p, mean_baseline", [(0, 7.351, 2.5), (1, 12.020, 4.5), (2, 29.027, 10.5), (3, 67.372, 20.5)]
)
def test_costs_without_the_entropy(m, log_p, mean_baseline):
    assert at_mean(m, entropy="closed")[1] == pytest.approx(log_p, abs=5e-4)
    assert at_mean(m, entropy="closed", baseline="mean")[1] == pytest.approx(mean_baseline, abs=1e-9)


@pytest.mark.parametrize("constant, want", [(0.0, 12), (10.0, 72), (100.0, 9612), (-3.5, 38.25)])
def test_a_constant_drowns_the_score_function_alone(constant, want):
    assert at_mean(2.0, constant=constant)[1] == pytest.approx(want, rel=1e-12)
    assert at_mean(2.0, constant=constant, draws=8)[1] == pytest.approx(want / 8, rel=1e-12)
    assert at_mean(2.0, constant=constant, baseline="mean")[1] == pytest.approx(8, rel=1e-9)
    assert at_mean(2.0, "reparam", constant=constant)[1] == pytest.approx(1, rel=1e-12)
    # A sample covariance: 8/S, and (Var c · Var s + cov²)/(S (S − 1)) for having to estimate the mean.
    for draws in (2, 5):
        want_loo = 8 / draws + (4 + 4) / (draws * (draws - 1))
        assert at_mean(2.0, "score_function_loo", draws=draws, constant=constant)[1] == pytest.approx(want_loo, rel=1e-9)


def test_when_the_score_function_wins():
    assert at_mean(0.5)[1] == pytest.approx(0.516, abs=5e-4)
    assert at_mean(0.686)[1] < 1 < at_mean(0.688)[1]


@pytest.mark.parametrize("m, sd", [(1.3, 0.4), (-0.6, 1.7)])
def test_another_scale(m, sd):
    """Reparameterization: ∂/∂m is m + sd·ε, ∂/∂log sd is (m + sd·ε)·sd·ε − 1."""
    got = gradient_noise(UNIT, [m, math.log(sd)], "reparam")
    assert np.allclose(got.mean, [m, sd * sd - 1], atol=1e-10)
    assert np.allclose(got.variance, [sd**2, sd**2 * m**2 + 2 * sd**4], rtol=1e-9)
    path = gradient_noise(UNIT, [m, math.log(sd)], "sticking_the_landing")
    slope = sd - 1 / sd
    assert np.allclose(path.variance, [slope**2, m**2 * sd**2 + 2 * slope**2 * sd**2], rtol=1e-9)


def test_sticking_the_landing_is_silent_at_p():
    problem = vizvi.Problem(TARGETS["gaussian"](correlation=-0.7), FAMILIES["full_rank"](), REVERSE)
    lam = problem.family.from_moments(np.zeros(2), np.array([[1, -0.7], [-0.7, 1]]))
    assert np.abs(gradient_noise(problem, lam, "sticking_the_landing").variance).max() < 1e-20
    assert gradient_noise(problem, lam, "reparam").variance.min() > 0.5
    assert np.abs(gradient_noise(problem, lam, "score_function").variance).max() < 1e-20


CASES = [
    ("mean_field", "two_bumps", {"separation": 1.5, "weight": 0.3}), ("full_rank", "banana", {}),
    ("mean_field", "challenger", {}), ("mixture", "two_bumps", {"separation": 1.5, "weight": 0.3}),
    pytest.param("mixture", "banana", {}, marks=pytest.mark.wide),
]  # fmt: skip


@pytest.mark.parametrize("family, slug, knobs", CASES)
@pytest.mark.parametrize("draws", [1, 6])
@pytest.mark.defaults
def test_the_estimators_themselves(estimator, family, slug, knobs, draws, runs=6000):
    problem = vizvi.Problem(TARGETS[slug](**knobs), FAMILIES[family](), REVERSE)
    rng = np.random.default_rng(5)
    lam = rng.uniform(-0.5, 0.5, len(problem.params))
    got = gradient_noise(problem, lam, estimator, draws=draws)
    eps = rng.standard_normal((runs, problem.family.round_draws(draws), problem.family.noise_dim(problem.target.dim)))
    _, grad = estimator.gradient(problem, np.tile(lam, (runs, 1)), eps)
    square = (grad - got.mean) ** 2
    assert np.all(np.abs(grad.mean(axis=0) - got.mean) < 5 * grad.std(axis=0) / math.sqrt(runs) + 1e-9)
    # The spread of squares is itself estimated, from skewed ones.
    assert np.all(np.abs(square.mean(axis=0) - got.variance) < 6 * square.std(axis=0) / math.sqrt(runs) + 1e-9)
    assert got.error < 1e-9


@pytest.mark.parametrize("family, slug, knobs", CASES[:4])
def test_the_mean_is_the_gradient_of_the_divergence(family, slug, knobs):
    problem = vizvi.Problem(TARGETS[slug](**knobs), FAMILIES[family](), REVERSE)
    lam = np.random.default_rng(8).uniform(-0.4, 0.4, len(problem.params))
    want = central(lambda each: vizvi.exact(problem, each, tolerance=1e-10).reverse_kl, lam, 1e-4)
    for estimator in ESTIMATORS:
        for options in ({}, {"constant": 7.0}, {"draws": 4, "baseline": "leave-one-out"}, {"entropy": "closed"}):
            assert np.allclose(gradient_noise(problem, lam, estimator, **options).mean, want, atol=1e-6)


@pytest.mark.parametrize("slug, separation", [("two_modes", 6.0), ("two_bumps", 12.0), ("two_bumps", 3.0)])
def test_across_two_modes(slug, separation):
    """Where q spans a kink of log p: the two paths and the score by a dense grid in one dimension."""
    target = TARGETS[slug](separation=separation, weight=0.4)
    problem = vizvi.Problem(target, FAMILIES["mean_field"](), REVERSE)
    m, sd = 0.7, 4.0
    lam = np.array([m, math.log(sd)]) if target.dim == 1 else np.array([m, 0.0, math.log(sd), 0.0])
    u = np.linspace(-10, 10, 400_001)
    mass = np.exp(-0.5 * u * u) / math.sqrt(2 * math.pi) * (u[1] - u[0])
    x = m + sd * u
    push = separation * np.tanh(separation * x + 0.5 * math.log(0.4 / 0.6)) - x
    for estimator, force in (("reparam", push), ("sticking_the_landing", push + u / sd)):
        got = gradient_noise(problem, lam, estimator)
        assert got.mean[0] == pytest.approx(-mass @ push, abs=1e-6)
        assert got.variance[0] == pytest.approx(mass @ force**2 - (mass @ force) ** 2, rel=1e-6)


def test_heavy_tails():
    """On a Gaussian target the score function's cost grows like z²: with df = 4 its square has no mean, with 5 it has."""
    for df, finite in ((4, False), (5, True)):
        problem = vizvi.Problem(TARGETS["two_bumps"](separation=0.0), FAMILIES["student_t"](df=df), REVERSE)
        got = gradient_noise(problem, [0.3, 0.1], "score_function")
        assert bool(np.isfinite(got.variance[1])) is finite
    # ∂/∂loc by reparameterization is z itself, whose variance is scale²·df/(df − 2).
    problem = vizvi.Problem(TARGETS["two_bumps"](separation=0.0), FAMILIES["student_t"](df=3), REVERSE)
    pure = gradient_noise(problem, [0.3, 0.1], "sticking_the_landing")
    assert np.isfinite(pure.variance[0]) and np.isinf(pure.variance[1])


@pytest.mark.parametrize("bad", [
    {"estimator": "guess"}, {"draws": 0}, {"draws": 1.5}, {"baseline": "best"}, {"constant": math.inf}, {"lam": [0.0]},
    {"lam": [[0.0, 0.0]]}, {"lam": [math.nan, 0.0]}, {"baseline": "leave-one-out"}, {"entropy": "none"}, {"problem": None},
])  # fmt: skip
def test_bad_input(bad):
    with pytest.raises(ValueError, match=r"\.$"):
        gradient_noise(**({"problem": UNIT, "lam": [0.0, 0.0], "estimator": "score_function"} | bad))
    other = vizvi.Problem(UNIT.target, UNIT.family, DIVERGENCES["alpha"]())
    with pytest.raises(ValueError, match=r"^gradient_noise is exact for the reverse KL alone.*\.$"):
        gradient_noise(other, [0.0, 0.0], "score_function")
