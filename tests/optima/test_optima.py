"""Every optimum, none missing and none invented: counts, places and values, and which start ends where."""

import numpy as np
import pytest
from cover import wide

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS


def problem(target, family="mean_field", divergence="reverse_kl", **knobs):
    return vizvi.Problem(target, FAMILIES[family](), DIVERGENCES[divergence](**knobs))


def bumps(separation, weight=0.5):
    return TARGETS["two_bumps"](separation=separation, weight=weight)


def count(*args, **knobs) -> int:
    return len(vizvi.optima(problem(*args, **knobs)).value)


def fits(found, one):
    """Means (K, D) and covariances (K, D, D) of what was found."""
    return one.family.moments(found.lam)


WIDE = {
    1: (1.3937, 0.0109),
    2: (2.0470, 0.2265),
    2.5: (2.3906, 0.4811),
    3: (2.7438, 0.8406),
    4: (3.4727, 1.8712),
    6: (4.9857, 5.1361),
}
LOCKED = {2.5: (2.3861, 1.1365, 0.6665), 3: (2.9843, 1.0234, 0.6888), 4: (3.9996, 1.0008, 0.6931), 6: (6, 1, 0.6931)}


@pytest.mark.parametrize("separation", WIDE)
def test_two_bumps_have_a_wide_optimum_and_from_some_separation_on_two_locked_ones(separation):
    one = problem(bumps(separation))
    found = vizvi.optima(one)
    assert len(found.value) == (3 if separation in LOCKED else 1)
    mean, cov = (each[:, 0] for each in fits(found, one))
    sd = np.sqrt(cov[:, 0])
    wide = int(np.abs(mean).argmin())
    np.testing.assert_allclose((sd[wide], found.value[wide]), WIDE[separation], atol=6e-5)
    for side in (-1, 1) if separation in LOCKED else ():
        k = int((side * mean).argmax())
        np.testing.assert_allclose((side * mean[k], sd[k], found.value[k]), LOCKED[separation], atol=6e-5)
    assert np.all(np.diff(found.value) >= -1e-9)
    assert found.share.sum() == pytest.approx(1) and not found.flat.any()


BIRTHS = [  # weight, separation just before and just after, optima there
    (0.5, 2.4115, 1, 2.4130, 3),
    (0.7, 2.1190, 1, 2.1210, 2),
    (0.7, 2.3540, 2, 2.3570, 1),
    (0.7, 2.6250, 1, 2.6270, 2),
    (0.6, 5.0080, 3, 5.0110, 2),
]


@pytest.mark.parametrize("weight, before, few, after, many", BIRTHS)
def test_optima_are_born_and_die_by_folds(weight, before, few, after, many):
    assert (count(bumps(before, weight)), count(bumps(after, weight))) == (few, many)


@pytest.mark.parametrize("separation, last", [(3, 0.4677), (3.5, 0.6375), (4, 0.7312), (5, 0.8292)])
def test_one_bump_optima_exist_up_to_some_alpha(separation, last):
    assert count(bumps(separation), divergence="alpha", alpha=last - 1e-3) == 3
    assert count(bumps(separation), divergence="alpha", alpha=last + 1e-3) == 1


@pytest.mark.parametrize("family", ["mean_field", "full_rank"])
@pytest.mark.parametrize("name", ["gaussian", "banana", "funnel", "challenger", "eight_schools", "squiggle", "three_modes"])
def test_forward_kl_of_a_gaussian_matches_moments(name, family):
    from vizvi.integrate.truth import truth

    one = problem(TARGETS[name](), family, "forward_kl")
    found = vizvi.optima(one, starts=8)
    assert len(found.value) == 1 and found.share[0] == 1
    known = truth(one.target)
    mean, cov = fits(found, one)
    np.testing.assert_allclose(mean[0], known.mean[0], atol=1e-5)
    wanted = known.cov[0] if family == "full_rank" else np.diag(np.diag(known.cov[0]))
    np.testing.assert_allclose(cov[0], wanted, rtol=1e-5, atol=1e-5)


def test_a_cauchy_has_no_moments_to_match():
    assert len(vizvi.optima(problem(TARGETS["student_t"](df=1), divergence="forward_kl"), starts=4).value) == 0


