"""The answer key of the lesson on noisy gradients: every number that its text says, and what its pictures show."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from cover import daily
from visit import large, opened, pictures, poked, revealed, words

from vizvi.diagnostics.step_sweep import step_sweep
from vizvi.exact import exact
from vizvi.experiment import Experiment, fit
from vizvi.lessons.gradients import BITS, LESSON, PRESETS, SETTLES, bits, noise, sweep
from vizvi.lessons.gradients.bits_chart import ascent_board, descents_board, gap_board
from vizvi.lessons.gradients.bits_tab import _magnets
from vizvi.lessons.gradients.charts import arrows_board, errors_board, runs_board, spread_board
from vizvi.lessons.gradients.noise import TARGETS, Setup, spread
from vizvi.lessons.gradients.one_tab import noticed
from vizvi.lessons.gradients.sweep_chart import pick, race_board, sweep_board
from vizvi.lessons.gradients.sweep_tab import told_of
from vizvi.lessons.gradients.words.bits import BITS_WAYS
from vizvi.lessons.gradients.words.settings import WAYS
from vizvi.methods import METHODS
from vizvi.models.binary_mean_field import fixed_points
from vizvi.models.binary_structured import fit_structured
from vizvi.models.coins import Coins
from vizvi.models.ising import Ising


@pytest.mark.parametrize(
    "constant, baseline, variance", [(0, "none", 12), (10, "none", 72), (100, "none", 9612), (100, "mean", 8)]
)
def test_a_constant_drowns_the_score_function(constant, baseline, variance):
    setup = Setup(constant=float(constant), baseline=baseline)
    assert spread(setup, "score_function").variance == pytest.approx(variance, rel=1e-9)
    assert spread(setup, "reparam").variance == pytest.approx(1, rel=1e-9)
    assert spread(setup, "sticking_the_landing").variance == 0
    assert spread(setup, "score_function").mean == pytest.approx(2)
    assert "12 to 9 612" in LESSON.prediction.tell and LESSON.checks[0].answer == "about 9 600"


def test_near_p_the_score_function_wins():
    at = lambda mean: spread(Setup(mean=mean), "score_function").variance
    assert at(0.5) == pytest.approx(0.516, abs=5e-4)
    assert at(0.686) < 1 < at(0.688)
    assert "0.52" in LESSON.checks[1].why and "0.687" in LESSON.checks[1].why
    assert "reparameterization needs" in noticed(Setup(mean=0.5))[0] and "score function needs" in noticed(Setup())[0]
    assert "9\u2009612" in noticed(Setup(constant=100.0))[0] or "9612" in noticed(Setup(constant=100.0))[0]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("draws, baseline", [(1, "none"), (3, "mean"), (4, "leave-one-out")])
def test_single_gradients_scatter_as_the_quadrature_says(target, way, draws, baseline):
    setup = Setup(target, 0.7, 0.4, draws, 3.0, baseline)
    found, exact = noise.replicates(setup, way), spread(setup, way)
    assert found.mean() == pytest.approx(exact.mean, abs=5 * math.sqrt(exact.variance / len(found)) + 1e-9)
    fourth = ((found - found.mean()) ** 4).mean()
    assert found.var() == pytest.approx(exact.variance, abs=5 * math.sqrt(fourth / len(found)) + 1e-9)


@pytest.mark.wide
def test_runs_climb_and_noise_can_blow_them_up():
    for way in WAYS:
        spent, elbo, seen = noise.runs(Setup(), way, 0.05)
        assert seen.shape == spent.shape and np.all(np.diff(spent) > 0)
        assert elbo.shape == (16, len(spent)) and spent[-1] == 2000
        assert np.nanmedian(elbo[:, -1]) > np.nanmedian(elbo[:, 0]) + 1.5 and elbo[:, 0] == pytest.approx(-2)
    assert np.isnan(noise.runs(Setup(constant=100.0), "score_function", 0.05).elbo[:, -1]).sum() > 8
    silent = noise.runs(Setup(), "sticking_the_landing", 0.05).elbo
    assert silent[:, -1] == pytest.approx(0, abs=1e-6)  # no noise at p


@pytest.mark.parametrize("mean", [2.0, -3.5, 2.25, 0.7])
def test_a_gradient_without_noise_is_one_bar(mean):
    setup = Setup(mean=mean)
    (panel,) = spread_board(setup, ("sticking_the_landing",)).panels
    height = np.asarray(next(mark.arrays["y"] for mark in panel.marks if mark.kind == "bars"))
    assert height.max() == pytest.approx(1) and (height > 0).sum() == 1


def test_what_a_run_sees_of_itself():
    """Draws' estimates scatter around the exact ELBO, whatever is added to log p."""
    one, other = (noise.runs(Setup("skew", 0.3, 0.6, 64, c, "mean"), "reparam", 0.01) for c in (0.0, 50.0))
    assert np.allclose(one.seen, other.seen) and np.allclose(one.elbo, other.elbo)
    off = one.seen - one.elbo[0]
    assert abs(off.mean()) < 5 * off.std() / math.sqrt(len(off)) and 0.01 < off.std() < 0.3


