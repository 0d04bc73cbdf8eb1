"""k̂ against ArviZ on saved arrays and against exact tail indices; effective sizes against integrals."""

import numpy as np
import pytest

from vizvi import Problem
from vizvi.diagnostics.khat import (
    gaussian_tail,
    histogram,
    khat,
    log_ratios,
    normalized,
    reliability,
    true_relative_ess,
    usable,
)  # fmt: skip
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS

RNG = np.random.default_rng(11)
# Kinds of tails, draws and sizes.
SAVED = [
    ("gaussian", 400, 0.3), ("gaussian", 4000, 3.0), ("pareto", 1000, 0.4), ("pareto", 1000, 1.3),
    ("bounded", 225, 1.0), ("bounded", 226, 1.0), ("gaussian", 25, 1.0), ("holes", 3000, 1.0),
]  # fmt: skip


def ratios(kind, draws, size, rng):
    g = rng.standard_normal(draws)
    table = {"gaussian": size * g, "pareto": size * rng.exponential(size=draws), "bounded": -size * g * g}
    return np.where(rng.random(draws) < 0.2, -np.inf, 1000 + g) if kind == "holes" else table[kind]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind, draws, size", SAVED)
def test_the_same_as_arviz(kind, draws, size, seed):
    arviz = pytest.importorskip("arviz_stats.base", reason="the oracle is optional").array_stats
    log_w = ratios(kind, draws, size, np.random.default_rng(seed))
    assert khat(log_w) == pytest.approx(float(arviz.psislw(-log_w)[1]), abs=1e-9)


def problem(target, family="mean_field", **knobs):
    return Problem(TARGETS[target](**knobs), FAMILIES[family](), DIVERGENCES["reverse_kl"]())


def optimum(rho):
    one = problem("gaussian", correlation=rho)
    return one, one.family.from_moments(np.zeros(2), (1 - rho**2) * np.eye(2))


@pytest.mark.parametrize("k", [0.2, 0.5, 0.9, 1.5])
def test_a_pareto_tail_is_found(k):
    """Weights U^−k have tail index k exactly; estimates scatter by about (1 + k)/√190 at 4,000 draws."""
    log_w = k * np.random.default_rng(2).exponential(size=(60, 4000))
    found = khat(log_w)
    assert found.shape == (60,) and found.mean() == pytest.approx(k, abs=0.05)


@pytest.mark.parametrize("rho", [0.2, 0.45, 0.7, -0.9])
def test_exact_tail_of_the_mean_field_optimum(rho):
    """The log ratio is (ρ/2)(v₁² − v₂²) + a constant, so k = |ρ|; estimates read a little low."""
    one, lam = optimum(rho)
    assert gaussian_tail((1 - rho**2) * np.eye(2), [[1, rho], [rho, 1]]) == pytest.approx(abs(rho), abs=1e-12)
    eps = np.random.default_rng(4).standard_normal((40, 4000, 2))
    found = np.array([khat(log_ratios(one, lam, each)) for each in eps])
    assert found.mean() == pytest.approx(abs(rho), abs=0.15)
    # Draw by draw the ratio is what FACTS says, up to its constant.
    v = eps[0]
    log_w = log_ratios(one, lam, v)
    np.testing.assert_allclose(log_w, rho / 2 * (2 * v[:, 0] * v[:, 1]) + 0.5 * np.log(1 - rho**2), atol=1e-9)


@pytest.mark.parametrize("s2", [0.2, 0.6, 0.95])
def test_exact_tail_in_one_dimension(s2):
    assert gaussian_tail(s2, 1.0) == pytest.approx(1 - s2) and gaussian_tail(1 / s2, 1.0) == 0
    assert gaussian_tail(2 * s2, 2.0) == pytest.approx(1 - s2)


@pytest.mark.parametrize("rho, share", [(0.3, 0.8791), (-0.3, 0.8791), (0.45, None), (0.5, 0.0), (0.9, 0.0)])
def test_true_effective_size(rho, share):
    """√(1 − 4ρ²)/(1 − ρ²), zero from ½ on."""
    wanted = np.sqrt(max(0.0, 1 - 4 * rho**2)) / (1 - rho**2)
    assert share is None or wanted == pytest.approx(share, abs=1e-4)
    if abs(rho) == 0.5:  # the integral diverges like a logarithm: neither route sees its end
        return
    assert true_relative_ess(*optimum(rho)) == pytest.approx(wanted, abs=1e-5)


def test_seen_and_true_effective_size_agree_where_q_sees_all():
    one, lam = optimum(0.3)
    found = reliability(log_ratios(one, lam, RNG.standard_normal((100_000, 2))))
    assert found.relative_ess == pytest.approx(0.8791, abs=5e-3) and found.usable == 0.7


