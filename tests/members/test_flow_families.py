"""Flows: layers against automatic differentiation, inverses, the identity at the start, and what training reaches."""

import math

import numpy as np
import pytest
from cover import daily

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.estimators import ESTIMATORS
from vizvi.families import FAMILIES, Family
from vizvi.member import central
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS
from vizvi.targets import TARGETS

MEMBERS = [("planar", 1), ("planar", 2), ("coupling", 2)]
REVERSE = DIVERGENCES["reverse_kl"]()


def some_lam(family, dim, shape=(), seed=0, size=0.5):
    rng = np.random.default_rng(seed)
    start = family.from_moments(rng.normal(size=dim), np.eye(dim) + 0.3)
    return start + rng.uniform(-size, size, (*shape, len(start)))


def written_again(slug, lam, eps, layers):
    """log q(z(λ, ε)) and z from one draw ε (D,), layer by layer as the papers have it, in autograd's NumPy."""
    anp = pytest.importorskip("autograd.numpy")
    dim = len(eps)
    first = dim * (dim + 3) // 2
    x, log_q = eps, -0.5 * anp.sum(eps**2) - 0.5 * dim * math.log(2 * math.pi)
    numbers = iter(range(first, len(lam)))
    take = lambda count: anp.stack([lam[next(numbers)] for _ in range(count)])
    for k in range(1, layers + 1):
        if slug == "planar":
            u, w, b = take(dim), take(dim), take(1)[0]
            alpha = anp.dot(u, w)
            m = anp.log1p(anp.exp(alpha + math.log(math.e - 1))) - 1
            v = u + (m - alpha) * w / (anp.dot(w, w) + 1e-12)
            t = anp.tanh(anp.dot(w, x) + b)
            x, log_q = x + v * t, log_q - anp.log(1 + anp.dot(v, w) * (1 - t**2))
        else:
            w, beta, into_s, into_t, c = take(8), take(8), take(8), take(8), take(2)
            a, other = (x[0], x[1]) if k % 2 else (x[1], x[0])
            tau = anp.tanh(w * a + beta)
            s = anp.dot(into_s, tau) + c[0]
            other = other * anp.exp(s) + anp.dot(into_t, tau) + c[1]
            x, log_q = anp.stack([a, other] if k % 2 else [other, a]), log_q - s
    if dim == 1:
        return lam[0] + anp.exp(lam[1]) * x, log_q - lam[1]
    z = anp.stack([lam[0] + anp.exp(lam[2]) * x[0], lam[1] + lam[4] * x[0] + anp.exp(lam[3]) * x[1]])
    return z, log_q - lam[2] - lam[3]


@pytest.mark.parametrize("slug, dim", MEMBERS)
@pytest.mark.parametrize("layers", [1, 3])
def test_sweeps_are_automatic_derivatives(slug, dim, layers):
    autograd = pytest.importorskip("autograd")
    family, rng = FAMILIES[slug](layers=layers), np.random.default_rng(4)
    lam = some_lam(family, dim, seed=3)
    for _ in range(4):
        eps, g = rng.normal(size=(2, dim))
        z, log_q = written_again(slug, lam, eps, layers)
        assert np.allclose(family.transform(lam, eps), z, rtol=1e-12)
        assert family.log_prob(lam, z) == pytest.approx(float(log_q), rel=1e-11)
        pull = autograd.grad(lambda each, e=eps, g=g: (written_again(slug, each, e, layers)[0] * g).sum())(lam)
        total = autograd.grad(lambda each, e=eps: written_again(slug, each, e, layers)[1])(lam)
        assert np.allclose(family.pull(lam, eps, g), pull, rtol=1e-9, atol=1e-10)
        assert np.allclose(family.total_score(lam, eps, z), total, rtol=1e-9, atol=1e-10)
        assert np.allclose(family.score_lam(lam, z) + family.pull(lam, eps, family.score_z(lam, z)), total, atol=1e-9)


@pytest.mark.parametrize("slug, dim", MEMBERS)
@pytest.mark.parametrize("layers", daily(4, more=(16,)))
def test_derivatives_of_deep_flows(slug, dim, layers):
    family = FAMILIES[slug](layers=layers)
    lam = some_lam(family, dim, (2,), seed=5, size=0.8 / layers**0.5)[:, None]
    eps = np.random.default_rng(6).normal(size=(2, 5, dim))
    z = family.transform(lam, eps)
    for name in ("score_z", "score_lam"):
        got, want = getattr(family, name)(lam, z), getattr(Family, name)(family, lam, z)
        assert np.allclose(got, want, rtol=1e-6, atol=1e-6 * np.abs(want).max())
    along = lambda each: family.log_prob(each, family.transform(each, eps))
    want = central(along, np.broadcast_to(lam, (2, 5, lam.shape[-1])))
    assert np.allclose(family.total_score(lam, eps, z), want, atol=1e-6 * max(1, np.abs(want).max()))
    assert np.allclose(family.drawn_score_z(lam, eps, z), family.score_z(lam, z), atol=1e-8)
    assert np.allclose(family.drawn_log_prob(lam, eps, z), family.log_prob(lam, z), atol=1e-10)
    assert np.allclose(family.warped(lam, eps, layers), z, atol=1e-13)


