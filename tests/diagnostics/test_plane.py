"""Two dimensions: the map of starts agrees with the search for optima, and a mean-field q forks where it should."""

import math

import numpy as np
import pytest

from vizvi import Problem, exact, optima
from vizvi.diagnostics.plane import plane
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.shared import Grid
from vizvi.lessons.basins.pitchfork import DiagonalPair, critical_with_fixed_scale, fork, value
from vizvi.lessons.basins.plane_chart import fork_board, plane_board, plane_rows
from vizvi.methods.exact_descent import evaluate
from vizvi.optima.field import Field
from vizvi.targets import TARGETS


def problem(target, family="full_rank"):
    return Problem(target, FAMILIES[family](), DIVERGENCES["reverse_kl"]())


def same(one, a, b) -> bool:
    mean, cov = one.family.moments(np.stack([a, b]))
    return bool(np.abs(mean[0] - mean[1]).max() < 0.02 and np.abs(cov[0] - cov[1]).max() < 0.05)


CASES = [
    ("three_modes", "full_rank", {}),
    ("three_modes", "mean_field", {}),
    ("two_modes", "full_rank", {"weight": 0.7}),
    ("two_modes", "mean_field", {"separation": 2.2}),
]


@pytest.mark.parametrize("slug, family, knobs", CASES)
def test_the_map_reaches_what_the_search_finds(slug, family, knobs):
    one = problem(TARGETS[slug](**knobs), family)
    last = list(plane(one, levels=(9, 17)))[-1]
    known = optima(one)
    for lam, found in zip(last.lam, last.value, strict=True):
        match = [k for k, each in enumerate(known.lam) if same(one, lam, each)]
        assert len(match) == 1 and found == pytest.approx(known.value[match[0]], abs=1e-3)
    assert last.share.sum() == pytest.approx(1) and np.all(last.label >= 0)
    assert np.all(np.diff(np.round(last.value, 3)) >= 0)


def test_three_modes():
    """Seven optima at distance 3: each pair of modes, all three, each alone."""
    *_, last = plane(problem(TARGETS["three_modes"]()), levels=(9, 17))
    assert np.allclose(last.value, [0.8798] * 3 + [0.8970] + [1.0582] * 3, atol=1.5e-4)
    assert last.ready
    mean, _ = problem(TARGETS["three_modes"]()).family.moments(last.lam)
    assert np.allclose(np.linalg.norm(mean, axis=-1), [1.21] * 3 + [0] + [2.84] * 3, atol=0.01)


def test_starts_are_colored_by_where_they_end():
    """By plain gradient descent in small steps, from starts all over the map."""
    one = problem(TARGETS["three_modes"]())
    *_, last = plane(one, levels=(9, 17, 33))
    x0, x1, y0, y1 = last.extent
    rng = np.random.default_rng(0)
    i, j = rng.integers(0, 33, (2, 20))
    at = np.stack([x0 + (x1 - x0) * (j + 0.5) / 33, y0 + (y1 - y0) * (i + 0.5) / 33], axis=-1)
    # Beside a boundary a coarser integral may decide otherwise.
    clear = [
        len(np.unique(last.label[max(a - 2, 0) : a + 3, max(b - 2, 0) : b + 3])) == 1 for a, b in zip(i, j, strict=True)
    ]
    lam, grid = one.family.from_moments(at[clear], np.eye(2)), Grid(one, (61, 61))
    for _ in range(250):
        _, grad = evaluate(grid, lam)
        lam = lam - 0.1 * grad
    ends = np.abs(lam[:, None, :2] - last.lam[:, :2]).max(axis=-1).argmin(axis=-1)
    assert sum(clear) > 7 and np.array_equal(ends, last.label[i, j][clear])


def test_finer_maps_ask_only_beside_boundaries():
    coarse, fine = plane(problem(TARGETS["two_modes"]()), levels=(13, 25))
    assert not coarse.ready and fine.ready
    assert np.array_equal(coarse.label, fine.label[::2, ::2]) and coarse.label.shape == (13, 13)
    half = 0.5 * (fine.extent[1] - fine.extent[0]) / 25
    assert fine.extent[0] + half == pytest.approx(-0.75 * 9)


def test_only_one_bell_on_a_plane():
    with pytest.raises(ValueError, match="one bell"):
        next(plane(problem(TARGETS["three_modes"](), "mixture")))
    with pytest.raises(ValueError, match="2-D"):
        next(plane(problem(TARGETS["two_bumps"](), "mean_field")))


def test_the_board_of_a_plane():
    one = problem(TARGETS["three_modes"]())
    found = next(plane(one, levels=(5,)))
    mean, cov = one.family.moments(found.lam)
    shown = plane_board(found, (mean, cov), (np.zeros((4, 2)), np.array([4])), ("z₁", "z₂"))
    basin, _, outlines, marks = shown.panels[0].marks
    # Half of q lies inside its ellipse.
    radius = math.sqrt(2 * math.log(2))
    for k in range(len(mean)):
        ring = np.linalg.solve(np.linalg.cholesky(cov[k]), (outlines.arrays["xy"][73 * k : 73 * (k + 1)] - mean[k]).T)
        assert np.allclose(np.linalg.norm(ring, axis=0), radius, atol=1e-4)
    names = list(marks.look["labels"])
    rows = plane_rows(found, mean)
    assert names == [row[0] for row in rows] and len(names) == len(mean)
    assert rows[0][1:] == (f"({mean[0, 0]:.2f}, {mean[0, 1]:.2f})".replace("-", "−"), f"{found.value[0]:.2f} nats")
    assert shown.panels[0].y.label == "mean of q at the start, z₂"
    assert shown.aspect == "equal" and basin.arrays["array"].max() == len(found.lam)


# The fork