@pytest.mark.parametrize("baseline", ["none", "mean", "leave-one-out"])
def test_errors_of_gradients_from_more_draws(baseline):
    setup = Setup("bumps", 0.7, 0.9, 3, 2.0, baseline)
    for way in WAYS:
        found = noise.errors(setup, way)
        for k, draws in ((1, 2), (4, 16)):
            assert found[k] ** 2 == pytest.approx(spread(replace(setup, draws=draws), way).variance, rel=1e-9)
    assert np.isnan(noise.errors(setup, "score_function")[0]) == (baseline == "leave-one-out")
    assert "of 64 draws is off by" in errors_board(setup).title
    two = ("reparam", "score_function")
    assert len(arrows_board(setup, 1, two).panels[1].y.ticks) == 3 and len(spread_board(setup, two).panels) == 2
    assert len(runs_board(setup, 0.05, {}, two).panels) == 2


def test_a_natural_gradient_hardly_feels_the_condition_number():
    """At a step of 0.0215, where gradient descent has flown away by ρ = 0.99 or crawls at 0; and the limit arrives."""
    end = {}
    for rho in (0.0, 0.9, 0.99):
        its = sweep.problem(rho)
        for rule in (sweep.NATURAL, "gradient descent"):
            found = step_sweep(its, lambda r, rule=rule: sweep.method(rule, r), [0.01], 2000, 16, 7, sweep.start(rho))
            end[rule, rho] = found.median[0]
        spent, kl = sweep.limit(rho)
        assert (
            spent[-1] == sweep.EVALUATIONS
            and kl[-1] < 1e-9
            and kl[0] == pytest.approx(exact(its, sweep.start(rho)).reverse_kl)
        )
    natural, plain = ([end[rule, rho] for rho in (0.0, 0.9, 0.99)] for rule in (sweep.NATURAL, "gradient descent"))
    assert max(natural) < 4 * min(natural) < 0.1 and max(plain) > 5 * min(plain) and natural[2] < plain[2]


def test_the_race_takes_each_rule_at_its_best():
    ends = sweep.Ends(
        np.array([0.1, 0.5, 1.0]), np.array([0.3, 0.2, 0.1]), np.array([0, 0.25, 0.75]), np.arange(2), np.eye(3, 2)
    )
    assert ends.best == 1 and pick(ends, None) == 1 and pick(ends, 0.1) == 0 and pick(ends, 0.01) is None
    assert sweep.Ends(ends.rates, ends.median * np.inf, ends.diverged, ends.spent, ends.path).best is None
    board = race_board({"Adam": ends}, 0.5, None, "told")
    assert board.panels[0].marks[0].arrays["xy"][:, 1].tolist() == [-4, 0]  # log₁₀ of 0, clipped, and of 1
    said = told_of({"Adam": ends, sweep.NATURAL: ends._replace(median=ends.median / 2)})
    assert "natural gradient** at a step of 0.5, 0.1 nats" in said and "constant steps 0.2" in said


