"""What waves: expectations of sines are closed forms, at standard deviations that are no round numbers of a step."""

import math

import numpy as np
import pytest

from vizvi import Problem, density, exact, optima
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS

REVERSE = DIVERGENCES["reverse_kl"]()
PRECISION = np.linalg.inv([[2, 0.25], [0.25, 0.5]])


def squiggle_energy(frequency, mean, cov):
    """E_q[log p] of the squiggle: E sin, E sin², E z sin of a Gaussian."""
    f, (m1, m2), (a, b, c) = frequency, mean, (cov[0, 0], cov[0, 1], cov[1, 1])
    damp = math.exp(-0.5 * f * f * a)
    sine, cosine, sine2 = math.sin(f * m1) * damp, math.cos(f * m1) * damp, (1 - math.cos(2 * f * m1) * damp**4) / 2
    xx, xy = a + m1 * m1, b + m1 * m2 + m1 * sine + a * f * cosine
    yy = c + m2 * m2 + 2 * (m2 * sine + b * f * cosine) + sine2
    square = PRECISION[0, 0] * xx + 2 * PRECISION[0, 1] * xy + PRECISION[1, 1] * yy
    return -0.5 * square - 0.5 * np.linalg.slogdet(2 * np.pi * np.linalg.inv(PRECISION))[1]


@pytest.mark.parametrize("frequency", [5.0, 4.1, 2.7])
def test_the_squiggle_at_every_scale(frequency):
    family, rng = FAMILIES["full_rank"](), np.random.default_rng(1)
    log_sd = np.linspace(math.log(0.05), math.log(4), 90)
    lam = np.column_stack([rng.normal(size=(90, 2)), log_sd, rng.permutation(log_sd), rng.normal(size=90)])
    ledger = exact(Problem(TARGETS["squiggle"](frequency=frequency), family, REVERSE), lam)
    want = np.array([squiggle_energy(frequency, *family.moments(each)) for each in lam])
    off = np.abs(ledger.energy - want)
    assert np.all(off <= 3 * ledger.error + 1e-8) and off.max() < 1e-6


def test_the_squiggles_own_optimum():
    """Once wrong by .16 nats with an error of 2e-9: a step and its double met sin²(5 z₁) at the same phase."""
    problem = Problem(TARGETS["squiggle"](), FAMILIES["full_rank"](), REVERSE)
    lam = problem.family.from_moments(np.zeros(2), np.array([[2, 0.25], [0.25, 0.5]]))
    shifted = np.array([0, 0, math.log(2) / 2, math.log(0.6846875) / 2, 0.25 / math.sqrt(2)])
    assert exact(problem, np.stack([lam, shifted])).reverse_kl[0] == pytest.approx(PRECISION[1, 1] / 4, abs=1e-6)
    found = optima(problem, starts=16)
    mean, cov = problem.family.moments(found.lam)
    for value, *where in zip(found.value, mean, cov):
        want = -0.5 * np.linalg.slogdet(2 * np.pi * np.e * where[1])[1] - squiggle_energy(5.0, *where)
        assert value == pytest.approx(want, abs=1e-6)


@pytest.mark.parametrize("frequency", [3.0, 11.7, 44.0])
def test_a_line_that_waves(frequency):
    """log p = −z²/2 + ½ cos(f z + 1) for a Gaussian q of sd s: the cosine's mean is damped by exp(−f² s²/2)."""
    target = density(lambda z: -0.5 * z[..., 0] ** 2 + 0.5 * np.cos(frequency * z[..., 0] + 1), 1, ((-9, 9),))
    mean, log_sd = np.random.default_rng(2).normal(size=120), np.linspace(math.log(0.03), math.log(20), 120)
    ledger = exact(Problem(target, FAMILIES["mean_field"](), REVERSE), np.stack([mean, log_sd], axis=-1))
    variance = np.exp(2 * log_sd)
    want = -0.5 * (mean**2 + variance) + 0.5 * np.cos(frequency * mean + 1) * np.exp(-0.5 * frequency**2 * variance)
    off = np.abs(ledger.energy - want)
    assert np.all(off <= 3 * ledger.error + 1e-9) and off.max() < 1e-6