ONE = [  # target, family, mean, variances, value: closed forms
    (TARGETS["log_gamma"](shape=5), "mean_field", [np.log(5) - 0.1], [0.2], 0.016645),
    (TARGETS["banana"](bend=1), "mean_field", [0, 0.390388], [0.390388, 1], 0.317904),
    (TARGETS["banana"](bend=1), "full_rank", [0, 0.390388], [0.390388, 1], 0.317904),
    (TARGETS["funnel"](scale=3), "mean_field", [0, 0], [18 / 11, np.exp(-9 / 11)], 0.852374),
    (TARGETS["funnel"](scale=5), "full_rank", [0, 0], [1 / (1 / 25 + 0.5), np.exp(-0.5 / (1 / 25 + 0.5))], 1.301345),
    (TARGETS["gaussian"](correlation=0.9), "mean_field", [0, 0], [0.19, 0.19], 0.830366),
    (TARGETS["gaussian"](correlation=-0.99), "full_rank", [0, 0], [1, 1], 0),
]


@pytest.mark.parametrize("target, family, mean, variances, value", ONE, ids=repr)
def test_one_optimum_where_theory_knows_it(target, family, mean, variances, value):
    one = problem(target, family)
    found = vizvi.optima(one)
    assert len(found.value) == 1 and found.share[0] == 1 and not found.flat[0]
    where, cov = fits(found, one)
    np.testing.assert_allclose(where[0], mean, atol=1e-4)
    np.testing.assert_allclose(np.diag(cov[0]), variances, atol=1e-4)
    assert found.value[0] == pytest.approx(value, abs=2e-6)


def test_two_modes_in_the_plane():
    for family in ("mean_field", "full_rank"):
        found = vizvi.optima(problem(TARGETS["two_modes"](), family))
        np.testing.assert_allclose(found.value, [0.688769, 0.688769, 0.840621], atol=2e-6)


def diagonal_modes(d):
    def log_prob(z):
        left, right = (-0.5 * ((z - side * d) ** 2).sum(axis=-1) for side in (-1, 1))
        return np.logaddexp(left, right)

    return vizvi.density(log_prob, dim=2, window=((-6, 6), (-6, 6)))


@pytest.mark.parametrize("d, optima", [(1.30, 1), (1.35, 2)])
def test_mean_field_forks_on_the_diagonal(d, optima):
    assert count(diagonal_modes(d), "mean_field") == optima


def test_a_ring_keeps_one_of_its_orbit_and_says_so():
    found = vizvi.optima(problem(TARGETS["ring"](), "full_rank"))
    assert found.flat.tolist()[0] and not found.flat[1:].any()
    assert found.value[0] == pytest.approx(1.415398, abs=2e-6)


def mixture(target, components=2, **knobs):
    family = FAMILIES["mixture"](components=components)
    return vizvi.Problem(target, family, DIVERGENCES["reverse_kl"](**knobs))


@pytest.mark.parametrize("separation, weight", [(2, 0.5), (3, 0.5), (3, 0.7), (4, 0.8)])
def test_two_components_find_two_bumps(separation, weight):
    found = vizvi.optima(mixture(bumps(separation, weight)))
    assert len(found.value) == 1 and found.value[0] == pytest.approx(0, abs=1e-8) and found.share[0] == 1


def test_components_on_one_distant_bump_are_trapped_and_flat():
    found = vizvi.optima(mixture(bumps(12, 0.8)))
    np.testing.assert_allclose(found.value, [0, -np.log(0.8), -np.log(0.2)], atol=1e-8)
    assert found.flat.tolist() == [False, True, True]


def test_three_components_on_two_bumps_are_one_optimum_and_flat():
    found = vizvi.optima(mixture(bumps(3), 3))
    assert len(found.value) == 1 and found.flat[0] and found.value[0] == pytest.approx(0, abs=1e-8)


def test_mixtures_in_the_plane():
    found = vizvi.optima(mixture(TARGETS["two_modes"]()))
    assert len(found.value) == 1 and found.value[0] == pytest.approx(0, abs=1e-8)
    found = vizvi.optima(mixture(TARGETS["banana"]()))
    np.testing.assert_allclose(found.value, [0.223089, 0.223089, 0.272972], atol=2e-6)


