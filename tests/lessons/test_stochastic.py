"""The answer key of the lesson on minibatches: every number that its text says, and what its pictures show."""

import itertools
import math
import random

import numpy as np
import pytest
from cover import daily
from visit import large, opened, pictures, poked, revealed, words

from vizvi.format import number
from vizvi.lessons.stochastic import FORGET, LESSON, PRESETS, race, regression, regression_part
from vizvi.lessons.stochastic.charts import LOWEST, moment_board, race_board
from vizvi.lessons.stochastic.race import Setup, moment
from vizvi.lessons.stochastic.remarks import noticed


def kl(setup: Setup, passes: float) -> float:
    return float(race.expected(setup, setup.step_at(passes)).kl)


def test_after_one_percent_of_the_data():
    now = moment(Setup(), Setup().step_at(0.01))
    assert now.touched == 9984 and now.width == pytest.approx(1)
    assert now.expected_own == pytest.approx(10, rel=2e-3) and now.expected_kl == pytest.approx(50, rel=2e-3)
    # One run scatters as |N(0, 1)| does around 0: five of these sds are never seen.
    assert now.own < 5 * now.expected_own
    assert LESSON.prediction.answer == "10" and "50 nats" in LESSON.prediction.tell


@pytest.mark.parametrize(
    "setup, passes, wanted",
    [
        (Setup(), 1, 0.5), (Setup(), 3, 0.167),
        (Setup(schedule="constant"), 1, 822.4),
        (Setup(schedule="constant", rate=0.01), 1, 78.5),
        (Setup(decay=0.7), 1, 5.67), (Setup(decay=0.55), 3, 14.4),
        (Setup(n=100_000, schedule="averaged"), 1, 0.994),
        (Setup(n=1000, batch=10, schedule="averaged"), 1, 0.811),
    ],
)  # fmt: skip
def test_what_to_expect_of_a_run(setup, passes, wanted):
    assert kl(setup, passes) == pytest.approx(wanted, rel=5e-3)


