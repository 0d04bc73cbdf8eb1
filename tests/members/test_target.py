"""Every target: a density with the normalizer it claims, for any batch, and a score that is its derivative."""

import numpy as np
import pytest

from vizvi.integrate.truth import truth
from vizvi.member import central


def points(target, shape, seed=0):
    """Uniform in the middle half of the window."""
    lo, hi = np.array(target.window, float).T
    return lo + (hi - lo) * (0.25 + 0.5 * np.random.default_rng(seed).random((*shape, target.dim)))


def inside(target):
    """The integral of p over the window by a midpoint rule in asinh(100 z), fine where a funnel is narrow."""
    n = 40_000 if target.dim == 1 else 1600
    axes, weights = [], []
    for lo, hi in target.window:
        ends = np.arcsinh([100 * lo, 100 * hi])
        t = ends[0] + (ends[1] - ends[0]) * (np.arange(n) + 0.5) / n
        axes.append(np.sinh(t) / 100)
        weights.append(np.cosh(t) / 100 * (ends[1] - ends[0]) / n)
    total = 0.0
    for part, weight in zip(np.array_split(axes[0], 20), np.array_split(weights[0], 20), strict=True):
        z = np.stack(np.meshgrid(part, *axes[1:], indexing="ij"), axis=-1)
        density = np.exp(target.log_prob(z) - target.log_z)
        total += weight @ (density if target.dim == 1 else density @ weights[1])
    return total


def test_window_and_names(target):
    assert target.dim in (1, 2)
    assert len(target.window) == len(target.names) == target.dim
    assert all(np.isfinite([lo, hi]).all() and lo < hi for lo, hi in target.window)


def test_nodes_integrate_to_the_normalizer(target):
    known = truth(target)
    assert known.log_z_error < 1e-6  # the largest of three rules' differences
    assert known.mass[0] == pytest.approx(1, abs=2e-7)
    assert np.abs(known.mass[1] - 1) < 1e-5
    assert known.mass[2:].max() < 1e-6


def test_an_independent_grid_finds_the_same_mass(target):
    """A plain grid over the window, against the target's own nodes inside it."""
    known = truth(target)
    lo, hi = np.array(target.window).T
    within = ((known.nodes.points >= lo) & (known.nodes.points <= hi)).all(axis=-1)
    mass = np.exp(known.log_p + known.nodes.log_volume)
    # A window's edge may cut through cells of the nodes.
    edge = (np.abs(known.nodes.points - lo) < (hi - lo) / 50) | (np.abs(known.nodes.points - hi) < (hi - lo) / 50)
    assert inside(target) == pytest.approx(mass[within].sum(), abs=1e-6 + mass[edge.any(axis=-1)].sum())


def test_the_window_holds_nearly_everything(target):
    known = truth(target)
    lo, hi = np.array(target.window).T
    within = ((known.nodes.points >= lo) & (known.nodes.points <= hi)).all(axis=-1)
    assert np.exp(known.log_p + known.nodes.log_volume)[within].sum() > 0.8


@pytest.mark.parametrize("shape", [(), (7,), (3, 1, 5)], ids=str)
def test_batches_broadcast(target, shape):
    z = points(target, shape)
    log_p, score = target.log_prob(z), target.score(z)
    assert np.shape(log_p) == shape
    assert np.shape(score) == (*shape, target.dim)
    one = z[(0,) * len(shape)]
    assert np.allclose(target.log_prob(one), log_p[(0,) * len(shape)], rtol=1e-12)
    assert np.allclose(target.score(one), score[(0,) * len(shape)], rtol=1e-12)


def test_arguments_are_not_mutated(target):
    z = points(target, (5,))
    z.setflags(write=False)
    target.log_prob(z), target.score(z)


def test_score_is_the_derivative(target):
    z = points(target, (200,))
    score, differences = target.score(z), central(target.log_prob, z)
    assert np.allclose(score, differences, rtol=1e-6, atol=1e-6 * np.abs(score).max())


def test_far_out_nothing_is_nan(target):
    """Underflow to 0 is −inf in logs, never nan, and never a warning."""
    z = np.concatenate([s * np.eye(target.dim) * big for big in (1e2, 1e4) for s in (1, -1)])
    with np.errstate(over="ignore"):
        assert not np.isnan(target.log_prob(z)).any()
        assert (target.log_prob(z) < np.inf).all()