@pytest.mark.parametrize("dim", [1, 2])
def test_curvature_is_the_derivative_of_the_score(family, dim):
    from vizvi.families import Family

    rng = np.random.default_rng(3)
    lam = 0.5 * rng.normal(size=(3, len(family.names(dim))))
    z, weight = rng.normal(size=(3, 20, dim)), rng.normal(size=(3, 20))
    np.testing.assert_allclose(family.curvature(lam, z, weight), Family.curvature(family, lam, z, weight), atol=1e-5)


def test_twins_are_together_what_two_components_were():
    family, rng = FAMILIES["mixture"](components=3), np.random.default_rng(4)
    lam = rng.normal(size=(2, len(family.names(2))))
    twins = family.twins(lam, 0, 2)
    (mean, cov), (same, other) = family.moments(lam), family.moments(twins)
    np.testing.assert_allclose(same, mean)
    np.testing.assert_allclose(np.diagonal(other, axis1=1, axis2=2), np.diagonal(cov, axis1=1, axis2=2))
    assert np.array_equal(twins[:, 0], twins[:, 2])


@pytest.mark.parametrize("df, alpha, variance, value", [(2, 0.5, 2.18912, 0.105999), (3, 0.5, 1.75171, 0.056185)])
def test_heavy_tails(df, alpha, variance, value):
    one = problem(TARGETS["student_t"](df=df), divergence="alpha", alpha=alpha)
    found = vizvi.optima(one, starts=16)
    np.testing.assert_allclose(found.value, [value], atol=2e-6)
    np.testing.assert_allclose(fits(found, one)[1].ravel(), [variance], atol=1e-4)


def test_no_gaussian_has_a_finite_chi2_to_heavy_tails_or_a_finite_kl_to_a_box():
    assert len(vizvi.optima(problem(TARGETS["student_t"](df=3), divergence="chi2"), starts=8).value) == 0
    box = vizvi.density(lambda z: np.where(np.abs(z[..., 0]) < 2, 0.0, -np.inf), dim=1, window=((-5, 5),))
    assert len(vizvi.optima(problem(box), starts=8).value) == 0


def test_three_modes_agree_with_an_independent_search():
    # BFGS from 60 random starts on a grid of its own with step 0.08 finds these and nothing else.
    found = vizvi.optima(problem(TARGETS["three_modes"](), "full_rank"))
    np.testing.assert_allclose(found.value, [0.87982] * 3 + [0.89695] + [1.05819] * 3, atol=2e-5)
    found = vizvi.optima(problem(TARGETS["three_modes"](), "mean_field"))
    np.testing.assert_allclose(found.value, [0.87982, 0.89695, 1.05819, 1.06120, 1.06120], atol=2e-5)


def test_shares_follow_gradient_flow():
    from vizvi.optima.starts import random_starts

    scipy = pytest.importorskip("scipy.integrate")
    one = problem(bumps(3))
    found = vizvi.optima(one, starts=24, seed=2)
    u = np.linspace(-8, 8, 801)
    mass = np.exp(-0.5 * u * u) * (u[1] - u[0]) / np.sqrt(2 * np.pi)

    def descend(_, lam):
        push = mass * one.target.score(lam[0] + np.exp(lam[1]) * u[:, None])[:, 0]
        return [push.sum(), (push * u).sum() * np.exp(lam[1]) + 1]

    ends = [scipy.solve_ivp(descend, (0, 400), lam, rtol=1e-6).y[0, -1] for lam in random_starts(one, 24, 2)]
    near = np.abs(np.array(ends)[:, None] - found.lam[:, 0]).argmin(axis=1)
    np.testing.assert_allclose(found.share, np.bincount(near, minlength=3) / 24)


def test_infinite_is_no_optimum():
    found = vizvi.optima(problem(bumps(3), divergence="alpha", alpha=-1))
    assert len(found.value) == 2 and np.all(np.isfinite(found.value))


def test_the_same_seed_gives_the_same_bits_and_nobody_writes_on_them():
    one = problem(bumps(3))
    a, b = vizvi.optima(one, starts=16, seed=5), vizvi.optima(one, starts=16, seed=5)
    assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
    assert not any(each.flags.writeable for each in a)
    assert a._fields == ("lam", "value", "share", "flat") and a.flat.dtype == bool


