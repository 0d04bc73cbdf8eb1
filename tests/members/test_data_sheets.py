"""Models held to their data sheets: data, priors and evidence as the literature prints them, in SciPy's words."""

import numpy as np
import pytest
from scipy import stats

from vizvi.targets import TARGETS
from vizvi.targets.challenger import flights
from vizvi.targets.eight_schools import schools

# Rubin (1981), table 1; Dalal, Fowlkes & Hoadley (1989), table 1.
EFFECT, ERROR = (28, 8, -3, 7, -1, 1, 18, 12), (15, 10, 16, 11, 9, 11, 10, 18)
FLIGHTS = {53: (1,), 57: (1,), 58: (1,), 63: (1,), 66: (0,), 67: (0, 0, 0), 68: (0,), 69: (0,), 70: (0, 0, 1, 1), 72: (0,),
           73: (0,), 75: (0, 1), 76: (0, 0), 78: (0,), 79: (0,), 80: (), 81: (0,)}  # fmt: skip


def test_the_data_are_the_papers():
    assert tuple(map(tuple, schools())) == (EFFECT, ERROR)
    temperature, distress = flights()
    assert len(temperature) == 23 and distress.sum() == 7
    for degrees, found in FLIGHTS.items():
        assert tuple(sorted(distress[temperature == degrees])) == found, degrees


@pytest.mark.parametrize("mu, log_tau", [(8.0, np.log(6.0)), (-3.0, 0.0), (2.5, 3.1), (0.0, -4.0)])
def test_eight_schools_are_scipys(mu, log_tau):
    """μ ~ N(0, 5²), τ ~ half-Cauchy(0, 5), y_j ~ N(μ, σ_j² + τ²); the last term is the Jacobian of log τ."""
    tau = np.exp(log_tau)
    want = stats.norm(0, 5).logpdf(mu) + stats.halfcauchy(0, 5).logpdf(tau) + log_tau
    want += sum(stats.norm(mu, np.hypot(s, tau)).logpdf(y) for y, s in zip(EFFECT, ERROR))
    assert TARGETS["eight_schools"]().log_prob(np.array([mu, log_tau])) == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize("prior_sd", [0.5, 5.0, 20.0])
@pytest.mark.parametrize("a, b", [(-1.2, -1.9), (3.0, 0.5), (0.0, -6.0)])
def test_the_challenger_is_scipys(a, b, prior_sd):
    """Intercept and slope per 10 °F from 70 °F, each N(0, prior sd²); distress is a coin flipped by a logistic curve."""
    want = stats.norm(0, prior_sd).logpdf([a, b]).sum()
    for degrees, found in FLIGHTS.items():
        chance = stats.logistic.cdf(a + b * (degrees - 70) / 10)
        want += stats.bernoulli(chance).logpmf(list(found)).sum() if found else 0.0
    assert TARGETS["challenger"](prior_sd=prior_sd).log_prob(np.array([a, b])) == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize("x, unit, log_unit", [(1.5, "cm", 0.0), (-3.2, "m", np.log(100))])
def test_the_normal_normal_is_scipys(x, unit, log_unit):
    target, z = TARGETS["normal_normal"](x=x, unit=unit), 0.7
    want = stats.norm(0, 1).logpdf(z) + stats.norm(z, 1).logpdf(x) + log_unit
    assert target.log_prob(np.array([z])) == pytest.approx(want, rel=1e-12)
    assert target.log_z == pytest.approx(stats.norm(0, np.sqrt(2)).logpdf(x) + log_unit, rel=1e-12)


def test_defaults_of_the_models():
    """What a page opens with: prior sd 5 per coefficient, x = 2 cm."""
    assert TARGETS["challenger"]().prior_sd == 5.0 and TARGETS["challenger"].window == ((-6.0, 4.0), (-8.5, 1.5))
    assert (TARGETS["normal_normal"]().x, TARGETS["normal_normal"]().unit) == (2.0, "cm")
    assert TARGETS["eight_schools"].window == ((-16.0, 24.0), (-8.0, 8.0))
