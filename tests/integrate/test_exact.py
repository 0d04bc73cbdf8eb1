"""The ledger against independent routes: plain fine grids, closed forms, and what must be nan or infinite."""

import math
from itertools import pairwise

import numpy as np
import pytest
from cover import daily
from oracles import average
from scipy import integrate, special

from vizvi import Problem, density, exact
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.integrate.truth import truth
from vizvi.targets import TARGETS

REVERSE, FORWARD = DIVERGENCES["reverse_kl"](), DIVERGENCES["forward_kl"]()
GAUSSIAN = pytest.mark.parametrize("gaussian", ["mean_field", "full_rank"])


def some_lam(target, family, seed=0, shape=()):
    """A q that a page can show: its mean in the window's middle, its sds a fraction of the window's."""
    rng = np.random.default_rng(seed)
    lo, hi = np.array(target.window, float).T
    lam = []
    for _ in range(math.prod(shape)):
        root = rng.uniform(-0.3, 0.3, (target.dim, target.dim)) + np.eye(target.dim) * rng.uniform(0.4, 1.2, target.dim)
        cov = (root @ root.T) * np.outer(hi - lo, hi - lo) / 12**2
        lam.append(family.from_moments(lo + (hi - lo) * rng.uniform(0.4, 0.6, target.dim), cov))
    return np.array(lam).reshape(*shape, -1)


@GAUSSIAN
@pytest.mark.defaults
def test_energy_is_an_independent_average(target, gaussian):
    family = FAMILIES[gaussian]()
    lam = some_lam(target, family, seed=1, shape=(1,))[0]
    mean, cov = family.moments(lam)
    ledger = exact(Problem(target, family, REVERSE), lam)
    if type(target) is TARGETS["ring"]:
        want = ring_energy(target, mean, cov)
    else:
        want = average(mean, cov, target.log_prob)
    entropy = 0.5 * np.linalg.slogdet(2 * np.pi * np.e * cov)[1]
    assert ledger.entropy == pytest.approx(entropy, abs=1e-6)
    # A cone at the origin, the ring's, is all that keeps a trapezoid from its best.
    assert abs(ledger.energy - want) < 1e-6 or abs(ledger.energy - want) < ledger.error < 1e-3


def ring_energy(target, mean, cov):
    """log p is a cone at the origin, so polar coordinates about it: no rule in x and y converges fast there."""
    edges = np.linspace(0, np.linalg.norm(mean) + 10 * np.sqrt(np.linalg.eigvalsh(cov)[-1]), 61)
    node, weight = np.polynomial.legendre.leggauss(12)
    r = (edges[:-1, None] + np.diff(edges)[:, None] * (1 + node) / 2).ravel()
    weight = (np.diff(edges)[:, None] * weight / 2).ravel()
    angle = 2 * np.pi * np.arange(400) / 400
    x, y = r[:, None] * np.cos(angle) - mean[0], r[:, None] * np.sin(angle) - mean[1]
    precision = np.linalg.inv(cov)
    square = precision[0, 0] * x * x + 2 * precision[0, 1] * x * y + precision[1, 1] * y * y
    q = np.exp(-0.5 * square - 0.5 * np.linalg.slogdet(2 * np.pi * cov)[1])
    log_p = target.log_prob(np.stack([x + mean[0], y + mean[1]], axis=-1))
    return (weight * r) @ (q * log_p).sum(axis=-1) * 2 * np.pi / 400


def numeric(target, f, half=60.0):
    """∫ p f over the line, piecewise."""
    edges = np.linspace(-half, half, 61)
    g = lambda x: np.exp(target.log_prob(np.array([x]))) * f(np.array([x]))
    return sum(integrate.quad(g, a, b, epsabs=1e-13)[0] for a, b in pairwise(edges))


def closed_two_bumps(t):
    mean, var = t.separation * (2 * t.weight - 1), 1 + t.separation**2 * 4 * t.weight * (1 - t.weight)
    return [mean], [[var]], numeric(t, t.log_prob)


def closed_log_gamma(t):
    k = t.shape
    return [special.digamma(k)], [[special.polygamma(1, k)]], k * special.digamma(k) - k - special.gammaln(k)


