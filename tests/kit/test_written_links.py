"""Links within the words of lessons: each is read whole, and sets what the page it stands on knows."""

import re
from importlib import import_module
from urllib.parse import parse_qsl

import pytest

from vizvi.lessons import LESSONS
from vizvi.links import from_query
from vizvi.ui.lesson import _LINK

SLUGS = tuple(LESSONS)


def texts(value):
    """All strings in a lesson, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        yield from texts(list(value.values()))
    elif hasattr(value, "__dict__") or hasattr(value, "__slots__"):
        yield from texts([getattr(value, name, None) for name in getattr(value, "__dataclass_fields__", ())])


def written():
    for slug in SLUGS:
        module = import_module(f"vizvi.lessons.{slug}")
        for text in texts(list(vars(module).values())):
            if "](" in text:
                yield slug, text


@pytest.mark.parametrize("slug, text", sorted(set(written())), ids=lambda each: each[:40])
def test_a_link_in_the_words_is_read_whole_and_known(slug, text):
    assert text.count("](") == 1, "a sentence has one link"
    (query,) = (found[1] for found in _LINK.findall(text))
    assert not re.search(r"[()\s]", query), "write %28, %29 and %20"
    after = text[text.index(f"(?{query})") + len(query) + 3 :]
    assert "&" not in after and "%2" not in after, "the link ends too early"
    module, page = import_module(f"vizvi.lessons.{slug}"), import_module(f"vizvi.lessons.{slug}.page")
    pairs = dict(parse_qsl(query, strict_parsing=True))
    settings = getattr(page, "SETTINGS", {})
    rest = {key: value for key, value in pairs.items() if key not in settings}
    for key in pairs.keys() - rest.keys():
        settings[key].understood(pairs[key])
    if rest:
        found, notices = from_query(rest, slug, module.DEFAULT)
        assert not notices and found != module.DEFAULT


def test_some_are_written():
    assert len(list(written())) >= 8