def test_no_diagnostic_from_q_sees_a_mode_that_q_never_visits():
    """Two bumps at ±4, q locked on one: the draws praise q, the truth does not (8e-28); the covering q is the better."""
    one = problem("two_bumps", separation=4.0)
    locked = np.array([3.9996, np.log(1.0008)])
    seen = reliability(np.stack([log_ratios(one, locked, RNG.standard_normal((4000, 1))) for _ in range(30)]))
    assert np.median(seen.k) < 0.5 and np.median(seen.relative_ess) > 0.95
    assert true_relative_ess(one, locked) == pytest.approx(8e-28, rel=0.05)
    at_three = problem("two_bumps", separation=3.0)
    assert true_relative_ess(at_three, [2.9843, np.log(1.0234)]) == pytest.approx(2.5e-14, rel=0.05)
    assert true_relative_ess(at_three, [0.0, np.log(2.7438)]) == pytest.approx(0.525, abs=1e-3)


def test_a_constant_changes_nothing_and_equal_weights_have_no_tail():
    log_w = RNG.standard_normal((3, 2, 500))
    np.testing.assert_allclose(khat(log_w + 700), khat(log_w), atol=1e-9)
    assert khat(np.full(100, 3.2)) == -np.inf and reliability(np.zeros(64)).ess == pytest.approx(64)
    np.testing.assert_allclose(normalized(log_w).sum(axis=-1), 1)
    assert usable(100) == pytest.approx(0.5) and usable(10**6) == 0.7


def test_histogram_counts_every_draw():
    found = histogram(3 * RNG.standard_normal(1000))
    assert found.share.sum() == pytest.approx(1) and len(found.edges) == len(found.share) + 1
    assert histogram(np.zeros(100)).share.max() == 1


@pytest.mark.parametrize(
    "log_w", [np.zeros(24), np.array([np.nan] * 30), np.full(30, -np.inf), np.array([np.inf] + [0.0] * 30), 1.0, "abc"]
)
def test_what_is_no_row_of_log_ratios(log_w):
    with pytest.raises(ValueError, match="log_ratios"):
        khat(log_w)


@pytest.mark.parametrize(
    "log_w, k",
    [(3 * np.log(np.arange(1, 401.0)), -0.656858423218786), ((np.arange(1, 401.0) / 80) ** 2, 1.58344046964987),
     (np.sin(np.arange(1, 401.0)), -1.3723927968553917)],
)  # fmt: skip
def test_saved_values_of_arviz(log_w, k):
    """arviz_stats 0.8, `array_stats.psislw`."""
    assert khat(log_w) == pytest.approx(k, abs=1e-9)


@pytest.mark.parametrize("family", ["mean_field", "student_t", "mixture"])
@pytest.mark.dim(1)
def test_weights_average_to_the_evidence(family):
    """Whatever mass a draw stands for, the mean of exp(log ratio) is the normalizer of p̃."""
    one = problem("normal_normal", family)
    rng, wide = np.random.default_rng(1), np.array([[2.0]])
    lam = one.family.from_moments(np.array([0.8]), wide) + 0.1 * rng.standard_normal(len(one.params))
    eps = rng.standard_normal((2, 40_000, one.family.noise_dim(1)))
    log_w = log_ratios(one, lam, eps)
    np.testing.assert_allclose(np.exp(log_w).mean(axis=-1), np.exp(one.target.log_z), rtol=0.02)
    np.testing.assert_array_equal(log_w[1], log_ratios(one, lam, eps[1]))


def spread(kind: str, seed: int):
    """Log ratios of which a handful of draws may hold all of the weight."""
    rng = np.random.default_rng(seed)
    return {
        "one": np.append(rng.normal(size=999), 800.0),
        "two": np.append(rng.normal(size=998), [60.0, 60.0]),
        "steep": 400 * rng.normal(size=1000),
        "steeper": 1e6 * rng.normal(size=400),
        "cliff": np.append(np.full(996, -np.inf), rng.normal(size=4)),
        "ties": np.repeat(rng.normal(size=20) * 30, 50),
        "two values": np.append(np.full(900, -800.0), np.full(3, 0.0)),
        "subnormal": np.append(rng.normal(size=500) - 740, 0.0),
        "few": np.append(np.linspace(-1, 0, 24), 700.0),
    }[kind]


KINDS = ["one", "two", "steep", "steeper", "cliff", "ties", "two values", "subnormal", "few"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_a_handful_of_draws_is_never_enough(kind, seed):
    from vizvi.diagnostics.khat import reliability

    found = reliability(spread(kind, seed))
    assert not np.isnan(found.k)
    assert found.k >= found.usable or found.ess >= 5


@pytest.mark.parametrize("weights", [(0.9, 0.1), (0.5, 0.5), (0.03, 0.97)])
def test_a_mixture_that_is_p_has_all_its_draws(weights):
    """The ratios of q = p are all Z, whatever the components weigh: no tail, and S draws are worth S."""
    from vizvi.formula import formula

    target = formula("1.7 + logaddexp(log({}) + normal(x,0,1), log({}) + normal(x,5,0.5))".format(*weights))
    one = Problem(target, FAMILIES["mixture"](), DIVERGENCES["reverse_kl"]())
    lam = np.r_[np.log(weights), 0.0, 5.0, 0.0, np.log(0.5)]
    log_w = log_ratios(one, lam, np.random.default_rng(5).standard_normal((3, 1000, 1)))
    np.testing.assert_allclose(log_w, 1.7, atol=1e-9)
    found = reliability(log_w)
    np.testing.assert_allclose(found.relative_ess, 1)
    assert np.all(found.k == -np.inf)