def closed_student_t(t):
    v = t.df
    entropy = (v + 1) / 2 * (special.digamma((v + 1) / 2) - special.digamma(v / 2)) + math.log(v) / 2
    entropy += special.betaln(v / 2, 0.5)
    return [0.0], [[v / (v - 2) if v > 2 else np.inf]], -entropy


def closed_skew_normal(t):
    delta = t.shape / math.sqrt(1 + t.shape**2)
    return [delta * math.sqrt(2 / math.pi)], [[1 - 2 * delta**2 / math.pi]], numeric(t, t.log_prob, 30.0)


def closed_logit_beta(t):
    a, b, psi = t.a, t.b, special.digamma
    log_p = a * (psi(a) - psi(a + b)) + b * (psi(b) - psi(a + b)) - special.betaln(a, b)
    return [psi(a) - psi(b)], [[special.polygamma(1, a) + special.polygamma(1, b)]], log_p


def closed_gaussian(t):
    cov = np.array([[1, t.correlation], [t.correlation, 1]])
    return [0, 0], cov, -0.5 * np.linalg.slogdet(2 * np.pi * np.e * cov)[1]


def closed_banana(t):
    return [0, t.bend], np.diag([1, 1 + 2 * t.bend**2]), -math.log(2 * math.pi * math.e)


def closed_funnel(t):
    var = t.scale**2
    return [0, 0], np.diag([var, math.exp(var / 2)]), -math.log(2 * math.pi * math.e) - math.log(t.scale)


def closed_two_modes(t):
    mean, cov, log_p = closed_two_bumps(TARGETS["two_bumps"](separation=t.separation, weight=t.weight))
    return [*mean, 0], np.diag([cov[0][0], 1]), log_p - 0.5 * math.log(2 * math.pi * math.e)


def closed_ring(t):
    shell = lambda power: integrate.quad(
        lambda r: r**power * math.exp(-0.5 * ((r - t.radius) / t.width) ** 2),
        0, t.radius + 12 * t.width, points=[t.radius], epsabs=1e-14, limit=500,
    )[0]  # fmt: skip
    var = shell(3) / shell(1) / 2
    square = integrate.quad(
        lambda r: r * ((r - t.radius) / t.width) ** 2 * math.exp(-0.5 * ((r - t.radius) / t.width) ** 2),
        0, t.radius + 12 * t.width, points=[t.radius], epsabs=1e-14, limit=500,
    )[0] / shell(1)  # fmt: skip
    return [0, 0], np.diag([var, var]), -0.5 * square - math.log(2 * math.pi * shell(1))


def closed_squiggle(t):
    # A shear keeps the entropy; the moments of sin(5 z₁) under a Gaussian of variance 2 are exponentials.
    var, cross = 2.0, 0.25
    f = t.frequency
    sine = (1 - math.exp(-2 * f * f * var)) / 2
    slope = f * math.exp(-0.5 * f * f * var)  # cov(u, sin f·z₁) = cov(u, z₁)·E[f·cos f·z₁]
    cov = [[var, cross - var * slope], [cross - var * slope, 0.5 + sine - 2 * cross * slope]]
    return [0, 0], np.array(cov), -0.5 * np.linalg.slogdet(2 * np.pi * np.e * np.array([[2, 0.25], [0.25, 0.5]]))[1]


@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
def test_moments_of_p_are_closed_forms(target):
    """Mean, covariance and negative entropy of p by its nodes: what the forward KL of any Gaussian is made of."""
    from vizvi.member import slug

    closed = globals().get(f"closed_{slug(target)}")
    if closed is None:
        return  # posteriors of data, and what only a grid knows: checked on grids below
    mean, cov, log_p = closed(target)
    known = truth(target)
    if np.all(np.isfinite(cov)):
        assert np.allclose(known.mean[0], mean, atol=1e-7)
        assert np.allclose(known.cov[0], cov, rtol=1e-6, atol=1e-7)
    assert known.log_p_mean[0] == pytest.approx(log_p, abs=1e-6)
    assert known.log_z == pytest.approx(target.log_z, abs=1e-9)


