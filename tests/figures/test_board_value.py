"""A chart is one value: what is wrong with it is said when it is made, and what it sends is what was put into it."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import vizvi
from vizvi.figures.board import (
    Axis,
    Board,
    Chip,
    Cursor,
    Mark,
    Panel,
    Points,
    Start,
    band,
    bars,
    classes,
    dots,
    ellipses,
    field,
    frames,
    histogram,
    hops,
    line,
    lines,
    note,
    paths,
    rule,
    segments,
    steps,
)
from vizvi.figures.mark import DASHES, KINDS, SHAPES, TONES
from vizvi.figures.tokens import FILL, TOKENS, hue
from vizvi.ui.canvas import pack, unpack

ASSETS = Path(vizvi.__file__).parent / "ui" / "canvas" / "assets"
X = np.linspace(0.0, 3.0, 7)
RUNS = np.stack([np.stack([X, X + k], axis=-1) for k in range(3)])


def board(*marks, **more):
    return Board("It says so.", Axis("draws", (0, 3), log=10), [Panel(Axis("KL, nats"), marks)], **more)


MARKS = [
    band(X, X - 1, X + 1, "q", label="band"),
    line(X, X**2, "mix:0.35", label="square", at=0.5),
    lines([[[0, 1], [1, 2]], [[2, 2], [3, 1], [3, 0]]], tone="p", dash="long"),
    steps([0, 1, 2], [3, 5, 4]),
    segments(X, 0, X, 1, tone="class2"),
    ellipses([[1, 2]], [[[1, 0.5], [0.5, 1]]], 0.9),
    rule(x=1, label="here"),
    rule(y=0.5, tone="muted", dash="dot"),
    histogram([0, 1, 2, 3], [5, 2, 7], "q"),
    bars([0, 1], [2, 3], [0, 1], fill="hatch", labels=[-2.0, "three"], hints=["a", "b"]),
    bars([0, 1], [2, 3], across=True, fill="back"),
    dots(X, X, tones=["p", "q", "ink", "elbo", "class1", "class6", "amber"], labels=[None] * 6 + ["last"]),
    note(1, 2, "words"),
    paths(RUNS, picked=1, name="Run"),
    hops(X, RUNS[..., 1]),
    field(np.arange(6.0).reshape(2, 3), (0, 3, 0, 1), (5, 0), name="height"),
    frames([0, 5, 9], X, RUNS[..., 1] - 1, RUNS[..., 1], RUNS[..., 1] + 1, texts=["a", "b", "c"], place=(1, 2)),
    classes([[0, 1], [2, 3]], (0, 3, 0, 1), letters="ABC"),
]


@pytest.mark.parametrize(
    "make, told",
    [
        (lambda: line(X, X, "orange"), "tone must be one of p, q"),
        (lambda: line(X, X, "mix:1.5"), "tone"),
        (lambda: dots(X, X, tones=["p"] * 6 + ["blue"]), "tone"),
        (lambda: classes([[1]], (0, 1, 0, 1), tones=["class7"]), "tone"),
        (lambda: Chip("text", "class0"), "tone"),
        (lambda: line(X, X, dash="dashed"), "dash must be one of solid"),
        (lambda: dots(X, X, shape="star"), "shape"),
        (lambda: bars([1], [2], fill="cross"), "pattern"),
        (lambda: field([[1.0]], (0, 1, 0, 1), (0, 1), "jet"), "map"),
        (lambda: Mark("curve", {}, {}), "kind of mark must be one of lines"),
        (lambda: Chip("text", mark="cross"), "mark"),
        (lambda: line(X, X[1:]), "equally long"),
        (lambda: band(X, X, X[1:]), "equally long"),
        (lambda: lines(RUNS[0], [3, 3]), "add up to 6"),
        (lambda: histogram(X, X), "needs 8 edges"),
        (lambda: paths(RUNS[0]), "3 axes"),
        (lambda: hops(X, RUNS[:, 1:, 1]), "6 should be 7"),
        (lambda: dots(X, X, labels=["one"]), "do not fit"),
        (lambda: paths(RUNS, tones=["q"]), "do not fit"),
        (lambda: rule(), "one finite number"),
        (lambda: rule(x=1, y=2), "one finite number"),
        (lambda: rule(y=np.nan), "one finite number"),
        (lambda: field([[1.0]], (0, 1, 0), (0, 1)), "4 finite numbers"),
        (lambda: Axis("x", (1, 0)), "lower to a higher"),
        (lambda: Axis("x", (0, np.inf)), "lower to a higher"),
        (lambda: Axis("x", log=1), "base"),
        (lambda: Points(X), "pairs"),
        (lambda: Points(RUNS[0], drag="x"), "one of xy"),
        (lambda: Panel(Axis("y"), [X]), "takes marks"),
        (lambda: Board("", Axis("x"), [Panel(Axis("y"), [])]), "title"),
        (lambda: board(aspect="square"), "aspect"),
    ],
)
def test_what_is_wrong_is_said_at_once(make, told):
    with pytest.raises(ValueError, match=told) as caught:
        make()
    assert str(caught.value).endswith(".")


def test_a_message_carries_every_mark():
    header, arrays = unpack(pack(*board(*MARKS).message()))
    layers = header["panels"][0]["layers"]
    assert [each["kind"] for each in layers] == [mark.kind for mark in MARKS]
    assert {mark.kind for mark in MARKS} == set(KINDS)
    for layer, mark in zip(layers, MARKS, strict=True):
        for key, values in mark.arrays.items():
            np.testing.assert_allclose(arrays[layer[key]], values, rtol=1e-6)
        assert layer["tone"] in TONES or layer["tone"].startswith("mix:") if "tone" in layer else True
    assert header["select"] == {"layer": [0, 13], "index": 1, "name": "Run"}
    assert layers[9]["labels"] == ["−2.00", "three"]


def test_equal_arrays_travel_once():
    _, arrays = board(band(X, X - 1, X + 1), band(X, X - 2, X + 2), line(X, X), line(X, X)).message()
    assert len(arrays) == 1 + 2 + 2 + 1


def test_what_a_hand_holds():
    header, arrays = board(
        line(X, X), cursor=Cursor("α", 0.5, (-1, 2), step=0.05, follow=X), start=Start(("m", "s"), (1, 2)),
        points=Points(RUNS[0], drag="y"), link="kl.dial", legend=[Chip("line", "q", dash="dot")], hover=False,
    ).message()  # fmt: skip
    cursor = {"name": "α", "value": 0.5, "min": -1, "max": 2, "step": 0.05, "label": "{}", "follow": X.tolist()}
    assert header["cursor"] == cursor
    assert header["start"] == {"names": ["m", "s"], "value": [1.0, 2.0], "label": "start"}
    assert header["points"] == {"name": "Data point", "drag": "y", "panel": 0, "array": header["points"]["array"]}
    np.testing.assert_allclose(arrays[header["points"]["array"]], RUNS[0], rtol=1e-6)
    assert header["legend"] == [{"text": "line", "tone": "q", "mark": "line", "dash": "dot"}]
    assert header["link"] == "kl.dial" and header["hover"] is False


def test_boards_are_values():
    a, b = board(line(X, X)), board(line(X.copy(), X.copy()))
    assert a == b and hash(a) == hash(b) and a.id == b.id
    assert a != board(line(X, X + 1e-3)) and a != board(line(X, X, "q")) and a != board(line(X, X), height=401)
    mine = X.copy()
    made = line(mine, mine)
    mine[0] = 99
    assert made.arrays["xy"][0, 0] == 0
    with pytest.raises(ValueError):
        made.arrays["xy"][0, 0] = 1
    with pytest.raises(TypeError):
        made.look["tone"] = "nothing"


def test_an_axis_without_a_range_reaches_around_its_marks():
    found = Board("Says.", Axis("x"), [Panel(Axis("y"), [line([1, 3], [-2, 6]), rule(y=8)])]).message()[0]
    assert found["x"]["range"][0] < 1 and found["x"]["range"][1] > 3
    assert found["panels"][0]["y"]["range"][0] < -2 and found["panels"][0]["y"]["range"][1] > 8
    floor = Board("Says.", Axis("x"), [Panel(Axis("y"), [histogram([0, 1, 2], [3, 4])])]).message()[0]
    assert floor["panels"][0]["y"]["range"][0] == 0.0
    nothing = Board("Says.", Axis("x"), [Panel(Axis("y"), [line([np.nan], [np.nan])])]).message()[0]
    assert np.isfinite(nothing["x"]["range"]).all()


def test_ticks_stand_where_their_numbers_are():
    ticks = Axis("n", (0, 5), ticks=(1, 1000, 20_000), log=10).header([])["ticks"]
    assert [each["at"] for each in ticks] == pytest.approx([0, 3, np.log10(2e4)])
    assert [each["text"] for each in ticks] == ["1", "1\u2009000", "20\u2009000"]
    assert Axis("n", (0, 5), ticks={-1: "minus one"}).header([])["ticks"] == [{"at": -1.0, "text": "minus one"}]


def test_a_table_says_what_is_drawn():
    heads, *rows = board(line(X, X**2, label="square"), band(X[:1], [1], [2]), rule(y=0.5, label="half")).table()
    assert heads == ("panel", "mark", "x", "low", "y", "high")
    assert rows[1] == ("KL, nats", "square", pytest.approx(10**0.5), None, 0.25, None)
    assert rows[7] == ("KL, nats", "band", 1.0, 1.0, None, 2.0)
    assert rows[8] == ("KL, nats", "half", None, None, 0.5, None)
    assert len(board(*MARKS).table()) > 50


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_draws_the_same(theme):
    figure = board(*MARKS, cursor=Cursor("n", 1.0, (0, 3)), legend=[Chip("band", "q", "fill")]).plotly(theme)
    drawn = json.loads(figure.to_json())
    kinds = [each["type"] for each in drawn["data"]]
    assert kinds.count("bar") == 2 and kinds.count("heatmap") == 2
    square = next(each for each in figure.data if each.name == "square")
    np.testing.assert_allclose(np.array(square.x, float)[:7], 10**X)
    np.testing.assert_allclose(np.array(square.y, float)[:7], X**2)
    assert drawn["layout"]["xaxis"]["type"] == "log" and drawn["layout"]["xaxis"]["range"] == [0, 3]
    assert len(drawn["layout"]["shapes"]) == 3


def test_tokens_are_the_browser_s():
    text = (ASSETS / "shared" / "tokens.js").read_text()
    for theme, block in re.findall(r"^  (light|dark): \{(.*?)^  \}", text, re.M | re.S):
        theirs = dict(re.findall(r'(\w+): "(#\w+)"', block))
        ours = {name: each for name, each in TOKENS[theme].items() if name != "paper"}
        assert ours == {name: theirs[name] for name in ours}
        assert TOKENS[theme]["paper"] == theirs["background"]
        assert float(re.search(r"fill: ([\d.]+)", block)[1]) == FILL[theme]
    assert hue("mix:0", "light") == TOKENS["light"]["q"] and hue("mix:1", "dark") == TOKENS["dark"]["forward"]


def test_the_browser_knows_every_kind_and_name():
    layers = re.search(r"LAYERS = \{(.*?)\}", (ASSETS / "board" / "layers" / "index.js").read_text())[1]
    assert set(re.findall(r"\w+", layers)) == set(KINDS)
    shapes = (ASSETS / "board" / "shapes.js").read_text()
    assert all(re.search(rf"\b{each}\b", shapes) for each in SHAPES)
    dashes = re.search(r"DASHES = \{(.*?)\};", (ASSETS / "board" / "tones.js").read_text())[1]
    assert set(re.findall(r"(\w+):", dashes)) == set(DASHES)
