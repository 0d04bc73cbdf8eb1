"""The course: what holds for every lesson, and for every one to come; a test says what a new one lacks."""

import sys
from importlib import import_module
from xml.etree import ElementTree

import pytest
from cover import daily
from visit import ROOT, on_show, opened, pictures, revealed, shared, unfolded, words

from vizvi.exports.chart import chart
from vizvi.exports.still import still
from vizvi.exports.svg import svg
from vizvi.figures.board import Board
from vizvi.lessons import COURSE, LESSONS, around
from vizvi.links import from_query, to_query

SLUGS = list(COURSE)


def settings(slug: str) -> dict:
    return getattr(import_module(f"vizvi.lessons.{slug}.page"), "SETTINGS", {})


def tabs_of() -> list:
    """Every lesson that has parts, its setting that says which, and all of them."""
    found = [(slug, key, each.wanted) for slug in SLUGS for key, each in settings(slug).items() if key.endswith(".tab")]
    return [pytest.param(slug, key, told.removeprefix("one of ").split(", "), id=slug) for slug, key, told in found]


def parts() -> list:
    """Pairs of parts of every lesson that has parts: the one that a link opens, and the one gone to from there."""
    cases = [each.values for each in tabs_of()]
    return [(slug, key, f"{one}>{two}") for slug, key, tabs in cases for one in tabs for two in tabs if one != two]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_is_all_there(slug):
    lesson = LESSONS[slug]
    assert lesson.slug == slug
    for needed in ("title", "icon", "chapter", "question", "aha", "checks", "references", "teacher"):
        assert getattr(lesson, needed), f"{slug} has no {needed}"
    assert lesson.prediction.ask and lesson.prediction.tell
    assert not lesson.prediction.options or lesson.prediction.answer in lesson.prediction.options
    assert all(each.answer in each.options and each.why for each in lesson.checks)
    assert (ROOT / "tests" / "lessons" / f"test_{slug}.py").exists(), f"tests/lessons/test_{slug}.py is missing"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"| `{slug}` | {lesson.question} |" in readme, f"the README's table lacks {slug}"


def test_every_folder_is_in_the_course():
    folders = {each.parent.name for each in (ROOT / "vizvi" / "lessons").glob("*/page.py")}
    doors = {each.stem for each in (ROOT / "pages").glob("*.py")} - {"home"}
    assert folders == doors == set(COURSE)


class Refused(list):
    """Finds no data frames, and remembers who was looked for."""

    def find_spec(self, name, path=None, target=None):
        if name in ("pandas", "pyarrow"):
            self.append(name)
            raise ImportError(name)


@pytest.fixture
def frames(monkeypatch):
    """Data frames that a page asked Python for: 45 MB and half a second of a first visit, and none has a use for them."""
    for name in ("pandas", "pyarrow"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    refused = Refused()
    monkeypatch.setattr(sys, "meta_path", [refused, *sys.meta_path])
    return refused


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_opens_and_leads_on(slug, frames):
    app = opened(slug)
    assert not app.exception and len(app.title) == 1 and app.title[0].value == LESSONS[slug].question
    app = revealed(app)
    assert not app.exception and LESSONS[slug].prediction.tell in words(app)
    pages = {each.proto.page for each in app.get("page_link")}
    assert {next_one for next_one, _ in around(LESSONS[slug])} <= pages and not frames
    app = unfolded(app, "Take it away")
    assert not app.exception and on_show(app).keys() == pictures(app).keys()
    files = {each.label for each in app.get("download_button")}
    assert {"PNG, 2×", "SVG, 2×"} <= files and (files >= {"Plays offline (HTML)"} or files >= {"Its numbers (CSV)"})
    all_drawn(app)


def all_drawn(app) -> None:
    """Whatever is on show can be taken away as a file."""
    for offer in on_show(app).values():
        made = offer.make()
        text = svg(chart(made, "dark") if isinstance(made, Board) else still(made))
        assert ElementTree.fromstring(text).find("{http://www.w3.org/2000/svg}title").text


@pytest.mark.parametrize("slug", SLUGS)
def test_what_share_copies_opens_the_same(slug):
    link = shared(opened(slug))
    again = opened(slug, **link)
    assert not again.info and shared(again) == link
    assert pictures(again).keys() == pictures(opened(slug)).keys()


HOSTILE = ["<script>alert(1)</script>", "1e308", "-1", "٣", "nonsense", "1_0", "", "9" * 400]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("text", daily(*HOSTILE[:4], more=HOSTILE[4:]))
def test_no_link_brings_an_exception(slug, text):
    default = import_module(f"vizvi.lessons.{slug}").DEFAULT
    keys = [*(to_query(default, slug) if default else ()), *settings(slug), f"{slug}.step", f"{slug}.nothing"]
    keys += [f"{slug}.start"] if default else []
    app = opened(slug, **dict.fromkeys(keys, text))
    assert not app.exception and app.info
    assert default is None or from_query({}, slug, default)[0] == default


def turned(app, slug: str, key: str, then: str):
    """The page once its visitor has gone to another part, from which all on show can be taken away."""
    app.session_state[key] = settings(slug)[key].understood(then)
    app = revealed(app.run())
    assert not app.exception and not app.info
    usual = settings(slug)[key].write(settings(slug)[key].default)
    said = app.query_params.get(key, usual)
    assert (said if isinstance(said, str) else said[0]) == then
    all_drawn(app)
    return app


@pytest.mark.parametrize("slug, key, tabs", tabs_of())
def test_each_part_leads_on_to_the_next(slug, key, tabs):
    """In one visit: a link to a part, and the next one from there."""
    app = revealed(opened(slug, **{key: tabs[0]}))
    for first, then in zip(tabs, tabs[1:] + tabs[:1]):
        app.query_params.clear()
        app.query_params.update({key: first})
        app = revealed(app.run())
        assert not app.exception and not app.info
        app = turned(app, slug, key, then)


@pytest.mark.wide
@pytest.mark.parametrize("slug, key, pair", parts())
def test_from_any_part_to_any_other(slug, key, pair):
    first, then = pair.split(">")
    app = revealed(opened(slug, **{key: first}))
    assert not app.exception and not app.info
    turned(app, slug, key, then)