@GAUSSIAN
@pytest.mark.defaults
def test_forward_kl_is_a_plain_sum(target, gaussian):
    """Against a grid over the window, where the window holds all of the mass."""
    family = FAMILIES[gaussian]()
    lam = some_lam(target, family, seed=2, shape=(1,))[0]
    ledger = exact(Problem(target, family, FORWARD), lam)
    n = 200_001 if target.dim == 1 else 1201
    axes = [np.linspace(lo, hi, n) for lo, hi in target.window]
    cell = math.prod(each[1] - each[0] for each in axes)
    total = inside = 0.0
    for part in np.array_split(axes[0], 1 if target.dim == 1 else 12):
        z = np.stack(np.meshgrid(part, *axes[1:], indexing="ij"), axis=-1)
        log_p = target.log_prob(z) - truth(target).log_z
        mass = np.exp(log_p) * cell
        inside += mass.sum()
        total += (mass * np.where(mass > 0, log_p - family.log_prob(lam, z), 0)).sum()
    if abs(1 - inside) < 1e-8:
        assert ledger.forward_kl == pytest.approx(total, abs=2e-5)
        assert ledger.error < 1e-3


@GAUSSIAN
def test_forward_kl_by_moments(target, gaussian):
    """For every target: KL(p‖q) from p's entropy, mean and covariance."""
    family, known = FAMILIES[gaussian](), truth(target)
    lam = some_lam(target, family, seed=3, shape=(1,))[0]
    ledger = exact(Problem(target, family, FORWARD), lam)
    if ledger.forward_kl == np.inf:
        assert type(target) is TARGETS["student_t"] and target.df <= 2.05
        return
    mean, cov = family.moments(lam)
    offset = known.mean[0] - mean
    precision = np.linalg.inv(cov)
    want = known.log_p_mean[0] + 0.5 * np.linalg.slogdet(2 * np.pi * cov)[1]
    want += 0.5 * (np.trace(precision @ known.cov[0]) + offset @ precision @ offset)
    assert ledger.forward_kl == pytest.approx(want, rel=1e-6, abs=1e-6)


@pytest.mark.pairs
def test_ledger_adds_up(target, family):
    problem = Problem(target, family, REVERSE)
    lam = some_lam(target, family, seed=4, shape=(1,))
    ledger = exact(problem, lam)
    known = np.isfinite(ledger.elbo)
    with np.errstate(invalid="ignore"):  # ∞ − ∞ where nothing is known
        assert np.allclose((ledger.log_z - ledger.elbo - ledger.reverse_kl)[known], 0, atol=1e-8)
        assert np.allclose((ledger.energy + ledger.entropy - ledger.elbo)[known], 0, atol=1e-8)
    assert np.all(ledger.reverse_kl[known] > -ledger.error[known] - 1e-9)
    assert np.all((ledger.forward_kl > -1e-6) | np.isnan(ledger.forward_kl))
    assert np.array_equal(ledger.divergence, ledger.reverse_kl, equal_nan=True)
    assert np.all((ledger.mass >= 0) & (ledger.mass <= 1))
    assert np.allclose(ledger.mass, family.box_mass(lam, target.window))
    assert np.all(ledger.entropy[~np.isnan(ledger.entropy)] < np.inf)