def test_shrinking_steps_settle_where_a_constant_one_does_not():
    its = sweep.problem(0.5)
    ends = {
        rule: step_sweep(its, lambda r, rule=rule: sweep.method(rule, r), [0.1, 0.3], sweep.EVALUATIONS, 16, 7).median
        for rule in ("Adam", "Adam, steps shrink")
    }
    assert np.all(ends["Adam, steps shrink"] < 0.2 * ends["Adam"])
    assert ends["Adam"][1] > 1.5 * ends["Adam"][0] > 0  # a smaller step ends lower
    assert SETTLES.answer == "around it, for ever"
    assert sweep.condition(0.9) == pytest.approx(19)


def test_a_natural_gradient_step_is_p():
    its = sweep.problem(0.9)
    start = tuple(its.family.from_moments(np.array([-2.0, 1.5]), np.eye(2)).tolist())
    end = fit(Experiment(its, METHODS["natural_gradient"](), steps=1, start=start)).lam[0, -1]
    assert exact(its, end).reverse_kl == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("baseline", ["none", "mean", "leave-one-out"])
def test_slow_motion_is_the_arithmetic_of_the_arrow(baseline):
    setup = Setup("bumps", 0.6, 0.7, 1, 5.0, baseline)
    eps, z, slope, cost, score = noise.one_draw(setup, 4)
    assert z == pytest.approx(0.6 + 0.7 * eps) and score == pytest.approx((z - 0.6) / 0.49)
    if baseline != "leave-one-out":  # there a gradient has two draws
        assert noise.replicates(setup, "reparam")[3] == pytest.approx(-slope)
        assert noise.replicates(setup, "score_function")[3] == pytest.approx(cost * score)


def test_sweeps_come_rule_by_rule():
    rule, first = next(sweep.sweeps(0.5, 7))
    found = sweep.joined([(rule, first)])
    assert list(found) == ["gradient descent"] and found[rule].rates == pytest.approx([0.001])
    assert found[rule].path.shape == (1, len(found[rule].spent)) and found[rule].path[0, -1] == found[rule].median[0]
    assert sweep_board(found, "Step sizes.").title == "Step sizes."


def test_structure_gives_back_some_of_the_gap():
    told = {each.name: each for each in bits.gaps(bits.model("ising", 0.5))}
    assert (round(told["one chain"].gap, 2), round(told["all apart"].gap, 2)) == (0.47, 1.01)
    assert "0.47 of 1.01 nats" in LESSON.checks[3].why and "at 0.68 and 0.61" in LESSON.checks[3].why
    grid = Ising(0.5)
    spins = [2 * fit_structured(grid, edges).mean.mean() - 1 for _, edges in bits.structures(grid)]
    assert np.abs(spins) == pytest.approx([0.762, 0.681, 0.607, 0], abs=1e-3)
    coins = bits.gaps(bits.model("coins", 0.5))
    assert [round(each.closed, 2) for each in coins] == [0, 0.34, 0.48, 0.68] and "0.11 nats" in gap_board(Coins()).title
    for name, share in (("pairs", 0.13), ("rows", 0.21), ("one chain", 0.54)):
        assert told[name].closed == pytest.approx(share, abs=0.006)
    assert Ising().critical == pytest.approx(1 / (2 * math.sqrt(2)))
    assert "one of two sides" in _magnets(0.5) and "stays at 0" in _magnets(0.3)
    q = bits.believed(bits.model("ising", 0.3))[1]
    assert q == pytest.approx(0.5, abs=1e-3)
    assert abs(bits.believed(bits.model("ising", 0.5))[1].mean() - 0.5) > 0.2


def test_who_is_unbiased():
    for kind in ("coins", "ising"):
        its = bits.model(kind, 0.5)
        assert bits.quality(its, "score").bias < 1e-12 and bits.quality(its, "baseline").bias < 1e-12
        assert bits.quality(its, "baseline").sd < bits.quality(its, "score").sd
        cold, hot = (bits.quality(its, "gumbel_softmax", each) for each in (0.2, 4.0))
        assert hot.bias > 5 * hot.error and hot.sd < cold.sd
    assert bits.quality(bits.model("ising", 0.5), "straight_through").bias < 1e-12
    assert bits.quality(bits.model("coins", 0.5), "straight_through").bias > 0.1


