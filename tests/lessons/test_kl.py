"""The answer key of the lesson on the two KLs: every number that its text says, from the functions its pictures use."""

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.experiment import fit
from vizvi.families import FAMILIES
from vizvi.lessons.kl import DEFAULT as KL
from vizvi.lessons.kl.branches import branches
from vizvi.presets import descent
from vizvi.targets import TARGETS
from vizvi.ui.side_by_side import billed


def ends(experiment):
    """Mean and sd of q and its own divergence where each side of the duel ends."""
    out = {}
    for side in ("reverse", "forward"):
        mine = billed(experiment, side)
        lam = fit(mine).lam[0, -1]
        mean, cov = mine.problem.family.moments(lam)
        out[side] = float(mean[0]), float(np.sqrt(cov[0, 0])), float(vizvi.exact(mine.problem, lam).divergence)
    return out


def test_at_three_the_sides_part():
    found = ends(KL)
    assert found["reverse"] == pytest.approx((2.98, 1.02, 0.689), abs=5e-3)
    assert found["forward"] == pytest.approx((0, 3.16, 0.462), abs=5e-3)


def test_at_two_both_cover():
    found = ends(descent("two_bumps", start=(1.5, 0.0), separation=2.0))
    assert found["reverse"] == pytest.approx((0, 2.05, 0.2265), abs=5e-3)
    assert found["forward"] == pytest.approx((0, 2.24, 0.1720), abs=5e-3)


def test_at_weight_seven_tenths_the_right_bump_costs_minus_log_w_and_covering_is_gone():
    pair = vizvi.Problem(TARGETS["two_bumps"](weight=0.7), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    found = vizvi.optima(pair)
    assert found.value == pytest.approx([0.354, 1.197], abs=1e-3)
    assert found.lam[:, 0] == pytest.approx([2.99, -2.97], abs=0.01)
    assert found.value[0] == pytest.approx(-np.log(0.7), abs=4e-3)


def test_the_tie_costs_less_than_log_two():
    price = branches("separation").ties[0, 1]
    assert price == pytest.approx(0.684, abs=5e-4)
    assert price < np.log(2)


@pytest.mark.parametrize("rho", [0.5, 0.9, -0.8])
def test_on_a_correlated_pair_both_sides_pay_the_same(rho):
    found = ends(descent("gaussian", correlation=rho))
    price = -0.5 * np.log(1 - rho**2)
    assert found["reverse"] == pytest.approx((0, np.sqrt(1 - rho**2), price), abs=1e-4)
    assert found["forward"] == pytest.approx((0, 1, price), abs=1e-4)