@pytest.mark.parametrize(
    "wrong", [{"starts": 0}, {"starts": 2.5}, {"starts": True}, {"starts": "many"}, {"seed": -1}, {"starts": None}]
)
def test_bad_arguments_are_refused_in_a_sentence(wrong):
    with pytest.raises(ValueError, match="must be a whole number"):
        vizvi.optima(problem(bumps(3)), **wrong)


def test_a_mixture_has_the_same_optima_whatever_the_seed():
    """Weak ones too: those that split a component of a smaller mixture's optimum are found without luck."""
    one = mixture(TARGETS["three_modes"]())
    sets = [vizvi.optima(one, starts=16, seed=seed).value for seed in (1, 4)]
    np.testing.assert_allclose(sets[0], [0.32146, 0.39006, 0.39006, 0.39073], atol=2e-5)
    np.testing.assert_allclose(sets[1], sets[0], atol=1e-6)


def test_nothing_rests_where_everything_is_infinite():
    family = FAMILIES["mixture"](components=2)
    found = vizvi.optima(vizvi.Problem(TARGETS["funnel"](), family, DIVERGENCES["chi2"]()), starts=2)
    assert found.lam.shape == (0, 10) and len(found.value) == len(found.share) == len(found.flat) == 0
    family = FAMILIES["student_t"]()
    assert len(vizvi.optima(vizvi.Problem(TARGETS["funnel"](), family, DIVERGENCES["reverse_kl"]()), starts=2).value) == 0


def test_no_optimum_just_beyond_where_chi2_has_an_end():
    """The skew normal's long tail is a Gaussian's: q needs more than half of its variance, and wants less."""
    assert len(vizvi.optima(problem(TARGETS["skew_normal"](shape=4), divergence="chi2"), starts=16).value) == 0


@pytest.mark.parametrize("family", ["mean_field", "full_rank", "student_t", "mixture"])
@pytest.mark.parametrize("divergence, knobs", [("reverse_kl", {}), ("forward_kl", {}), ("alpha", {"alpha": 0.4})])
@pytest.mark.parametrize("name", ["two_bumps", "banana"])
def test_the_field_is_the_divergence_with_its_slope_and_curvature(name, divergence, knobs, family):
    """Values as `exact` has them, derivatives as differences of the field's own, at random λ and on fine nodes."""
    from vizvi.optima.field import Field

    # Fourth moments, which log p of a banana asks for, lie far out for a Student-t of few degrees of freedom.
    shape = FAMILIES[family](**({"df": 20} if family == "student_t" else {}))
    one = vizvi.Problem(TARGETS[name](), shape, DIVERGENCES[divergence](**knobs))
    field = Field(one, 0.05 if one.target.dim == 1 else 0.1, 9.0, thin=False)
    rng, count = np.random.default_rng(8), len(one.params)
    mean, cov = (each[0] for each in (np.zeros((1, one.target.dim)), [1.5 * np.eye(one.target.dim)]))
    lam = one.family.from_moments(mean, cov) + 0.2 * rng.normal(size=(2, count))
    here, step = field(lam), 1e-4
    np.testing.assert_allclose(here.value, vizvi.exact(one, lam).divergence, rtol=1e-5, atol=1e-5)
    for i in range(count):
        shift = step * np.eye(count)[i]
        ahead, back = field(lam + shift), field(lam - shift)
        np.testing.assert_allclose((ahead.value - back.value) / (2 * step), here.grad[:, i], rtol=1e-4, atol=1e-3)
        np.testing.assert_allclose((ahead.grad - back.grad) / (2 * step), here.hess[:, i], rtol=1e-3, atol=5e-3)


@pytest.mark.parametrize("seed", [2, wide(6)])
def test_weak_optima_of_three_components_do_not_depend_on_the_seed(seed):
    """A light component that bridges two others: random starts find it with six seeds of ten only."""
    family = FAMILIES["mixture"](components=3)
    found = vizvi.optima(vizvi.Problem(TARGETS["three_modes"](), family, DIVERGENCES["reverse_kl"]()), seed=seed)
    assert found.value == pytest.approx([0, 0.32019, 0.32042, 0.32085], abs=2e-5)
