"""Forged messages: whatever a browser says in a component's name, no page falls over it."""

import random
from importlib import import_module

import pytest
from visit import EVERY, opened, poked, revealed

from vizvi.lessons import COURSE
from vizvi.ui import canvas

VALUES = [None, True, 0, -1, 10**9, 1e308, float("nan"), float("inf"), "", "x", "00f" * 4, {}, [], [1], [1, 2], ["a", None]]
NAMES = ("value", "index", "mean", "sd", "angle", "key", "step", "from", "parts", "released", "picture")


def forger(seed: int):
    """A stand-in for what components say: another message each time it is asked."""
    dice, count = random.Random(seed), [0]

    def heard(key: str, kind: str):
        count[0] += 1
        said = {name: dice.choice(VALUES) for name in NAMES if dice.random() < 0.8}
        return said | {"seq": count[0], "released": dice.random() < 0.7}

    return heard


def tabs() -> list[tuple[str, dict[str, str]]]:
    """Every part of every page but its first one, which opens by itself."""
    found = []
    for page in COURSE:
        for key, setting in getattr(import_module(f"vizvi.lessons.{page}.page"), "SETTINGS", {}).items():
            if key.endswith(".tab"):
                found += [(page, {key: each}) for each in setting.wanted.removeprefix("one of ").split(", ")[1:]]
    return found


def forged(monkeypatch, page: str, seed: int, runs: int, **query) -> None:
    app = revealed(opened(page, **query))
    monkeypatch.setattr(canvas, "heard", forger(seed))
    for _ in range(runs):
        app = app.run()
        assert not app.exception, (page, seed, [each.value for each in app.exception])


@pytest.mark.parametrize("page", ["gap", "play_2d", "workshop", "mcmc"])
def test_no_forged_message_brings_an_exception(monkeypatch, page):
    forged(monkeypatch, page, 1, 4)


@pytest.mark.wide
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("page", COURSE)
def test_many_forged_messages(monkeypatch, page, seed):
    forged(monkeypatch, page, seed, 12)


@pytest.mark.wide
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("page, query", tabs(), ids=str)
def test_forged_messages_on_every_tab(monkeypatch, page, query, seed):
    forged(monkeypatch, page, seed, 8, **query)


@pytest.mark.parametrize("page, query", [("stochastic", {}), ("gradients", {"gradients.tab": "bits"})])
def test_a_forged_power_of_ten_is_no_work(monkeypatch, page, query):
    """As a whole number it would have a billion digits, and nobody else an answer meanwhile."""
    app = revealed(opened(page, **query))
    said = {"value": 10**9, "index": 0, "released": True, "seq": 1}
    monkeypatch.setattr(canvas, "heard", lambda key, kind: said if kind == "cursor" else None)
    assert not app.run(timeout=20).exception


@pytest.mark.wide
@pytest.mark.parametrize("page", COURSE)
def test_a_monkey_of_five_hundred_steps(page):
    """Of every kind of widget: tabs, folds, buttons and free text, too."""
    poked(revealed(opened(page)), random.Random(11), 500, EVERY)
