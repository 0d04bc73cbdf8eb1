"""The way to an optimum, part by part: where it starts, how it flows, whom it pushes, and what it costs."""

import math

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.truth import truth
from vizvi.optima.field import Field, Local
from vizvi.optima.flow import Flow, flow
from vizvi.optima.minima import POLISH, REACH, _pushes, bends, polish
from vizvi.optima.starts import _modes, likely_starts, random_starts
from vizvi.targets import TARGETS


def problem(target, family="mean_field", divergence="reverse_kl", knobs=None, **options):
    shape = FAMILIES[family](**(knobs or {}))
    return vizvi.Problem(TARGETS[target](**options), shape, DIVERGENCES[divergence]())


# Starts


def test_modes_are_the_local_maxima_highest_first():
    assert _modes(TARGETS["two_bumps"](weight=0.9)).ravel() == pytest.approx([3.0, -3.0], abs=0.03)
    three = _modes(TARGETS["three_modes"]())
    assert len(three) == 3 and np.linalg.norm(three, axis=-1) == pytest.approx([3.0] * 3, abs=0.2)
    assert len(_modes(TARGETS["gaussian"](correlation=0.6))) == 1


def test_a_plateau_is_one_mode():
    flat = vizvi.density(lambda z: -(np.maximum(np.abs(z[..., 0]) - 1, 0) ** 2), dim=1, window=((-4.0, 4.0),))
    assert len(_modes(flat)) == 1


@pytest.mark.parametrize("target, knobs", [("two_modes", {"weight": 0.7}), ("three_modes", {})])
def test_likely_starts_are_on_modes_between_two_and_all_over_p(target, knobs):
    one = problem(target, "full_rank", **knobs)
    known, modes = truth(one.target), _modes(one.target)
    narrow = np.diag([((hi - lo) / 24) ** 2 for lo, hi in one.target.window])
    pairs = [(i, j) for i in range(len(modes)) for j in range(i)]
    halves = [(modes[i] - modes[j]) / 2 for i, j in pairs]
    mean, cov = one.family.moments(likely_starts(one))
    between = [(modes[i] + modes[j]) / 2 for i, j in pairs]
    np.testing.assert_allclose(mean, [*modes, *between, known.mean[0]], atol=1e-12)
    wide = [narrow + half[:, None] * half for half in halves]
    np.testing.assert_allclose(cov, [*[narrow] * len(modes), *wide, known.cov[0]], atol=1e-9)


def test_a_mixtures_likely_starts_are_on_every_pair_of_modes_a_little_apart():
    one = problem("two_bumps", "mixture", separation=3.0, weight=0.7)
    (lo, hi), modes = one.target.window[0], _modes(one.target)[:, 0]
    near = np.array([-1, 1]) * (hi - lo) / 24
    kernels = one.family.kernels(likely_starts(one)[4:7])  # after two modes, between them and p's own
    np.testing.assert_allclose(kernels[..., 1], [modes[[0, 0]] + near, modes + near, modes[[1, 1]] + near], atol=1e-12)
    np.testing.assert_allclose(kernels[..., 2], (hi - lo) / 24, rtol=1e-9)


def test_random_starts_fill_the_middle_of_the_window():
    """Centers its middle half, sds a thirty-second to a quarter of it; and more starts keep those that there were."""
    one = problem("two_modes")
    lam, (lo, hi) = random_starts(one, 300, 5), np.array(one.target.window).T
    mean, cov = one.family.moments(lam)
    at, sd = (mean - lo) / (hi - lo), np.sqrt(np.diagonal(cov, axis1=1, axis2=2)) / (hi - lo)
    for found, least, most in ((at, 0.25, 0.75), (np.log2(sd[:, 0]), -5, -2)):
        step = (most - least) / 50
        assert np.all((least <= found.min(0)) & (found.min(0) < least + step))
        assert np.all((most - step < found.max(0)) & (found.max(0) <= most))
    assert np.array_equal(random_starts(one, 7, 5), lam[:7])


# The flow


def test_the_flow_leaves_its_starts_alone():
    one = problem("two_bumps", separation=2.6, weight=0.7)
    lam = random_starts(one, 12, 0)
    before = lam.copy()
    end = flow(Field(one, 0.1, REACH, thin=False), lam, resting=1e-4)
    assert np.array_equal(lam, before) and not np.shares_memory(end.lam, lam)


