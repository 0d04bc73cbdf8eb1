"""Safety nets, each alone: behind one another none is missed."""

import math

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.nodes import line_nodes, shelled_grid, sinh_nodes
from vizvi.integrate.rules import FAR, NEGLIGIBLE, judge
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
