"""Published numbers about spheres, modes and the α dial, and the ledger's identity, each by a route of its own."""

import math

import numpy as np
import pytest

from vizvi import Problem, density, exact, optima
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS


def two_bumps(a, divergence="reverse_kl", weight=0.5, **knobs):
    target = TARGETS["two_bumps"](separation=float(a), weight=weight)
    return Problem(target, FAMILIES["mean_field"](), DIVERGENCES[divergence](**knobs))


# (b) Spherical fits: harmonic against arithmetic mean


@pytest.mark.parametrize("s1, s2, reverse, forward", [(10, 1, 1.407, 7.106), (3, 2, 2.353, 2.550)])
def test_a_sphere_has_the_harmonic_or_the_arithmetic_mean_of_variances(s1, s2, reverse, forward):
    """1/s² = (1/s₁² + 1/s₂²)/2 against s² = (s₁² + s₂²)/2 (MacKay, 2003, exercise 33.5)."""
    log_prob = lambda z: -0.5 * ((z[..., 0] / s1) ** 2 + (z[..., 1] / s2) ** 2)
    target = density(log_prob, window=((-9 * s1, 9 * s1), (-9 * s2, 9 * s2)))
    for divergence, want in (("reverse_kl", reverse), ("forward_kl", forward)):
        problem = Problem(target, FAMILIES["mean_field"](), DIVERGENCES[divergence]())
        lo, hi = math.log(s2 / 2), math.log(2 * s1)
        for _ in range(12):  # each round keeps the two cells around the lowest of 9 points
            log_s = np.linspace(lo, hi, 9)
            value = exact(problem, np.stack([0 * log_s, 0 * log_s, log_s, log_s], axis=-1), tolerance=1e-10).divergence
            best = int(value.argmin())
            assert np.all(np.diff(value[: best + 1]) <= 0) and np.all(np.diff(value[best:]) >= 0)
            lo, hi = log_s[max(best - 1, 0)], log_s[min(best + 1, 8)]
        assert math.exp((lo + hi) / 2) == pytest.approx(want, abs=1e-3)


# (i) Minka's sweep


def divergence_at(alpha, a, mean, sd):
    """D_α by a plain fine sum, and 0 and 1 as the KLs."""
    x = np.linspace(-40, 40, 40_001)
    log_p = np.logaddexp(-0.5 * (x - a) ** 2, -0.5 * (x + a) ** 2) - math.log(2 * math.sqrt(2 * math.pi))
    log_q = -0.5 * ((x - mean) / sd) ** 2 - math.log(sd * math.sqrt(2 * math.pi))
    if alpha in (0, 1):
        return 0.002 * (np.exp(log_q) * (log_q - log_p) if alpha == 0 else np.exp(log_p) * (log_p - log_q)).sum()
    bill = alpha * np.exp(log_p) + (1 - alpha) * np.exp(log_q) - np.exp(alpha * log_p + (1 - alpha) * log_q)
    return 0.002 * bill.sum() / (alpha * (1 - alpha))


SWEEP = [(-1, 2), (-0.5, 2), (-0.1, 3), (0, 3), (0.2, 3), (0.4, 3), (0.5, 1), (0.9, 1), (1, 1), (1.5, 1), (2, 1)]


@pytest.mark.parametrize("alpha, count", SWEEP)
def test_the_alpha_sweep_and_all_of_its_optima(alpha, count):
    """a = 3: every optimum is one of a plain sum too, and nothing else is; zero-forcing up to 0, zero-avoiding from 1 on
    (Minka, 2005, fig. 1)."""
    problem = two_bumps(3, "alpha", alpha=float(alpha))
    found = optima(problem, starts=32)
    assert len(found.value) == count
    for lam, value in zip(found.lam, found.value, strict=True):
        mean, sd = lam[0], math.exp(lam[1])
        here = divergence_at(alpha, 3, mean, sd)
        assert value == pytest.approx(here, abs=2e-6)
        around = [divergence_at(alpha, 3, mean + 0.03 * math.sin(t), sd * math.exp(0.03 * math.cos(t))) for t in range(8)]
        assert min(around) > here
    mean, sd = found.lam[0, 0], math.exp(found.lam[0, 1])
    if alpha <= 0:
        assert abs(abs(mean) - 3) < 0.1 and sd < 1.1
    if alpha >= 1:
        assert abs(mean) < 1e-4 and sd > 3.16


def test_the_covering_optimum_widens_with_alpha():
    sds = []
    for alpha in (0, 0.25, 0.5, 0.75, 1, 1.5, 2):
        found = optima(two_bumps(3, "alpha", alpha=float(alpha)), starts=16)
        sds.append(math.exp(found.lam[np.abs(found.lam[:, 0]).argmin(), 1]))
    assert np.all(np.diff(sds) > 0.02)
    assert sds[0] == pytest.approx(2.7438, abs=1e-4) and sds[4] == pytest.approx(math.sqrt(10), abs=1e-5)


# (j) Forward KL is moment matching


def test_forward_kl_matches_moments_from_every_start():
    """a = 3: N(0, 10) at .4620, wherever a start may be."""
    problem = two_bumps(3, "forward_kl")
    for seed in range(3):
        found = optima(problem, starts=64, seed=seed)
        assert len(found.value) == 1 and found.share[0] == 1
        mean, cov = problem.family.moments(found.lam[0])
        assert mean[0] == pytest.approx(0, abs=1e-7) and cov[0, 0] == pytest.approx(10, abs=1e-6)
        assert found.value[0] == pytest.approx(0.4620, abs=6e-5)


def test_forward_kl_is_convex_in_natural_parameters_and_reverse_is_not():
    """(mean/variance, −1/(2 variance)) at the ends and in the middle of random segments."""
    rng = np.random.default_rng(5)
    ends = np.stack([rng.uniform(-2, 2, (2, 200)), -np.exp(rng.uniform(-3, 0.5, (2, 200)))], axis=-1)
    eta = np.concatenate([ends, ends.mean(axis=0)[None]])
    variance = -0.5 / eta[..., 1]
    lam = np.stack([eta[..., 0] * variance, 0.5 * np.log(variance)], axis=-1)
    gaps = {}
    for divergence in ("forward_kl", "reverse_kl"):
        a, b, middle = exact(two_bumps(3, divergence), lam).divergence
        gaps[divergence] = (a + b) / 2 - middle
    assert gaps["forward_kl"].min() > -1e-9 and gaps["reverse_kl"].min() < -0.1
