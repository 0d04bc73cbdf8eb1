"""Safety nets, each alone: behind one another none is missed."""

import math

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate import over_both
from vizvi.integrate.nodes import line_nodes, shelled_grid, sinh_nodes
from vizvi.integrate.rules import FAR, NEGLIGIBLE, RADIUS, WIDEST, halved, judge
from vizvi.integrate.shared import Grid, around_q, billed_over_p
from vizvi.integrate.truth import truth
from vizvi.targets import TARGETS

VERDICTS = [(0.0, 1.0, True), (1.0, 0.1, False), (1e-30, 1e-30, False), (1.0, 1.0, True), (1e-8, 0.98e-8, True),
            (1.0, 0.9, False), (0.0, 0.0, False)]  # fmt: skip


@pytest.mark.parametrize("near, far, unknown", VERDICTS)
def test_what_does_not_fall_off_is_not_known(near, far, unknown):
    """Two rings that hold next to nothing prove nothing; a far one that holds nearly as much as the near one does."""
    value, error = judge(2.0, 2.5, near, far)
    assert np.isnan(value) == unknown
    assert error == (np.inf if unknown else pytest.approx(0.5 + near + far))
    assert 0.9 < FAR < 0.98 and 1e-10 < NEGLIGIBLE < 1e-8


LINES = [((-1, 1), (-5, 5), (-4, -3, 3, 4)), ((-1, 3), (-2, 11), (-1.75, -1.5, 7, 9))]


@pytest.mark.parametrize("core, ends, edges", LINES)
def test_the_rings_of_a_line_are_the_outer_half_on_either_side(core, ends, edges):
    """Half of the way from the core to the end, then three quarters: both sides alike."""
    nodes = line_nodes(core, ends, 0.1)
    x = nodes.points[:, 0]
    clear = np.abs(x[:, None] - edges).min(axis=-1) > 1e-9
    wanted = np.array([2, 1, 0, 1, 2])[np.searchsorted(edges, x)]
    assert np.array_equal(nodes.ring[clear], wanted[clear]) and len(x) - clear.sum() <= 4
    assert set(nodes.ring) == {0, 1, 2}


def test_the_rings_of_other_nodes():
    shelled = shelled_grid(((-10.0, 10.0),), 0.1)
    x = shelled.points[:, 0]
    assert set(shelled.ring[np.abs(x) > 8.05]) == {2} and set(shelled.ring[np.abs(x) < 5.95]) == {0}
    assert set(shelled.ring[(np.abs(x) > 6.05) & (np.abs(x) < 7.95)]) == {1}
    far = sinh_nodes(0.0, 1.0, 1e4)
    size = np.abs(far.points[:, 0])
    assert set(far.ring[size > size.max() / 1.9]) == {2} and set(far.ring[size < size.max() / 4.5]) == {0}


@pytest.mark.parametrize("df, reach", [(3, 1e7), (4, 10**3.5), (5, 10 ** (7 / 3)), (10, 20.0), (30, 20.0)])
def test_a_t_is_integrated_as_far_as_its_second_moments_reach(df, reach):
    """sinh(8a)/a scales: twenty at least, 10⁷ where only squares exist."""
    rate = FAMILIES["student_t"](df=df)._rate()
    assert math.sinh(8 * rate) / rate == pytest.approx(reach, rel=1e-6)


def alpha_between(alpha: float, m: float, s: float) -> float:
    """D_α(N(0, 1) ‖ N(m, s²)), Minka's (2005): a Gaussian integral."""
    precision = alpha + (1 - alpha) / s**2
    log_z = -0.5 * math.log(precision) - (1 - alpha) * math.log(s)
    log_z -= 0.5 * m * m * (1 - alpha) / s**2 * (1 - (1 - alpha) / (s * s * precision))
    return (1 - math.exp(log_z)) / (alpha * (1 - alpha))


