"""Particles: updates and discrepancies by hand, where a cloud comes to rest, and what it is blind to."""

import math

import numpy as np
import pytest

from vizvi.particles import Cloud, discrepancy, follow, kernel_width, median_bandwidth, update
from vizvi.particles.cloud import shares
from vizvi.targets import TARGETS

# (target, particles, h or None for the median rule, update, KSD²)
KEYS = [
    (TARGETS["gaussian"](correlation=0.0), [(1, 0)], 1, [(-1, 0)], 5),
    (TARGETS["gaussian"](correlation=0.0), [(1, 0), (-1, 0)], 1, [(-0.4542109028, 0), (0.4542109028, 0)], 2.307685792),
    (
        TARGETS["gaussian"](correlation=0.9), [(1, 0), (0, 1), (-1, -1)], None,
        [(-0.4863958818, 0.4613464065), (0.4613464065, -0.4863958818), (-0.0295225742, -0.0295225742)], 2.634717073,
    ),
    (
        TARGETS["banana"](), [(0.5, 1), (-1, 0.5), (1.5, 2)], 2,
        [(0.0190528684, -0.2464682613), (0.5247046310, 0.0413462372), (-0.5753205486, 0.1234994427)], 1.2937025,
    ),
    (
        TARGETS["two_modes"](), [(2, 0.5), (-3, 0), (0, 0), (3.5, -1)], None,
        [(0.2120725209, 0.0907233875), (-0.0659613183, -0.0052899030), (0.0689105153, -0.0320366751),
         (0.1147173271, 0.1130710428)], 0.1665505039,
    ),
    (
        TARGETS["two_bumps"](), [(-1,), (0.5,), (4,)], None,
        [(-0.1986497762,), (0.0901072563,), (-0.0559608806,)], 0.3034985162,
    ),
]  # fmt: skip


@pytest.mark.parametrize("target, z, h, moves, ksd", KEYS)
def test_updates_by_hand(target, z, h, moves, ksd):
    z = np.array(z, float)
    h = h or median_bandwidth(z)
    assert np.allclose(update(z, target.score(z), h), moves, atol=1e-9)
    assert discrepancy(z, target.score(z), h) == pytest.approx(ksd, rel=1e-9)


def test_the_median_has_no_diagonal():
    assert median_bandwidth([[1, 0], [0, 1], [-1, -1]]) == pytest.approx(4.551196133, rel=1e-9)
    assert median_bandwidth([[2, 0.5], [-3, 0], [0, 0], [3.5, -1]]) == pytest.approx(8.024991165, rel=1e-9)
    assert median_bandwidth([[-1], [0.5], [4]]) == pytest.approx(11.15043053, rel=1e-9)
    assert median_bandwidth([[3.0, 1.0]]) == 1
    assert kernel_width(2.0) == 1


def test_the_formulas_pair_by_pair():
    """Double loops over particles, with the kernel's derivatives by central differences."""
    rng, h = np.random.default_rng(1), 1.7
    z, s = rng.normal(size=(2, 6, 3))
    kernel = lambda x, y: math.exp(-((x - y) ** 2).sum() / h)
    eye, e = np.eye(3), 1e-5
    slope = lambda f, x: np.array([(f(x + e * d) - f(x - e * d)) / (2 * e) for d in eye])
    moves, ksd = np.zeros((6, 3)), 0.0
    for i in range(6):
        for j in range(6):
            on_j = slope(lambda y, i=i: kernel(z[i], y), z[j])
            moves[i] += (kernel(z[i], z[j]) * s[j] + on_j) / 6
            on_i = slope(lambda x, j=j: kernel(x, z[j]), z[i])
            trace = sum(
                (slope(lambda y, d=d, i=i: slope(lambda x, y=y: kernel(x, y), z[i])[d], z[j]))[d] for d in range(3)
            )
            ksd += (kernel(z[i], z[j]) * s[i] @ s[j] + s[i] @ on_j + s[j] @ on_i + trace) / 36
    assert np.allclose(update(z, s, h), moves, atol=1e-8)
    assert discrepancy(z, s, h) == pytest.approx(ksd, abs=1e-4)