@pytest.mark.parametrize("slug, dim", MEMBERS)
def test_the_start_is_exactly_the_gaussian(slug, dim):
    family, full = FAMILIES[slug](layers=5), FAMILIES["full_rank"]()
    mean, cov = np.arange(dim) + 0.5, 0.7 * np.eye(dim) + 0.2
    lam, same = family.from_moments(mean, cov), full.from_moments(mean, cov)
    z = np.random.default_rng(0).normal(size=(20, dim))
    assert np.allclose(family.log_prob(lam, z), full.log_prob(same, z), atol=1e-12)
    assert np.allclose(family.moments(lam)[1], cov, atol=1e-9)
    assert len(family.names(dim)) == len(same) + 5 * (34 if slug == "coupling" else 2 * dim + 1)
    assert FAMILIES[slug](layers=0).names(dim) == full.names(dim)


def test_a_planar_layer_never_folds():
    """Whatever u and w say, w·v > −1, and Newton's steps find the way back."""
    family, rng = FAMILIES["planar"](layers=1), np.random.default_rng(1)
    lam = np.concatenate([np.zeros((200, 2)), rng.normal(0, 6, (200, 3))], axis=1)[:, None]
    eps = np.sort(rng.normal(0, 2, (200, 50)))[..., None]
    z = family.transform(lam, eps)
    assert np.all(np.diff(z[..., 0]) > -1e-12)
    assert np.allclose(family.log_prob(lam, z), family.drawn_log_prob(lam, eps, z), atol=1e-3)


THREAD = [  # separation, KL, scale, v, w: the best z = scale (ε + v tanh wε) on two bumps
    (2, 0.0070, 1.290, 0.883, 3.58), (3, 0.0444, 1.439, 1.340, 8.59), (4, 0.0926, 1.530, 1.842, 18.5),
    (5, 0.1305, 1.585, 2.370, 39.2),
]  # fmt: skip


@pytest.mark.parametrize("separation, kl, scale, v, w", THREAD)
def test_the_best_planar_layer_on_two_bumps(separation, kl, scale, v, w):
    problem = vizvi.Problem(TARGETS["two_bumps"](separation=float(separation)), FAMILIES["planar"](layers=1), REVERSE)
    # c = v·w = softplus(α + log(e − 1)) − 1, solved for α, and u = α/w
    alpha = math.log(math.expm1(v * w + 1)) - math.log(math.e - 1)
    lam = np.array([0.0, math.log(scale), alpha / w, w, 0.0])
    eps = np.array([[0.7], [0.01]])
    assert np.allclose(problem.family.transform(lam, eps), scale * (eps + v * np.tanh(w * eps)), rtol=1e-9)
    ledger = vizvi.exact(problem, lam)
    assert ledger.reverse_kl == pytest.approx(kl, abs=1e-4)
    near = [vizvi.exact(problem, lam + shift).reverse_kl for shift in np.array([[0, 0.05, 0, 0, 0], [0, 0, 0, 0, 0.05]])]
    assert min(near) > ledger.reverse_kl - 1e-5


def trained(target, slug, layers, rate, seeds=4, steps=1000, **knobs):
    problem = vizvi.Problem(target, FAMILIES[slug](layers=layers), REVERSE)
    stl, adam = ESTIMATORS["sticking_the_landing"](), OPTIMIZERS["adam"](rate=rate)
    method = METHODS["gradient"](stl, adam, schedule="cosine", horizon=steps, clip=10.0, **knobs)
    history = vizvi.fit(vizvi.Experiment(problem, method, runs=seeds, steps=steps, seed=0))
    return np.sort(vizvi.exact(problem, history.lam[:, -1], 1e-4).reverse_kl)


def test_one_coupling_layer_bends_a_bell_into_a_banana():
    kl = trained(TARGETS["banana"](), "coupling", 1, 0.05)
    assert kl[1] < 0.01 and kl[-1] < 0.03  # mean-field and full-rank: .318


