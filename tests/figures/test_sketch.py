import re

import numpy as np
import pytest

from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.figures.sketch import HEIGHT, WIDTH, divergence_sketch, family_sketch, target_sketch
from vizvi.targets import TARGETS


def points(path: str) -> np.ndarray:
    return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), float)


@pytest.mark.parametrize("slug", TARGETS)
def test_targets_are_drawn_inside_of_the_sketch_and_fill_some_of_it(slug):
    ((tone, path),) = target_sketch(TARGETS[slug]())
    at = points(path)
    assert tone == "p" and at.min() >= 0 and np.all(at.max(axis=0) <= (WIDTH, HEIGHT))
    assert np.ptp(at[:, 0]) > WIDTH / 5 and np.ptp(at[:, 1]) > HEIGHT / 6


def test_families_differ_in_what_they_make_of_a_tilted_cloud():
    drawn = {slug: family_sketch(FAMILIES[slug](), 2)[0][1] for slug in ("mean_field", "full_rank", "mixture", "student_t")}
    assert len(set(drawn.values())) == 4
    tilt = {slug: np.corrcoef(points(path).T)[0, 1] for slug, path in drawn.items()}
    assert tilt["full_rank"] < -0.5 and abs(tilt["mean_field"]) < 0.05  # y goes downward
    outlines = {slug: path.count("M") for slug, path in drawn.items()}
    assert outlines["mixture"] > outlines["mean_field"] == 2


def test_reverse_kl_sits_on_one_bump_and_forward_kl_covers_both():
    tops = {}
    for slug, cls in DIVERGENCES.items():
        at = points(divergence_sketch(cls())[1][1])
        tops[slug] = at[np.argmin(at[:, 1]), 0] / WIDTH
    assert tops["reverse_kl"] == pytest.approx(0.7, abs=0.02)
    assert tops["forward_kl"] == pytest.approx(0.5, abs=0.02)
