"""Tighter is not better: q = N(.3, .8²) on N(0, 1) (Rainforth et al., 2018)."""

import math

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.bound_noise import bound_noise
from vizvi.diagnostics.gradient_noise import gradient_noise
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS

TOY = vizvi.Problem(TARGETS["two_bumps"](separation=0.0), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
LAM = np.array([0.3, math.log(0.8)])


def model(z):
    return z[..., 0] - 1


def test_tighter_is_noisier():
    got = bound_noise(TOY, LAM, (1, 10, 100), 12_000, model_score=model)
    assert np.all(np.abs(got.signal_to_noise[:, 0] - [0.375, 0.189, 0.072]) < 5 * got.error[:, 0] + 0.001)
    # The sampling sd of a ratio r of mean to sd is √((1 + r²/2)/R).
    want = np.array([0.875, 2.21, 5.49])
    assert np.all(np.abs(got.model_signal_to_noise - want) < 5 * np.sqrt((1 + want**2 / 2) / 12_000) + 0.005)
    # One draw is the plain gradient, whose noise is known exactly.
    exact = gradient_noise(TOY, LAM, "reparam")
    assert np.allclose(got.sd[0], np.sqrt(exact.variance), rtol=0.05)
    assert np.all(np.abs(got.mean[0] - exact.mean) < 5 * got.sd[0] / math.sqrt(12_000))
    assert exact.signal_to_noise[0] == pytest.approx(0.375, abs=1e-12)


@pytest.mark.wide
def test_a_thousand_draws():
    got = bound_noise(TOY, LAM, (1000,), 20_000, model_score=model)
    assert abs(got.signal_to_noise[0, 0] - 0.025) < 5 * got.error[0, 0]
    assert got.model_signal_to_noise[0] == pytest.approx(14.9, rel=0.03)


def test_mixtures_are_refused():
    problem = vizvi.Problem(TOY.target, FAMILIES["mixture"](), TOY.divergence)
    with pytest.raises(ValueError, match=r"^bound_noise: .*\.$"):
        bound_noise(problem, np.zeros(len(problem.params)))