def test_runs_are_leading_axes():
    z, s = np.random.default_rng(2).normal(size=(2, 4, 5, 2))
    h = median_bandwidth(z)
    assert h.shape == (4,) and update(z, s, h).shape == (4, 5, 2) and discrepancy(z, s, h).shape == (4,)
    assert np.allclose(update(z, s, h)[2], update(z[2], s[2], h[2]))
    assert discrepancy(z, s, h)[3] == pytest.approx(discrepancy(z[3], s[3], h[3]))


def rest(n, dim, h=None, steps=1500, seed=0):
    """Particles at rest on N(0, I): plain steps, so that nothing of Adam is in the answer."""
    z = np.random.default_rng(seed).normal(size=(n, dim))
    for t in range(steps):
        z = z + (0.5 if t < steps / 2 else 0.2) * update(z, -z, h or median_bandwidth(z))
    return z.var(axis=0).sum()


@pytest.mark.parametrize("n, dim", [(2, 1), (3, 2), (4, 3), (5, 10)])
def test_few_particles_rest_at_total_variance_log_n(n, dim):
    assert rest(n, dim) == pytest.approx(math.log(n), rel=1e-4)


@pytest.mark.parametrize("n, dim, h", [(2, 1, 1.0), (3, 4, 2.5)])
def test_few_particles_at_a_fixed_width(n, dim, h):
    assert rest(n, dim, h) == pytest.approx((n - 1) / (2 * n) * h * math.log(1 + 2 * n / h), rel=1e-5)


@pytest.mark.parametrize("n, dim, each", [(5, 1, 0.708), (20, 1, 0.88), (20, 2, 0.763), (20, 10, 0.161)])
def test_a_cloud_is_too_narrow_where_dimensions_are_many(n, dim, each):
    assert rest(n, dim, steps=800) / dim == pytest.approx(each, abs=0.015)


def test_one_particle_finds_the_mode():
    trail = follow(Cloud(TARGETS["banana"](), particles=1, steps=800))
    assert np.allclose(trail.z[-1], 0, atol=1e-2) and trail.sd[-1].max() == 0


def test_a_cloud_on_a_gaussian():
    trail = follow(Cloud(TARGETS["gaussian"](correlation=0.9), particles=20, steps=500))
    assert np.abs(trail.mean[-1]).max() < 0.02
    assert np.abs(trail.sd[-1] - 1).max() == pytest.approx(0.09, abs=0.03)
    assert trail.discrepancy[-1] < 1e-2 * trail.discrepancy[0] and trail.evaluations[-1] == 10_000


def test_particles_are_blind_to_weights():
    """Nine tenths of the mass lie on the right, yet all particles stay where they were put."""
    target = TARGETS["two_modes"](separation=5.0, weight=0.9)
    modes = [(-5, 0), (5, 0)]
    trail = follow(Cloud(target, particles=40, steps=400))
    assert np.abs(shares(trail.z[-1], modes) - shares(trail.z[0], modes)).max() < 0.15
    assert shares(trail.z[-1], modes)[1] < 0.75
    start = tuple((-9.0 + 0.1 * i, 0.05 * i) for i in range(10))
    lost = follow(Cloud(target, particles=10, steps=300, start=start))
    assert shares(lost.z[-1], modes).tolist() == [1, 0] and lost.discrepancy[-1] < 0.1


def test_equal_clouds_give_equal_bits():
    cloud = Cloud(TARGETS["funnel"](), particles=7, steps=30, seed=3)
    one, other = follow(cloud), follow(Cloud(TARGETS["funnel"](), particles=7, steps=30, seed=3))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert not any(each.flags.writeable for each in one) and hash(cloud)


WRONG = [{"particles": 0}, {"steps": 2.5}, {"rate": "x"}, {"bandwidth": -1}, {"start": ((0, 0),)}]


@pytest.mark.parametrize("wrong", WRONG)
def test_clouds_refuse_in_a_sentence(wrong):
    with pytest.raises(ValueError, match=r"must be .*\.$|of 2 coordinates"):
        Cloud(TARGETS["banana"](), **wrong)


def test_bad_particles_are_refused():
    z = np.zeros((3, 2))
    with pytest.raises(ValueError, match="finite particles"):
        update([[np.nan, 0]], [[0, 0]], 1.0)
    with pytest.raises(ValueError, match="z's shape"):
        update(z, np.zeros((2, 2)), 1.0)
    for h in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="positive"):
            discrepancy(z, z, h)
