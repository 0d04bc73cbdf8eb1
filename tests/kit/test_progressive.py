"""Progressive work: a visit keeps some of what it has finished, within a bound."""

import numpy as np

from vizvi.ui.progressive import BYTES, KEPT, _forget


def finished(count: int, size: int) -> dict:
    return {f"work {k}": {"found": [("piece", np.zeros(size, np.uint8))], "done": True} for k in range(count)}


def test_small_ones_are_kept_by_number():
    memory = finished(KEPT + 3, 10)
    _forget(memory)
    assert list(memory) == [f"work {k}" for k in range(3, KEPT + 3)]


def test_large_ones_are_kept_by_bytes_and_the_last_one_always():
    memory = finished(4, 3 * BYTES // 8)
    _forget(memory)
    assert list(memory) == ["work 2", "work 3"]
    huge = finished(2, 2 * BYTES)
    _forget(huge)
    assert list(huge) == ["work 1"]
