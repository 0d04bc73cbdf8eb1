"""Links that somebody bent: whatever stands behind a page's keys, the page opens and says in words what it did not take."""

import random

import pytest
from visit import opened, revealed, shared, words

from vizvi.lessons import COURSE
from vizvi.links import ROLES

SCRIPT, MARKDOWN = "<script>alert(1)</script>", "**b** [x](javascript:alert(1)) $\\frac{a}{b}$"
VALUES = [SCRIPT, MARKDOWN, "", "0", "-1", "1e308", "-1e308", "1e-300", "nan", "inf", "999999999999", "0x1", "٣", "½"]
VALUES += ["True", "None", "1," * 300, "\x00\ufffd\u202e", "a" * 5000, "../../x"]
MORE = ("step", "start", "runs", "steps", "seed", "method.draws", "nonsense")


def keys(page: str) -> list[str]:
    """Every key that a link of the page may have, and some that it may not."""
    app = revealed(opened(page))
    return sorted({*shared(app), *app.session_state[f"_{page}"].link, *(f"{page}.{name}" for name in MORE)} - {"v"})


def check(page: str, query: dict[str, str]) -> None:
    app = revealed(opened(page, **query))
    assert not app.exception, (page, query, [each.value for each in app.exception])
    assert "<script>" not in words(app) and "](javascript" not in words(app), (page, query)


def told(page: str, value: str) -> None:
    """Every key at once."""
    query = dict.fromkeys(keys(page), value)
    check(page, query)
    assert any("not understood" in each.value for each in opened(page, **query).info), (page, value)


@pytest.mark.parametrize("page, value", [("gap", "nan"), ("flows", "1e308"), ("topics", SCRIPT), ("workshop", MARKDOWN)])
def test_a_bent_link_is_told_of(page, value):
    told(page, value)


@pytest.mark.wide
@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
@pytest.mark.parametrize("page", COURSE)
def test_every_bent_link_is_told_of(page, value):
    told(page, value)


@pytest.mark.wide
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("page", COURSE)
def test_soups_of_right_and_bent_values_open(page, seed):
    dice, known = random.Random(seed), keys(page)
    for _ in range(15):
        query = {}
        for key in dice.sample(known, min(len(known), dice.randint(1, 5))):
            right = list(ROLES.get(key.partition(".")[2], ())) or ["1", "2.5", "3"]
            query[key] = dice.choice([*VALUES, *right * 3])
        check(page, query)
