"""The answer key of the lesson on sampling: every number that its text says, and what its badges and its race show."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from cover import daily
from visit import large, opened, pictures, poked, revealed, words

from vizvi.diagnostics.accuracy import errors_of_chains
from vizvi.diagnostics.khat import khat, log_ratios
from vizvi.diagnostics.work_race import floor
from vizvi.experiment import fit
from vizvi.lessons.mcmc import DEFAULT, LESSON, PRESETS, race, walk
from vizvi.lessons.mcmc.chain_part import badges
from vizvi.lessons.mcmc.charts import chain_board, race_board
from vizvi.lessons.mcmc.race import crossed, curve_of, entrants, told
from vizvi.lessons.mcmc.start import first_place
from vizvi.lessons.mcmc.words import about
from vizvi.links import to_query
from vizvi.presets import preset
from vizvi.samplers import SAMPLERS
from vizvi.sampling import Sampling, sample

METROPOLIS = SAMPLERS["metropolis"](2.4)


def query(name: str) -> dict:
    experiment, added = PRESETS[name]
    return to_query(experiment, "mcmc") | added


def raced(experiment, sampler, start=()):
    sampling = Sampling(experiment.problem.target, sampler, 1, 1, experiment.seed, start)
    return told(experiment.problem.target, list(entrants(experiment, sampling)))


@pytest.fixture(scope="module")
def banana():
    return raced(DEFAULT, METROPOLIS)


def test_a_part_of_the_race_asks_for_no_more_than_it_depends_on():
    other = replace(DEFAULT, steps=77, method=replace(DEFAULT.method, draws=9, clip=2.0, temper=0.5))
    assert race.of_itself(other, "floor") == race.of_itself(replace(other, seed=DEFAULT.seed + 1), "floor")
    for name in ("floor", "laplace", "pathfinder"):
        assert race.of_itself(other, name) == race.of_itself(DEFAULT, name)
    for name in ("laplace", "pathfinder"):
        assert race.of_itself(replace(other, seed=DEFAULT.seed + 1), name) != race.of_itself(other, name)
    assert race.of_itself(other, "fits") is other
    np.testing.assert_equal(*(race.fitted_part(each, "floor") for each in (other, race.of_itself(other, "floor"))))
    short = replace(other, problem=replace(other.problem, target=preset("gaussian", "mean_field").problem.target))
    np.testing.assert_equal(*(race.fitted_part(each, "laplace") for each in (short, race.of_itself(short, "laplace"))))


@pytest.mark.wide
def test_on_the_banana_the_chain_comes_first(banana):
    assert banana.floor.mean == pytest.approx(0.2489, abs=2e-3) and banana.floor.sd == pytest.approx(0.3996, abs=2e-3)
    assert 250 < crossed(banana, "mean") < 620 and crossed(banana, "sd") < 100
    assert LESSON.prediction.answer.startswith("the chain") and "about 400" in LESSON.prediction.tell
    # VI with 64 draws: twice its floor at 1,000 evaluations, there at 10,000.
    at = {want: int(np.argmin(np.abs(banana.fits.evaluations - want))) for want in (1000, 10_000)}
    assert banana.fits.middle.mean[at[1000]] > 1.7 * banana.floor.mean
    assert banana.fits.middle.mean[at[10_000]] == pytest.approx(banana.floor.mean, rel=0.08)


def test_the_slope_is_one_half(banana):
    spent, rms = banana.chains.evaluations, banana.chains.middle.mean
    assert rms[np.searchsorted(spent, 1000)] == pytest.approx(0.153, rel=0.35)
    assert rms[-1] == pytest.approx(0.055, rel=0.35)  # of 64 chains: ± 10 % for the rms, and as much between samplers


@pytest.mark.wide
def test_two_modes_and_challenger_as_the_notice_says():
    near = preset("two_modes", "mean_field")
    assert max(crossed(raced(near, METROPOLIS), which) for which in ("mean", "sd")) < 600
    far = raced(preset("challenger", "mean_field"), SAMPLERS["metropolis"](1.0))
    assert far.floor.mean == pytest.approx(0.0577, abs=2e-3)
    assert 2500 < crossed(far, "mean") < 9500


def test_where_the_floor_is_zero_nobody_passes():
    found = raced(preset("gaussian", "mean_field", correlation=0.5), SAMPLERS["gibbs"]())
    assert crossed(found, "mean") == math.inf
    assert found.floor.sd == pytest.approx(0.134, abs=1e-3) and crossed(found, "sd") < 130  # 28 effective draws
    assert np.median(found.laplace.evaluations) < 50  # what rounding does to p is not charged


@pytest.mark.wide
def test_chains_that_share_a_mode_never_pass():
    experiment, _ = PRESETS["every badge green"]
    found = raced(experiment, SAMPLERS["hmc"](), first_place(experiment))
    assert crossed(found, "mean") == math.inf


def test_every_badge_is_green_and_half_of_p_is_missing():
    seen = large(finished(query("every badge green")))
    assert seen["rhat"] < 1.01 and seen["ess"] > 3600 and seen["khat"] < 0.5
    assert seen["off"] == pytest.approx(0.69, abs=0.02)


@pytest.mark.wide
def test_started_apart_it_shows():
    seen = large(finished(query("the same, started apart")))
    assert seen["rhat"] > 1.5 and seen["ess"] < 20 and seen["off"] < 0.1


def finished(link: dict):
    app = revealed(opened("mcmc", **link))
    for _ in range(20):
        if "mcmc.walk.stop" not in {each.key for each in app.button}:
            break
        app = app.run()
    return app


def test_all_accepted_on_a_circle():
    seen = large(revealed(opened("mcmc", **query("all accepted, on a circle"))))
    assert seen["accepted"] == 1.0 and seen["stretched"] == pytest.approx(0.5, abs=1e-3) and seen["off"] < 0.01
    assert seen["ess"] > 2.9 * 900 and seen["rhat"] < 1.01  # at its cap; the chains agree
    jittered = query("all accepted, on a circle") | {"mcmc.jitter": "0.2"}
    assert large(revealed(opened("mcmc", **jittered)))["stretched"] < 0.2


def test_khat_is_read_at_two_tails():
    found = walk.badges(
        walk.joined(list(walk.pieces(Sampling(DEFAULT.problem.target, METROPOLIS, 2, 100, 5)))),
        DEFAULT.problem, fit(DEFAULT).lam[0, -1], 5,
    )  # fmt: skip
    noise = np.random.default_rng(5).spawn(1)[0].standard_normal((walk.DRAWS, 2))
    ratios = log_ratios(DEFAULT.problem, fit(DEFAULT).lam[0, -1], noise)
    assert found.k == pytest.approx(float(khat(ratios))) and found.k_far == pytest.approx(float(khat(ratios, 31)))
    assert 0.5 < found.k < 1.1  # about .72 for the banana


def test_frozen():
    seen = large(revealed(opened("mcmc", **query("frozen"))))
    assert seen["accepted"] < 0.01 and seen["rhat"] == math.inf


def test_pieces_go_on_from_each_other():
    sampling = Sampling(DEFAULT.problem.target, METROPOLIS, 3, 2300, 5)
    parts = list(walk.pieces(sampling))
    chains = walk.joined(parts)
    assert chains.z.shape == (3, 2301, 2) and chains.proposal.shape == (3, 2300, 2) and chains.work[-1] == 2300
    np.testing.assert_array_equal(parts[1].z[:, 0], parts[0].z[:, -1])
    np.testing.assert_array_equal(chains.z[:, 1001:2001], parts[1].z[:, 1:])
    moved = (chains.z[:, 1:] != chains.z[:, :-1]).any(axis=-1)
    np.testing.assert_array_equal(moved, chains.accepted)


def test_pieces_of_the_largest_seed_go_on_with_small_ones():
    first, last = walk.pieces(Sampling(DEFAULT.problem.target, METROPOLIS, 1, 1100, 2**32 - 1))
    again = sample(Sampling(DEFAULT.problem.target, METROPOLIS, 1, 100, 7918, tuple(first.z[0, -1])))
    np.testing.assert_array_equal(last.z, again.z)


def test_the_curve_is_that_of_single_chains():
    target = preset("gaussian", "mean_field").problem.target
    chains = sample(Sampling(target, METROPOLIS, 64, 2000, 3))
    found = curve_of(target, chains)
    each = errors_of_chains(target, chains, [int(found.evaluations[-1])])
    assert found.middle.mean[-1] == pytest.approx(np.sqrt((each.mean**2).mean()))
    assert found.lo.mean[-1] < found.middle.mean[-1] < found.hi.mean[-1]


def test_floor_of_full_rank_on_a_gaussian_has_no_height():
    problem = preset("gaussian", "full_rank").problem
    board = race_board(race.Race(floor(problem)))
    assert "VI's floor: 0" in str(board.message()[0])


def test_a_path_that_leaves_for_infinity_can_be_drawn():
    wild = SAMPLERS["hmc"](3.0, 50, 0.0)
    chains = walk.joined(list(walk.pieces(Sampling(DEFAULT.problem.target, wild, 2, 20, 5))))
    assert not np.all(np.abs(chains.path[0]) < 1e30)
    for mark in chain_board(DEFAULT.problem.target, chains, 5).panels[0].marks:
        assert np.all(np.abs(mark.arrays["xy"]) <= 1e4)


def test_an_unknown_khat_says_why():
    chains = sample(Sampling(DEFAULT.problem.target, METROPOLIS, 2, 100, 5))
    for lam, note in ((np.zeros(4), "usable below"), (np.array([0, 0, 400.0, 400.0]), "q has run away")):
        found = walk.badges(chains, DEFAULT.problem, lam, 5)
        assert badges(found)[-1].note.startswith(note) and math.isnan(found.k) == (note == "q has run away")


def test_a_refused_move_keeps_the_chain():
    chains = walk.joined(list(walk.pieces(Sampling(DEFAULT.problem.target, METROPOLIS, 2, 300, 5))))
    step = int(np.flatnonzero(~chains.accepted[0])[3]) + 1
    assert "refused" in chain_board(DEFAULT.problem.target, chains, step).title
    app = revealed(opened("mcmc", **{"mcmc.move": "1"}))
    assert "**Step 1.**" in words(app)


@pytest.mark.parametrize("count, text", [(541, "540"), (38, "38"), (4672, "4\u2009700"), (1e4, "10\u2009000"), (7.2, "7")])
def test_evaluations_are_told_to_two_digits(count, text):
    assert about(count) == text


def test_nothing_is_told_before_it_is_asked():
    app = opened("mcmc")
    assert not large(app)
    board, arrays = pictures(app)["mcmc.race"]
    assert {each["kind"] for each in board["panels"][1]["layers"]} == {"marks"}
    assert len(board["panels"][0]["layers"]) == 2  # a sketch that says nothing yet
    np.testing.assert_allclose(arrays[board["points"]["array"]][:, 1], [0.3] * 3 + [-0.3] * 3, rtol=1e-6)
    assert pictures(app)["mcmc.stage"][0]["trace"] is None


@pytest.mark.parametrize("name", daily(*list(PRESETS)[:2], more=list(PRESETS)[2:]))
def test_presets_open(name):
    app = revealed(opened("mcmc", **query(name)))
    assert not app.exception and not app.info


def test_what_gibbs_cannot_do_is_said():
    app = revealed(opened("mcmc", **{"mcmc.sampler": "gibbs"}))
    assert not app.exception and "conditional" in app.warning[0].value and "mcmc.race" not in pictures(app)


def test_both_start_where_the_hand_left_q():
    experiment = replace(DEFAULT, start=(1.0, -2.0, 0.0, 0.0))
    assert first_place(experiment) == (1.0, -2.0)
    app = revealed(opened("mcmc", **to_query(experiment, "mcmc"), **{"mcmc.from": "one"}))
    assert not app.exception


def test_a_sketch_stays_beside_the_answer():
    link = {"mcmc.sketch": "0,-0.5,-1,0,-0.2,-0.3"}
    app = opened("mcmc", **link)
    assert not app.info
    board, _ = pictures(revealed(app))["mcmc.race"]
    assert "points" not in board and "as you sketched it" in str(board["legend"])
    plain = pictures(revealed(opened("mcmc")))["mcmc.race"][0]
    assert len(board["panels"][0]["layers"]) == len(plain["panels"][0]["layers"]) + 2


def test_poking():
    poked(revealed(opened("mcmc")), random.Random(5), 12)
