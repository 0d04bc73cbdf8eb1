"""Closed forms and published numbers as a table of regression tests, each with the digits its source gives."""

import math

import numpy as np
import pytest
from oracles import average

from vizvi import Experiment, Problem, density, exact, fit
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.targets import TARGETS


def optimum(target, family="mean_field", divergence="reverse_kl", mean=None, sd=1.0, steps=200, **knobs):
    """Mean, covariance and ledger where exact descent ends, from a start with this mean and sd."""
    problem = Problem(target, FAMILIES[family](), DIVERGENCES[divergence](**knobs))
    mean = np.zeros(target.dim) if mean is None else np.atleast_1d(np.asarray(mean, float))
    start = problem.family.from_moments(mean, np.eye(target.dim) * sd**2)
    lam = fit(Experiment(problem, METHODS["exact_descent"](), steps=steps, start=tuple(start.tolist()))).lam[0, -1]
    return *problem.family.moments(lam), exact(problem, lam)


def close(value, digits: str):
    """As many decimals as are printed, within one unit of the last."""
    decimals = len(digits.partition(".")[2])
    return value == pytest.approx(float(digits), abs=1.01 * 10.0**-decimals)


# Mean-field and correlation

CORRELATION = [
    ("0.3", "0.9100", "0.0472", "0.0517"), ("0.5", "0.7500", "0.1438", "0.1895"), ("0.7", "0.5100", "0.3367", "0.6241"),
    ("0.9", "0.1900", "0.8304", "3.4328"), ("0.95", "0.0975", "1.1640", "8.0925"), ("0.99", "0.0199", "1.9585", "47.2927"),
]  # fmt: skip


@pytest.mark.parametrize("rho, variance, value, crossed", CORRELATION)
def test_reverse_matches_precisions_forward_matches_variances(rho, variance, value, crossed):
    """PRML fig. 10.2: var 1 − ρ² against 1, the same value, and each scored by the other's rule."""
    target = TARGETS["gaussian"](correlation=float(rho))
    mean, cov, ledger = optimum(target, mean=[0.5, -0.3])
    assert np.allclose(mean, 0, atol=1e-4) and np.allclose(cov, float(variance) * np.eye(2), atol=1e-4)
    assert close(ledger.reverse_kl, value) and close(ledger.forward_kl, crossed)
    mean, cov, ledger = optimum(target, divergence="forward_kl", mean=[0.5, -0.3])
    assert np.allclose(mean, 0, atol=1e-4) and np.allclose(cov, np.eye(2), atol=1e-4)
    assert close(ledger.forward_kl, value) and close(ledger.reverse_kl, crossed)


ALPHA = [
    (".9", a, s)
    for a, s in zip(
        (-0.5, 0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.5, 2),
        (".1480", ".1900", ".2083", ".2530", ".4359", ".7510", ".9120", "1.0000", "1.2840", "1.4337"),
        strict=True,
    )
]
ALPHA += [(".5", a, s) for a, s in zip(
    (0, 0.25, 0.5, 0.75, 1), (".7500", ".8028", ".8660", ".9343", "1.0000"), strict=True)]  # fmt: skip


@pytest.mark.parametrize("rho, alpha, variance", ALPHA)
def test_the_order_of_divergences(rho, alpha, variance):
    """α s² + (1 − 2α) s − (1 − α)(1 − ρ²) = 0 (after Margossian, Pillaud-Vivien & Saul, 2024)."""
    sd = math.sqrt(float(variance)) * (1.05 if alpha > 0 else 0.95)
    _, cov, ledger = optimum(TARGETS["gaussian"](correlation=float(rho)), divergence="alpha", alpha=alpha, sd=sd)
    assert np.allclose(np.diag(cov), float(variance), atol=1.01e-4)
    assert np.isfinite(ledger.divergence)


def test_elliptical_symmetry_gives_the_exact_correlation():
    """Bivariate t, ν = 4, correlation .8: correlation .80000 and variances 1.376; mean-field .5806 (Margossian & Saul)."""
    precision = np.linalg.inv([[1, 0.8], [0.8, 1]])
    t = density(lambda z: -3 * np.log1p((z @ precision * z).sum(axis=-1) / 4), window=((-60, 60), (-60, 60)))
    mean, cov, _ = optimum(t, "full_rank", mean=[0.3, -0.2])
    assert np.allclose(mean, 0, atol=1e-4)
    assert cov[0, 1] / math.sqrt(cov[0, 0] * cov[1, 1]) == pytest.approx(0.8, abs=1e-5)
    assert np.allclose(np.diag(cov), 1.376, atol=1e-3)
    assert np.allclose(np.diag(optimum(t, mean=[0.1, 0.2])[1]), 0.5806, atol=1e-4)


