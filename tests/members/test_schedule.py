"""Every schedule: step sizes in (0, 1] that never grow."""

import numpy as np
import pytest

from vizvi.schedules import SCHEDULES


def test_schedule(schedule):
    rates = schedule.at(np.arange(1000))
    assert rates.shape == (1000,) and np.all((rates > 0) & (rates <= 1)) and np.all(np.diff(rates) <= 0)
    assert schedule.at(7) == rates[7]


def test_robbins_monro_by_hand():
    assert SCHEDULES["robbins_monro"](4.0, 0.5).at(np.array([0, 12])) == pytest.approx([0.5, 0.25])
    assert SCHEDULES["robbins_monro"]().at(np.array([0, 1, 3])) == pytest.approx([1, 1 / 2, 1 / 4])
