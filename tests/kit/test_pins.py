"""Old links: each opens what it once opened, with the same settings, read-outs, sentences, and arrays of every picture."""

import json

import pytest
from cover import wide
from pins.cases import CASES, shown
from pins.digest import LINKS, PICTURES, differences, of_link, of_pictures, unpacked
from pins.drawn import changes

RECORDED = json.loads(LINKS.read_text(encoding="utf-8"))
PAINTED = unpacked(json.loads(PICTURES.read_text(encoding="utf-8")))
LONG = {"basins balls in colors"}  # presses for the whole sweep over steps and draws


@pytest.mark.parametrize("name", [wide(name) if name in LONG else name for name in CASES])
def test_an_old_link_opens_what_it_did(name):
    """All of a case in one test: its page is opened once, whichever worker has it."""
    found, case = shown(name), CASES[name]
    assert not found.faults
    assert "\n".join(differences(RECORDED[name], of_link(found))) == ""
    assert "\n".join(changes(PAINTED[name], of_pictures(found))) == ""
    assert [each for each in case.says if each not in found.words] == []
    # The link in the list is what Share copies of the page that it opens; what no widget holds stays out.
    written = dict(each.split("=", 1) for each in case.link.split("&") if each)
    kept = {key: text for key, text in found.shared.items() if key in written}
    asked = {key: text for key, text in written.items() if not key.endswith(".step") and key != "present"}
    assert kept.keys() == asked.keys()
    assert RECORDED[name]["shared"].items() >= kept.items()


def test_every_page_of_the_first_course_has_an_old_link():
    assert {case.page for case in CASES.values()} >= {"home", "gap", "kl", "basins", "too_sure", "play_1d", "play_2d"}