@pytest.mark.dim(1)
@pytest.mark.pairs
def test_divergence_at_random_lam(divergence, family):
    """Each divergence in one dimension against scipy's quadrature, for each family."""
    target = TARGETS["two_bumps"](separation=1.5, weight=0.6)
    problem = Problem(target, family, divergence)
    lam = some_lam(target, family, seed=5, shape=(1,))[0]
    ledger = exact(problem, lam)

    def summand(x):
        z = np.array([x])
        log_p, log_q = target.log_prob(z), family.log_prob(lam, z)
        alpha = {"ReverseKL": 0.0, "ForwardKL": 1.0, "Chi2": 2.0}.get(type(divergence).__name__)
        alpha = getattr(divergence, "alpha", alpha)
        if alpha is None:  # Jensen–Shannon
            log_m = np.logaddexp(log_p, log_q) - np.log(2)
            return 0.5 * (np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m))
        if alpha == 0:
            return np.exp(log_q) * (log_q - log_p)
        if alpha == 1:
            return np.exp(log_p) * (log_p - log_q)
        with np.errstate(over="ignore"):
            mixed = alpha * np.exp(log_p) + (1 - alpha) * np.exp(log_q) - np.exp(alpha * log_p + (1 - alpha) * log_q)
        return mixed / (alpha * (1 - alpha)) * (2 if type(divergence).__name__ == "Chi2" else 1)

    edges = np.linspace(-40, 40, 81)
    want = sum(integrate.quad(summand, a, b, epsabs=1e-12)[0] for a, b in pairwise(edges))
    if family.__class__ is FAMILIES["student_t"]:
        far = lambda t, sign: summand(sign * math.exp(t)) * math.exp(t)
        want += sum(integrate.quad(far, math.log(40), 60, args=(sign,), epsabs=1e-12)[0] for sign in (1, -1))
    if np.isfinite(ledger.divergence):
        assert ledger.divergence == pytest.approx(want, abs=2e-6 + ledger.error)
        assert ledger.error < 1e-3
    else:
        assert divergence.power not in (0, 1)


@pytest.mark.dim(1)
@pytest.mark.parametrize("shape", daily((), (7,), (3, 2, 2), more=((1,), (2, 5))), ids=str)
def test_leading_shapes(family, divergence, shape):
    problem = Problem(TARGETS["two_bumps"](), family, divergence)
    lam = some_lam(problem.target, family, seed=6, shape=(60,))
    few = lam[: math.prod(shape)].reshape(*shape, -1)
    ledger = exact(problem, few)
    assert all(np.shape(each) == shape for each in ledger)
    if shape == (2, 5):
        alone = exact(problem, few[1, 3])
        assert np.allclose([each[1, 3] for each in ledger], alone, atol=1e-6, equal_nan=True)


def test_error_covers_the_truth():
    """At random λ, narrow and wide, the reported error is at least the true one."""
    target, family = TARGETS["two_modes"](separation=4.0, weight=0.3), FAMILIES["full_rank"]()
    problem = Problem(target, family, REVERSE)
    lam = some_lam(target, family, seed=7, shape=(30,))
    rough, fine = exact(problem, lam), exact(problem, lam, tolerance=1e-10)
    assert np.all(np.abs(rough.elbo - fine.elbo) <= rough.error + fine.error)
    assert fine.error.max() < 2e-6


def test_untrusted_is_nan():
    """Without points to spare, a field is nan rather than wrong."""
    family = FAMILIES["full_rank"]()
    spikes = density(lambda z: 3 * np.cos(37.3 * z[..., 0]) - 0.5 * (z**2).sum(axis=-1), window=((-6, 6), (-6, 6)))
    problem = Problem(spikes, family, REVERSE)
    ledger = exact(problem, np.tile([0.0, 0.0, 1.0, 1.0, 0.0], (40_000, 1))[:2000], budget=1)
    assert np.all(np.isnan(ledger.elbo) | (ledger.error < 1e-2))


def test_mass_tells_when_q_is_elsewhere():
    problem = Problem(TARGETS["gaussian"](), FAMILIES["mean_field"](), REVERSE)
    ledger = exact(problem, np.array([[0, 0, 0, 0], [20.0, 0, 0, 0], [4.0, 0, 0, 0]]))
    assert ledger.mass == pytest.approx([0.99987, 0, 0.5], abs=1e-4)
    # Integrals over q are as good there as anywhere.
    assert ledger.elbo[1] == pytest.approx(ledger.elbo[0] - 200 / 0.19, abs=1e-6)


