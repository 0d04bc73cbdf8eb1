"""Minibatches on a normal mean: closed forms, what real minibatches did against them, and what a wrong scale answers."""

import math

import numpy as np
import pytest

from vizvi.models.stream import Stream
from vizvi.schedules import SCHEDULES

CONSTANT, DECAY = SCHEDULES["constant"], SCHEDULES["robbins_monro"]


@pytest.mark.parametrize("n, batch, rate, sd, kl", [
    (1000, 10, 0.1, 0.07248, 2.629), (1000, 10, 1.0, 0.3159, 49.95), (1000, 32, 0.5, 0.1020, 5.203),
    (1000, 100, 0.1, 0.02292, 0.2629), (10**5, 32, 0.1, 0.04055, 82.24), (10**6, 32, 0.1, 0.04056, 822.4),
    (10**6, 100, 0.01, 0.007089, 25.13),
])  # fmt: skip
def test_stationary(n, batch, rate, sd, kl):
    got = Stream(n, batch).stationary(rate)
    assert got.sd_of_mean == pytest.approx(sd, rel=2e-3) and got.kl == pytest.approx(kl, rel=2e-4)
    variance = rate / (2 - rate) * n**2 / batch / (n + 1) ** 2
    assert got.sd_of_mean == pytest.approx(math.sqrt(variance), rel=1e-9)
    assert got.kl == pytest.approx(0.5 * (n + 1) * variance, rel=1e-9)


def test_stationary_with_another_noise_and_prior():
    got = Stream(500, 20, noise=2.0, prior_sd=0.3, center=-3.0).stationary(0.4)
    precision = 500 / 4 + 1 / 0.09
    assert got.sd_of_mean == pytest.approx(math.sqrt(0.4 / 1.6 * 500**2 / (20 * 16)) / precision, rel=1e-9)
    # Ten times the data at the same minibatch: the jitter stays, the posterior shrinks.
    one, ten = (Stream(n, 32, prior_sd=math.inf).stationary(0.1) for n in (10_000, 100_000))
    assert ten.kl == pytest.approx(10 * one.kl) and ten.sd_of_mean == pytest.approx(one.sd_of_mean)


@pytest.mark.parametrize("n, batch, ratio, mean, kl, at_tenth", [
    (1000, 10, 9.539, 0.9091, 46.79, 48.97), (1000, 32, 5.508, 0.9697, 13.39, None),
    (1000, 100, 3.148, 0.9901, 3.348, None), (10**5, 32, 55.05, 0.9697, 1557, None),
    (10**6, 32, 174.1, 0.9697, 15605, None), (10**6, 100, 99.50, 0.9901, 4994, None),
])  # fmt: skip
def test_forgotten(n, batch, ratio, mean, kl, at_tenth):
    stream = Stream(n, batch)
    got = stream.forgotten()
    assert got.sd / stream.sd == pytest.approx(ratio, rel=2e-4) and got.mean == pytest.approx(mean, abs=1e-4)
    assert got.kl == pytest.approx(kl, rel=4e-4)
    assert at_tenth is None or stream.forgotten(0.1).kl == pytest.approx(at_tenth, rel=2e-4)


def test_forgotten_under_a_flat_prior():
    stream = Stream(1000, 10, prior_sd=math.inf)
    got = stream.forgotten()
    assert got.sd / stream.sd == pytest.approx(10, rel=1e-12) and got.mean == pytest.approx(1, rel=1e-12)
    assert got.kl == pytest.approx(0.5 * (100 - 1 - math.log(100)), rel=1e-12)
    assert stream.forgotten(0.1).kl == pytest.approx(49.83, abs=0.005)


