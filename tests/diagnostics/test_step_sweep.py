"""Step sizes at equal cost: constant rates never settle, large ones fly away."""

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.step_sweep import condition_number, step_sweep
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS
from vizvi.targets import TARGETS

UNIT = vizvi.Problem(TARGETS["two_bumps"](separation=0.0), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())


def gradient(optimizer, draws=1, **options):
    return lambda rate: METHODS["gradient"](optimizer=OPTIMIZERS[optimizer](rate=rate), draws=draws, **options)


def test_constant_adam_never_settles():
    """One draw a step on N(0, 1): a floor in proportion to the rate."""
    got = step_sweep(UNIT, gradient("adam"), (0.1, 0.05, 0.025), 800, runs=300, start=(0.0, 0.0))
    floor, error = got.divergence.mean(axis=1), got.divergence.std(axis=1) / np.sqrt(300)
    assert np.all(np.abs(floor - [0.063, 0.031, 0.015]) < 5 * error + 0.001)
    settled = step_sweep(UNIT, gradient("adam", average=True), (0.1,), 800, runs=100, start=(0.0, 0.0))
    assert settled.divergence.mean() < 0.2 * floor[0]


def test_large_steps_fly_away_and_small_ones_do_not_arrive():
    """Gradient descent on a Gaussian is stable below 2/(largest curvature) = 2 (1 − ρ)."""
    problem = vizvi.Problem(TARGETS["gaussian"](correlation=0.9), FAMILIES["full_rank"](), UNIT.divergence)
    start = (1.5, -1.5, -0.5, -0.5, 0.0)
    got = step_sweep(problem, gradient("sgd", draws=8), (1e-4, 0.05, 0.9), 1600, runs=6, start=start)
    assert got.median[1] < 0.2 * got.median[0] and got.median[1] < 0.2 * got.median[2]
    assert got.diverged[1] == 0 and got.diverged[2] > 0.9
    assert np.all(got.band[0] <= got.median) and np.all(got.median <= got.band[1])
    assert got._replace(divergence=np.arange(1001.0)[None]).band.ravel().tolist() == [100, 900]
    natural = step_sweep(problem, lambda rate: METHODS["natural_gradient"](rate=rate), (0.1, 1.0), 3, runs=2, start=start)
    assert natural.median[1] < 1e-9 < natural.median[0]


def test_looks_on_the_way():
    """Each look is the divergence of `fit` there, and the last one the end."""
    problem = vizvi.Problem(TARGETS["gaussian"](correlation=0.9), FAMILIES["full_rank"](), UNIT.divergence)
    got = step_sweep(problem, gradient("adam", draws=8), (0.05, 0.2), 400, runs=3, seed=4, looks=6)
    assert got.spent.tolist() == [0, 80, 160, 240, 320, 400] and got.path.shape == (2, 3, 6)
    lam = vizvi.fit(vizvi.Experiment(problem, gradient("adam", draws=8)(0.2), runs=3, steps=50, seed=4)).lam
    assert got.path[1] == pytest.approx(vizvi.exact(problem, lam[:, ::10]).divergence, rel=1e-9)
    assert np.array_equal(got.path[..., -1], got.divergence)
    away = step_sweep(problem, gradient("sgd", draws=1), (1.0,), 4000, runs=2, looks=3)
    assert np.isinf(away.divergence).all() and np.isfinite(away.path[..., 0]).all() and away.diverged == 1


def test_condition_number():
    assert [condition_number(each) for each in (0.5, -0.9, 0.99)] == pytest.approx([3, 19, 199])
    with pytest.raises(ValueError, match=r"\.$"):
        condition_number(1.0)
    with pytest.raises(ValueError, match=r"^step_sweep: .*\.$"):
        step_sweep(UNIT, gradient("sgd", draws=64), (0.1,), 10)
    with pytest.raises(ValueError, match=r"^step_sweep: looks .*\.$"):
        step_sweep(UNIT, gradient("sgd"), (0.1,), 10, looks=1)