@pytest.mark.parametrize("alpha", [0.3, 0.4, 0.7])
@pytest.mark.parametrize("sd", [0.02, 0.004, 0.001])
def test_the_error_of_a_narrow_q_is_honest_and_small(alpha, sd):
    """Where one side is so much narrower than the other that only its own nodes tell: the bar holds the truth and is
    neither a guess of nothing nor of anything."""
    p = TARGETS["two_bumps"](separation=0.0)
    problem = vizvi.Problem(p, FAMILIES["mean_field"](), DIVERGENCES["alpha"](alpha=alpha))
    ledger = vizvi.exact(problem, [0.3, math.log(sd)])
    off = abs(float(ledger.divergence) - alpha_between(alpha, 0.3, sd))
    assert off <= ledger.error + 1e-12
    assert ledger.error < 1e-4


def test_edges_far_from_the_axes_are_found():
    """A box that neither axis crosses, of known area: its edges are looked for on its own lines."""

    def log_p(z):
        inside = (z[..., 0] > 2) & (z[..., 0] < 4) & (z[..., 1] > 3) & (z[..., 1] < 5.5)
        return np.where(inside, 2.0, -np.inf)

    assert truth(vizvi.density(log_p, 2, ((0.0, 6.0), (1.0, 8.0)))).log_z == pytest.approx(2 + math.log(5), abs=1e-7)


@pytest.mark.parametrize(
    "off, error, wish",  # what half the resolution misses along x, along y, along both; and the rule apart from these
    [
        ((0.0, 0.0, 0.0, 0.0), 0.0, (0, 0)),
        ((0.01, 0.0, 0.01, 0.0), 0.01, (1, 0)),
        ((0.01, 0.2, 0.21, 0.0), 0.21, (1, 2)),
        ((1e-4, 1e-4, 0.3, 0.0), 0.5998, (1, 1)),
        ((0.0, 0.0, 0.0, 0.02), 0.04, (1, 1)),
        ((math.nan, 0.0, 0.0, 0.0), math.inf, (2, 0)),
    ],
)
def test_an_axis_is_doubled_once_or_where_it_is_hopeless_twice(off, error, wish):
    """By energy and entropy, whichever is farther off; what no axis alone shows doubles all."""
    sums = np.full((2, 1, 6), 3.0)
    for side in (0, 1):
        sums[1 - side, 0, 1:5], sums[side, 0, 1:5] = 3.0, 3.0 - np.array(off)
        found, wished = halved(sums, 1e-3)
        assert found == pytest.approx([error], abs=1e-12) and wished.tolist() == [list(wish)]


def test_a_cloud_on_whose_rim_something_is_left_is_widened(monkeypatch):
    """A t's cloud bends its tails in, and at 8 does not yet end them; at most 1.5 times as wide as the widest."""
    seen = []
    monkeypatch.setattr(over_both, "around_q", lambda grid, lam: seen.append(grid.radius) or around_q(grid, lam))
    target = vizvi.density(lambda z: -0.5 * (z * z).sum(axis=-1) + 0.7, 2, ((-5, 5), (-5, 5)))
    family = FAMILIES["student_t"]()
    problem = vizvi.Problem(target, family, DIVERGENCES["alpha"](alpha=0.5))
    over_both.over_both(problem, family.from_moments(np.full(2, 0.3), 0.6 * np.eye(2))[None], 1e-8, 2**20)
    assert seen[0] == RADIUS and RADIUS < max(seen) < 1.5 * WIDEST


@pytest.mark.parametrize("divergence, worth", [("forward_kl", 1), ("jensen_shannon", 100)])
def test_all_of_the_nodes_over_p_are_taken_where_half_of_them_do_not_settle_it(divergence, worth):
    """Beside nodes around q, half of them must settle it a hundred times better."""
    target = vizvi.density(lambda z: -(np.abs(z[..., 0]) ** 1.3) + 0.7, 1, ((-5, 5),))
    problem = vizvi.Problem(target, FAMILIES["mean_field"](), DIVERGENCES[divergence]())
    grid, lam = Grid(problem), np.array([[0.4, math.log(0.3)]])
    whole, half, *_ = billed_over_p(grid, lam, False)
    off = float(np.abs(whole - half)[0])
    assert off > 1e-12
    for share, fine in ((0.7, True), (1.4, False)):
        assert grid.finer(lam, share * worth * off)[0].fine == fine
