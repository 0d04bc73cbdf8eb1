"""Every family: a density, a sampler that agrees with it, and derivatives equal to central differences at random λ."""

import numpy as np
import pytest
from cover import corners

from vizvi.families import FAMILIES, Family
from vizvi.integrate.rules import cloud
from vizvi.member import central

DIMS = pytest.mark.parametrize("dim", [1, 2])


def random_lam(family, dim, shape=(), seed=0):
    """Far from zeros and ones, which hide errors of sign and scale."""
    rng = np.random.default_rng(seed)
    lam = rng.uniform(-0.8, 0.8, (*shape, len(family.names(dim))))
    if family.layered:  # near the identity, so that many layers leave a density that a grid can follow
        first = dim * (dim + 3) // 2
        lam[..., first:] /= 1 + family.layers
        lam[..., first:] += family.from_moments(np.zeros(dim), np.eye(dim))[first:]
    return lam


def random_cov(dim, seed=0):
    root = np.random.default_rng(seed).normal(size=(dim, dim)) + np.eye(dim)
    return root @ root.T + 0.1 * np.eye(dim)


def draws(family, lam, dim, count, seed=0):
    count = family.round_draws(count)
    eps = np.random.default_rng(seed).standard_normal((count, family.noise_dim(dim)))
    return eps, family.transform(lam[None], eps), np.broadcast_to(np.exp(family.log_mass(lam, count)), (count,))


@DIMS
def test_shapes(family, dim):
    params, noise = len(family.names(dim)), family.noise_dim(dim)
    lam = random_lam(family, dim, (3,))
    eps = np.random.default_rng(1).standard_normal((3, 8, noise))
    z = family.transform(lam[:, None], eps)
    assert z.shape == (3, 8, dim)
    assert len(set(family.names(dim))) == params
    assert family.log_prob(lam[:, None], z).shape == (3, 8)
    assert family.pull(lam[:, None], eps, z).shape == (3, 8, params)
    assert family.score_z(lam[:, None], z).shape == (3, 8, dim)
    assert family.score_lam(lam[:, None], z).shape == (3, 8, params)
    assert np.broadcast_shapes(family.total_score(lam[:, None], eps, z).shape, (3, 8, params)) == (3, 8, params)
    mean, cov = family.moments(lam)
    assert mean.shape == (3, dim) and cov.shape == (3, dim, dim)
    assert np.allclose(np.exp(np.broadcast_to(family.log_mass(lam, family.round_draws(8)),
                                              (3, family.round_draws(8)))).sum(axis=-1), 1)  # fmt: skip


@DIMS
def test_leading_axes_are_somebody_elses_business(family, dim):
    lam, z = random_lam(family, dim, (4,)), np.random.default_rng(2).normal(size=(5, dim))
    grid = family.log_prob(lam[:, None], z)
    assert grid.shape == (4, 5)
    assert np.allclose(grid[2, 3], family.log_prob(lam[2], z[3]), rtol=1e-13)
    assert np.allclose(family.score_lam(lam[:, None], z)[2, 3], family.score_lam(lam[2], z[3]), rtol=1e-12)
    assert np.allclose(family.moments(lam)[1][2], family.moments(lam[2])[1])


@DIMS
def test_integrates_to_one(family, dim):
    """On a plain grid in asinh(z), which knows nothing of the family."""
    lam = random_lam(family, dim, seed=3)
    t = np.linspace(-12, 12, 40_001 if dim == 1 else 601 if family.layered else 1201)
    x = np.sinh(t)
    mesh = np.stack(np.meshgrid(*[x] * dim, indexing="ij"), axis=-1)
    weight = np.cosh(t) * (t[1] - t[0])
    density = np.exp(family.log_prob(lam, mesh))
    assert (density @ weight if dim == 1 else weight @ density @ weight) == pytest.approx(1, abs=2e-6)


