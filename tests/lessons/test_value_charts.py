"""Charts of the bound, the ladder and the decision: what is drawn is what was computed."""

import numpy as np
import pytest

from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.gap.bounds_chart import importance_board, jensen_board
from vizvi.lessons.play_2d.curves_chart import distress
from vizvi.lessons.play_2d.ladder_chart import ladder_board
from vizvi.models.distress import decide, run_of
from vizvi.problem import Problem
from vizvi.targets import TARGETS
from vizvi.targets.challenger import flights


def test_a_rung_s_hatched_bar_is_its_gap():
    elbos = [-14.5, -14.1]
    bound, gap, ceiling = ladder_board(["Mean-field", "Full-rank"], elbos, -14.0).panels[0].marks
    np.testing.assert_allclose(bound.arrays["box"][:, 1], elbos)
    np.testing.assert_allclose(np.diff(gap.arrays["box"][:, :2], axis=1)[:, 0], [0.5, 0.1], atol=1e-12)
    assert gap.look["pattern"] == "hatch" and bound.look["labels"] == ("−14.50", "−14.10") and ceiling.look["x"] == -14.0


def test_a_rung_at_minus_infinity_has_nothing_but_its_gap():
    board = ladder_board(["Student-t", "Mean-field"], [-np.inf, -0.85], 0.0)
    bound, gap, _ = board.panels[0].marks
    floor, top = bound.arrays["box"][0, :2]
    assert floor == top == gap.arrays["box"][0, 0] and gap.arrays["box"][0, 1] == 0.0 and np.isfinite(floor)
    assert bound.look["labels"] == ("−∞", "−0.85") and "Student-t: ∞" in board.title
    alone = ladder_board(["Student-t"], [-np.inf], 0.0)
    assert np.isfinite(alone.panels[0].marks[0].arrays["box"]).all()


def test_the_mean_of_logs_lies_below_the_log_of_the_mean():
    w = np.random.default_rng(0).lognormal(size=12)
    board = jensen_board(w, float(np.log(w).mean()), float(np.log(w.mean())))
    above, below = (each.arrays["xy"][0] for each in board.panels[0].marks[-2:])
    assert above[0] == below[0] == pytest.approx(w.mean()) and above[1] > below[1]
    assert above[1] == pytest.approx(np.log(above[0]))  # on the curve


def test_the_bound_climbs_under_its_ceiling():
    board = importance_board((1, 10, 100), [-3.4, -2.6, -2.3], -2.27)
    ceiling, climb, _ = board.panels[0].marks
    assert climb.arrays["xy"][:, 0].tolist() == [0, 1, 2] and climb.arrays["xy"][:, 1].max() < ceiling.look["y"]
    assert "from −3.40 at one draw to −2.30 at 100 draws" in board.title


def test_the_decision_follows_q_and_says_what_it_draws():
    problem = Problem(TARGETS["challenger"](), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    lam = np.array([-1.25, -2.4, -0.5, 0.02, 0.33]) + np.linspace(1, 0, 31)[:, None] * [0.5, 1.5, 0.2, 0.1, 0]
    found = decide(problem, lam[-1])
    board = distress(found.temperature, found.exact, run_of(problem, lam, found), flights(), "play_2d")
    frames = next(each for each in board.panels[0].marks if each.kind == "frames")
    np.testing.assert_allclose(frames.arrays["y"][-1], found.q.mean, atol=1e-12)
    assert len(frames.look["texts"]) == len(frames.arrays["at"]) and frames.look["texts"][-1] in board.title
    assert frames.look["texts"][0] != frames.look["texts"][-1] and board.link == "play_2d"