# Modes


WEIGHTS = [(0.5, ".6931"), (0.75, ".2877"), (0.25, "1.3863"), (0.9, ".1054"), (0.1, "2.3026")]


@pytest.mark.parametrize("weight, value", WEIGHTS)
def test_the_price_of_ignoring_a_mode_is_its_weight(weight, value):
    target = TARGETS["two_bumps"](separation=12.0, weight=weight)
    mean, _, ledger = optimum(target, mean=11.0)
    assert mean[0] == pytest.approx(12, abs=1e-5)
    assert ledger.reverse_kl == pytest.approx(-math.log(weight), abs=1e-6) and close(ledger.reverse_kl, value)


MODES = [  # a; wide: s, KL; locked: m, s, KL; forward: s, KL
    ("1", "1.3937", ".0109", None, None, None, "1.4142", ".0097"),
    ("2", "2.0470", ".2265", None, None, None, "2.2361", ".1720"),
    ("2.5", "2.3906", ".4811", "2.3861", "1.1365", ".6665", "2.6926", ".3146"),
    ("3", "2.7438", ".8406", "2.9843", "1.0234", ".6888", "3.1623", ".4620"),
    ("4", "3.4727", "1.8712", "3.9996", "1.0008", ".6931", "4.1231", ".7236"),
    ("6", "4.9857", "5.1361", "6", "1", ".6931", "6.0828", "1.1123"),
]


@pytest.mark.parametrize("a, wide, wide_kl, m, s, locked_kl, forward, forward_kl", MODES)
def test_two_bumps(a, wide, wide_kl, m, s, locked_kl, forward, forward_kl):
    target = TARGETS["two_bumps"](separation=float(a))
    mean, cov, ledger = optimum(target, mean=0.0, sd=float(wide) * 1.05)
    assert abs(mean[0]) < 1e-3 and close(math.sqrt(cov[0, 0]), wide) and close(ledger.reverse_kl, wide_kl)
    mean, cov, ledger = optimum(target, mean=float(a), sd=1.0)
    if m is None:
        assert abs(mean[0]) < 1e-3  # no optimum on one mode yet
    else:
        assert close(mean[0], m) and close(math.sqrt(cov[0, 0]), s) and close(ledger.reverse_kl, locked_kl)
    mean, cov, ledger = optimum(target, divergence="forward_kl", mean=1.0, sd=2.0)
    assert abs(mean[0]) < 1e-6 and close(math.sqrt(cov[0, 0]), forward) and close(ledger.forward_kl, forward_kl)


def test_where_modes_are_born_and_cross():
    """The locked optimum appears at a = 2.412 and becomes global at a = 2.800."""
    born = lambda a: abs(optimum(TARGETS["two_bumps"](separation=a), mean=2.2, sd=1.3, steps=400)[0][0]) > 1.5
    assert not born(2.405) and born(2.42)
    for a, locked_wins in ((2.79, False), (2.81, True)):
        target = TARGETS["two_bumps"](separation=a)
        locked, wide = (optimum(target, mean=m, sd=s)[2].reverse_kl for m, s in ((a, 1.0), (0.0, 2.6)))
        assert (locked < wide) == locked_wins
        assert close(locked, ".68")


@pytest.mark.parametrize("a, alpha, covers", [(3, 0.1049, False), (3, 0.1249, True), (4, 0.3988, False), (4, 0.4188, True)])
def test_who_wins_on_the_alpha_axis(a, alpha, covers):
    """Covering is best above α = .1149 for a = 3 and .4088 for a = 4."""
    target = TARGETS["two_bumps"](separation=float(a))
    both = [optimum(target, divergence="alpha", alpha=alpha, mean=m, sd=s)[2].divergence for m, s in ((0, a), (a, 1.1))]
    assert (both[0] < both[1]) == covers


# Shapes a Gaussian cannot follow


FUNNEL = [("1", ".8165", ".8465", "-.2027"), ("2", "1.1547", ".7165", "-.5493"),
          ("3", "1.2792", ".6643", "-.8524"), ("5", "1.3608", ".6294", "-1.3013")]  # fmt: skip