@DIMS
def test_nodes_integrate(family, dim):
    lam = random_lam(family, dim, (3,), seed=4)
    u, log_cell, _ = cloud(dim, (321,) if dim == 1 else (161, 161), 8.0)
    z, log_m = family.nodes(lam, u)
    mass = np.exp(np.broadcast_to(log_m, z.shape[:-1]) + log_cell)
    mean, cov = family.moments(lam)
    assert np.allclose(mass.sum(axis=-1), 1, atol=1e-8)
    assert np.allclose(np.einsum("rn,rni->ri", mass, z), mean, atol=1e-8)
    offset = z - mean[:, None]
    assert np.allclose(np.einsum("rn,rni,rnj->rij", mass, offset, offset), cov, rtol=2e-5, atol=1e-8)
    # log mass is the density times a volume: the integral of a function that is not q's own.
    bump = np.exp(-0.5 * (z * z).sum(axis=-1)) / (2 * np.pi) ** (dim / 2)
    volume = np.exp(np.log(np.maximum(mass, 1e-300)) - family.log_prob(lam[:, None], z))
    if z.shape[1] == len(u):
        wide = family.from_moments(np.zeros(dim), np.eye(dim))
        z, log_m = family.nodes(wide, u)
        volume = np.exp(log_m + log_cell - family.log_prob(wide, z))
        bump = np.exp(-0.5 * (z * z).sum(axis=-1)) / (2 * np.pi) ** (dim / 2)
        assert (volume * bump).sum() == pytest.approx(1, abs=1e-7)


@DIMS
@pytest.mark.parametrize("family", [each for cls in FAMILIES.values() if not cls.layered for each in corners(cls)])
def test_places_are_found_in_the_clouds_that_reach_them(family, dim):
    """In each of q's clouds `nodes` takes what `in_cloud` says back to the place; flows bend theirs, and say it nearly."""
    lam, z = random_lam(family, dim, seed=14), np.random.default_rng(14).normal(0.5, 2.0, (6, dim))
    u = family.in_cloud(lam, z)
    for k in range(len(u)):
        assert np.allclose(family.nodes(lam, u[k])[0].reshape(-1, 6, dim)[k], z, rtol=1e-9)


@DIMS
def test_sampler_agrees_with_density(family, dim):
    """E_q[f] by draws and by nodes, for a bounded f, within 5 σ."""
    lam = random_lam(family, dim, seed=5)
    _, z, mass = draws(family, lam, dim, 200_000)
    u, log_cell, _ = cloud(dim, (321,) if dim == 1 else (81, 81), 8.0)
    nodes, log_m = family.nodes(lam, u)
    for direction in np.random.default_rng(6).normal(size=(4, dim)):
        f = lambda x, direction=direction: np.sin(x @ direction + 0.5)
        exact = (np.exp(log_m + log_cell) * f(nodes)).sum()
        assert (mass * f(z)).sum() == pytest.approx(exact, abs=5 / np.sqrt(len(z)))


@DIMS
def test_moments_agree_with_draws(family, dim):
    if getattr(family, "df", 30) < 10:
        pytest.skip("the fourth moment that this error bar needs is too large or infinite")
    lam = random_lam(family, dim, seed=7)
    _, z, mass = draws(family, lam, dim, 200_000)
    mean, cov = family.moments(lam)
    sd = np.sqrt(np.diag(cov))
    offset = z - mean
    assert np.allclose(mass @ z, mean, atol=5 * sd.max() / np.sqrt(len(z)))
    got = np.einsum("s,si,sj->ij", mass, offset, offset)
    assert np.allclose(got, cov, atol=5 * 2 * np.outer(sd, sd) / np.sqrt(len(z)))


@DIMS
@pytest.mark.parametrize("name", ["pull", "score_z", "score_lam", "total_score"])
def test_derivatives_are_central_differences(family, dim, name):
    lam = random_lam(family, dim, (3,), seed=8)[:, None]
    rng = np.random.default_rng(9)
    eps = rng.standard_normal((3, 10, family.noise_dim(dim)))
    z = family.transform(lam, eps)
    if name == "pull":
        g = rng.normal(size=z.shape)
        got, want = family.pull(lam, eps, g), Family.pull(family, lam, eps, g)
    elif name == "score_z":
        got, want = family.score_z(lam, z), Family.score_z(family, lam, z)
    elif name == "score_lam":
        got, want = family.score_lam(lam, z), Family.score_lam(family, lam, z)
    else:
        along = lambda each: family.log_prob(each, family.transform(each, eps))
        got, want = family.total_score(lam, eps, z), central(along, np.broadcast_to(lam, (3, 10, lam.shape[-1])))
    assert np.allclose(got, want, rtol=1e-6, atol=1e-6 * max(1, np.abs(want).max()))


