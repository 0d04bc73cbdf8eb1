"""Guides: every lesson has a few tasks, none is done from the start, and each can be."""

import math
from importlib import import_module

import pytest
from visit import asides, opened

from vizvi.guide import Answered, Chosen, Held, Pressed, Reached, Read, Seen, Task, Tried
from vizvi.lessons import COURSE, LESSONS, default
from vizvi.links import from_query, to_query

SLUGS = list(COURSE)
NOTHING = Seen({}, {}, {}, set(), set())


def settings(slug: str) -> dict:
    return getattr(import_module(f"vizvi.lessons.{slug}.page"), "SETTINGS", {})


def usual(slug: str) -> dict[str, str]:
    opens = default(slug)
    fitted = to_query(opens, slug) if opens else {}
    return fitted | {key: each.write(each.default) for key, each in settings(slug).items()}


def said(goal: Chosen, before: str | None) -> str:
    """A text that meets the goal."""
    if goal.to:
        return goal.to[0]
    bounds = [each for each in (goal.lo, goal.hi) if math.isfinite(each)]
    return f"{sum(bounds) / len(bounds):g}" if bounds else f"{before}"


def card(app) -> dict:
    return next((each for each in asides(app) if "tasks" in each), {})


@pytest.mark.parametrize("slug", SLUGS)
def test_every_lesson_has_a_guide(slug):
    tasks = LESSONS[slug].guide
    assert 3 <= len(tasks) <= 6 and len({each.do for each in tasks}) == len(tasks)
    assert all(len(each.do) <= 70 and each.do[-1] in ".?" and each.lights() for each in tasks)
    assert all((each.watch() is None) == hasattr(each.when, "met") for each in tasks)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_task_is_done_at_first_and_each_choice_can_be_made(slug):
    before = usual(slug)
    for task in LESSONS[slug].guide:
        tried = {key: [each] for key, each in before.items()}
        assert not task.met(NOTHING._replace(query=before, usual=before, tried=tried))
        if isinstance(task.when, Chosen | Tried):
            key = task.when.key
            assert key in before or key.startswith(f"{slug}.target."), f"{slug} has no {key}"
        if isinstance(task.when, Chosen) and (task.when.to or min(abs(task.when.lo), abs(task.when.hi)) < math.inf):
            text = said(task.when, before.get(key))
            if key in settings(slug):
                settings(slug)[key].understood(text)
            else:
                found, told = from_query({key: text}, slug, default(slug))
                assert not told and to_query(found, slug)[key] == text
            assert task.met(NOTHING._replace(query={key: text}, usual=before))


@pytest.mark.parametrize("goal, seen", [
    (Chosen("a.x"), {"query": {"a.x": "2"}, "usual": {"a.x": "1"}}),
    (Chosen("a.x", lo=2), {"query": {"a.x": "2.5"}, "usual": {"a.x": "1"}}),
    (Chosen("a.x", ("b", "c")), {"query": {"a.x": "c"}}),
    (Tried("a.seed", 3), {"tried": {"a.seed": ["1", "2", "3"]}}),
    (Held("a.stage", "grips"), {"held": {("a.stage", "grips")}}),
    (Answered("a"), {"answered": {"a"}}),
])  # fmt: skip
def test_what_python_tells(goal, seen):
    assert Task("Do it.", goal).met(NOTHING._replace(**seen)) and not goal.met(NOTHING)


def test_a_choice_is_not_met_where_it_stood_or_by_nonsense():
    assert not Chosen("a.x", lo=2).met(NOTHING._replace(query={"a.x": "3"}, usual={"a.x": "3"}))
    assert not Chosen("a.x", lo=2).met(NOTHING._replace(query={"a.x": "many"}))
    assert not Chosen("a.x", hi=2).met(NOTHING._replace(query={"a.x": "3"}))


def test_what_the_browser_is_to_look_for():
    assert Task("See.", Read("elbo", hi=0.3)).watch() == {"kind": "read", "name": "elbo", "by_hand": False, "hi": 0.3}
    assert Reached().watch() and Pressed("Train it").watch()["words"] == "Train it"
    assert Task("Press.", Pressed("Train it")).lights() == "Train it"


def test_a_card_ticks_what_was_set_and_answered():
    app = opened("play_1d")
    assert card(app)["page"] == "play_1d" and not any(each["done"] for each in card(app)["tasks"])
    app.button(key="play_1d.skip").click().run()
    app.slider(key="play_1d.target.separation").set_value(1.5).run()
    done = {each["light"] for each in card(app)["tasks"] if each["done"]}
    assert done == {"key:gate-play_1d", "key:play_1d.target.separation"}
    app.slider(key="play_1d.target.separation").set_value(3.0).run()  # the browser keeps what was
    assert sum(each["done"] for each in card(app)["tasks"]) == 1