@pytest.mark.parametrize("scale, s_v, t_x, elbo", FUNNEL)
@pytest.mark.parametrize("family", ["mean_field", "full_rank"])
def test_funnel(family, scale, s_v, t_x, elbo):
    """However wide the funnel, q's sd of v never exceeds √2."""
    mean, cov, ledger = optimum(TARGETS["funnel"](scale=float(scale)), family, mean=[0.3, 0.2])
    assert np.allclose(mean, 0, atol=1e-4)
    assert close(math.sqrt(cov[0, 0]), s_v) and close(math.sqrt(cov[1, 1]), t_x) and close(ledger.elbo, elbo)


@pytest.mark.parametrize("b", [0.25, 0.5, 1.0, 2.0])
def test_banana(b):
    """4b²s⁴ + s² − 1 = 0, m_y = b s², and y keeps its conditional variance: the mean of y is wrong."""
    mean, cov, _ = optimum(TARGETS["banana"](bend=b), mean=[0.2, 0.5])
    square = (-1 + math.sqrt(1 + 16 * b * b)) / (8 * b * b)
    assert np.allclose([mean[0], mean[1], cov[0, 0], cov[1, 1]], [0, b * square, square, 1], atol=1e-5)


def test_banana_of_other_texts():
    """sx² = 4, b = ½: s² = .8828 (true 4), m_y = .4414 (true 2), var y 1 (true 9), ELBO −.5607."""
    log_prob = lambda z: -0.5 * (z[..., 0] ** 2 / 4 + (z[..., 1] - 0.5 * z[..., 0] ** 2) ** 2) - math.log(4 * math.pi)
    target = density(log_prob, window=((-16, 16), (-8, 120)))
    mean, cov, ledger = optimum(target, mean=[0.2, 0.5])
    assert close(cov[0, 0], ".8828") and close(mean[1], ".4414") and close(cov[1, 1], "1.0000")
    assert ledger.elbo == pytest.approx(-0.5607, abs=1e-4)


LOG_GAMMA = [(0.5, "-1.6931", "2.0000", ".15343", ".51257"), (1, "-.5000", "1.0000", ".08106", ".22978"),
             (2, ".4431", ".5000", ".04134", ".10939"), (5, "1.5094", ".2000", ".01664", ".04250"),
             (792, None, None, ".000105", None)]  # fmt: skip


@pytest.mark.parametrize("k, mean, variance, value, laplace", LOG_GAMMA)
def test_log_gamma(k, mean, variance, value, laplace):
    """μ = log k − 1/(2k), s² = 1/k; the KL is Stirling's remainder. Laplace has the same variance."""
    target = TARGETS["log_gamma"](shape=k)
    m, cov, ledger = optimum(target, mean=math.log(k), sd=1 / math.sqrt(k))
    assert m[0] == pytest.approx(math.log(k) - 1 / (2 * k), abs=1e-5) and cov[0, 0] == pytest.approx(1 / k, rel=1e-4)
    stirling = math.lgamma(k) - ((k - 0.5) * math.log(k) - k + math.log(2 * math.pi) / 2)
    assert ledger.reverse_kl == pytest.approx(stirling, abs=1e-6) and close(ledger.reverse_kl, value)
    if laplace:
        assert close(m[0], mean) and close(cov[0, 0], variance)
        problem = Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
        lam = fit(Experiment(problem, METHODS["laplace"](), steps=30)).lam[0, -1]
        assert np.allclose(lam, [math.log(k), -0.5 * math.log(k)], atol=1e-6)
        assert close(exact(problem, lam).reverse_kl, laplace)


def test_log_gamma_of_a_class():
    """Shape 792 and rate 16: μ = 3.90134, σ = .035533 (Kejzlar & Hu)."""
    mean, cov, _ = optimum(TARGETS["log_gamma"](shape=792.0), mean=6.6, sd=0.05)
    assert close(mean[0] - math.log(16), "3.90134") and close(math.sqrt(cov[0, 0]), ".035533")


HEAVY = [(1, "1.634", ".1828"), (2, "1.365", ".0738"), (3, "1.260", ".0407"), (5, "1.167", ".0181"), (10, "1.090", ".0056")]


@pytest.mark.parametrize("df, sd, value", HEAVY)
def test_heavy_tails(df, sd, value):
    """A Gaussian on a Student-t: the reverse KL's sd is finite for every ν, the forward KL's only for ν > 2."""
    target = TARGETS["student_t"](df=df)
    _, cov, ledger = optimum(target, mean=0.2)
    assert close(math.sqrt(cov[0, 0]), sd) and close(ledger.reverse_kl, value)
    if df <= 2:
        assert ledger.forward_kl == np.inf
        return
    _, cov, _ = optimum(target, divergence="forward_kl", mean=0.2)
    assert cov[0, 0] == pytest.approx(df / (df - 2), abs=1e-4)


