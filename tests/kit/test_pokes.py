"""Poking: no change of any widget on any page brings an exception."""

import random

import pytest
from visit import RAW, ROOT, opened, poked, revealed

# A page, and what its link says where the page has parts of its own.
STATES = [(each.stem, {}) for each in sorted((ROOT / "pages").glob("*.py"))]
STATES += [("too_sure", {"sure.tab": part}) for part in ("line", "calibration", "knowing")]
EVERY_DAY = 8  # changes, of as many widgets as there are
NAMES = [" ".join((page, *query.values())) for page, query in STATES]


@pytest.mark.parametrize("page, query", STATES, ids=NAMES)
def test_no_widget_brings_an_exception(page, query):
    app = revealed(opened(page, **query))
    many = poked(app, random.Random(1), EVERY_DAY)
    assert len(many) == EVERY_DAY or page == "home" or "knowing" in query.values()


@pytest.mark.parametrize("text, raw", [
    ("a = nan nats", ["nan"]), ("−inf, NaN.", ["−inf", "NaN"]), ("np.float64(1.5)", ["np.float64(1.5)"]),
    ("a banana is infinite; nanoseconds; \\infty; unknown", []),
])  # fmt: skip
def test_a_poke_sees_numbers_that_nobody_wrote_for_people(text, raw):
    assert RAW.findall(text) == raw


@pytest.mark.wide
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("page, query", STATES, ids=NAMES)
def test_long_pokes(page, query, seed):
    poked(revealed(opened(page, **query)), random.Random(seed), 40)
