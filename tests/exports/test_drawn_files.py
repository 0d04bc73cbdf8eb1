"""Pictures and charts as files: where their marks stand, what their numbers say, and that nothing else is needed."""

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import vizvi
from vizvi.exports.chart import chart
from vizvi.exports.drawing import LACKING, Drawing, as_drawn, font
from vizvi.exports.film import gif, moments
from vizvi.exports.png import png
from vizvi.exports.still import still
from vizvi.exports.svg import svg
from vizvi.exports.table import chart_table
from vizvi.figures import board as b
from vizvi.figures.tokens import TOKENS
from vizvi.format import number
from vizvi.picture import picture
from vizvi.presets import descent, preset

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def bumps():
    experiment = descent("two_bumps", start=(1.5, 0.0), weight=0.7)
    return picture(experiment, vizvi.fit(experiment))


@pytest.fixture(scope="module")
def plane():
    experiment = preset("banana", "mixture")
    return picture(experiment, vizvi.fit(experiment))


def every_kind() -> b.Board:
    x = np.linspace(0, 4, 9)
    grid = np.add.outer(np.arange(4.0), np.arange(5.0))
    marks = [
        b.field(grid, (0, 4, 0, 8), (0, 7), name="height"), b.classes(np.eye(4, dtype=int), (0, 4, 0, 8), letters=["A"]),
        b.band(x, x, x + 1, tone="q", label="band"), b.line(x, 2 * x, tone="p", dash="long", label="line"),
        b.rule(y=4.0, tone="elbo", label="level"), b.rule(x=2.0, dash="dot", label="upright"),
        b.histogram(np.arange(5.0), [1, 3, 2, np.nan], tone="prior", label="counts"),
        b.bars([1, 3], [5, 6], fill="hatch", tone="forward", labels=["one", "two"]),
        *(b.dots([1, 2, np.nan], [k, k, 1], tone="class1", shape=each, labels=["a", None, None])
          for k, each in enumerate(("dot", "ring", "square", "diamond", "plus", "times", "up"))),
        b.paths(np.random.default_rng(0).normal(size=(3, 6, 2)), picked=1, dots=True), b.hops(x, np.stack([x, x + 1])),
        b.frames([0, 3], x, *(np.stack([x, x + 1]) + k for k in range(3)), label="frames", texts=["early", "late"],
                 place=(1, 7)),
    ]  # fmt: skip
    cursor, chips = b.Cursor("α", 1.0, (0, 4)), [b.Chip("p", "p", "hatch"), b.Chip("q", "q", "dot")]
    return b.Board("Every kind.", b.Axis("x", (0, 4)), [b.Panel(b.Axis("y", (0, 8)), marks)], cursor, legend=chips)