@pytest.mark.parametrize("d, far, wide", [(2.5, 6.0, 1.5), (2.8, 5.0, 1.0)])
def test_a_mirrored_world_flows_to_mirrored_ends(d, far, wide):
    """From −m on weight 1 − w to minus where m goes on w, first steps long: no limit may feel the sign of a move."""
    mean, log_sd = np.meshgrid(np.linspace(-far, far, 31), np.linspace(-wide, wide, 9))
    lam = np.stack([mean.ravel(), log_sd.ravel()], axis=-1)
    ends = []
    for sign, weight in ((1, 0.6), (-1, 0.4)):
        one = problem("two_bumps", separation=d, weight=weight)
        end = flow(Field(one, 0.1, REACH, thin=False), lam * [sign, 1], resting=1e-5, near=True)
        ends.append(end.lam * [sign, 1])
    np.testing.assert_allclose(ends[0], ends[1], atol=1e-8)  # where they are right they agree to 1e-14


# Pushes


@pytest.mark.parametrize("shift", [0.0, 0.7])
def test_a_push_from_a_saddle_goes_downhill(shift):
    """push·H·push < 0 for each doubt, along the very axis that bends down."""
    hess = np.array([[1.0, 0.4, 0.0], [0.4, 2.0, 0.1], [0.0, 0.1, -0.5]])
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))[0]
    hess = turn @ (hess + shift * np.diag([0.3, 0.1, 0.0])) @ turn.T
    metric = np.diag([1.0, 3.0, 0.5])
    local = Local(np.zeros(1), np.zeros((1, 3)), hess[None], metric[None], np.sqrt(np.diag(metric))[None])

    end = Flow(np.zeros((1, 3)), np.ones(1, bool), local)
    curve, axes = bends(local)
    at, push = _pushes(end, curve, axes, 0, 0, False)
    assert at.tolist() == [0] * int((curve < 0).sum()) and len(push) == 1
    assert float(push[0] @ hess @ push[0]) < 0
    values, vectors = np.linalg.eig(np.linalg.solve(metric, hess))
    down = vectors[:, values.argmin()].real
    assert abs(push[0] @ down) == pytest.approx(np.linalg.norm(push[0]) * np.linalg.norm(down), rel=1e-9)


def test_both_sides_of_a_saddle_are_found():
    """On modes at ±(d, d) the middle is a saddle of a mean-field q: polish is given it alone and gives both minima."""
    d = 2.0

    def log_prob(z):
        one, two = (-0.5 * ((z - s * d) ** 2).sum(axis=-1) for s in (1, -1))
        return np.logaddexp(one, two) - math.log(4 * math.pi)

    target = vizvi.density(log_prob, dim=2, window=((-7.0, 7.0), (-7.0, 7.0)))
    one = vizvi.Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    field, lam = Field(one, POLISH[2][0], REACH, thin=False), np.array([[0.0, 0.0, 0.3, 0.3]])
    for _ in range(20):  # to where the symmetric q rests, by Newton's method in its scale alone
        local = field(lam)
        lam[0, 2:] -= local.grad[0, 2:].sum() / local.hess[0, 2:, 2:].sum()
    middle = Flow(lam, np.ones(1, bool), field(lam))
    curve, axes = bends(middle.local)
    at, push = _pushes(middle, curve, axes, 0, 0, False)
    assert np.abs(middle.local.grad).max() < 1e-10 and len(at) == 1
    assert all(float(each @ middle.local.hess[0] @ each) < 0 for each in push)
    lam, _, _ = polish(one, middle.lam, 0)
    assert len(lam) == 2 and sorted(np.sign(lam[:, 0])) == [-1, 1]
    assert np.abs(np.abs(lam[:, :2]) - d).max() < 0.1


def test_a_mixture_whose_components_coincide_is_pushed_apart():
    one = problem("two_bumps", "mixture", separation=3.0, weight=0.7)
    twin = one.family.place(np.array([[3.0], [3.0]]), np.array([[[1.0]], [[1.0]]]))[None]
    lam, _, _ = polish(one, twin, 1)
    found = vizvi.exact(one, lam).divergence
    assert found.min() == pytest.approx(0.0, abs=1e-4)  # one on each bump


# What it costs


COSTS = [
    (problem("two_bumps", separation=3.0, weight=0.7), 221),
    (problem("three_modes", "full_rank"), 216),
    (problem("two_bumps", "mixture", weight=0.7), 836),
    (problem("banana", "student_t"), 277),
]


@pytest.mark.parametrize("one, wanted", COSTS, ids=["bumps", "modes", "mixture", "banana"])
def test_a_search_costs_what_it_did(one, wanted, monkeypatch):
    """Evaluations of the field, by λ: what is twice as slow and as right would otherwise go unseen."""
    rows, call = [], Field.__call__
    monkeypatch.setattr(Field, "__call__", lambda self, lam: rows.append(len(lam)) or call(self, lam))
    vizvi.optima(one, starts=16)
    assert sum(rows) == pytest.approx(wanted, rel=0.2)
