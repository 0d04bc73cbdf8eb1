"""The answer key of the playground in the plane: what a q that cannot tilt, bend or part forgets."""

from dataclasses import replace

import numpy as np
import pytest
from cover import daily

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.play_2d import LESSON
from vizvi.lessons.play_2d.remarks import said_of
from vizvi.presets import descent, preset
from vizvi.problem import Problem
from vizvi.targets import TARGETS


def best(target, family, divergence="reverse_kl"):
    problem = Problem(target, FAMILIES[family](), DIVERGENCES[divergence]())
    found = vizvi.optima(problem)
    return found, *problem.family.moments(found.lam[0])


def test_mean_field_reports_the_conditional_width():
    _, _, cov = best(TARGETS["gaussian"](correlation=0.9), "mean_field")
    assert np.sqrt(np.diag(cov)) == pytest.approx(np.sqrt(1 - 0.9**2), abs=1e-5)
    assert LESSON.prediction.answer == "0.44"


def test_full_rank_repairs_the_gaussian_and_not_the_banana():
    assert best(TARGETS["gaussian"](correlation=0.9), "full_rank")[0].value[0] < 1e-8
    first, second = (best(TARGETS["banana"](), family)[0].value[0] for family in ("mean_field", "full_rank"))
    assert first == pytest.approx(second, abs=1e-5) and first > 0.1


@pytest.mark.parametrize("scale", daily(3.0, more=(1.0, 5.0)))
def test_the_funnel_is_never_seen_wider_than_the_root_of_two(scale):
    _, _, cov = best(TARGETS["funnel"](scale=scale), "mean_field")
    assert cov[0, 0] == pytest.approx(1 / (1 / scale**2 + 0.5), rel=1e-3) and cov[0, 0] < 2


def test_what_is_said_holds_for_what_is_shown():
    assert said_of(preset("gaussian", "mean_field")).aha == LESSON.aha
    tilted = said_of(descent("gaussian", "full_rank"))
    assert "sds 1.00 times p's and 1.00 times p's, its correlation 0.90 where p's is 0.90" in tilted.aha
    ring = said_of(descent("ring"))
    assert "tilt" not in ring.aha and not any("diamond" in each for each in ring.notice)
    assert any("Banana" in each for each in said_of(descent("banana")).notice)
    usual = descent("banana")
    forward = said_of(replace(usual, problem=replace(usual.problem, divergence=DIVERGENCES["forward_kl"]())))
    assert not any("Banana" in each for each in forward.notice)