def test_the_fork_is_where_variance_reaches_two():
    """(h) In 2-D, mean-field on modes at (±d, ±d) has a pitchfork at d = √7/2 = 1.3229, where q's variance reaches 2."""
    found = fork()
    assert found.critical == pytest.approx(math.sqrt(7) / 2, abs=1e-5)
    assert np.interp(found.critical, found.half, found.variance) == pytest.approx(2.0, abs=1e-3)
    assert found.arm_half[0] == found.critical and found.arm_mean[0] == 0 and found.arm_variance[0] == pytest.approx(2)
    assert np.all(np.diff(found.arm_half) >= 0)  # it opens away from the middle: nothing jumps


def test_the_critical_point_by_other_means():
    """2 d² E[sech²(2 d x)] = 1 under a standard normal x, by adaptive quadrature: √7/2 to five digits, not exactly."""
    from scipy.integrate import quad
    from scipy.optimize import brentq

    def excess(d):
        weight = lambda x: math.exp(-x * x / 2) / math.sqrt(2 * math.pi) / math.cosh(2 * d * x) ** 2
        return 2 * d * d * quad(weight, -12, 12, epsabs=1e-13, epsrel=1e-12, limit=400, points=[0])[0] - 1

    assert fork().critical == pytest.approx(brentq(excess, 1, 2, xtol=1e-13), abs=1e-9)


def test_with_the_scale_fixed_there_is_a_fork_on_the_line():
    """(h) With s fixed at 1 there is a pitchfork at a = 1.461; the curvature there by differences of the ledger."""
    assert critical_with_fixed_scale() == pytest.approx(1.461, abs=5e-4)
    for a, stays in ((1.44, True), (1.48, False)):
        one = problem(TARGETS["two_bumps"](separation=a), "mean_field")
        middle, side = exact(one, [[0.0, 0.0], [0.05, 0.0]], 1e-9).reverse_kl
        assert (middle < side) == stays


def test_with_the_scale_free_there_is_none():
    """At a stationary point on the line d²KL/dm² = 1/s² > 0: the middle of equal bumps never splits."""
    from vizvi.diagnostics.basins import basins

    for a in (1.0, 2.5, 4.0, 8.0):
        one = problem(TARGETS["two_bumps"](separation=a), "mean_field")
        middle = basins(one).lam
        middle = middle[np.abs(middle[:, 0]).argmin()]
        h = 1e-3
        ahead, here, back = exact(one, middle + h * np.array([[1, 0], [0, 0], [-1, 0]]), 1e-10).reverse_kl
        assert (ahead - 2 * here + back) / h**2 == pytest.approx(math.exp(-2 * middle[1]), rel=2e-3)


@pytest.mark.parametrize("d", [0.7, 1.2, 1.4, 2.0, 2.8])
def test_branches_are_optima_of_the_whole_problem(d):
    """In all four parameters, not just along the diagonal; the middle beyond the fork is a saddle."""
    found, one = fork(), problem(DiagonalPair(d), "mean_field")
    known, field = optima(one), Field(one, 0.05, 7.0, thin=False)
    middle = np.array([0, 0, *[0.5 * math.log(np.interp(d, found.half, found.variance))] * 2])
    here = field(middle[None])
    assert np.abs(here.grad).max() < 2e-3 and here.value[0] == pytest.approx(
        np.interp(d, found.half, found.value), abs=1e-4
    )
    assert (np.linalg.eigvalsh(here.hess[0])[0] > 0) == (d < found.critical)
    if d < found.critical:
        assert len(known.lam) == 1
        return
    m, s2 = (np.interp(d, found.arm_half, each) for each in (found.arm_mean, found.arm_variance))
    assert len(known.lam) == 2 and np.allclose(np.sort(known.lam[:, 0]), [-m, m], atol=1e-3)
    assert np.allclose(known.lam[:, 2:], 0.5 * math.log(s2), atol=1e-3)
    assert np.allclose(known.value, np.interp(d, found.arm_half, found.arm_value), atol=1e-4)


def test_values_are_the_divergence():
    rng = np.random.default_rng(1)
    half, mean, log_s = rng.uniform(0.2, 3, 5), rng.uniform(-2, 2, 5), rng.uniform(-0.5, 0.8, 5)
    for d, m, s, found in zip(half, mean, log_s, value(half, mean, log_s), strict=True):
        assert found == pytest.approx(
            float(exact(problem(DiagonalPair(d), "mean_field"), [m, m, s, s], 1e-8).reverse_kl), abs=1e-6
        )


def test_the_pair_is_a_density():
    pair, z = DiagonalPair(1.7), np.random.default_rng(2).normal(size=(6, 2))
    modes = np.array([[1.7, 1.7], [-1.7, -1.7]])
    wanted = np.log(np.mean([np.exp(-0.5 * ((z - mode) ** 2).sum(axis=-1)) / (2 * np.pi) for mode in modes], axis=0))
    assert np.allclose(pair.log_prob(z), wanted)
    h = 1e-6
    rise = [(pair.log_prob(z + h * each) - pair.log_prob(z - h * each)) / (2 * h) for each in np.eye(2)]
    assert np.allclose(pair.score(z), np.stack(rise, axis=-1), atol=1e-7)


def test_the_board_of_the_fork():
    shown = fork_board(fork(), 2.0)
    assert "1.3229" in shown.title
    unstable, stable = (each.arrays["xy"][:, 0] for each in shown.panels[0].marks[1:3])
    assert stable.max() == pytest.approx(1.3229, abs=1e-4) == pytest.approx(unstable[0], abs=1e-4)
    rules = [each for each in shown.panels[0].marks if each.kind == "rule"]
    assert len(rules) == 2 and len(fork_board(fork(), 5.0).panels[0].marks) == 4
