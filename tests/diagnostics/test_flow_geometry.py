"""What a flow does to space: circles that hold their mass, volumes, and the thread between two islands."""

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.flow_geometry import SHARES, least_between, log_det_range, steepest, thread, training, warp
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS

THREADS = [  # d, KL, scale, v, w, slope, mass of q and of p between, log q/p at 0
    (2, 0.0070, 1.290, 0.883, 3.58, 5.4, 0.1671, 0.1573, 0.32), (3, 0.0444, 1.439, 1.340, 8.59, 18.0, 0.0808, 0.0668, 1.61),
    (4, 0.0926, 1.530, 1.842, 18.5, 53.8, 0.0361, 0.0227, 4.02), (5, 0.1305, 1.585, 2.370, 39.2, 149, 0.0160, 0.0062, 7.50),
]  # fmt: skip


@pytest.mark.parametrize("d, kl, scale, v, w, slope, q, p, ratio", THREADS)
def test_the_thread(d, kl, scale, v, w, slope, q, p, ratio):
    found = thread(d)
    assert found.kl == pytest.approx(kl, abs=1e-4)
    assert (found.scale, found.v) == pytest.approx((scale, v), abs=2e-3) and found.w == pytest.approx(w, rel=5e-3)
    assert found.slope == pytest.approx(slope, rel=1e-2)
    assert (found.between, found.between_p) == pytest.approx((q, p), abs=1e-4)
    assert found.log_ratio == pytest.approx(ratio, abs=0.01)
    # No map of this slope leaves less between the islands than it does.
    outside = (1 - found.between) / 2
    assert least_between(outside, d, found.slope) <= found.between + 1e-9


def test_the_exact_map_is_steeper_by_far():
    assert steepest(3) == pytest.approx(90, rel=1e-2) and steepest(5) == pytest.approx(268_337, rel=1e-5)
    with pytest.raises(ValueError, match="from 1 to 6"):
        thread(9)


def flow(slug="coupling", target="banana", **knobs):
    problem = vizvi.Problem(TARGETS[target](), FAMILIES[slug](**knobs), DIVERGENCES["reverse_kl"]())
    start = problem.family.from_moments(np.array([0.5, -1.0]), np.array([[2.0, 0.5], [0.5, 1.0]]))
    return problem, start + np.random.default_rng(2).uniform(-0.3, 0.3, len(start))


@pytest.mark.parametrize("slug", ["coupling", "planar"])
def test_circles_hold_their_mass_and_cells_their_volume(slug):
    problem, lam = flow(slug, layers=3)
    seen = warp(problem, lam, 3)
    eps = np.random.default_rng(0).standard_normal((20_000, 2))
    z = problem.family.transform(lam, eps)
    for circle, share in zip(seen.circles, SHARES, strict=True):
        edges = np.roll(circle[:-1], -1, axis=0) - circle[:-1]
        off = z[:, None] - circle[:-1]
        # A point is inside if a ray to the right meets the outline an odd number of times.
        spans = (off[..., 1] >= 0) != (off[..., 1] - edges[:, 1] >= 0)
        with np.errstate(all="ignore"):
            right = off[..., 0] < edges[:, 0] * off[..., 1] / edges[:, 1]
        assert ((spans & right).sum(axis=1) % 2).mean() == pytest.approx(share, abs=0.012)
    h = 1e-5
    base = np.array([0.25, -0.25])  # the middle of a cell: lines every half
    sample = lambda each: problem.family.transform(lam, each)
    j = [(sample(base + h * e) - sample(base - h * e)) / (2 * h) for e in np.eye(2)]
    assert seen.log_det[5, 6] == pytest.approx(np.log(abs(np.linalg.det(j))), abs=1e-7)
    low, high = log_det_range(problem, lam)
    assert low < seen.log_det[5, 6] < high


def test_no_layers_is_an_affine_image():
    problem, lam = flow(layers=3)
    seen, (mean, cov) = warp(problem, lam, 0), FAMILIES["full_rank"]().moments(lam[:5])
    distance = np.einsum("cpi,ij,cpj->cp", seen.circles - mean, np.linalg.inv(cov), seen.circles - mean)
    assert np.allclose(distance, -2 * np.log(1 - np.array(SHARES))[:, None])


def test_a_banana_is_a_shear():
    """One coupling layer bends without stretching: log det is 0 all over, but for what training left."""
    problem = vizvi.Problem(TARGETS["banana"](), FAMILIES["coupling"](layers=1), DIVERGENCES["reverse_kl"]())
    history = vizvi.fit(training(problem, runs=2))
    best = int(np.argmin(vizvi.exact(problem, history.lam[:, -1], 1e-4).reverse_kl))
    low, high = log_det_range(problem, history.lam[best, -1], 2.0)
    assert -0.2 < low < high < 0.2
