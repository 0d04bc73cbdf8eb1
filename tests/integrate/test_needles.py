"""Mass that a node may miss: needles, edges, narrow q, and a window that does not show all of p."""

import math

import numpy as np
import pytest

from vizvi import Problem, density, exact
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.closely import _in_cloud
from vizvi.targets import TARGETS

MEAN_FIELD, REVERSE = FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]()
LINE = ((-5, 5),)


def normal(z, mean, sd):
    return -0.5 * ((z[..., 0] - mean) / sd) ** 2 - math.log(sd) - 0.5 * math.log(2 * math.pi)


def needle(sd, at=1 / 3, mass=0.5):
    return lambda z: np.logaddexp(math.log(mass) + normal(z, at, sd), math.log1p(-mass) + normal(z, 0, 1))


def fine_kl(log_p, mean, sd, at, narrow):
    """KL(q‖p) on a line of its own, finest at the needle."""
    x = np.unique(np.concatenate([mean + sd * np.linspace(-9, 9, 40_001), at + narrow * np.linspace(-14, 14, 40_001)]))
    middle = (x[1:] + x[:-1])[:, None] / 2
    log_q = normal(middle, mean, sd)
    return (np.diff(x) * np.exp(log_q) * (log_q - log_p(middle))).sum()


@pytest.mark.parametrize("sd", [0.01, 0.003, 0.001, 1e-4])
def test_half_of_the_mass_in_a_needle(sd):
    log_p = needle(sd)
    target = density(log_p, 1, LINE)
    assert abs(target.log_z) <= 3 * target.log_z_error and target.log_z_error < 1e-4
    lam = np.array([[0, 0], [1 / 3, math.log(sd)], [0.3, -1.0], [0, math.log(20 * sd)]])
    ledger = exact(Problem(target, MEAN_FIELD, REVERSE), lam)
    want = np.array([fine_kl(log_p, mean, math.exp(log_sd), 1 / 3, sd) for mean, log_sd in lam])
    assert np.all(np.abs(ledger.reverse_kl - want) <= 3 * ledger.error + 1e-7)
    assert ledger.error.max() < 1e-2


def test_a_needle_in_the_plane():
    square = lambda z: (z**2).sum(axis=-1)
    log_p = lambda z: np.logaddexp(-0.5 * square(z), -0.5 * square((z - 0.4) / 0.02) - 2 * math.log(0.02))
    target = density(log_p)
    assert target.log_z == pytest.approx(math.log(4 * math.pi), abs=3 * target.log_z_error)
    lam = np.array([[0, 0, 0, 0.0], [0.4, 0.4, math.log(0.02), math.log(0.02)]])
    ledger = exact(Problem(target, MEAN_FIELD, REVERSE), lam)
    # Around the needle log p is log(½) plus a bell, but for its edge: a plain sum in its own units.
    u = np.linspace(-8, 8, 801)
    mesh = np.stack(np.meshgrid(u, u, indexing="ij"), axis=-1)
    weight = np.exp(-0.5 * (mesh**2).sum(axis=-1)) / (2 * math.pi) * (u[1] - u[0]) ** 2
    want = ledger.log_z[1] - (weight * log_p(0.4 + 0.02 * mesh)).sum() - math.log(2 * math.pi * math.e * 0.02**2)
    assert ledger.reverse_kl[1] == pytest.approx(want, abs=3 * ledger.error[1])
    assert np.all(ledger.error < 1e-3)


def test_what_the_window_lacks_is_said():
    log_p = lambda z: np.logaddexp(math.log(0.1) + normal(z, 0, 1), math.log(0.9) + normal(z, 30, 1))
    ledger = exact(Problem(density(log_p, 1, LINE), MEAN_FIELD, REVERSE), np.array([[30.0, 0.0], [0.0, 0.0]]))
    assert np.isnan(ledger.reverse_kl[0]) and np.isnan(ledger.log_z[0]) and "window" in ledger.why[0]
    assert ledger.elbo[0] == pytest.approx(math.log(0.9), abs=1e-6) and ledger.why[1] == ""


@pytest.mark.parametrize("lo, hi", [(0, 0.03), (0, 1), (0.1, 0.4), (-2.345, 1.2e-3)])
def test_a_box_between_nodes(lo, hi):
    target = density(lambda z: np.where((z[..., 0] >= lo) & (z[..., 0] <= hi), 0.0, -np.inf), 1, LINE)
    width = hi - lo
    assert abs(target.log_z - math.log(width)) <= 3 * target.log_z_error
    ledger = exact(Problem(target, MEAN_FIELD, DIVERGENCES["forward_kl"]()), np.zeros(2))
    want = -math.log(width) + 0.5 * math.log(2 * math.pi) + (hi**3 - lo**3) / (6 * width)
    assert abs(ledger.forward_kl - want) <= 3 * ledger.error and ledger.error < 1e-4


