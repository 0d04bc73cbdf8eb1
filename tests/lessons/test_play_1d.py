"""The answer key of the playground on the line: how near a Normal comes, by hand or by Adam."""

from dataclasses import replace

import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.play_1d import LESSON
from vizvi.lessons.play_1d.remarks import said_of
from vizvi.presets import descent, preset
from vizvi.problem import Problem
from vizvi.targets import TARGETS

BEST = [
    ("two_bumps", {"separation": 3.0}, 0.6888),
    ("two_bumps", {"separation": 2.0}, 0.2265),
    ("log_gamma", {"shape": 1.0}, 0.0811),
    ("student_t", {"df": 3.0}, 0.0407),
]


@pytest.mark.parametrize("target, knobs, kl", BEST)
def test_how_near_a_normal_comes(target, knobs, kl):
    problem = Problem(TARGETS[target](**knobs), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    assert vizvi.optima(problem).value[0] == pytest.approx(kl, abs=1e-4)


def test_what_is_told():
    assert "0.69 nats" in LESSON.prediction.tell and LESSON.prediction.answer == "0.69 nats"
    said = " ".join(LESSON.notice)
    assert "0.23 nats" in said and "0.08 nats" in said and "0.04 nats" in said


def test_heavy_tails_give_a_narrow_q():
    problem = Problem(TARGETS["student_t"](df=3.0), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    _, cov = problem.family.moments(vizvi.optima(problem).lam[0])
    assert cov[0, 0] ** 0.5 == pytest.approx(1.26, abs=5e-3)
    assert "1.26 against 1.73" in LESSON.checks[0].why


def test_what_is_said_holds_for_what_is_shown():
    usual = said_of(preset("two_bumps", "mean_field"))
    assert usual == LESSON
    short = said_of(preset("two_bumps", "mean_field", steps=1))
    assert "not the family" in short.aha and short.aha != LESSON.aha
    other = said_of(descent("log_gamma"))
    assert "Adam" not in other.aha and "best of its family" in other.aha  # exact descent ran
    assert "diamonds" not in other.notice[0] and "separation" not in "".join(other.notice)
    usual = descent("two_bumps")
    forward = said_of(replace(usual, steps=1, problem=replace(usual.problem, divergence=DIVERGENCES["forward_kl"]())))
    assert "KL(p‖q)" in forward.aha and len(forward.notice) == 1
    both = said_of(preset("two_bumps", "mixture"))
    assert both.aha == "The run ends at KL(q‖p) < 0.01."  # as the tile says it
