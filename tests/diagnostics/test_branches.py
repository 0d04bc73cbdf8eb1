"""Branches of optima: thresholds as FACTS (h), (h3) and the lesson state them, and every point by an independent route."""

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.kl.branches import branches, optima_at
from vizvi.lessons.kl.gaussian_on_two_bumps import Bell
from vizvi.targets import TARGETS


def problem(separation=3.0, weight=0.5, alpha=0.0, target="two_bumps", family="mean_field"):
    return vizvi.Problem(TARGETS[target](separation, weight), FAMILIES[family](), DIVERGENCES["alpha"](alpha=alpha))


def test_a_plain_call_describes_the_lessons_bumps():
    """d = 2.7, weight ½: the middle and one optimum on each bump, mirror images."""
    mean, _, value = optima_at(branches("separation"), 2.7)
    assert sorted(mean[:, 0]) == pytest.approx([-2.65320, 0, 2.65320], abs=2e-5)
    on_bumps = value[np.abs(mean) > 1]
    assert on_bumps[0] == pytest.approx(on_bumps[1], abs=1e-9)


def births(found, kind):
    """Where the branches of a kind begin and end."""
    return [(each.knob[0], each.knob[-1]) for each in found.branches if each.stable and each.kind == kind]


def test_reverse_kl_covers_until_the_tie_and_a_one_bump_optimum_is_born_before():
    found = branches("separation")
    assert found.folds == pytest.approx(np.array([[2.412, -2.1457, 1.2910], [2.412, 2.1457, 1.2910]]), abs=3e-4)
    assert found.ties[:, :2] == pytest.approx(np.array([[2.800, 0.6843]]), abs=2e-4)
    assert births(found, "covers both") == [(0.0, 6.0)]  # never destroyed
    assert sum(not each.stable for each in found.branches) == 2


@pytest.mark.parametrize(
    ("weight", "wide", "heavy", "light"),
    [(0.7, 2.356, 2.119, 2.626), (0.3, 2.356, 2.119, 2.626), (0.6, 5.009, 2.288, 2.520)],
)
def test_unequal_weights_break_the_picture_by_folds(weight, wide, heavy, light):
    found = branches("separation", weight=weight)
    big, small = ("on the right bump", "on the left bump") if weight > 0.5 else ("on the left bump", "on the right bump")
    assert births(found, "covers both") == [(0.0, pytest.approx(wide, abs=1e-3))]
    assert births(found, big) == [(pytest.approx(heavy, abs=1e-3), 6.0)]
    assert births(found, small) == [(pytest.approx(light, abs=1e-3), 6.0)]


@pytest.mark.parametrize(
    ("separation", "tie", "end"), [(3, 0.1149, 0.4679), (3.5, 0.3021, 0.6377), (4, 0.4088, 0.7311), (5, 0.5219, 0.8292)]
)
def test_the_dial_leaves_one_bump_at_the_tie_and_loses_it_at_the_fold(separation, tie, end):
    found = branches("alpha", separation)
    assert found.ties[:, 0] == pytest.approx([tie], abs=2e-4)
    assert births(found, "on the right bump") == [(0.0, pytest.approx(end, abs=2e-4))]
    assert births(found, "covers both") == [(0.0, 1.0)]


def test_covering_is_best_for_every_alpha_below_the_tie():
    for separation in (2.0, 2.6, 2.79):
        assert len(branches("alpha", separation).ties) == 0


def test_weight_ties_at_one_half():
    assert branches("weight").ties == pytest.approx(np.array([[0.5, 0.6888, 5.9687]]), abs=1e-3)


