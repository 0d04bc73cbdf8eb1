"""Long work beats: it can be counted and ended, and what is kept of it is bounded by bytes."""

import threading
from dataclasses import replace

import numpy as np
import pytest

import vizvi
from vizvi.lru import MB, by_bytes, nbytes
from vizvi.presets import descent, preset
from vizvi.pulse import Late, at_most, beat, heard_by


class Enough(BaseException):
    """What a listener of these tests raises."""


def stopping(after):
    heard = []

    def listener(done, of):
        heard.append((done, of))
        if len(heard) >= after:
            raise Enough

    return heard, listener


@pytest.mark.parametrize("experiment", [
    replace(preset("banana", "full_rank"), steps=50), replace(descent("two_bumps", "mean_field"), steps=50, runs=3),
], ids=["together", "one by one"])  # fmt: skip
def test_a_run_counts_its_steps_and_can_be_ended(experiment):
    whole = []
    with heard_by(lambda done, of: whole.append((done, of))):
        history = vizvi.fit(experiment)
    counted = [each for each in whole if each[1] >= experiment.steps]
    assert counted[0][0] == 0 and counted[-1][0] == counted[-1][1] - 1 and counted == sorted(counted)
    heard, listener = stopping(7)
    with pytest.raises(Enough), heard_by(listener):
        vizvi.fit(experiment)
    assert len(heard) == 7
    assert (vizvi.fit(experiment).lam == history.lam).all()  # nothing is left of what was ended


@pytest.mark.parametrize("work", [
    lambda problem, lam: vizvi.optima(problem, starts=8), lambda problem, lam: vizvi.exact(problem, lam),
], ids=["optima", "exact"])  # fmt: skip
def test_searches_and_integrals_beat(work):
    experiment = replace(preset("banana", "mixture"), steps=3)
    lam = vizvi.fit(experiment).lam[0]
    heard, listener = stopping(1)
    with pytest.raises(Enough), heard_by(listener):
        work(experiment.problem, lam)
    assert heard


def test_work_that_takes_too_long_ends():
    with pytest.raises(Late, match="longer than 0"), at_most(0.0):
        for _ in range(10**6):
            beat()
    beat()  # nobody listens any more


def test_a_listener_hears_its_own_thread_alone():
    heard = []
    with heard_by(lambda *_: heard.append(1)):
        other = threading.Thread(target=beat)
        other.start()
        other.join()
        assert not heard
        beat()
    assert heard == [1]


def test_a_cache_is_bounded_by_bytes():
    made = []

    @by_bytes(1, 3)
    def block(kilobytes: int, name: str):
        made.append(name)
        array = np.zeros(kilobytes * 128)
        return array, {"view": array[1:], "own": [np.zeros(2)]}

    assert nbytes(block(400, "a")) == 400 * 1024 + 16  # a view adds nothing
    block(400, "b")
    block(400, "a")
    assert made == ["a", "b"] and block.bytes <= MB
    block(400, "c")  # b was asked for longest ago
    block(400, "a")
    block(400, "b")
    assert made == ["a", "b", "c", "b"] and block.bytes <= MB
    block(4000, "large")
    block(4000, "large")
    assert made[-1] == "large" and made.count("large") == 1  # alone, but not again and again
    for name in "defg":
        block(1, name)
    assert block.bytes <= 3 * (1024 + 16)
    block.cache_clear()
    assert block.bytes == 0