def test_laplace_of_heavy_tails():
    problem = Problem(TARGETS["student_t"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    lam = fit(Experiment(problem, METHODS["laplace"](), steps=30, start=(0.5, 0.0))).lam[0, -1]
    assert close(math.exp(lam[1]), ".866")


def test_half_normal_on_the_log_scale():
    """μ = −½, s² = ½, KL = .1534 (Kucukelbir et al., 2017)."""
    half_normal = density(lambda z: z[..., 0] - 0.5 * np.exp(2 * z[..., 0]), dim=1, window=((-24, 4),))
    mean, cov, ledger = optimum(half_normal, mean=-1.0)
    assert mean[0] == pytest.approx(-0.5, abs=1e-5) and cov[0, 0] == pytest.approx(0.5, abs=1e-5)
    assert ledger.reverse_kl == pytest.approx(0.1534, abs=1e-4)


@pytest.mark.parametrize("slug", ["banana", "challenger", "funnel", "squiggle", "eight_schools"])
def test_full_rank_optimum_conditions(slug):
    """E_q[∇ log p] = 0 and Σ⁻¹ = −E_q[Hessian] (Opper & Archambeau, 2009), by an independent average."""
    target = TARGETS[slug]()
    mean, cov, _ = optimum(target, "full_rank", mean=[0.5, 0.3], steps=400)
    score = [average(mean, cov, lambda z, i=i: target.score(z)[..., i]) for i in range(2)]
    assert np.allclose(score * np.sqrt(np.diag(cov)), 0, atol=1e-4)
    inverse = np.linalg.inv(cov)
    hessian = np.array([[average(mean, cov, lambda z, i=i, j=j: target.score(z)[..., i] * ((z - mean) @ inverse)[..., j])
                         for j in range(2)] for i in range(2)])  # fmt: skip
    assert np.allclose(-hessian @ cov, np.eye(2), atol=1e-3)


# Bounds


def test_reverse_kl_of_symmetric_mixture_has_the_exact_mean():
    """Even symmetry keeps the mean, for the wide optimum only (Margossian & Saul)."""
    target = TARGETS["two_modes"](separation=2.5)
    wide, _, _ = optimum(target, "full_rank", mean=[0.1, 0.1], sd=2.0)
    locked, _, _ = optimum(target, "full_rank", mean=[2.5, 0.1])
    assert abs(wide[0]) < 1e-3 and locked[0] == pytest.approx(2.3861, abs=1e-3)


def test_a_mixture_covers_two_modes():
    mean, cov, ledger = optimum(TARGETS["two_modes"](weight=0.3), "mixture", mean=[0.1, 0.0], sd=2.0, steps=400)
    assert ledger.reverse_kl == pytest.approx(0, abs=1e-6)
    assert mean[0] == pytest.approx(-1.2, abs=1e-3) and cov[0, 0] == pytest.approx(1 + 9 * 0.84, abs=1e-2)


def test_a_student_t_is_a_student_t():
    from vizvi.families import FAMILIES

    problem = Problem(TARGETS["student_t"](df=5.0), FAMILIES["student_t"](df=5), DIVERGENCES["reverse_kl"]())
    lam = fit(Experiment(problem, METHODS["exact_descent"](), steps=100, start=(1.0, 0.5))).lam[0, -1]
    assert np.allclose(lam, 0, atol=1e-4) and exact(problem, lam).reverse_kl == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize(
    "rho, a, bound",
    [
        (0.9, 0.25, -0.4250),
        (0.9, 0.5, -0.6041),
        (0.9, 0.75, -0.7265),
        (0.9, 2, -1.6607),
        (0.9, -1, np.inf),
        (0.3, -1, 0.0644),
    ],
)
def test_renyi_bound_of_the_mean_field_optimum(rho, a, bound):
    """(u) The Rényi bound is log(∫ pᵅ q¹⁻ᵅ)/α with α = 1 − a (Li & Turner, 2016), infinite below 1 − 1/ρ."""
    alpha = 1.0 - a
    half = 0.5 * np.log(1 - rho**2)
    problem = Problem(TARGETS["gaussian"](correlation=rho), FAMILIES["mean_field"](), DIVERGENCES["alpha"](alpha=alpha))
    value = exact(problem, [0.0, 0.0, half, half]).divergence
    found = np.inf if np.isinf(value) else np.log1p(-alpha * (1 - alpha) * value) / alpha
    assert found == pytest.approx(bound, abs=6e-5)
