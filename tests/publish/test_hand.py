"""A hand on q without Python: the table's numbers are the live page's to every digit shown, or there is no table."""

import numpy as np
import pytest

from vizvi.families import FAMILIES
from vizvi.format import number
from vizvi.picture import live
from vizvi.presets import descent, preset
from vizvi.problem import Problem
from vizvi.publish.hand import KNOWN, answer, hand, table
from vizvi.targets import TARGETS

GRABBED = {"handles": ["mean", "scale"], "readouts": [{"key": key} for key in KNOWN]}


@pytest.mark.parametrize("name, knobs", [("normal_normal", {"x": 1.3}), ("two_bumps", {"weight": 0.7}), ("student_t", {})])
def test_the_numbers_are_the_live_ones_to_every_digit(name, knobs):
    problem = preset(name, "mean_field", **knobs).problem
    about, raw = hand(problem, GRABBED)
    data = np.frombuffer(raw, "<f4").reshape(len(about["names"]), about["means"][2], about["sds"][2])
    dice, wrong, seen = np.random.default_rng(5), 0, 0
    for _ in range(40):
        mean, log_sd = dice.uniform(*about["means"][:2]), dice.uniform(*about["sds"][:2])
        lam = problem.family.from_moments(np.array([mean]), np.array([[np.exp(2 * log_sd)]]))
        there = live(problem, lam, 0).arrays
        for key, value in answer(about, data, mean, log_sd).items():
            seen += 1
            wrong += number(value) != number(float(there[key][0]))
            assert abs(value - there[key][0]) <= 2.5e-4 * max(1.0, abs(value) / 100)
    assert wrong <= 0.01 * seen  # a number on the edge between two roundings


def test_outside_the_table_nothing_is_said():
    about, raw = hand(preset("normal_normal", "mean_field").problem, GRABBED)
    data = np.frombuffer(raw, "<f4").reshape(len(about["names"]), about["means"][2], about["sds"][2])
    assert answer(about, data, 0.0, about["sds"][1] + 0.01) is None
    assert answer(about, data, about["means"][0] - 0.01, 0.0) is None


def test_where_no_table_will_do_nothing_can_be_grabbed():
    one = preset("two_bumps", "mean_field").problem
    assert hand(one, GRABBED | {"handles": []}) is None
    assert hand(one, GRABBED | {"readouts": [{"key": "of_the_page"}]}) is None
    assert hand(descent("gaussian").problem, GRABBED) is None  # two dimensions
    assert hand(Problem(one.target, FAMILIES["mixture"](), one.divergence), GRABBED) is None
    assert table(TARGETS["log_gamma"](), FAMILIES["mean_field"]()) is None  # its energy grows as an exponential
