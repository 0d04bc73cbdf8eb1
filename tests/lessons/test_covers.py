import base64
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from vizvi.figures.cover import Cover, Dots, Line, Pixels, source
from vizvi.figures.thumbnail import HEIGHT, WIDTH
from vizvi.lessons import COURSE, cover

LARGEST = 30_000  # bytes of one card's picture
NUMBERS = re.compile(r"-?\d+\.?\d*")


def drawn(what, theme="light") -> ElementTree.Element:
    kind, data = source(what, theme).split(",")
    assert kind == "data:image/svg+xml;base64"
    return ElementTree.fromstring(base64.b64decode(data))


@pytest.mark.parametrize("slug", COURSE)
def test_every_lesson_has_a_card(slug):
    what = cover(slug)
    light, dark = source(what, "light"), source(what, "dark")
    assert light != dark and max(len(light), len(dark)) < LARGEST
    if not isinstance(what, Cover):
        return
    assert all(np.isfinite(mark.share if isinstance(mark, Pixels) else mark.xy).all() for mark in what.marks)
    points = []
    for node in drawn(what).iter():
        at = node.attrib
        if "d" in at:
            points += np.reshape([float(each) for each in NUMBERS.findall(at["d"])], (-1, 2)).tolist()
        points += [[float(at[x]), float(at[y])] for x, y in (("cx", "cy"), ("x", "y")) if x in at]
    inside = np.clip(points, 0, (WIDTH, HEIGHT))
    assert (np.ptp(inside, axis=0) > 0.4 * np.array([WIDTH, HEIGHT])).all()  # what there is to see fills a good part


def test_marks_are_placed_upward_and_in_their_tones():
    view = (0.0, 4.0), (-1.0, 1.0)
    marks = (
        Line("q", np.array([[0, -1], [4, 1]]), ground=True),
        Dots("ink", np.array([[1.0, 0.5]]), 3),
        Pixels("ink", np.array([[1.0, 0.0], [0.0, 0.25]]), (2, 3, -1, 0)),
    )
    root, name = drawn(Cover(view, marks)), "{http://www.w3.org/2000/svg}"
    ground, line = root.findall(f"{name}path")
    assert line.get("d") == f"M0.0 {HEIGHT}.0L{WIDTH}.0 0.0" and line.get("stroke") == "#B8560B"
    assert ground.get("d").endswith(f"L{WIDTH}.0 {HEIGHT}L0.0 {HEIGHT}Z")
    dot = root.find(f"{name}g/{name}circle")
    assert (float(dot.get("cx")), float(dot.get("cy"))) == (WIDTH / 4, HEIGHT / 4)
    dark, faint = root.findall(f"{name}g/{name}rect")
    assert (float(dark.get("x")), float(dark.get("y")), dark.get("fill-opacity")) == (WIDTH / 2, HEIGHT / 2, "1.00")
    assert (float(faint.get("x")), float(faint.get("y"))) == (5 * WIDTH / 8, 3 * HEIGHT / 4)
