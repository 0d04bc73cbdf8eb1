"""What the playgrounds propose: each chip is a link that the page understands, suits its method and fits the budget."""

import importlib

import pytest

from vizvi.budget import within
from vizvi.links import from_query
from vizvi.ui.address import LIMITS
from vizvi.ui.second import CHANGES


@pytest.mark.parametrize("page", ["play_1d", "play_2d"])
def test_every_preset_is_understood_and_affordable(page):
    words, seen = importlib.import_module(f"vizvi.lessons.{page}"), []
    assert len(words.PRESETS) >= 12
    for name, query in words.PRESETS.items():
        versus = query.get(f"{page}.versus", "none")
        experiment, told = from_query(query, page, words.DEFAULT, LIMITS, ["versus"])
        assert versus in CHANGES
        assert not told and not experiment.method.supports(experiment.problem), (name, told)
        assert not within(experiment)[1], name
        seen.append((experiment, versus))
    assert len(set(map(repr, seen))) == len(words.PRESETS)
