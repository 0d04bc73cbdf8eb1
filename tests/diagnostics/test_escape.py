"""Noise: with the usual settings no run leaves the shallow valley; large steps and few draws throw them out."""

import math
from dataclasses import replace

import numpy as np
import pytest

from vizvi import Problem
from vizvi.diagnostics.basins import basins
from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.lessons.basins.escape_chart import escape_board, said
from vizvi.lessons.basins.escaped import Cell, Fate, affordable, fate, fate_without_noise, sweep
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS
from vizvi.targets import TARGETS

PROBLEM = Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
MIDDLE = (0.0, math.log(2.7))


def adam(draws, steps, runs=100, rate=0.05, **more):
    method = METHODS["gradient"](optimizer=OPTIMIZERS["adam"](rate=rate), draws=draws)
    return Experiment(PROBLEM, method, runs=runs, steps=steps, start=MIDDLE, **more)


@pytest.mark.parametrize("steps", [200, 1000])
def test_with_the_usual_settings_none_leaves(steps):
    """At a = 3 from (0, 2.7), Adam at .05 with 64 draws stays in 100 of 100 runs."""
    found = fate(adam(64, steps))
    assert found.home == 1 and found.count.tolist() == [0, 100, 0] and found.lost == 0 and found.left == 0.0


def test_with_a_single_draw_some_do():
    """With a single draw and 1,000 steps it stays in 92 of 100: so within four standard errors of 800 runs."""
    found = fate(adam(1, 1000, runs=800, seed=11))
    assert found.lost == 0
    assert 1 - found.left == pytest.approx(0.92, abs=4 * math.sqrt(0.92 * 0.08 / 800))
    assert found.count[0] > 0 and found.count[2] > 0  # to either side


def test_the_count_is_of_last_iterates():
    experiment = adam(1, 1000, runs=60, seed=4)
    last = fit(experiment).lam[:, -1]
    found = fate(experiment)
    # An independent look: in the valleys on the bumps q is narrow and far from the middle.
    beyond = (np.abs(last[:, 0]) > 2.0) & (last[:, 1] < math.log(1.9))
    assert abs(beyond.sum() - found.left * 60) <= 1
    assert np.isfinite(found.kl) and found.kl > 0.84


@pytest.mark.wide
def test_more_draws_and_smaller_steps_keep_runs_at_home():
    left = {(draws, rate): fate(adam(draws, 600, rate=rate)).left for draws in (1, 16) for rate in (0.03, 0.1, 0.3)}
    assert left[1, 0.03] <= left[1, 0.1] <= left[1, 0.3] and left[1, 0.1] > 0.2
    assert left[16, 0.1] < left[1, 0.1]


@pytest.mark.parametrize("slug", ["sgd", "adam"])
def test_exact_gradients_never_leave_by_small_steps(slug):
    found = fate_without_noise(adam(1, 1000), OPTIMIZERS[slug](rate=0.05))
    assert found.count.tolist() == [0, 100, 0] and found.kl == pytest.approx(0.8406, abs=1e-3)


def test_the_exact_gradient_is_what_many_draws_estimate():
    one = replace(adam(1024, 60, runs=1), start=(1.0, 0.8))
    sgd = replace(one, method=METHODS["gradient"](optimizer=OPTIMIZERS["sgd"](rate=0.1), draws=1024))
    assert fate_without_noise(sgd, OPTIMIZERS["sgd"](rate=0.1)).kl == pytest.approx(fate(sgd).kl, abs=5e-3)


def test_runs_that_blow_up_are_counted_apart():
    method = METHODS["gradient"](optimizer=OPTIMIZERS["sgd"](rate=1.0), draws=1)
    found = fate(Experiment(PROBLEM, method, runs=40, steps=300, start=MIDDLE))
    assert found.lost > 20 and found.count.sum() + found.lost == 40


def test_in_between_noise_carries_every_run_over():
    """Into the valley with the lower KL: a third of the step leaves none, ten times the step blows most up."""
    found = {}
    for rate in (0.01, 0.03, 0.3):
        method = METHODS["gradient"](optimizer=OPTIMIZERS["sgd"](rate=rate), draws=1)
        found[rate] = fate(Experiment(PROBLEM, method, runs=100, steps=1000, seed=7, start=MIDDLE))
    assert found[0.01].left == 0 and found[0.03].left > 0.9 and found[0.3].lost > 50
    assert found[0.03].kl < 0.75 < found[0.01].kl


def test_other_separations_have_other_barriers():
    """The barrier falls from .202 to .046 nats as a goes from 2.5 to 5: it is left more often."""
    left = []
    for a, sd in ((2.5, 2.39), (5.0, 4.22)):
        problem = Problem(TARGETS["two_bumps"](separation=a), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
        method = METHODS["gradient"](optimizer=OPTIMIZERS["adam"](rate=0.1), draws=4)
        found = fate(Experiment(problem, method, runs=100, steps=600, start=(0.0, math.log(sd))), basins(problem))
        assert found.home == 1
        left.append(found.left)
    assert left[0] < left[1]


def test_a_sweep_is_what_its_cells_are():
    base = adam(1, 100, runs=20)
    cells = list(sweep(base, rates=(0.03, 0.3), draws=(2, None)))
    assert [(each.optimizer, each.draws, each.rate) for each in cells] == [
        ("sgd", 2, 0.03), ("sgd", 2, 0.3), ("sgd", None, 0.03), ("sgd", None, 0.3),
        ("adam", 2, 0.03), ("adam", 2, 0.3), ("adam", None, 0.03), ("adam", None, 0.3),
        ("natural_gradient", None, 0.03), ("natural_gradient", None, 0.3),
    ]  # fmt: skip
    alone = fate(replace(base, method=METHODS["gradient"](optimizer=OPTIMIZERS["adam"](rate=0.3), draws=2)))
    assert cells[5].fate.left == alone.left and cells[5].fate.kl == alone.kl
    assert all(each.fate.left == 0 for each in cells[-2:])


def test_how_many_runs_one_waits_for():
    assert [affordable(adam(*each)) for each in ((64, 200), (64, 1000), (1, 1000), (1024, 2000))] == [100, 40, 100, 10]
    assert affordable(replace(adam(1, 10), method=METHODS["natural_gradient"]())) == 1


def test_the_board_of_a_sweep():
    blown = Fate(1, np.array([0, 5, 0]), 95, 100, 1.0)
    kept = Fate(1, np.array([10, 80, 5]), 5, 100, 1.0)
    cells = [Cell("sgd", 0.1, 1, kept), Cell("sgd", 1.0, 1, blown)]
    shown = escape_board(cells, (0.1, 1.0), (1, 4, 16, 64, None))
    left = shown.panels[0].marks[0].arrays["xy"]
    assert left[0].tolist() == pytest.approx([-1.0, 0.15]) and np.isnan(left[1, 1])
    assert said(cells[0]) == "gradient descent, step 0.1, 1 draw: 15 of 100 left, 5 blew up; mean KL at the end 1.00 nats"
    assert len(shown.panels) == 2
