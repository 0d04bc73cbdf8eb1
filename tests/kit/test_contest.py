"""The contest: four digits that tell who is ahead, and nothing counted that the optimizer had done."""

from dataclasses import replace

import pytest

import vizvi
from vizvi.picture import picture
from vizvi.presets import preset
from vizvi.ui.contest import best, own_work, standings

RUN = preset("two_bumps", "mean_field", steps=300)


def shown(experiment):
    return picture(experiment, vizvi.fit(experiment))


def test_a_q_taken_from_the_start_is_the_hands_and_from_the_end_is_not():
    for run in (RUN, preset("banana", "full_rank", steps=300)):
        run = shown(run)
        assert own_work(run, 0) and own_work(run, 10)
        assert not own_work(run, 300) and not own_work(run, 299) and not own_work(run, 10_000)


def test_the_best_is_no_worse_than_any_run_and_the_excess_has_four_digits():
    least, end = best(RUN), float(shown(RUN).arrays["reverse_kl"][-1])
    assert least == pytest.approx(0.6888, abs=2e-4) and least < end < least + 0.01
    told = standings(RUN.problem, [least + 0.00071, least + 0.3], end, least)
    assert told.startswith(f"try 1 **0.0007** · the optimizer **{end - least:.4f}** · try 2 **0.3000**")
    assert told.endswith("nats above the best Normal there is")


def test_where_the_best_is_not_known_the_values_themselves_are_told_and_the_optimizer_is_never_left_out():
    problem = replace(RUN.problem, family=preset("two_bumps", "mixture").problem.family)
    told = standings(problem, [0.1] * 12, 0.9, float("nan"))
    assert told.count("try") == 6 and "the optimizer **0.9000**" in told and told.endswith("nats of KL(q‖p)")