def test_the_constant_step_never_arrives():
    setup = Setup(schedule="constant")
    assert race.floor(setup) == pytest.approx(822.4, abs=0.05)
    assert "822" in LESSON.checks[2].why
    tenfold = race.floor(Setup(n=100_000, schedule="constant"))
    assert race.floor(setup) / tenfold == pytest.approx(10, rel=1e-4)  # the second check
    assert race.floor(setup) == pytest.approx(0.5 * 0.1 / 1.9 * 1e6 / 32, rel=1e-5)
    late = race.run(setup).kl[0, setup.steps // 2 :: 200]  # far apart: as good as independent
    assert late.mean() == pytest.approx(race.floor(setup), rel=5 * math.sqrt(2 / len(late)))


def test_halving_the_minibatch():
    whole, half = (Setup(n=10_000, batch=each).stream.noise_variance() for each in (100, 50))
    assert math.sqrt(half / whole) == pytest.approx(math.sqrt(2))


def test_forgetting():
    flat, usual = (Setup(1000, 10, forget=True, prior_sd=each) for each in (math.inf, 1.0))
    for setup, ratio in ((flat, 10.0), (usual, 9.539)):
        assert setup.stream.forgotten().sd / setup.stream.sd == pytest.approx(ratio, abs=1e-3)
        assert moment(setup, setup.steps).width == pytest.approx(ratio, rel=2e-2)
    assert race.floor(usual) == pytest.approx(46.79, abs=0.01)
    assert FORGET.answer.startswith("10 ×") and "9.54" in FORGET.tell
    assert "9.54 ×" in noticed(usual)[0] and "0.9091" in noticed(usual)[0]


def test_one_pass_without_replacement_is_exact():
    setup = Setup(1000, 10, replace=False)
    assert kl(setup, 1) < 1e-12 and race.run(setup).kl[0, 100] < 1e-12
    assert any("**is** the posterior" in each for each in noticed(setup))


def test_all_the_data_at_once():
    assert race.full_batch(Setup(), [1])[0] < 1e-12
    assert "**is** the posterior" in noticed(Setup(batch=1_000_000))[0]
    assert race.run(Setup(batch=1_000_000)).kl[0, 1] < 1e-12


@pytest.mark.parametrize("schedule", ["robbins_monro", "constant", "averaged"])
@pytest.mark.parametrize("forget, replace, prior", [(False, True, 1.0), (True, True, math.inf), (False, False, 10.0)])
def test_every_run_has_something_to_say(schedule, forget, replace, prior):
    for batch, rate, decay in ((10, 0.001, 0.6), (32, 1.0, 1.0), (1000, 0.5, 0.51)):
        setup = Setup(1000, batch, schedule, rate, decay, 1.0, forget, prior, replace)
        lines = noticed(setup)
        assert lines and not any("nan" in each or "unknown" in each for each in lines)
        assert race_board(setup, "touched", 1, True).title and race_board(setup, "steps", 1, True).title


def test_the_average_is_not_praised_where_it_remembers_the_start():
    small, usual = (noticed(Setup(1000, 10, "averaged", rate))[1] for rate in (0.001, 0.1))
    assert "remembers the start" in small and "n/2" in usual


def test_the_late_delay_counts_as_minibatches():
    told = race.expected(Setup(1000, 10, delay=5.0), 96)
    assert float(told.precision) == pytest.approx((4 * 1 + 96 * 1001) / 100)
    assert "counts as much as 4 minibatches" in noticed(Setup(1000, 10, delay=5.0))[1]


def test_the_left_picture_holds_q():
    for share in (1e-5, 0.01, 1, 3):
        setup = Setup(schedule="constant")
        now = moment(setup, setup.step_at(share))
        lo, hi = moment_board(setup, now).x.range
        assert lo < now.off < hi


def test_nothing_is_told_before_it_is_asked():
    app = opened("stochastic")
    (panel,) = pictures(app)["stochastic.race"][0]["panels"]
    assert {each["kind"] for each in panel["layers"]} == {"marks"} and not large(app)
    app = revealed(app)
    (panel,) = pictures(app)["stochastic.race"][0]["panels"]
    assert "lines" in {each["kind"] for each in panel["layers"]}
    assert panel["y"]["range"][0] == LOWEST and large(app)["touched"] == 9984


@pytest.mark.parametrize("name", daily(*list(PRESETS)[:2], more=list(PRESETS)[2:]))
def test_presets_open(name):
    app = revealed(opened("stochastic", **PRESETS[name]))
    assert not app.exception and not app.info and all(np.isfinite(each) for each in large(app).values())


def test_forgetting_has_a_question_of_its_own():
    app = opened("stochastic", **PRESETS["N/B forgotten"])
    assert FORGET.ask in words(app) and not large(app)
    app = revealed(app)
    assert FORGET.tell in words(app) and large(app)["width"] == pytest.approx(9.54, abs=0.1)


def test_poking():
    poked(revealed(opened("stochastic")), random.Random(3), 12)


@pytest.mark.parametrize("kind, n, wanted", [("logistic", 1000, 1.645), ("logistic", 100_000, 164.5), ("line", 1000, 1.66)])
def test_where_two_coefficients_settle(kind, n, wanted):
    setup = Setup(n, 32, "constant")
    assert regression.floor(kind, n, 32, 0.1) == pytest.approx(wanted, rel=0.06)
    assert number(n / 32 / 19) in regression_part.noticed(kind, setup)[1]


@pytest.mark.parametrize("kind", ["line", "logistic"])
@pytest.mark.parametrize("schedule", ["constant", "robbins_monro"])
def test_pieces_are_one_run(kind, schedule):
    setup = Setup(1000, 32, schedule, delay=10.0)
    first, second = itertools.islice(regression.pieces(kind, setup), 2)
    course = regression.joined([first, second])
    assert course.kl.shape == (2 * regression.PIECE + 1,)
    assert course.kl[0] == pytest.approx(regression.first_kl(kind, setup))
    np.testing.assert_array_equal(course.mean[: regression.PIECE + 1], first.mean[0])
    np.testing.assert_allclose(second.mean[0, 0], first.mean[0, -1])
    # The second piece goes on with the schedule: its first step is that small.
    rate = 0.1 if schedule == "constant" else 1 / (10 + regression.PIECE)
    x, y = regression.minibatch(kind, setup, regression.PIECE + 1)
    model = regression.stream(kind, setup)
    level = np.round((x + 2) * 10).astype(int)[None]
    mean, precision = second.mean[:, 0], second.precision[:, 0]
    _, made = model._natural(mean, precision, level, y[None], setup.n / setup.batch)
    np.testing.assert_allclose(second.precision[0, 1], (1 - rate) * precision[0] + rate * made[0], rtol=1e-9)


@pytest.mark.wide
def test_a_logistic_run_grows_and_ends():
    app = revealed(opened("stochastic", **PRESETS["a logistic curve"]))
    assert not app.exception and "Step 200 of" in words(app) and app.button(key="stochastic.learned.stop")
    app = app.button(key="stochastic.learned.stop").click().run()
    assert not app.exception and "stochastic.learned.stop" not in {each.key for each in app.button}
    assert poked(app, random.Random(4), 6)