@pytest.mark.parametrize(
    ("knob", "knobs"),
    [
        ("separation", {"weight": 0.63, "alpha": 0.0}),
        ("separation", {"weight": 0.5, "alpha": 0.35}),
        ("weight", {"separation": 3.3, "alpha": 0.2}),
        ("alpha", {"separation": 4.2, "weight": 0.4}),
        ("alpha", {"separation": 2.6, "weight": 0.5}),
    ],
)
def test_branches_hold_every_optimum_and_no_other(knob, knobs):
    """At five places along each map: the same optima and values as `vizvi.optima` finds from many starts."""
    found = branches(knob, **knobs)
    lo, hi = found.branches[0].knob[0], max(each.knob[-1] for each in found.branches)
    for value in lo + (hi - lo) * np.array([0.09, 0.31, 0.55, 0.77, 0.93]):
        mean, sd, level = (each[:, 0] for each in optima_at(found, np.array([value]), **knobs))
        here = np.sort_complex(mean[np.isfinite(mean)] + 1j * sd[np.isfinite(mean)])
        wanted = vizvi.optima(problem(**{**knobs, knob: value}))
        assert len(here) == len(wanted.value)
        there = np.sort_complex(wanted.lam[:, 0] + 1j * np.exp(wanted.lam[:, 1]))
        assert here == pytest.approx(there, abs=2e-4)
        assert np.sort(level[np.isfinite(level)]) == pytest.approx(np.sort(wanted.value), abs=1e-6)


def test_every_point_is_stationary_and_has_its_exact_value():
    found = branches("separation", weight=0.7)
    for branch in found.branches:
        for i in range(1, len(branch.knob) - 1, 4):
            each = problem(branch.knob[i], 0.7)
            lam = np.array([branch.mean[i], np.log(branch.sd[i])])
            step = 1e-4 * np.concatenate([np.eye(2), -np.eye(2)])
            level = vizvi.exact(each, lam + step, 1e-10).divergence
            assert (level[:2] - level[2:]) / 2e-4 == pytest.approx(np.zeros(2), abs=1e-4)
            assert branch.value[i] == pytest.approx(float(vizvi.exact(each, lam).divergence), abs=1e-6)


def test_the_plane_has_the_same_map_as_the_line():
    wide = vizvi.optima(problem(3.2, 0.6, 0.0, "two_modes", "full_rank"))
    mean, sd, _ = optima_at(branches("separation", weight=0.6), np.array([3.2]), weight=0.6)
    means, covs = FAMILIES["full_rank"]().moments(wide.lam)
    assert np.sort(means[:, 0]) == pytest.approx(np.sort(mean[np.isfinite(mean)]), abs=1e-3)
    assert np.sort(np.sqrt(covs[:, 0, 0])) == pytest.approx(np.sort(sd[np.isfinite(sd)]), abs=1e-3)


def test_an_unknown_knob_is_refused():
    with pytest.raises(ValueError, match="separation, weight, alpha"):
        branches("height")


@pytest.mark.parametrize("separation", [0.4, 2.0, 6.0, 12.0])
def test_few_nodes_integrate_as_many_do(separation):
    """Narrow on a bump and wide over both, against a plain sum over 40,001 nodes of the definition."""
    weight, alpha = 0.37, np.array([0.0, 0.3, 0.5, 0.8, 1.0])
    z = np.linspace(-110, 110, 40_001)
    log_p = np.logaddexp(np.log(weight) - 0.5 * (z - separation) ** 2, np.log(1 - weight) - 0.5 * (z + separation) ** 2)
    log_p -= 0.5 * np.log(2 * np.pi)
    bell = Bell("alpha", {"separation": separation, "weight": weight, "alpha": 0.0}, 1.0)
    assert len(bell.z) < 300
    for mean, sd in ((0.9 * separation, 0.85), (0.2, np.hypot(1, 0.8 * separation))):
        log_q = -0.5 * ((z - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi)
        p, q, gap = np.exp(log_p), np.exp(log_q), log_p - log_q
        inner = np.trapezoid(np.exp(log_q + alpha[:, None] * gap), z)  # ∫ q (p/q)^α
        want = [-np.trapezoid(q * gap, z), *((1 - inner) / (alpha * (1 - alpha) + 1e-300))[1:-1], np.trapezoid(p * gap, z)]
        with np.errstate(all="ignore"):
            got = bell.at(np.tile([mean, np.log(sd)], (len(alpha), 1)), alpha).value
        np.testing.assert_allclose(got, want, rtol=1e-7, atol=1e-9)
