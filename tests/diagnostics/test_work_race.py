"""VI has a floor, sampling a slope: both against evaluations of the target."""

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.work_race import floor, race_of_chains, race_of_fits
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.samplers import SAMPLERS
from vizvi.targets import TARGETS

REVERSE = DIVERGENCES["reverse_kl"]()


def test_a_slope_of_one_half():
    target = TARGETS["gaussian"](correlation=0.5)
    got = race_of_chains(vizvi.Sampling(target, SAMPLERS["gibbs"](), chains=200, steps=2000, seed=3))
    assert got.evaluations[0] == 10 and got.evaluations[-1] == 4000 and np.all(np.diff(got.evaluations) > 0)
    for each in ("mean", "sd"):
        middle = getattr(got.middle, each)
        late = got.evaluations > 100
        slope = np.polyfit(np.log(got.evaluations[late]), np.log(middle[late]), 1)[0]
        assert slope == pytest.approx(-0.5, abs=0.07)
        assert np.all(getattr(got.lo, each) < middle) and np.all(middle < getattr(got.hi, each))
    # The sd's floor under mean-field, .134, is worth 28 draws: 64 evaluations of Gibbs.
    below = got.evaluations[got.middle.sd < floor(vizvi.Problem(target, FAMILIES["mean_field"](), REVERSE)).sd]
    assert 35 < below[0] < 120


@pytest.mark.parametrize(
    "draws, evaluations, mean, sd", [(1, 300, 0.257, 0.41), (8, 1000, 0.246, 0.41), (64, 10_000, 0.252, 0.41)]
)
def test_a_path_to_the_floor(draws, evaluations, mean, sd):
    """Mean-field on the banana: even its mean ends .249 sds off."""
    problem = vizvi.Problem(TARGETS["banana"](), FAMILIES["mean_field"](), REVERSE)
    method = METHODS["gradient"](draws=draws)
    got = race_of_fits(vizvi.Experiment(problem, method, runs=20, steps=600, seed=1))
    assert got.evaluations[0] == draws and got.evaluations[-1] == 600 * draws
    at = np.searchsorted(got.evaluations, evaluations)
    assert got.middle.mean[at] == pytest.approx(mean, abs=0.06) and got.middle.sd[at] == pytest.approx(sd, abs=0.05)
    best = floor(problem)
    assert best == pytest.approx((0.3179, 0.2489, 0.3996), abs=2e-3)
    assert got.middle.mean[-1] == pytest.approx(best.mean, abs=0.05) and got.middle.sd[-1] == pytest.approx(
        best.sd, abs=0.05
    )


def test_only_draws_are_paid():
    problem = vizvi.Problem(TARGETS["gaussian"](), FAMILIES["full_rank"](), REVERSE)
    for method in ("laplace", "pathfinder", "exact_descent"):
        with pytest.raises(ValueError, match=r"^race_of_fits: .*\.$"):
            race_of_fits(vizvi.Experiment(problem, METHODS[method]()))


def test_there_is_no_floor_where_every_q_costs_infinity():
    """A t's tails outlast those of e^z: its reverse KL is ∞ wherever it stands."""
    problem = vizvi.Problem(TARGETS["log_gamma"](), FAMILIES["student_t"](), DIVERGENCES["reverse_kl"]())
    assert np.isnan(floor(problem, 2)).all()