@pytest.mark.parametrize("schedule, want", [
    (CONSTANT(0.1), (822, 822, 822, 822, 822)), (CONSTANT(0.01), (85.7, 78.5, 78.5, 78.5, 78.5)),
    (DECAY(1.0, 1.0), (50.1, 5.00, 1.00, 0.500, 0.167)), (DECAY(1.0, 0.7), (151, 28.9, 9.24, 5.67, 2.61)),
    (DECAY(1.0, 0.55), (346, 94.7, 38.8, 26.5, 14.4)),
])  # fmt: skip
def test_expected(schedule, want):
    steps = [int(share * 10**6 / 32) for share in (0.01, 0.1, 0.5, 1, 3)]
    assert Stream(10**6, 32).expected(schedule, steps).kl == pytest.approx(np.array(want), rel=3e-3)


def by_hand(stream, schedule, steps):
    """The recursion, step by step, from N(0, 1)."""
    mean, variance, precision = 0.0, 0.0, 1.0
    for t in range(steps):
        rate = float(schedule.at(t))
        mean = (1 - rate) * mean + rate * stream.precision * stream.mean
        variance = (1 - rate) ** 2 * variance + rate**2 * stream.n**2 / stream.batch / stream.noise**4
        precision = (1 - rate) * precision + rate * stream.precision
    return mean / precision, math.sqrt(variance) / precision, precision


@pytest.mark.parametrize("schedule", [CONSTANT(0.03), CONSTANT(0.97), CONSTANT(1.0), DECAY(1.0, 1.0), DECAY(7.5, 0.6)])
def test_expected_is_the_recursion(schedule):
    stream = Stream(777, 13, noise=0.7, prior_sd=2.0, center=-0.4)
    for steps in (0, 1, 2, 90):
        got = stream.expected(schedule, steps)
        assert (got.mean, got.sd_of_mean, got.precision) == pytest.approx(by_hand(stream, schedule, steps), rel=1e-9)
        ratio = stream.precision / got.precision
        off = got.sd_of_mean**2 + (got.mean - stream.mean) ** 2
        assert got.kl == pytest.approx(0.5 * (ratio - 1 - math.log(ratio) + stream.precision * off), rel=1e-9)


def test_one_over_t_knows_what_it_has_touched():
    stream = Stream(10**6, 32)
    for steps in (10, 1000, 31_250):
        variance = stream.n**2 / stream.batch
        assert stream.expected(DECAY(), steps).kl == pytest.approx(variance / (2 * steps * stream.precision), rel=1e-9)


