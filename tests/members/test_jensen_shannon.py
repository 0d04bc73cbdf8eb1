"""Jensen–Shannon: both sides are billed, symmetrically, between 0 and log 2; values by SciPy's quadrature."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.optima.field import Field
from vizvi.targets import TARGETS

JS = DIVERGENCES["jensen_shannon"]()


def by_quad(problem, lam, log_z, edges) -> float:
    """½ KL(p‖m) + ½ KL(q‖m), piece by piece."""

    def bill(z):
        at = np.array([z])
        p, q = float(problem.target.log_prob(at)) - log_z, float(problem.family.log_prob(lam, at))
        m = np.logaddexp(p, q) - np.log(2)
        return 0.5 * (np.exp(p) * (p - m) + np.exp(q) * (q - m))

    return sum(quad(bill, lo, hi, limit=200, epsabs=1e-12)[0] for lo, hi in pairwise(edges))


@pytest.mark.parametrize("target, knobs", [("two_bumps", {"weight": 0.3}), ("log_gamma", {}), ("skew_normal", {})])
@pytest.mark.parametrize("family", ["mean_field", "mixture"])
@pytest.mark.parametrize("sd", [0.03, 0.7, 3.0])
def test_value_is_the_integral(target, knobs, family, sd):
    problem = vizvi.Problem(TARGETS[target](**knobs), FAMILIES[family](), JS)
    lam = problem.family.from_moments(np.array([0.6]), np.array([[sd**2]])) + 0.01
    ledger = vizvi.exact(problem, lam)
    mean, cov = problem.family.moments(lam)
    near = [float(mean[0] + k * cov[0, 0] ** 0.5) for k in (-8, -1, 0, 1, 8)]
    want = by_quad(problem, lam, float(ledger.log_z), sorted([*near, -90.0, -12.0, 0.0, 12.0, 90.0]))
    assert float(ledger.divergence) == pytest.approx(want, abs=1e-7)


def test_symmetric():
    """Two Gaussians in the plane: which one is called p does not matter."""
    family, rho = FAMILIES["full_rank"](), 0.6
    p, q = (np.zeros(2), np.array([[1, rho], [rho, 1]])), (np.zeros(2), np.array([[1, -0.3], [-0.3, 1]]))
    values = []
    for (_, here), (mean, there) in ((p, q), (q, p)):
        problem = vizvi.Problem(TARGETS["gaussian"](correlation=here[0, 1]), family, JS)
        values.append(float(vizvi.exact(problem, family.from_moments(mean, there)).divergence))
    assert values[0] == pytest.approx(values[1], abs=1e-8) and 0.01 < values[0] < np.log(2)


def test_between_zero_and_log_2():
    """Far apart it is log 2 to all digits; against the KLs it is never the larger half; a square of it obeys Pinsker."""
    problem = vizvi.Problem(TARGETS["two_bumps"](weight=0.3), FAMILIES["mean_field"](), JS)
    dice = np.random.default_rng(5)
    lam = np.stack([dice.uniform(-60, 60, 200), dice.uniform(-4, 4, 200)], axis=-1)
    ledger = vizvi.exact(problem, lam)
    value = ledger.divergence
    assert np.isfinite(value).all() and value.min() > 0 and value.max() <= np.log(2) + 1e-9
    assert (value <= 0.5 * (ledger.reverse_kl + np.nan_to_num(ledger.forward_kl, posinf=np.inf)) + 1e-9).all()
    assert float(vizvi.exact(problem, [200.0, 0.0]).divergence) == pytest.approx(np.log(2), abs=1e-9)


def test_one_side_alone_gives_the_same():
    """What is tried where the two sides together do not settle."""
    x = np.linspace(-40, 40, 40_001)
    log_q, log_p = (-0.5 * ((x - m) / s) ** 2 - np.log(s * np.sqrt(2 * np.pi)) for m, s in ((0, 1.0), (1.4, 0.6)))
    cell = np.log(x[1] - x[0])
    whole = JS.bill(log_p - log_q, log_q + cell).sum()
    assert JS.by_q(log_p - log_q, log_q + cell).sum() == pytest.approx(whole, abs=1e-10)
    assert JS.by_p(log_p - log_q, log_p + cell).sum() == pytest.approx(whole, abs=1e-10)
    assert np.isfinite(JS.by_q(np.array([-np.inf, 900.0, -900.0]), np.zeros(3))).all()


@pytest.mark.parametrize("family", ["mean_field", "student_t", "mixture"])
def test_slope_and_curvature_are_derivatives(family):
    problem = vizvi.Problem(TARGETS["two_bumps"](weight=0.4), FAMILIES[family](), JS)
    field = Field(problem, 0.05, 8.0, thin=False)
    lam = problem.family.from_moments(np.array([0.7]), np.array([[1.9]])) + 0.05 * np.arange(len(problem.params))
    here, h = field(lam[None]), 1e-4
    moved = lam + h * np.concatenate([np.eye(len(lam)), -np.eye(len(lam))])
    near = field(moved)
    assert np.allclose((near.value[: len(lam)] - near.value[len(lam) :]) / (2 * h), here.grad[0], atol=2e-6)
    assert np.allclose((near.grad[: len(lam)] - near.grad[len(lam) :]) / (2 * h), here.hess[0], atol=2e-5)


def test_a_single_bump_and_both_are_optima_at_once():
    """At ±3 one bell may cover both bumps or sit on one of them, at any rate: and covering is the better."""
    problem = vizvi.Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), JS)
    found = vizvi.optima(problem)
    assert len(found.lam) == 3 and abs(found.lam[0, 0]) < 1e-6 and found.value[0] == pytest.approx(0.1284, abs=1e-4)
    assert abs(found.lam[1, 0]) > 2.9 and found.value[1] == pytest.approx(found.value[2], abs=1e-9)
    run = vizvi.fit(vizvi.Experiment(problem, METHODS["exact_descent"](), steps=40, start=tuple(found.lam[1] + 0.1)))
    assert np.allclose(run.lam[0, -1], found.lam[1], atol=1e-4) or np.allclose(run.lam[0, -1], found.lam[2], atol=1e-4)


def test_a_page_writes_it_in_nats():
    from vizvi.picture import picture
    from vizvi.presets import descent

    run = descent("two_bumps")
    run = replace(run, problem=replace(run.problem, divergence=JS))
    shown = picture(run, vizvi.fit(run))
    (tile,) = [each for each in shown.header["readouts"] if each["key"] == "divergence"]
    assert tile["unit"] == "nats" and tile["label"] == "JS(p, q)"
    area = float(shown.arrays["strip"][-1].sum()) * (shown.header["window"][0][1] - shown.header["window"][0][0]) / 200
    assert area == pytest.approx(float(shown.arrays["divergence"][-1]), abs=2e-3)
