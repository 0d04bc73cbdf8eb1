"""A recorded page shows what the live one comes to, not what it shows while it is still at work."""

import pytest

from vizvi.lessons import LESSONS
from vizvi.publish.document import document
from vizvi.publish.message import lightened
from vizvi.publish.record import Recorder


@pytest.mark.wide
def test_what_grows_is_shown_full_grown():
    recorder, where = Recorder("gradients"), {"gradients.tab": "sweep"}
    recorder.reveal(recorder.shoot(where))
    shot = recorder.shoot(where)
    assert not any((each.key or "").endswith(".stop") for each in _buttons(shot.tree))
    kept = recorder.works["gradients.swept"]
    assert kept and all(each["done"] and len(each["found"]) > 1 for each in kept.values())
    parts, again = (document(each, LESSONS["gradients"]).parts for each in (shot, recorder.shoot(where)))
    assert [lightened(each.message) for each in parts] == [lightened(each.message) for each in again]


def _buttons(node):
    for child in node.children.values():
        if child.type == "button":
            yield child
        if hasattr(child, "children"):
            yield from _buttons(child)
