"""What trained flows reach: the median KL of eight seeds on each target, its spread, and how many find both islands."""

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.flow_geometry import training
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS

FIVE, THREE, CURL = {"separation": 5.0}, {"separation": 3.0}, {"frequency": 2.0}
ONE = np.log(2)  # the KL of one of two islands


def ended(target, knobs, slug, layers, temper=1.0):
    """KL(q‖p) (8,) by 16,384 draws, their standard errors, and the share of q on the right (8,)."""
    problem = vizvi.Problem(TARGETS[target](**knobs), FAMILIES[slug](layers=layers), DIVERGENCES["reverse_kl"]())
    lam = vizvi.fit(training(problem, 8, 1000, 0, temper)).lam[:, -1][:, None]
    eps = np.random.default_rng(1).standard_normal((16_384, problem.target.dim))
    z = problem.family.transform(lam, eps)
    gap = problem.family.drawn_log_prob(lam, eps, z) - problem.target.log_prob(z) + problem.target.log_z
    return gap.mean(axis=-1), gap.std(axis=-1) / 128, (z[..., 0] > 0).mean(axis=-1)


# target, its knobs, kind, layers: the median; a cell that scatters has its least and its most, too.
TABLE = [
    ("banana", {}, "coupling", {1: 0.0037, 2: (0.0091, 0.002, 0.106), 4: (0.0029, 0.001, 0.005), 8: 0.0030, 16: 0.0023}),
    ("two_modes", THREE, "coupling", {1: 0.689, 2: 0.100, 4: (0.037, 0.013, 0.114), 8: 0.014, 16: 0.012}),
    ("two_modes", FIVE, "coupling", {1: ONE, 2: ONE, 4: ONE, 8: ONE}),
    ("three_modes", {}, "coupling", {1: 0.259, 2: 0.159, 4: 0.097}),
    ("ring", {}, "coupling", {1: 0.860, 2: 0.157, 4: (0.051, 0.040, 0.071), 8: 0.030, 16: 0.023}),
    ("funnel", {}, "coupling", {1: 0.010, 2: 0.0073, 4: (0.0040, 0.001, 0.008), 8: 0.0040, 16: 0.0034}),
    ("squiggle", {}, "coupling", {1: 0.536, 2: 0.539, 4: (0.398, 0.19, 0.54)}),
    ("squiggle", CURL, "coupling", {1: 0.034, 2: 0.026, 4: (0.012, 0.010, 0.053)}),
    ("challenger", {}, "coupling", {1: 0.034, 2: 0.0013, 4: 0.0003}),
    ("eight_schools", {}, "coupling", {1: 0.082, 2: 0.0013, 4: 0.0004}),
    ("banana", {}, "planar", {4: 0.031, 16: 0.0058}),
    ("two_modes", THREE, "planar", {4: (0.036, 0.004, 0.54), 16: 0.0027}),
    ("two_modes", FIVE, "planar", {4: (ONE, 0.09, ONE), 16: ONE}),
    ("three_modes", {}, "planar", {4: 0.081, 16: 0.013}),
    ("ring", {}, "planar", {4: 0.385, 16: (0.045, 0.02, 0.65)}),
    ("funnel", {}, "planar", {4: 0.360, 16: 0.087}),
    ("two_bumps", THREE, "planar", {1: 0.366, 2: 0.039, 4: 0.017, 8: 0.0011, 16: 0.0016}),
    ("log_gamma", {"shape": 2.0}, "planar", {1: 0.0039, 2: 0.0018, 4: 0.0004, 8: 0.0002, 16: 0.0001}),
    ("skew_normal", {"shape": 4.0}, "planar", {4: 0.0005, 8: 0.0001, 16: 0.0000}),
    ("student_t", {"df": 3.0}, "planar", {1: 0.016, 2: 0.0059, 4: 0.0018, 8: 0.0008, 16: 0.0006}),
]
CELLS = [pytest.param(*row[:3], layers, cell, id=f"{row[0]}-{'-'.join(map(str, row[1].values()))}-{row[2]}-{layers}")
         for row in TABLE for layers, cell in row[3].items()]  # fmt: skip


@pytest.mark.wide
@pytest.mark.parametrize("target, knobs, slug, layers, cell", CELLS)
def test_the_table(target, knobs, slug, layers, cell):
    kl, error, _ = ended(target, knobs, slug, layers)
    middle, least, most = cell if isinstance(cell, tuple) else (cell, None, None)
    noise = 3 * np.median(error) + 3e-4
    # Other seeds than the table's: a median of eight scatters by a factor of two where it is small.
    assert middle / 2.5 - noise < np.median(kl) < 2.5 * middle + noise
    if middle > 0.2:
        assert np.median(kl) == pytest.approx(middle, rel=0.4)
    if most is not None:
        assert (kl < 1.5 * most + noise).sum() >= 6 and (kl > least / 3 - noise).all()


# At ±5: how many of eight seeds find both islands, give or take three.
FOUND = [
    ("two_modes", "coupling", 2, 1.0, 0), ("two_modes", "coupling", 4, 1.0, 0), ("two_modes", "coupling", 8, 1.0, 0),
    ("two_modes", "planar", 4, 1.0, 2), ("two_modes", "coupling", 4, 0.1, 7), ("two_modes", "planar", 4, 0.1, 6),
    ("two_bumps", "planar", 1, 1.0, 4), ("two_bumps", "planar", 2, 1.0, 3), ("two_bumps", "planar", 4, 1.0, 3),
    ("two_bumps", "planar", 8, 1.0, 3), ("two_bumps", "planar", 16, 1.0, 1), ("two_bumps", "planar", 4, 0.1, 5),
]  # fmt: skip


@pytest.mark.wide
@pytest.mark.parametrize("target, slug, layers, temper, count", FOUND)
def test_how_many_seeds_find_both_islands(target, slug, layers, temper, count):
    """More layers do not help, a path does."""
    kl, _, right = ended(target, FIVE, slug, layers, temper)
    both = (right > 0.05) & (right < 0.95)
    assert abs(both.sum() - count) <= 3 and np.all(kl[~both] > 0.55)
    assert temper == 1 or np.median(kl) < 0.3 < ONE


@pytest.mark.wide
@pytest.mark.parametrize("layers", [1, 2])
def test_a_skew_bump_is_met_or_missed(layers):
    """By a layer that bends it, or by one that has stayed flat: 0.069, the best Gaussian's."""
    kl, _, _ = ended("skew_normal", {"shape": 4.0}, "planar", layers)
    assert kl.min() < 0.005 and np.all((kl < 0.006) | (np.abs(kl - 0.069) < 0.003)) and (kl > 0.05).sum() in range(1, 7)


def test_one_layer_of_the_table():
    kl, error, _ = ended("banana", {}, "coupling", 1)
    assert error.max() < 0.01 and 0.002 < np.median(kl) < 0.009 and kl.max() < 0.03  # any Gaussian: 0.318