def test_where_biased_gradients_lead():
    """Runs on unbiased ones come near mean-field's optimum, exactly known; the others rest below it."""
    for kind in ("coins", "ising"):
        its = bits.model(kind, 0.5)
        best = fixed_points(its, 40).elbo[0]
        assert bits.ascent(its).elbo[:, -1].max() == pytest.approx(best, abs=1e-6)
        end = {way: np.median(bits.descents(its, way)[:, -1]) for way in BITS_WAYS}
        assert best - 0.02 < end["baseline"] < best + 1e-9
        assert end["gumbel_softmax"] < best - 0.03
        assert (end["straight_through"] < best - 0.05) == (kind == "coins")
        assert f"{best:.2f}" in descents_board(its, 0.5).title and "log Z" in ascent_board(its).title
        assert np.all(np.diff(bits.ascent(its).elbo, axis=1) > -1e-12)
    assert bits.resting(Ising(0.5)) == (3, 2) and bits.resting(Ising(0.3)) == (1, 1)
    assert bits.resting(Ising(1.0))[0] > 10 and bits.resting(Ising(1.0))[1] == 2


def test_the_answer_on_bits():
    sds = {kind: {way: bits.quality(bits.model(kind, 0.5), way).sd for way in BITS_WAYS} for kind in ("coins", "ising")}
    assert max(sds["ising"], key=sds["ising"].get) == "score" and max(sds["coins"], key=sds["coins"].get) != "score"
    assert BITS.answer == "score" and "noisiest on the grid" in BITS.tell


def test_every_tab_asks_its_own_question():
    for tab, asked, board in (("sweep", SETTLES, "gradients.sweep"), ("bits", BITS, "gradients.quality")):
        app = opened("gradients", **{"gradients.tab": tab})
        assert asked.ask in words(app) and asked.tell not in words(app) and board not in pictures(app)
        app = revealed(app)
        assert asked.tell in words(app) and board in pictures(app)
        app.session_state["gradients.tab"] = "One gradient"
        assert LESSON.prediction.tell not in words(app.run())


def test_estimators_can_be_left_out():
    app = opened("gradients", **{"gradients.ways": "reparam.score_function"})
    assert not app.info and len(pictures(app)["gradients.spread"][0]["panels"]) == 2
    assert opened("gradients", **{"gradients.ways": "reparam.reparam"}).info


def test_one_coin_explains_the_other_away():
    before, rang, known = bits.after_one()
    # By hand: P(silent | z) = .95 · .1^(heads).
    weight = lambda heads: 1 - 0.95 * 0.1**heads
    all_of = sum(weight(a + b + c) for a in (0, 1) for b in (0, 1) for c in (0, 1))
    assert before == 0.5
    assert rang == pytest.approx(sum(weight(1 + b + c) for b in (0, 1) for c in (0, 1)) / all_of)
    both = sum(weight(2 + c) for c in (0, 1))
    assert known == pytest.approx(both / (both + sum(weight(1 + c) for c in (0, 1)))) and before < known < rang


def test_the_picture_moves_on_the_answer():
    app = opened("gradients")
    assert app.number_input(key="gradients.constant").value == 0 and not large(app)
    app = revealed(app)
    assert app.number_input(key="gradients.constant").value == 100
    assert large(app)["score_function"] == pytest.approx(9612) and large(app)["reparam"] == pytest.approx(1)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_open(name):
    app = revealed(opened("gradients", **PRESETS[name]))
    assert not app.exception and not app.info and pictures(app)


def test_titles_say_what_is_seen():
    assert "−2.00" in arrows_board(Setup()).title and "98.04" in spread_board(Setup(constant=100.0)).title


def test_straight_through_is_called_exact_only_where_it_is():
    app = revealed(opened("gradients", **PRESETS["Ising, J = .5"]))
    assert "straight-through is exact here" in words(app)
    assert "straight-through is off by" in words(revealed(opened("gradients", **PRESETS["coins behind a bell"])))


@pytest.mark.parametrize("tab", daily("bits", more=("one", "runs", "sweep")))
def test_poking(tab):
    poked(revealed(opened("gradients", **{"gradients.tab": tab})), random.Random(6), 10)
