"""Old links: each opens what it once opened, with the same settings, read-outs and sentences."""

import json

import pytest
from pins.cases import CASES, shown
from pins.digest import LINKS, differences, of_link

RECORDED = json.loads(LINKS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_an_old_link_opens_what_it_did(name):
    found = shown(name)
    assert not found.faults
    assert "\n".join(differences(RECORDED[name], of_link(found))) == ""


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.says])
def test_an_old_link_says_what_it_did(name):
    told = shown(name).words
    assert [each for each in CASES[name].says if each not in told] == []


def test_share_writes_what_it_read():
    """The link in the list is what Share copies of the page that it opens; what no widget holds stays out."""
    for name, case in CASES.items():
        written = dict(each.split("=", 1) for each in case.link.split("&") if each)
        kept = {key: text for key, text in shown(name).shared.items() if key in written}
        asked = {key: text for key, text in written.items() if not key.endswith(".step") and key != "present"}
        assert kept.keys() == asked.keys(), name
        assert RECORDED[name]["shared"].items() >= kept.items(), name


def test_every_page_of_the_first_course_has_an_old_link():
    assert {case.page for case in CASES.values()} >= {"home", "gap", "kl", "basins", "too_sure", "play_1d", "play_2d"}
