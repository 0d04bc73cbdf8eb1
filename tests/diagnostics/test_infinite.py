"""Divergences that are infinite for every q of a family, by the pair of tails."""

import numpy as np
import pytest

from vizvi.diagnostics.infinite import infinite, tail
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.problem import Problem
from vizvi.targets import TARGETS


def said(target, family, divergence, **knobs):
    return infinite(Problem(TARGETS[target](**knobs), FAMILIES[family](), DIVERGENCES[divergence]()))


@pytest.mark.parametrize(
    "target, family, divergence, knobs, words",
    [
        ("log_gamma", "mean_field", "chi2", {}, "every Normal: p's tails are exponential, q's Gaussian."),
        ("logit_beta", "mixture", "chi2", {}, "p's tails are exponential, q's Gaussian."),
        ("student_t", "mean_field", "forward_kl", {"df": 1.0}, "KL(p‖q) is ∞ here for every Normal: p's tails are"),
        ("funnel", "student_t", "reverse_kl", {}, "KL(q‖p) is ∞ here for every Student-t: p's tails are lighter"),
        ("eight_schools", "full_rank", "chi2", {}, "χ²(p‖q) is ∞ here for every Full-rank"),
    ],
)
def test_pairs_of_tails_that_cost_everything(target, family, divergence, knobs, words):
    assert words in said(target, family, divergence, **knobs)


def test_what_is_finite_for_some_q_is_not_refused():
    for target, family, divergence in (
        ("two_bumps", "mean_field", "chi2"),
        ("log_gamma", "student_t", "chi2"),
        ("log_gamma", "mean_field", "forward_kl"),
        ("funnel", "full_rank", "reverse_kl"),
        ("banana", "student_t", "chi2"),
        ("gaussian", "mean_field", "chi2"),
    ):
        assert said(target, family, divergence) == "", (target, family, divergence)


def test_tails_by_their_kind():
    assert tail(TARGETS["student_t"]()) == "power-law"
    assert tail(TARGETS["two_bumps"]()) == tail(TARGETS["gaussian"]()) == "Gaussian"
    assert tail(TARGETS["log_gamma"]()) == "exponential"
    assert tail(TARGETS["log_gamma"](), heaviest=False) == "lighter than Gaussian"
    assert np.isfinite(TARGETS["log_gamma"]().log_prob(np.array([1.0])))