def test_one_planar_layer_parts_two_bumps_or_stays_on_one():
    kl = trained(TARGETS["two_bumps"](), "planar", 1, 0.1, seeds=8)
    assert kl[0] == pytest.approx(0.0444, abs=0.005)
    assert np.all((kl < 0.07) | (np.abs(kl - 0.6888) < 0.15))


KEYS = [  # target, flow, layers, rate, median KL between, temper
    (TARGETS["banana"](), "coupling", 4, 0.05, (0.001, 0.005), 1.0),
    (TARGETS["ring"](), "coupling", 4, 0.05, (0.03, 0.08), 1.0),
    (TARGETS["funnel"](), "coupling", 4, 0.05, (0.001, 0.02), 1.0),
    (TARGETS["two_modes"](), "planar", 4, 0.1, (0.003, 0.1), 1.0),
    (TARGETS["two_modes"](separation=5.0), "coupling", 4, 0.05, (0.69, 0.7), 1.0),
    (TARGETS["two_modes"](separation=5.0), "coupling", 4, 0.05, (0.0, 0.4), 0.1),
]


@pytest.mark.wide
@pytest.mark.parametrize("target, slug, layers, rate, between, temper", KEYS, ids=str)
def test_what_training_reaches(target, slug, layers, rate, between, temper):
    kl = trained(target, slug, layers, rate, seeds=8, temper=temper)
    middle = float(np.nanmedian(np.nan_to_num(kl, nan=1.0)))
    assert between[0] <= middle <= between[1], kl


def test_clip_shortens_and_spares():
    problem = vizvi.Problem(TARGETS["banana"](), FAMILIES["mean_field"](), REVERSE)
    sgd = OPTIMIZERS["sgd"](rate=0.1)
    start = (3.0, 5.0, 0.5, 0.5)
    free, short = (
        vizvi.fit(vizvi.Experiment(problem, METHODS["gradient"](optimizer=sgd, clip=clip), runs=3, steps=1, start=start))
        for clip in (0.0, 0.5)
    )
    assert np.array_equal(free.grad, short.grad)  # what is reported is the gradient, not what was felt
    step = np.linalg.norm(np.diff(short.lam, axis=1)[:, 0], axis=-1)
    assert np.linalg.norm(free.grad[:, 0], axis=-1).min() > 0.5 and np.allclose(step, 0.1 * 0.5)
    loose = METHODS["gradient"](optimizer=sgd, clip=1000.0)
    gentle = vizvi.fit(vizvi.Experiment(problem, loose, runs=3, steps=1, start=start))
    assert np.array_equal(gentle.lam, free.lam)


def test_temper_follows_a_flatter_p_at_first():
    problem = vizvi.Problem(TARGETS["gaussian"](correlation=0.0), FAMILIES["mean_field"](), REVERSE)
    method = METHODS["gradient"](temper=0.25, horizon=1000, optimizer=OPTIMIZERS["adam"](rate=0.05))
    history = vizvi.fit(vizvi.Experiment(problem, method, steps=1000, start=(0.0, 0.0, 0.7, 0.7)))
    sd = np.exp(history.lam[0, :, 2])
    assert sd[60] > 1.5 and sd[-1] == pytest.approx(1, abs=0.1)


def test_what_a_flow_cannot_do_is_said_in_a_sentence():
    line, plane = TARGETS["two_bumps"](), TARGETS["banana"]()
    with pytest.raises(ValueError, match="needs a target in two dimensions"):
        vizvi.Problem(line, FAMILIES["coupling"](), REVERSE)
    problem = vizvi.Problem(plane, FAMILIES["coupling"](), REVERSE)
    with pytest.raises(ValueError, match="no list of optima"):
        vizvi.optima(problem)
    for slug in ("exact_descent", "laplace", "natural_gradient", "coordinate_ascent"):
        assert METHODS[slug]().supports(problem).endswith(".")
    assert not METHODS["gradient"]().supports(problem)


def test_a_flow_in_a_link_to_one_dimension_is_put_right():
    from vizvi.links import from_query

    default = vizvi.Experiment(
        vizvi.Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), REVERSE), METHODS["gradient"]()
    )
    back, notices = from_query({"p.family": "coupling"}, "p", default)
    assert back == default and any("two dimensions" in each for each in notices)


def test_a_picture_of_a_flow_has_lines():
    from vizvi.picture import picture

    problem = vizvi.Problem(TARGETS["banana"](), FAMILIES["coupling"](layers=1), REVERSE)
    experiment = vizvi.Experiment(problem, METHODS["gradient"](), steps=3)
    header, arrays = picture(experiment, vizvi.fit(experiment))
    assert header["q"] == "contours" and arrays["c_first"][-1] > 0 and np.isfinite(arrays["q_cov"]).all()