def test_narrow_and_wide_q():
    """What a handle can be dragged to: energies of quadratics are closed forms at any scale."""
    target, family = TARGETS["gaussian"](correlation=0.5), FAMILIES["mean_field"]()
    for log_scale in (-6.0, -3.0, 3.0, 6.0):
        ledger = exact(Problem(target, family, REVERSE), np.array([0.3, 0.1, log_scale, log_scale]))
        var = math.exp(2 * log_scale)
        want = -math.log(2 * math.pi) - 0.5 * math.log(0.75) - 0.5 * (0.09 - 0.03 + 0.01 + 2 * var) / 0.75
        assert ledger.energy == pytest.approx(want, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("df, finite", [(1.0, False), (2.0, False), (2.1, True), (3.0, True), (30.0, True)])
def test_forward_kl_of_heavy_tails(df, finite):
    target, family = TARGETS["student_t"](df=df), FAMILIES["mean_field"]()
    ledger = exact(Problem(target, family, FORWARD), np.array([[0.0, 0.3], [1.0, -0.5]]))
    if not finite:
        assert np.all(ledger.forward_kl == np.inf)
        assert np.all(np.isfinite(ledger.reverse_kl))
        return
    _, cov, log_p = closed_student_t(target)
    constant = log_p + 0.5 * math.log(2 * math.pi)
    want = [constant + s + 0.5 * (cov[0][0] + m * m) * math.exp(-2 * s) for m, s in ((0, 0.3), (1, -0.5))]
    assert np.allclose(ledger.forward_kl, want, atol=1e-6)


HEAVY = [("banana", 3, False), ("banana", 4, False), ("banana", 5, True), ("gaussian", 3, True),
         ("log_gamma", 30, False), ("funnel", 10, False)]  # fmt: skip


@pytest.mark.parametrize("slug, df, finite", HEAVY)
def test_reverse_kl_of_a_heavy_q(slug, df, finite):
    """A Student-t q has only df − 1 moments: where log p asks for more, KL(q‖p) is infinite, not large."""
    target, family = TARGETS[slug](), FAMILIES["student_t"](df=df)
    ledger = exact(Problem(target, family, REVERSE), some_lam(target, family, 8, (2,)))
    assert np.all(np.isfinite(ledger.reverse_kl) == finite)
    assert np.all((ledger.reverse_kl == np.inf) != finite)
    assert np.all(np.isfinite(ledger.entropy)) and np.all(ledger.elbo[~np.isfinite(ledger.elbo)] == -np.inf)


@pytest.mark.parametrize("v, want", [(0.51, 3.606), (0.6, 1.342), (0.8, 1.033), (2.0, 1.155), (0.5, np.inf), (0.3, np.inf)])
def test_chi2_can_be_infinite(v, want):
    """q of variance v on N(0, 1): v/√(2v − 1), infinite for v ≤ 1/2."""
    problem = Problem(TARGETS["two_bumps"](separation=0.0), FAMILIES["mean_field"](), DIVERGENCES["chi2"]())
    ledger = exact(problem, np.array([0.0, 0.5 * math.log(v)]))
    assert ledger.divergence + 1 == pytest.approx(want, abs=6e-4)
    if np.isfinite(want):
        assert ledger.divergence + 1 == pytest.approx(v / math.sqrt(2 * v - 1), abs=1e-6)


@pytest.mark.parametrize("alpha", [-1.0, -0.5, 0.0, 1e-3, 0.3, 0.5, 0.9, 1 - 1e-3, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_alpha_between_gaussians(alpha, rho):
    """∫ p^α q^(1−α) of two Gaussians is a determinant (Minka, 2005)."""
    problem = Problem(TARGETS["gaussian"](correlation=rho), FAMILIES["full_rank"](), DIVERGENCES["alpha"](alpha=alpha))
    mean, cov = np.array([0.4, -0.3]), np.array([[1.1, 0.2], [0.2, 0.9]])
    p, q = np.linalg.inv([[1, rho], [rho, 1]]), np.linalg.inv(cov)
    ledger = exact(problem, problem.family.from_moments(mean, cov))
    if alpha == 0:
        want = ledger.reverse_kl
    elif alpha == 1:
        want = ledger.forward_kl
    else:
        both = alpha * p + (1 - alpha) * q
        if np.linalg.eigvalsh(both)[0] <= 0:
            assert ledger.divergence == np.inf
            return
        shift = (1 - alpha) * q @ mean
        log_integral = 0.5 * (alpha * np.linalg.slogdet(p)[1] + (1 - alpha) * np.linalg.slogdet(q)[1])
        log_integral -= 0.5 * np.linalg.slogdet(both)[1]
        log_integral += 0.5 * (shift @ np.linalg.solve(both, shift) - (1 - alpha) * mean @ q @ mean)
        want = -np.expm1(log_integral) / (alpha * (1 - alpha))
    assert ledger.divergence == pytest.approx(want, abs=1e-6)


@pytest.mark.parametrize("limit, slug", [(0.0, "reverse_kl"), (1.0, "forward_kl")])
@pytest.mark.parametrize("off", [0.0, 5e-7, -5e-7, 1e-5, -1e-5])
def test_alpha_has_the_kls_as_limits(limit, slug, off):
    target, family = TARGETS["two_bumps"](separation=1.0, weight=0.7), FAMILIES["mean_field"]()
    lam = np.array([[0.2, 0.1], [-0.5, 0.6]])
    near = exact(Problem(target, family, DIVERGENCES["alpha"](alpha=limit + off)), lam).divergence
    kl = exact(Problem(target, family, DIVERGENCES[slug]()), lam).divergence
    assert np.allclose(near, kl, atol=1e-8 + 2 * abs(off))


EVIDENCE = [
    ("challenger", {}, -14.019406264),
    ("challenger", {"prior_sd": 20.0}, -16.576617897),
    ("challenger", {"prior_sd": 0.5}, -14.324159423),
    ("eight_schools", {}, -31.311347352),
]


@pytest.mark.parametrize("slug, knobs, log_z", EVIDENCE)
def test_evidence(slug, knobs, log_z):
    """Against values saved from `by_an_adaptive_rule`, the script beside them."""
    target = TARGETS[slug](**knobs)
    assert target.log_z == pytest.approx(log_z, abs=1e-6)
    assert target.log_z_error < (1e-3 if slug == "eight_schools" else 1e-4)


@pytest.mark.wide
@pytest.mark.parametrize("slug, knobs, log_z", EVIDENCE)
def test_saved_evidence(slug, knobs, log_z):
    assert by_an_adaptive_rule(TARGETS[slug](**knobs), slug) == pytest.approx(log_z, abs=1e-7)


def by_an_adaptive_rule(target, slug):
    """log ∫ prior × likelihood by scipy's adaptive rule within, four nodes of Gauss and Legendre a cell without."""
    box = ((-30, 30), (-60, 30)) if slug == "challenger" else ((-60, 60), (-45, 12))
    best = max(target.log_prob(np.stack(np.meshgrid(np.linspace(*box[0], 301), np.linspace(*box[1], 301)), -1)).ravel())
    inner = lambda y: integrate.quad(
        lambda x: float(np.exp(target.log_prob(np.array([x, y])) - best)), *box[0], limit=200, epsabs=1e-10, points=[0.0]
    )[0]
    edges = np.linspace(*box[1], 160)
    nodes, weights = np.polynomial.legendre.leggauss(4)
    y = (edges[:-1, None] + edges[1:, None]) / 2 + np.diff(edges)[:, None] / 2 * nodes
    total = sum(inner(b) * w for b, w in zip(y.ravel(), (np.diff(edges)[:, None] / 2 * weights).ravel(), strict=True))
    return best + math.log(total)


@pytest.mark.parametrize("alpha", [-0.5, 0.1, 0.5, 0.9, 2.0])
def test_alpha_on_a_ridge(alpha):
    """Narrow, tilted p under round and tilted q: closed forms, and an error that covers what is left."""
    rng, lam, want, rho = np.random.default_rng(3), [], [], 0.9
    problem = Problem(TARGETS["gaussian"](correlation=rho), FAMILIES["full_rank"](), DIVERGENCES["alpha"](alpha=alpha))
    for _ in range(25):
        mean, sd, tilt = rng.uniform(-1, 1, 2), np.exp(rng.uniform(-1.2, 0.5, 2)), rng.uniform(-0.8, 0.8)
        cov = np.outer(sd, sd) * [[1, tilt], [tilt, 1]]
        p, q = np.linalg.inv([[1, rho], [rho, 1]]), np.linalg.inv(cov)
        both, shift = alpha * p + (1 - alpha) * q, (1 - alpha) * q @ mean
        lowest = np.linalg.eigvalsh(both)[0]
        log_integral = 0.5 * (alpha * np.linalg.slogdet(p)[1] + (1 - alpha) * np.linalg.slogdet(q)[1])
        log_integral += 0.5 * (shift @ np.linalg.solve(both, shift) - (1 - alpha) * mean @ q @ mean)
        log_integral -= 0.5 * np.linalg.slogdet(both)[1]
        if abs(lowest) > 0.1:  # neither finite nor infinite by a hair
            lam.append(problem.family.from_moments(mean, cov))
            want.append(-np.expm1(log_integral) / (alpha * (1 - alpha)) if lowest > 0 else np.inf)
    want, ledger = np.array(want), exact(problem, np.array(lam))
    assert np.array_equal(np.isposinf(ledger.divergence), np.isposinf(want))
    finite = np.isfinite(want)
    assert np.allclose(ledger.divergence[finite], want[finite], rtol=1e-6, atol=1e-6)
    gap = np.abs(ledger.divergence[finite] - want[finite])
    assert np.all(gap <= ledger.error[finite] + 1e-9 * np.abs(want[finite]))


@pytest.mark.parametrize("alpha", [-0.5, 0.3, 0.7, 0.95, 1.2, 2.0])
@pytest.mark.parametrize("dim", [1, 2])
def test_alpha_of_a_q_far_narrower_or_wider_than_p(dim, alpha):
    """Neither one's nodes resolve the edge between the two: closed forms from 1/50 (in 2-D 1/20) of p's sd to 50 times."""
    target = TARGETS["two_bumps"](separation=0.0) if dim == 1 else TARGETS["two_modes"](separation=0.0)
    problem = Problem(target, FAMILIES["full_rank"](), DIVERGENCES["alpha"](alpha=alpha))
    most, rng = (50, 20)[dim - 1], np.random.default_rng(11)
    for sd in np.exp(np.linspace(-math.log(most), math.log(most), 9)):
        mean, tilt = rng.uniform(-1, 1, dim), rng.uniform(-0.5, 0.5)
        cov = sd**2 * (np.eye(dim) + tilt * (1 - np.eye(dim)))
        q, both = np.linalg.inv(cov), alpha * np.eye(dim) + (1 - alpha) * np.linalg.inv(cov)
        ledger = exact(problem, problem.family.from_moments(mean, cov))
        if np.linalg.eigvalsh(both)[0] <= 0:
            assert ledger.divergence == np.inf
            continue
        shift = (1 - alpha) * q @ mean
        log_integral = 0.5 * ((1 - alpha) * np.linalg.slogdet(q)[1] - np.linalg.slogdet(both)[1])
        log_integral += 0.5 * (shift @ np.linalg.solve(both, shift) - (1 - alpha) * mean @ q @ mean)
        want = -np.expm1(log_integral) / (alpha * (1 - alpha))
        assert ledger.divergence == pytest.approx(want, rel=1e-6, abs=1e-6 + ledger.error)
        assert ledger.error < 1e-3


def test_a_narrow_heavy_q_is_finite():
    """In the tail of a narrow q lies p itself, where it is only natural that the integrand rises."""
    problem = Problem(TARGETS["two_bumps"](separation=2.0), FAMILIES["student_t"](df=4), DIVERGENCES["alpha"](alpha=1.3))
    lam = problem.family.from_moments(np.array([1.0]), np.array([[0.01]]))

    def bill(x):
        log_p, log_q = problem.target.log_prob(np.array([x])), problem.family.log_prob(lam, np.array([x]))
        mixed = 1.3 * np.exp(log_p) - 0.3 * np.exp(log_q) - np.exp(1.3 * log_p - 0.3 * log_q)
        return mixed / (1.3 * -0.3)

    edges = np.concatenate([-np.geomspace(60, 1e-3, 40), [0], np.geomspace(1e-3, 60, 40)]) + 1.0
    want = sum(integrate.quad(bill, a, b, epsabs=1e-12)[0] for a, b in pairwise(edges))
    ledger = exact(problem, lam)
    assert ledger.divergence == pytest.approx(want, rel=1e-6, abs=ledger.error)
