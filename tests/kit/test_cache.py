"""What pages keep for the next visitor: by bytes, each once, and no visitor's copy is another's."""

import threading
import time

import numpy as np
import pytest

from vizvi.presets import preset
from vizvi.ui import cache
from vizvi.ui.cache import Store, kept, remembered


@pytest.fixture
def store(monkeypatch):
    """A store of a megabyte for this test alone."""
    own = Store(2**20)
    monkeypatch.setattr(cache, "store", lambda: own)
    return own


def test_results_are_kept_within_bytes(store):
    made = []

    def block(name: str, kilobytes: int = 100):
        made.append(name)
        return np.zeros(kilobytes * 128)

    asked = kept(block)
    for name in [*"abcdefgh", *"abcdefgh"]:
        asked(name)
    assert made == [*"abcdefgh"] and store.bytes <= store.limit
    for i in range(20):
        asked(f"more {i}")
        assert store.bytes <= store.limit
    asked("a")
    assert made[-1] == "a"  # it had to go
    asked("whole", kilobytes=900)  # too much of the store for one: made, not kept
    assert asked("whole", kilobytes=900).nbytes == 900 * 1024 and made.count("whole") == 2


def test_so_many_of_one_function(store):
    asked = kept(lambda name: name, entries=2)
    for name in "abc":
        asked(name)
    assert len(store._found) == 2


def test_who_changes_what_it_got_changes_its_own(store):
    asked = kept(lambda name: {"name": [name]})
    asked("a")["name"].append("b")
    asked("a")["name"].append("c")
    assert asked("a") == {"name": ["a"]}


def test_experiments_are_told_apart_by_all_that_they_are(store):
    asked = remembered(lambda experiment, more=0: (experiment.seed, more))
    one = preset("banana", "mean_field")
    assert asked(one) == (7, 0) and asked(one, more=3) == (7, 3) and asked(one, 2) == (7, 2)
    assert len(store._found) == 3


def test_what_two_want_at_once_is_made_once(store):
    made = []

    def slow(name: str):
        made.append(name)
        time.sleep(0.05)
        return name

    asked = kept(slow)
    both = [threading.Thread(target=asked, args=("a",)) for _ in range(4)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert made == ["a"] and not store._busy


def test_what_was_ended_is_made_by_the_next(store):
    class Ended(BaseException):
        pass

    times = []

    def fails_once():
        times.append(1)
        if len(times) == 1:
            raise Ended
        return "made"

    asked = kept(fails_once)
    with pytest.raises(Ended):
        asked()
    assert asked() == "made" == asked() and len(times) == 2 and not store._busy
