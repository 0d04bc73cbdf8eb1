"""The report: twelve verdicts, the numbers beside them, and what is refused."""

from functools import cache

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.khat import khat
from vizvi.diagnostics.recommendation import recommend
from vizvi.diagnostics.report import growing, refused, report
from vizvi.diagnostics.rung import Rung
from vizvi.models.pasted import pasted
from vizvi.targets import TARGETS, Target

SEVERAL, SHAPE, TILT, FINE = 3, 4, 5, 6
VERDICTS = {
    "two bumps": ("logaddexp(normal(x,-2,1), normal(x,2,0.5))", 1, SEVERAL, None),
    "ring": ("-2*(hypot(x,y)-3)^2", 2, SEVERAL, None),
    "banana": ("-0.5*x^2 - 0.5*(y - x^2)^2", 2, SHAPE, None),
    "Laplace density": ("-abs(x)", 1, SHAPE, None),
    "two slopes": ("where(x > 0, -x, 3*x)", 1, SHAPE, None),
    "tilted": ("-0.5*(x^2 - 1.8*x*y + y^2)/0.19", 2, TILT, "0.83 nats"),
    "a pair of modes": (
        "logaddexp(normal(x,-1.5,1) + normal(y,-1.5,1), normal(x,1.5,1) + normal(y,1.5,1))", 2, TILT, None,
    ),
    "logit-like": ("-3*softplus(x) - 3*softplus(-x) - 4*softplus(y) - 5*softplus(-y)", 2, FINE, "at most 1 %"),
    "t5": ("-3*log1p(x^2/5)", 1, FINE, "off by 10 %"),
    "log-gamma": ("3*x - exp(x)", 1, FINE, "off by 8 %"),
    "double well": ("-(x^2-1)^2", 1, FINE, "off by 23 %"),
}  # fmt: skip


@cache
def reported(text: str, dim: int):
    return report(vizvi.formula(text, dim))


@pytest.mark.parametrize("name", VERDICTS)
def test_verdicts(name):
    text, dim, line, said = VERDICTS[name]
    found = reported(text, dim)
    assert found.line == line, found.recommendation
    assert (said or "") in found.recommendation and found.recommendation.endswith(".")


def test_a_funnel_has_the_wrong_shape():
    assert report(TARGETS["funnel"](), slugs=("mean_field",)).line == SHAPE


def test_the_numbers_of_two_bumps():
    found = reported("logaddexp(normal(x,-2,1), normal(x,2,0.5))", 1)
    simple, mixture = found.rungs
    assert simple.values == pytest.approx([0.61919, 0.68375], abs=5e-4) and simple.shares.sum() <= 1
    assert simple.several and not mixture.several and mixture.kl == pytest.approx(0, abs=1e-6)
    assert found.reference.log_z == pytest.approx(np.log(2), abs=1e-4) and np.isnan(found.reference.correlation)
    assert simple.sd_ratio == pytest.approx([1.7879 / 2.1506], abs=2e-3) and found.within
    assert simple.ess == pytest.approx(0.33, abs=0.04) and simple.k == pytest.approx(-1.43, abs=0.15)
    assert found.reference.log_z - simple.elbo == pytest.approx(simple.kl, abs=1e-8)
    assert found.laplace.kl > simple.kl


def test_pasted_data_have_a_report():
    x, y = np.arange(7.0), [2, 1, 4, 3, 6, 7, 12]
    found = report(pasted("poisson", x, y))
    assert found.rungs[0].kl == pytest.approx(0.97438, abs=5e-4) and found.line == TILT and not found.within
    assert found.laplace.kl == pytest.approx(found.rungs[1].kl, abs=0.02)
    assert found.laplace.values.size == found.laplace.shares.size == 0  # it looks for one mode


def test_tail_indices_that_disagree_are_not_read():
    found = reported("-3*log1p(x^2/5)", 1)
    assert not found.readable and found.rungs[0].k_wide > 2 and found.rungs[0].k < 0.8 and found.rungs[0].ess > 0.8


def test_where_p_vanishes_nothing_is_fitted():
    found = report(vizvi.formula("log(x) - x", 1))
    assert found.line == 2 and not found.rungs and "log x" in found.recommendation


def test_what_is_refused_is_line_one():
    with pytest.raises(vizvi.ExpressionError) as caught:
        vizvi.formula("x^2", 1)
    found = refused(caught.value)
    assert found.line == 1 and "rising" in found.recommendation and not found.within


def test_no_finite_sd_is_said():
    found = report(vizvi.formula("-log1p(x^2)", 1))
    assert found.line == FINE and "no finite sd" in found.recommendation


class Blurred(Target):
    """A density whose integral is known to a tenth only."""

    log_z, log_z_error = 0.0, 0.1

    def log_prob(self, z):
        return -0.5 * (z * z).sum(axis=-1)


def test_what_no_grid_resolves_is_not_judged():
    found = report(Blurred())
    assert found.line == 1 and "too fine" in found.recommendation and not found.rungs


def test_it_grows_rung_by_rung():
    seen = list(growing(TARGETS["log_gamma"]()))
    assert [len(each.rungs) for each in seen] == [0, 1, 2] and [each.line for each in seen] == [0, 0, FINE]


def rung(**changes):
    base = {"slug": "mean_field", "elbo": -1.0, "kl": 0.2, "sd_ratio": np.array([0.9, 0.8]), "several": False, "k": 0.1,
            "k_wide": 0.2, "ess": 0.9}  # fmt: skip
    return Rung(**(dict.fromkeys(Rung._fields) | base | changes))


@pytest.mark.parametrize("changes, line", [
    ({}, 6), ({"several": True, "ess": 0.01}, 3), ({"ess": 0.29}, 4), ({"ess": 0.31}, 6), ({"k": 0.71, "k_wide": 0.8}, 4),
    ({"k": 0.71, "k_wide": 1.3}, 6), ({"k": 0.69, "k_wide": 0.9}, 6),
])  # fmt: skip
def test_the_first_line_that_matches_wins(changes, line):
    assert recommend(2, [rung(**changes)])[0] == line


def test_a_tilt_must_bring_a_tenth_of_a_nat():
    better = lambda gain: rung(slug="full_rank", elbo=-1 + gain, kl=0.2 - gain)
    assert recommend(2, [rung(), better(0.11)])[0] == 5 and recommend(2, [rung(), better(0.09)])[0] == 6
    assert "at most 20 %" in recommend(2, [rung(), better(0.0)])[1]


def test_khat_of_a_tail_of_ones_own():
    log_w = np.random.default_rng(0).normal(size=4000)
    assert khat(log_w, tail=189) == khat(log_w) and khat(log_w, tail=63) != khat(log_w)
    with pytest.raises(ValueError, match="tail"):
        khat(log_w, tail=2)


def test_a_family_that_takes_too_long_is_left_out():
    *_, last = growing(vizvi.formula("-x^2 - y^2 + cos(9*x) + cos(9*y)", 2), patience=0.0)
    assert [each.slug for each in last.rungs] == ["mean_field"] and last.line >= 3