@pytest.mark.parametrize("n, batch, want", [(1000, 10, 0.811), (10**5, 32, 0.994), (10**6, 100, 0.998)])
def test_averaging_costs_two_passes_worth(n, batch, want):
    got = Stream(n, batch).expected(CONSTANT(0.1), n // batch, average=0.5).kl
    assert got == pytest.approx(want, abs=2e-3)
    assert 0.49 < Stream(n, batch).expected(CONSTANT(0.1), n // batch, average=0.9).kl < 0.56


@pytest.mark.parametrize("schedule, options", [
    (CONSTANT(0.1), {}), (CONSTANT(0.5), {"average": 0.5}), (DECAY(3.0, 0.8), {}),
    (DECAY(3.0, 0.8), {"replace": False}), (CONSTANT(0.2), {"replace": False, "average": 0.3}),
])  # fmt: skip
def test_real_minibatches_do_what_is_expected(schedule, options):
    stream, steps = Stream(240, 12, noise=1.5, prior_sd=0.8, center=0.6), 47  # more than two passes, and not whole ones
    race, want = (
        stream.run(schedule, steps, seed=2, runs=3000, **options),
        stream.expected(schedule, steps, **options),
    )
    mean, kl = race.mean[:, -1], race.kl[:, -1]
    assert race.precision[:, -1] == pytest.approx(float(want.precision), rel=1e-9)
    assert abs(mean.mean() - want.mean) < 5 * want.sd_of_mean / math.sqrt(3000)
    assert mean.std() == pytest.approx(float(want.sd_of_mean), rel=5 / math.sqrt(6000))
    assert abs(kl.mean() - want.kl) < 5 * kl.std() / math.sqrt(3000)


def test_forgetting_in_earnest():
    stream = Stream(1000, 10)
    race, want = stream.run(CONSTANT(0.1), 200, runs=2000, forget=True), stream.forgotten(0.1)
    kl = race.kl[:, -1]
    assert race.precision[0, -1] ** -0.5 == pytest.approx(want.sd, rel=1e-8)
    assert abs(kl.mean() - want.kl) < 5 * kl.std() / math.sqrt(2000)


def test_once_through_the_data_is_the_posterior():
    stream = Stream(10_000, 50, noise=3.0, prior_sd=0.5)
    assert stream.run(DECAY(), 200, replace=False).kl[0, -1] < 1e-15
    assert Stream(1000, 1000).run(CONSTANT(1.0), 1, replace=False).kl[0, -1] < 1e-15
    assert stream.expected(DECAY(), 200, replace=False).kl < 1e-12


def test_minibatches_that_are_known_need_not_be_drawn_again():
    stream, rule = Stream(5000, 7), SCHEDULES["robbins_monro"]()
    for replace in (True, False):
        drawn = stream.run(rule, 90, seed=4, replace=replace, average=0.5)
        told = stream.run(rule, 90, seed=4, replace=replace, average=0.5, index=stream.minibatches(90, 4, replace))
        two = stream.run(rule, 90, seed=4, runs=2, replace=replace, average=0.5, index=stream.minibatches(90, 4, replace))
        assert all(np.array_equal(each, same) for each, same in zip(drawn, told, strict=True))
        assert np.array_equal(two.mean, stream.run(rule, 90, seed=4, runs=2, replace=replace, average=0.5).mean)


def test_data_are_standardized_and_minibatches_real():
    stream = Stream(5000, 7, center=2.5, data_seed=3)
    x, index = stream.data(), stream.minibatches(40, seed=9)
    assert x.mean() == pytest.approx(2.5, abs=1e-12) and x.std() == pytest.approx(1, abs=1e-12)
    assert not x.flags.writeable
    race = stream.run(CONSTANT(1.0), 40, seed=9, runs=2)
    assert np.allclose(race.mean[0, 1:] * stream.precision, 5000 * x[index].mean(axis=1))
    assert race.touched.tolist() == [7 * t for t in range(41)]
    dealt = stream.minibatches(5000 // 7, replace=False)
    assert len(np.unique(dealt)) == dealt.size


def test_more_runs_change_nothing_and_seeds_repeat():
    stream = Stream(1000, 10)
    few, many = (stream.run(DECAY(2.0, 0.7), 50, seed=4, runs=runs) for runs in (2, 5))
    assert np.array_equal(few.mean, many.mean[:2])
    assert not np.array_equal(few.mean, stream.run(DECAY(2.0, 0.7), 50, seed=5, runs=2).mean)
    assert not any(each.flags.writeable for each in few)


@pytest.mark.parametrize("bad", [
    {"n": 1}, {"batch": 0}, {"batch": 1001}, {"noise": 0.0}, {"prior_sd": -1.0}, {"center": math.inf}, {"n": "many"},
])  # fmt: skip
def test_bad_streams(bad):
    with pytest.raises(ValueError, match=r"^Stream: .*must be .*\.$"):
        Stream(**({"n": 1000} | bad))


def test_bad_requests():
    stream = Stream(1000, 32)
    for call in (
        lambda: stream.stationary(0.0), lambda: stream.stationary(1.5), lambda: stream.forgotten(-0.1),
        lambda: stream.run(DECAY(), 0), lambda: stream.run(DECAY(), 10, average=2.0), lambda: stream.expected(DECAY(), 1.5),
        lambda: stream.expected(DECAY(), 10, replace=False), lambda: CONSTANT(0.0), lambda: DECAY(1.0, 1.2),
        lambda: stream.run(0.1, 10), lambda: stream.expected("constant", 10),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"\.$"):
            call()
