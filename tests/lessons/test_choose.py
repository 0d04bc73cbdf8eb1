"""What the lesson on choosing models will draw: bars, bands, learning through the bound, and collapse."""

import numpy as np
import pytest

from vizvi.lessons.choose.collapse import collapse, turned
from vizvi.lessons.choose.degrees import bands, bars, example, moved, simulate
from vizvi.lessons.choose.learning import fixed_q, learning


def test_bars():
    powers, legendre = bars(example()), bars(example(), "legendre")
    assert powers.chosen == (3, 1) and legendre.chosen == (3, 3)
    assert powers.gap[0] == pytest.approx(0, abs=1e-12) and powers.gap[6] == pytest.approx(15.49, abs=0.005)
    assert np.all(np.diff(powers.gap) > 0) and np.all(powers.elbo <= powers.evidence)
    full = bars(example(), family="full_rank")
    np.testing.assert_allclose(full.elbo, powers.evidence)
    np.testing.assert_allclose(bars(simulate(seed=3)).gap, powers.gap, atol=1e-9)  # the same x, so the same gap


def test_bands_and_points():
    at, exact, q = bands(example(), 3)
    assert at.shape == exact.mean.shape == q.sd.shape == (121,)
    np.testing.assert_allclose(exact.mean, q.mean)
    assert np.all(exact.lo < exact.mean) and not np.allclose(exact.sd, q.sd)
    data = simulate(10, 0.3, 1)
    assert moved(data, 2, (0.5, 9.0))[4:6] == (0.5, 2.5)
    for index, value in ((99, (0, 0)), (0, "x"), (0, (np.nan, 0)), (None, (0, 0)), (-1, (0, 0))):
        assert moved(data, index, value) == data


def test_learning():
    for noise, peak in ((0.1, 0.777), (0.5, 0.562), (1.0, 0.360)):
        shown = learning(noise)
        assert shown.peaks == (pytest.approx(0.8, abs=1e-6), pytest.approx(peak, abs=5.1e-4))
        assert np.all(shown.elbo <= shown.evidence + 1e-12)
        assert shown.exact.bound.shape == (201,) and shown.joint.bound.shape == (801,)
        for path in (shown.exact, shown.variational, shown.joint):
            assert path.correlation[0] == pytest.approx(0.1) and np.diff(path.bound).min() > -1e-9
        held = fixed_q(noise, 0.5)
        assert np.all(held <= shown.elbo + 1e-12)
        assert np.interp(0.5, shown.correlation, held) == pytest.approx(
            np.interp(0.5, shown.correlation, shown.elbo), abs=1e-3
        )


def test_collapse():
    shown = collapse(beta=2.0)
    for k, each in enumerate(shown.thresholds):
        told = shown.kl[:, k]
        assert np.all((told > 0) == (shown.noise_variance < each)) and np.all(np.diff(told) <= 0)
    np.testing.assert_allclose(turned(np.deg2rad([0, 15, 30, 45])), [0, 0.0315363, 0.0892038, 0.1157212], atol=1e-7)