@pytest.mark.parametrize("constant", [0.0, 1e3, 1e6, 1e9, 1e12, -1e9])
def test_a_constant_costs_its_digits_and_says_so(constant):
    target = density(lambda z: normal(z, 1, 0.5) + constant, 1, LINE)
    lam = np.array([[1.0, math.log(0.5)], [0.0, 0.0], [1.5, -2.0]])
    ledger = exact(Problem(target, MEAN_FIELD, DIVERGENCES["forward_kl"]()), lam)
    sd = np.exp(lam[:, 1])
    reverse = np.log(0.5 / sd) + (sd**2 + (lam[:, 0] - 1) ** 2) / 0.5 - 0.5
    forward = np.log(sd / 0.5) + (0.25 + (lam[:, 0] - 1) ** 2) / (2 * sd**2) - 0.5
    for got, want in ((ledger.reverse_kl, reverse), (ledger.forward_kl, forward)):
        assert np.all(np.abs(got - want) <= 3 * ledger.error + 1e-9) and np.isfinite(got).all()


@pytest.mark.parametrize("alpha", [0.5, 0.137, 0.9, -0.5, 1.3])
def test_alpha_of_a_q_of_any_width(alpha):
    """Where neither side's nodes see the edge between p and q, q's mass does not add up, and one side alone is asked."""
    sd = np.exp(np.linspace(math.log(1e-4), math.log(1e3), 24))
    problem = Problem(density(lambda z: normal(z, 0, 1), 1, ((-8, 8),)), MEAN_FIELD, DIVERGENCES["alpha"](alpha=alpha))
    ledger = exact(problem, np.column_stack([np.full(24, 0.4), np.log(sd)]))
    both = alpha + (1 - alpha) / sd**2
    with np.errstate(invalid="ignore"):
        power = -(1 - alpha) * np.log(sd) - 0.5 * np.log(both)
        power += 0.5 * ((1 - alpha) * 0.4 / sd**2) ** 2 / both - 0.5 * (1 - alpha) * 0.16 / sd**2
    want = np.where(both > 0, -np.expm1(power) / (alpha * (1 - alpha)), np.inf)
    fine = np.isfinite(want)
    assert np.all(np.isposinf(ledger.divergence[~fine]) | np.isnan(ledger.divergence[~fine]))
    assert np.all(np.abs(ledger.divergence[fine] - want[fine]) <= 3 * ledger.error[fine]) and ledger.error.max() < 1e-3


@pytest.mark.parametrize("log_sd", [-300.0, -373.0, -400.0, -700.0])
@pytest.mark.parametrize("family", ["mean_field", "full_rank"])
def test_the_entropy_of_next_to_nothing(log_sd, family):
    """−½ log 2πe − log sd + ½ log 2π + 4.5 at the origin of two bumps, however far the square leaves the floats."""
    from vizvi.targets import TARGETS

    ledger = exact(Problem(TARGETS["two_bumps"](), FAMILIES[family](), REVERSE), [0.0, log_sd])
    assert ledger.reverse_kl == pytest.approx(4 - log_sd, abs=1e-6)


@pytest.mark.parametrize("method", ["exact_descent", "natural_gradient", "coordinate_ascent", "laplace", "gradient"])
def test_every_method_starts_from_next_to_nothing(method):
    from vizvi import Experiment, fit
    from vizvi.methods import METHODS
    from vizvi.targets import TARGETS

    problem = Problem(TARGETS["two_bumps"](), MEAN_FIELD, REVERSE)
    for log_sd in (-300.0, 300.0):
        history = fit(Experiment(problem, METHODS[method](), steps=3, start=(0.5, log_sd)))
        assert np.isfinite(history.lam).all()


def panels(at, sd):
    """Nodes and weights of Gauss–Legendre panels on ±14, finest around a kernel."""
    node, weight = np.polynomial.legendre.leggauss(8)
    edges = np.unique(np.concatenate([np.linspace(-14, 14, 60), at + sd * np.linspace(-30, 30, 61)]))
    edges = edges[np.abs(edges) <= 14]
    half = np.diff(edges) / 2
    return (edges[:-1, None] + half[:, None] * (1 + node)).ravel(), (half[:, None] * weight).ravel()


@pytest.mark.parametrize(
    "at, sd", [((0.3123,), 0.5), ((0.3123,), 0.01), ((1.77,), 1e-3), ((1.77,), 1e-5), ((0.31, 0.2), 0.02)]
)
def test_a_kernel_of_q_that_the_nodes_over_p_would_miss(at, sd):
    """KL(p‖q) of a mixture with one narrow component, far below the gaps between p's nodes."""
    dim, family = len(at), FAMILIES["mixture"](components=2)
    log_p = lambda z: np.logaddexp(-0.5 * (z**2).sum(axis=-1), -1 - 0.5 * ((z - 2) ** 2).sum(axis=-1))
    target = density(log_p, dim, ((-8, 9),) * dim)
    sds = [sd, 0.4][:dim]
    lam = family.place(np.array([np.zeros(dim), at]), np.array([np.eye(dim), np.diag(np.square(sds))]))
    ledger = exact(Problem(target, family, DIVERGENCES["forward_kl"]()), lam)
    lines = [panels(*each) for each in zip(at, sds)]
    z = np.stack(np.meshgrid(*(x for x, _ in lines), indexing="ij"), axis=-1)
    mass = lines[0][1] if dim == 1 else np.multiply.outer(lines[0][1], lines[1][1])
    log_p = target.log_prob(z) - 0.5 * dim * math.log(2 * math.pi) - math.log1p(math.exp(-1))
    want = (mass * np.exp(log_p) * (log_p - family.log_prob(lam, z))).sum()
    assert abs(ledger.forward_kl - want) <= 3 * ledger.error + 1e-9 and ledger.error < 1e-3


