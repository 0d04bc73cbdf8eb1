"""The ladder of families on one target."""

import math

from vizvi import Problem
from vizvi.diagnostics import ladder
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS


def test_a_rung_whose_tails_outlast_p_stands_at_minus_infinity(monkeypatch):
    monkeypatch.setattr(ladder, "FAMILIES", {slug: FAMILIES[slug] for slug in ("mean_field", "student_t")})
    problem = Problem(TARGETS["log_gamma"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    normal, heavy = ladder.rungs(problem)
    assert (normal.slug, heavy.slug) == ("mean_field", "student_t")
    assert math.isfinite(normal.elbo) and normal.gap > 0
    assert (heavy.elbo, heavy.gap) == (-math.inf, math.inf)