def texts(drawing) -> list[str]:
    """What is written, halos left out."""
    return [each.text for each in ElementTree.fromstring(svg(drawing)).iter(f"{SVG}text") if each.get("fill") != "none"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_still_tells_the_numbers_of_its_step(bumps, theme):
    told = texts(still(bumps, 3, theme))
    for key in ("elbo", "reverse_kl", "forward_kl", "sd_ratio_1"):
        assert any(number(float(bumps.arrays[key][3])) in each for each in told), key
    assert "step 3 of 40" in told and bumps.header["title"] not in told  # how it ends is told at the end
    assert bumps.header["title"] in " ".join(texts(still(bumps, None, theme)))


def test_a_still_needs_nothing_else(plane):
    text = svg(still(plane, 5))
    root = ElementTree.fromstring(text)
    assert root.get("width") == "1920" and root.get("viewBox") == "0 0 960 540"  # 2×
    assert not re.search(r'href="(?!data:)|@import|url\((?!#)', text)
    assert root.find(f"{SVG}title").text == plane.header["title"]


def test_pixels_are_twice_as_many_and_in_the_visual_language(bumps):
    image = Image.open(io.BytesIO(png(still(bumps, theme="dark"))))
    assert image.size == (1920, 1080)
    seen = {color for _, color in image.convert("RGB").getcolors(1 << 20)}
    for tone in ("paper", "p", "q", "ink"):
        assert tuple(int(TOKENS["dark"][tone][i : i + 2], 16) for i in (1, 3, 5)) in seen, tone


def test_q_stands_where_its_numbers_say(bumps):
    """The line of q: its highest point is over its mean, and the axis under it has one unit for each unit."""
    made = still(bumps)
    (q,) = [each for each in made.items if type(each).__name__ == "Stroke" and each.width == 4]
    words = [each for each in made.items if type(each).__name__ == "Words" and each.size == 14 and each.x < 640]
    ticks = {each.text: each.x for each in words if each.align == "center"}
    at = np.interp(float(np.ravel(bumps.arrays["q_mean"])[-1]), [0, 4], [ticks["0"], ticks["4"]])
    assert q.xy[q.xy[:, 1].argmin(), 0] == pytest.approx(at, abs=2.0)


def test_every_kind_of_mark_is_drawn_and_named():
    made = chart(every_kind(), "dark")
    told = texts(made)
    assert {"band", "line", "level", "counts", "one", "two", "frames", "late", "height", "α = 1", "A"} <= set(told)
    assert ElementTree.fromstring(svg(made)).find(f".//{SVG}pattern") is not None
    assert Image.open(io.BytesIO(png(made))).size[0] == 2 * made.width


def test_a_chart_is_to_scale():
    made = chart(b.Board("Half.", b.Axis("x", (0, 4)), [b.Panel(b.Axis("y", (0, 8)), [b.rule(y=2.0, width=7)])]))
    (frame,) = [each for each in made.items if type(each).__name__ == "Stroke" and len(each.xy) == 5]
    (rule,) = [each for each in made.items if type(each).__name__ == "Stroke" and each.width == 7]
    top, bottom = frame.xy[:, 1].min(), frame.xy[:, 1].max()
    assert rule.xy[:, 1] == pytest.approx(bottom - 0.25 * (bottom - top))
    assert rule.xy[:, 0] == pytest.approx([frame.xy[:, 0].min(), frame.xy[:, 0].max()])


def test_logarithms_are_written_as_what_they_stand_for():
    axis = b.Axis("draws", (0, 4), log=10)
    told = texts(chart(b.Board("Draws.", axis, [b.Panel(b.Axis("y", (0, 1)), [])])))
    assert {"1", "10", "100", "1\u2009000"} <= set(told)


def test_a_chart_as_a_table_has_its_numbers():
    panel = b.Panel(b.Axis("y, nats"), [b.line([0, 1], [2.5, np.nan])])
    rows = chart_table(b.Board("A line.", b.Axis("x", (0, 1)), [panel]))
    assert rows.splitlines()[:3] == ["panel,mark,x,low,y,high", '"y, nats",lines,0.0,,2.5,', '"y, nats",lines,1.0,,,']


def test_steps_of_a_film_are_true_ones():
    for steps in (0, 1, 59, 60, 200, 2000):
        found = moments(steps)
        assert found[0] == 0 and found[-1] == steps and len(found) <= 60 and found == sorted(set(found))
        assert set(found) <= set(range(steps + 1))


def test_a_film_plays_and_is_small(bumps):
    told = []
    short = bumps._replace(header=bumps.header | {"steps": 4})
    data = gif(short, tell=lambda *each: told.append(each))
    film = Image.open(io.BytesIO(data))
    assert len(data) < 5_000_000 and film.n_frames == 5 and film.info["loop"] == 0 and told[-1] == (5, 5)
    paper = tuple(int(TOKENS["light"]["paper"][i : i + 2], 16) for i in (1, 3, 5))
    frames = []
    for k in range(5):
        film.seek(k)
        frames.append(film.convert("RGB"))
        assert frames[-1].getpixel((2, 2)) == paper
    assert frames[0].tobytes() != frames[4].tobytes()
    less = Image.open(io.BytesIO(gif(short, limit=len(data) - 1)))
    assert less.n_frames == 2
    with pytest.raises(ValueError, match="two frames"):
        gif(short, limit=1000)


def test_what_is_not_there_is_refused_in_words(bumps):
    with pytest.raises(ValueError, match="not one of the picture's, 0 to 40"):
        still(bumps, 41)
    with pytest.raises(ValueError, match="light or dark"):
        Drawing(10, 10, "blue")
    with pytest.raises(ValueError, match="picture of a run"):
        still(bumps._replace(header={"type": "live"}))


def test_the_font_has_the_letters_of_the_field():
    face = font(32.0)
    lacking = bytes(face.getmask("\uffff"))
    for letter in "pq‖λμσατρθε−±×·→↑↓≤≥∞₁₂⁻³½°p̃–…√∣β":
        if letter.translate(LACKING):
            assert bytes(face.getmask(letter.translate(LACKING))) != lacking, letter


def test_a_mark_that_the_font_lacks_leaves_no_gap():
    assert as_drawn("KL(q‖p) ⌁, nats") == "KL(q‖p), nats" and as_drawn("ceiling ⌁ −21.60") == "ceiling −21.60"
    assert as_drawn("xᵢ ∣ z") == "xi | z" and as_drawn("⌁") == ""