def test_sizes_in_the_cloud_are_as_far_as_a_needle_is_felt_along_each_axis():
    """Several needles under a tilted q: one step of 1/size along an axis of the cloud crosses each by one scale."""
    family = FAMILIES["full_rank"]()
    lam = family.from_moments(np.array([1.0, -0.5]), np.array([[1.0, 1.1], [1.1, 2.0]]))
    at, scale = np.array([[0.3, 0.1], [2.0, -1.0], [0.0, 4.0]]), np.array([[0.1, 0.2], [1e-3, 3.0], [0.5, 0.01]])
    u, size = _in_cloud(family, lam, at, scale)
    assert family.transform(lam, u[0]) == pytest.approx(at, abs=1e-12)
    origin = family.transform(lam, np.zeros(2))
    along = np.stack([family.transform(lam, axis) - origin for axis in np.eye(2)])
    assert 1 / size[0] == pytest.approx(np.linalg.norm(along / scale[:, None], axis=-1), rel=1e-9)


def collapsed(log_scale: float, logit: float = 0.0):
    """Two bumps and a q of three kernels, the last of which is so narrow (λ of one problem)."""
    problem = Problem(TARGETS["two_bumps"](separation=2.0), FAMILIES["mixture"](components=3), DIVERGENCES["reverse_kl"]())
    lam = np.array([0.0, 0.0, logit, -1.5, 1.0, 0.3, 0.5, 0.0, log_scale])
    return problem, lam


@pytest.mark.parametrize("logit", [-60.0, -200.0])
def test_a_faint_needle_of_q_adds_nothing(logit):
    problem, lam = collapsed(-14.0, logit)
    plain = Problem(problem.target, FAMILIES["mixture"](components=2), problem.divergence)
    without = exact(plain, [0.0, 0.0, -1.5, 1.0, 0.5, 0.0])
    found = exact(problem, lam)
    assert found.reverse_kl == pytest.approx(without.reverse_kl, abs=1e-6)
    assert found.forward_kl == pytest.approx(without.forward_kl, abs=1e-6)


@pytest.mark.parametrize("log_scale", [-20.0, -25.0, -60.0, -290.0])
def test_a_kernel_that_has_collapsed_costs_what_it_should(log_scale):
    """Beside a kernel this narrow the others see nothing, and in it nothing but itself is seen; once floats beside its
    middle are too few to tell its nodes apart, the ledger says that it does not know."""
    problem, lam = collapsed(log_scale)
    z = np.linspace(-14, 14, 40_001)
    normal = [-0.5 * ((z - m) / s) ** 2 - np.log(s) - 0.5 * np.log(2 * np.pi) for m, s in ((-1.5, np.exp(0.5)), (1.0, 1.0))]
    log_q = np.logaddexp(*normal) - np.log(3)
    wide = sum(np.sum(np.exp(each) * (log_q - problem.target.log_prob(z[:, None]))) for each in normal) * (z[1] - z[0])
    narrow = -np.log(3) - 0.5 * np.log(2 * np.pi * np.e) - log_scale - problem.target.log_prob(np.array([0.3]))
    expected = (wide + narrow) / 3 + problem.target.log_z
    found = exact(problem, lam)
    if log_scale < -50:
        assert np.isnan(found.reverse_kl)
    else:
        assert found.reverse_kl == pytest.approx(float(expected), abs=1e-5) and found.error < 1e-5


@pytest.mark.parametrize("family", ["mixture", "full_rank", "mean_field", "student_t"])
def test_no_lam_brings_another_error_than_words(family):
    """Numbers that a run which flies away or collapses goes through: the ledger has numbers, or nan; never an exception."""
    dice = np.random.default_rng(5)
    for name in ("two_bumps", "squiggle", "three_modes", "logit_beta"):
        target = TARGETS[name]()
        if target.dim not in FAMILIES[family].dims:
            continue
        problem = Problem(target, FAMILIES[family](), DIVERGENCES["reverse_kl"]())
        usual = problem.family.from_moments(np.zeros(target.dim), np.eye(target.dim))
        for _ in range(6):
            lam = np.where(dice.random(len(usual)) < 0.5, usual, dice.choice([-700, -400, -60, 60, 400, 1e150], len(usual)))
            assert np.shape(exact(problem, lam).reverse_kl) == ()