@DIMS
def test_mass_follows_lam(family, dim):
    """∂ log m/∂λ is the derivative of log_mass."""
    lam, count = random_lam(family, dim, (3,), seed=10), family.round_draws(6)
    got = np.broadcast_to(family.score_mass(lam, count), (3, count, lam.shape[-1]))
    for s in range(count):
        own = lambda each, s=s: np.broadcast_to(family.log_mass(each, count), (*each.shape[:-1], count))[..., s]
        want = central(own, lam)
        assert np.allclose(got[:, s], want, atol=1e-8)


@DIMS
def test_from_moments(family, dim):
    mean, cov = np.random.default_rng(11).normal(size=dim), random_cov(dim, 12)
    got_mean, got_cov = family.moments(family.from_moments(mean, cov))
    assert np.allclose(got_mean, mean)
    assert np.allclose(np.diag(got_cov), np.diag(cov))
    if family == FAMILIES["full_rank"]():
        assert np.allclose(got_cov, cov)
    batch = family.from_moments(np.stack([mean, mean + 1]), cov)
    assert batch.shape == (2, len(family.names(dim)))
    assert np.allclose(family.moments(batch)[0], [mean, mean + 1])


@DIMS
@pytest.mark.parametrize("kind", ["negative", "zero", "nan", "skew"])
def test_from_moments_refuses(family, dim, kind):
    cov = {"negative": -np.eye(dim), "zero": np.zeros((dim, dim)), "nan": np.full((dim, dim), np.nan),
           "skew": np.eye(dim) + np.triu(np.ones((dim, dim)), 1) * 0.1}[kind]  # fmt: skip
    if kind == "skew" and dim == 1:
        cov = np.array([[np.inf]])  # a number is always symmetric
    with pytest.raises(ValueError, match=r"cov .* must be symmetric and positive definite"):
        family.from_moments(np.zeros(dim), cov)


@DIMS
def test_box_mass(family, dim):
    """The share of draws inside a window, and a fine sum where the window cuts deep."""
    window = ((-0.7, 0.9), (-0.4, 1.6))[:dim]
    lam = random_lam(family, dim, (4,), seed=13)
    got = family.box_mass(lam, window)
    lo, hi = np.array(window).T
    axes = [a + (b - a) * (np.arange(2000) + 0.5) / 2000 for a, b in window]
    mesh = np.stack(np.meshgrid(*(each[::1] if dim == 1 else each[::4] for each in axes), indexing="ij"), axis=-1)
    if dim == 2:
        mesh = mesh + 1.5 * (hi - lo) / 2000
    want = np.exp(family.log_prob(lam[:, *[None] * dim], mesh)).mean(axis=tuple(range(1, dim + 1))) * np.prod(hi - lo)
    assert np.allclose(got, want, atol=1e-3 if family.layered else 1e-5)
    assert np.allclose(family.box_mass(lam, ((-1e9, 1e9),) * dim), 1)
    assert np.all(family.box_mass(lam, ((1e5, 1e6),) * dim) < 1e-3)


def test_one_dimensional_gaussians_are_the_same():
    lam, z = np.array([0.3, -0.4]), np.linspace(-3, 3, 7)[:, None]
    mean_field, full_rank = FAMILIES["mean_field"](), FAMILIES["full_rank"]()
    assert np.array_equal(mean_field.log_prob(lam, z), full_rank.log_prob(lam, z))
    assert mean_field.names(1) == full_rank.names(1) == ("loc", "log scale")
    assert np.allclose(mean_field.score_lam(lam, z), full_rank.score_lam(lam, z))


def test_layouts():
    """λ is what the documentation says: other people's numbers depend on it."""
    mean, cov = FAMILIES["full_rank"]().moments(np.array([1.0, 2.0, np.log(2), np.log(3), 0.5]))
    assert np.allclose(mean, [1, 2]) and np.allclose(cov, [[4, 1], [1, 9.25]])
    mean, cov = FAMILIES["mean_field"]().moments(np.array([1.0, 2.0, np.log(2), np.log(3)]))
    assert np.allclose(mean, [1, 2]) and np.allclose(cov, np.diag([4, 9]))


@pytest.mark.filterwarnings("ignore:overflow")
def test_a_mean_field_q_that_is_infinitely_wide_has_no_correlation():
    _, cov = FAMILIES["mean_field"]().moments(np.array([0.0, 1.0, 400.0, 0.0]))
    np.testing.assert_array_equal(cov, [[np.inf, 0], [0, 1]])
