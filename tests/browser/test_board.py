"""The board, part by part: what each layer paints, what each grip says, and how it looks when small, large or dark."""

import base64
import re
import time
import tomllib
from pathlib import Path

import numpy as np
import pytest
from cover import daily
from streamlit.testing.v1 import AppTest
from waiting import frames, until

import vizvi
from vizvi.figures import board as figures
from vizvi.figures.board import Axis, Board, Panel, bars
from vizvi.ui.canvas import pack
from vizvi.ui.canvas.mount import COMPONENTS

DEMO, DEMOS = (Path(__file__).with_name(f"{name}.py") for name in ("board_demo", "demos"))
CANVAS = Path(vizvi.__file__).parent / "ui" / "canvas"
ASSETS = CANVAS / "assets"
expect = pytest.importorskip("playwright.sync_api").expect

# A board of its own in a corner of the demo's page, with the modules the server serves; what it writes and says is kept.
MOUNT = """async ([message, width, dark]) => {
  const served = performance.getEntriesByType("resource").map(({ name }) => name);
  const base = new URL("..", served.find((name) => name.endsWith("vizvi.board/board/main.js"))).href;
  const { Board } = await import(base + "board/board.js");
  const { decode } = await import(base + "shared/message.js");
  window.lab?.board.destroy();
  window.lab?.host.remove();
  const host = document.createElement("div");
  const paper = dark ? "#171614" : "#FFFFFF";
  host.style.cssText = `position:fixed;left:0;top:0;width:${width}px;z-index:999999;background:${paper}`;
  host.style.setProperty("--st-background-color", paper);
  document.body.append(host);
  const lab = window.lab = { host, sent: [], texts: [], base, board: new Board(host, host, "lab") };
  lab.board.send = (name, value) => lab.sent.push([name, value]);
  lab.board.retheme();
  lab.receive = (text) => {
    lab.board.receive(decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));
    lab.texts = [];
    lab.board.repaint.now();
  };
  if (!window.written) {
    window.written = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (string, x, y) {
      const { surface } = window.lab.board;
      if (this.canvas === surface.canvas || this.canvas === surface.still) {
        const width = this.measureText(string).width;
        const left = { left: x, right: x - width, center: x - width / 2 }[this.textAlign];
        const size = parseFloat(/([\\d.]+)px/.exec(this.font)[1]);
        const rows = { top: y - 0.4 * size, bottom: y + 0.4 * size };
        window.lab.texts.push({ string, left, right: left + width, ...rows, x, y, size });
      }
      return window.written.call(this, string, x, y);
    };
  }
  await document.fonts.ready;
  lab.receive(message);
}"""
PIXEL = """([px, py]) => { const { canvas } = window.lab.board.surface; const k = window.devicePixelRatio;
  return [...canvas.getContext("2d").getImageData(Math.round(px * k), Math.round(py * k), 1, 1).data]; }"""
PLACE = "([x, y, i]) => { const p = lab.board.geometry.panels[i]; return [p.X(x), p.Y(y)]; }"
BACK = "([x, y]) => { const p = lab.board.geometry.panels[0]; return [p.toX(x), p.toY(y)]; }"
PATCH = """([x, y, w, h]) => [...window.lab.board.surface.canvas.getContext("2d").getImageData(x, y, w, h).data]"""


class Lab:
    """One mounted board and what can be asked of it, in data units of a panel."""

    def __init__(self, page):
        self.page = page

    def show(self, header, arrays=None, width=700, dark=False):
        self.dark = dark
        text = base64.b64encode(pack(header, arrays or {})).decode()
        self.page.evaluate(MOUNT, [text, width, dark])
        return self

    def again(self, header, arrays=None):
        self.page.evaluate("(text) => window.lab.receive(text)", base64.b64encode(pack(header, arrays or {})).decode())

    def at(self, x, y, panel=0):
        """The pixel of a place, relative to the page."""
        px, py = self.page.evaluate(PLACE, [x, y, panel])
        box = self.page.evaluate(
            "() => { const b = window.lab.board.parts.picture.getBoundingClientRect(); return [b.x, b.y]; }"
        )
        return px + box[0], py + box[1]

    def pixel(self, x, y, panel=0, off=(0, 0)):
        """Red, green, blue as seen on the page, and the canvas's own opacity."""
        px, py = self.page.evaluate(PLACE, [x, y, panel])
        return self.seen(np.array(self.page.evaluate(PIXEL, [px + off[0], py + off[1]])))

    def seen(self, data):
        paper = rgb(DARK["background"] if self.dark else LIGHT["background"])
        alpha = data[..., 3:] / 255
        return np.concatenate([data[..., :3] * alpha + paper * (1 - alpha), data[..., 3:]], axis=-1)

    def patch(self, x, y, size=24, panel=0):
        px, py = self.page.evaluate(PLACE, [x, y, panel])
        data = self.page.evaluate(PATCH, [round(px - size / 2), round(py - size / 2), size, size])
        return self.seen(np.array(data).reshape(size, size, 4))

    @property
    def sent(self):
        """What Python would hear, without the marks of the picture that it answers."""
        bare = "() => window.lab.sent.map(([name, { token, picture, ...said }]) => [name, said])"
        return self.page.evaluate(bare)

    @property
    def texts(self):
        return self.page.evaluate("() => window.lab.texts")

    def words(self):
        return [each["string"] for each in self.texts]

    def grip(self, name):
        return self.root.get_by_role("slider", name=name, exact=True)

    @property
    def root(self):
        return self.page.locator('[data-vizvi="board"][data-key="lab"]')

    def drag(self, start, end, steps=4, release=True):
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=steps)
        if release:
            self.page.mouse.up()


@pytest.fixture(scope="module")
def bench(context, serve):
    """The demo's page, opened once; boards are mounted over it."""
    page = context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{serve(DEMOS)}/?demo=board_demo&show=branches")
    page.locator('[data-vizvi="board"][data-painted]').wait_for(timeout=30_000)
    yield page
    page.close()
    assert not problems


@pytest.fixture
def lab(bench):
    bench.bring_to_front()
    bench.mouse.move(1270, 700)
    return Lab(bench)


def header(layers=(), *, x=(0, 10), y=(0, 10), panels=None, **more):
    panels = panels or [{"y": {"label": "y", "range": list(y)}, "layers": list(layers)}]
    base = {
        "type": "board",
        "id": "a",
        "seq": 0,
        "title": "A takeaway",
        "x": {"label": "x", "range": list(x)},
        "panels": panels,
    }
    return {**base, **more}


def tokens(theme):
    """The colors of a theme, read from the browser's own table."""
    block = re.search(rf"{theme}: {{(.*?)\n  }},", (ASSETS / "shared" / "tokens.js").read_text(), re.S).group(1)
    return dict(re.findall(r'(\w+): "(#[0-9A-F]{6})"', block))


def rgb(color):
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])


LIGHT, DARK = tokens("light"), tokens("dark")


# What holds it all together


def test_board_mounts_without_a_browser():
    app = AppTest.from_file(str(DEMO), default_timeout=30).run()
    assert not app.exception


def test_manifest_lists_every_component():
    listed = tomllib.loads((CANVAS / "pyproject.toml").read_text())["tool"]["streamlit"]["component"]["components"]
    assert tuple(each["name"] for each in listed) == COMPONENTS
    for each in listed:
        folder = Path(vizvi.__file__).parent / each["asset_dir"]  # as Streamlit resolves it, from the package's root
        assert folder == ASSETS
        name = each["name"]
        assert (folder / name / "main.js").exists() and (folder / name / f"{name}.css").exists()


def test_root_and_names(lab):
    lab.show(header())
    assert lab.root.get_attribute("data-painted") == "a"
    assert lab.root.get_by_role("img", name="A takeaway").count() == 1
    assert {"x", "y", "0", "2", "10"} <= set(lab.words())


def test_a_message_redraws_the_mounted_board(lab):
    lab.show(header())
    lab.page.evaluate("() => { window.lab.canvas = window.lab.board.parts.canvas; window.lab.canvas.kept = true; }")
    lab.again(header(id="b"))
    assert lab.root.get_attribute("data-painted") == "b"
    assert lab.root.locator("canvas").evaluate("(canvas) => canvas.kept")


# Axes


def test_minus_signs_are_true_and_ticks_can_be_given(lab):
    lab.show(header(x=(-4, 4), y=(-1, 1)))
    assert "−4" in lab.words() and not any("-" in word for word in lab.words())
    lab.show({**header(), "x": {"label": "d", "range": [0, 6], "ticks": [{"at": 2.41, "text": "fold 2.41"}]}})
    tick = next(each for each in lab.texts if each["string"] == "fold 2.41")
    assert tick["x"] == pytest.approx(lab.page.evaluate("() => window.lab.board.geometry.X(2.41)"))


def test_logarithmic_axes_say_the_number_itself(lab):
    panels = [{"y": {"label": "sd of q (log scale)", "range": [-1, 3], "log": float(np.e)}, "layers": []}]
    data = np.array([[2, 1.0]], dtype=np.float32)
    points = {"name": "Data point", "array": "data", "drag": "xy"}
    shown = header(panels=panels, start={**START, "value": [1, 0]}, points=points)
    shown["x"] = {"label": "dimensions n", "range": [0, 3], "log": 10}
    lab.show(shown, {"data": data})
    once = {each["string"]: each for each in lab.texts}
    right, top = lab.page.evaluate("() => { const p = lab.board.geometry.panels[0]; return [p.X(2), p.Y(Math.log(0.5))]; }")
    assert once["100"]["x"] == pytest.approx(right) and once["0.5"]["y"] == pytest.approx(top)
    assert lab.grip("Start: log sd of q").get_attribute("aria-valuetext") == "1.00"
    assert lab.grip("Data point 1").get_attribute("aria-valuetext") == "dimensions n 100.0, sd of q 2.72"
    lab.page.mouse.move(*lab.at(1, 2))
    tip = re.fullmatch(r"dimensions n = (\S+) · sd of q = (\S+)", lab.root.locator(".vizvi-tip").inner_text())
    assert float(tip[1]) == pytest.approx(10, rel=0.02) and float(tip[2]) == pytest.approx(np.exp(2), rel=0.02)


def test_panels_share_one_x_axis(lab):
    panels = [
        {"y": {"label": name, "range": [0, 1]}, "share": share, "layers": []} for name, share in (("up", 2), ("down", 1))
    ]
    lab.show(header(panels=panels, height=400))
    top, low = lab.page.evaluate("() => window.lab.board.geometry.panels.map(({ box }) => box)")
    assert (top["x"], top["w"]) == (low["x"], low["w"])
    assert top["h"] == pytest.approx(2 * low["h"])
    assert low["y"] > top["y"] + top["h"]
    rows = {each["y"] for each in lab.texts if each["string"] == "8"}
    assert len(rows) == 1  # x's numbers stand under the last panel alone


def test_equal_aspect_is_one_to_one(lab):
    for width, half in ((300, 6), (900, 6), (900, 2)):  # limited by the width twice, by the height once
        lab.show(header(x=(-half, half), y=(-2, 2), aspect="equal"), width=width)
        (x0, y0), (x1, y1) = lab.at(0, 0), lab.at(1, 1)
        assert x1 - x0 == pytest.approx(y0 - y1, rel=1e-6)
        right, _ = lab.at(half, 0)
        assert right <= width
        assert lab.page.evaluate("() => lab.board.geometry.bottom < lab.board.geometry.height")


# Layers


def test_field_colors_rows_and_clamps(lab):
    values = np.repeat([0, 0.5, 1], 7)[:, None] * np.ones(21, np.float32)
    values[:, 18:] = np.nan
    values[14:, 9:14] = 9
    layer = {"kind": "field", "array": "f", "extent": [0, 10, 0, 10], "range": [0, 1], "map": "viridis", "name": "KL, nats"}
    lab.show(header([layer]), {"f": values.astype(np.float32)})
    for y, color in ((0.7, "#440154"), (5, "#21918C"), (9.3, "#FDE725")):
        assert np.abs(lab.pixel(1, y)[:3] - rgb(color)).max() < 20, y
    assert np.abs(lab.pixel(5.3, 9.3)[:3] - rgb("#FDE725")).max() < 14  # 9 is beyond the range
    assert lab.pixel(9.6, 5.2)[3] < 60 and lab.pixel(8, 5.2)[3] > 240  # not a number: nothing is painted


def test_field_maps_and_bar(lab):
    ramp = np.tile(np.linspace(-1, 1, 21, dtype=np.float32), (2, 1))
    layer = {"kind": "field", "array": "f", "extent": [0, 10, 0, 10], "range": [-1, 1], "map": "diverging", "name": "error"}
    lab.show(header([layer]), {"f": ramp})
    for x, color in ((0.1, LIGHT["p"]), (5, "#FFFFFF"), (9.9, LIGHT["q"])):
        assert np.abs(lab.pixel(x, 5, off=(0, 3))[:3] - rgb(color)).max() < 16, x
    assert {"error", "−1.0", "1.0"} <= set(lab.words())
    lab.show(header([{**layer, "map": "cividis", "bar": False}]), {"f": ramp})
    assert np.abs(lab.pixel(0.1, 5, off=(0, 3))[:3] - rgb("#00224E")).max() < 16
    assert "error" not in lab.words()


def test_maps_agree_with_their_definition(lab):
    table = 'async (name) => [...(await import(window.lab.base + "board/layers/field.js")).table(name, {})]'
    lab.show(header())
    viridis = np.array(lab.page.evaluate(table, "viridis")).reshape(256, 3)
    for i, color in ((0, "#440154"), (64, "#3B528B"), (128, "#21918C"), (191, "#5DC863"), (255, "#FDE725")):
        assert np.abs(viridis[i] - rgb(color)).max() <= 3, i
    luminance = viridis @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(luminance) > -0.5).all()


def test_classes_have_color_hatch_and_letter(lab):
    classes = np.zeros((21, 31), np.uint8)
    classes[:, :10], classes[:, 10:20], classes[11:, 20:] = 1, 2, 3
    layer = {"kind": "classes", "array": "c", "extent": [0, 10, 0, 10], "letters": ["A", "B", "C"]}
    lab.show(header([layer]), {"c": classes})
    a, b, c, none = (lab.patch(x, y) for x, y in ((1.2, 8), (4, 8), (8, 8.7), (8, 2)))
    assert none[..., :3].std() < 8 and none[..., :3].mean() > 235  # class 0 is the bare ground
    for patch, tone in ((a, "class1"), (b, "class2"), (c, "class3")):
        shade = 255 - patch[..., :3].astype(float)
        assert shade.mean(axis=(0, 1)) @ (255 - rgb(LIGHT[tone])) > 0
        assert shade.sum(-1).std() > 8  # a hatch, not a flat color
    along = lambda patch, way: np.abs(
        np.diff([np.trace(patch[::way, :, 0], k) / (24 - abs(k)) for k in range(-8, 9)])
    ).mean()
    assert along(b, 1) > 2 * along(b, -1) and along(a, -1) > 2 * along(a, 1)  # "\" and "/"
    letters = {each["string"]: each for each in lab.texts if each["string"] in "ABC"}
    for name, (lo, hi, low, high) in {"A": (0, 3.2, 0, 10), "B": (3.2, 6.5, 0, 10), "C": (6.5, 10, 5.3, 10)}.items():
        x, y = lab.page.evaluate(BACK, [letters[name]["x"], letters[name]["y"]])
        assert lo + 0.5 < x < hi - 0.5 and low + 1 < y < high - 1, name


def test_a_letter_stands_where_its_class_is_deepest(lab):
    classes = np.ones((40, 40), np.uint8)
    classes[:, 14:] = 2
    layer = {"kind": "classes", "array": "c", "extent": [0, 10, 0, 10], "letters": ["A", "B"]}
    lab.show(header([layer]), {"c": classes})
    b = next(each for each in lab.texts if each["string"] == "B")
    x = lab.page.evaluate("(x) => window.lab.board.geometry.toX(x)", b["x"])
    assert 5.5 < x < 8  # the middle of 3.5…10
    lab.show(header([layer, {"kind": "marks", "xy": [[x, 5]], "size": 14}]), {"c": classes})
    moved = next(each for each in lab.texts if each["string"] == "B")
    assert np.hypot(moved["x"] - b["x"], moved["y"] - b["y"]) > 8  # not on a mark


def test_lines_break_dash_and_carry_names(lab):
    xy = np.array([[0, 2], [4, 2], [np.nan, np.nan], [6, 2], [10, 2], [0, 7], [10, 7]], dtype=np.float32)
    layers = [{"kind": "lines", "xy": "a", "len": [5, 2], "tone": "q", "width": 4, "label": "branch"},
              {"kind": "lines", "xy": [[0, 5], [10, 5]], "tone": "p", "width": 4, "dash": "long"}]  # fmt: skip
    lab.show(header(layers), {"a": xy})
    assert np.abs(lab.pixel(2, 2)[:3] - rgb(LIGHT["q"])).max() < 30
    assert np.abs(lab.pixel(5, 7)[:3] - rgb(LIGHT["q"])).max() < 30  # the second line of the two
    assert lab.pixel(5, 2)[:3].min() > 200  # NaN breaks it
    row = [lab.pixel(4 + 0.05 * i, 5)[0] for i in range(40)]
    assert np.count_nonzero(np.diff(np.array(row) > 140)) >= 3  # dashes
    name = next(each for each in lab.texts if each["string"] == "branch")
    assert (
        abs(name["y"] - (lab.at(0, 2)[1] - lab.at(0, 10)[1] + lab.page.evaluate("() => window.lab.board.geometry.top")))
        < 40
    )


def test_tones_are_the_visual_languages(lab):
    names = ["p", "q", "forward", "elbo", "ink", "prior", "chrome", "amber", *(f"class{i}" for i in range(1, 7))]
    layers = [
        {"kind": "lines", "xy": [[0, i + 0.5], [10, i + 0.5]], "tone": name, "width": 4} for i, name in enumerate(names)
    ]
    for dark, table in ((False, LIGHT), (True, DARK)):
        lab.show(header(layers, y=(0, 14)), dark=dark)
        for i, name in enumerate(names):
            assert np.abs(lab.pixel(5, i + 0.5)[:3] - rgb(table[name])).max() < 24, (name, dark)


def lab_color(color):
    """CIELAB of a hex color, written out independently of the browser's code."""
    c = rgb(color) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])
    t = xyz @ linear / [0.95047, 1, 1.08883]
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_mixed_tones_are_straight_lines_in_lab(lab):
    lab.show(header())
    mixed = 'async ([a, b, share]) => (await import(window.lab.base + "shared/blend.js")).mixed(a, b, share)'
    for table in (LIGHT, DARK):
        ends = table["q"], table["forward"]
        assert [lab.page.evaluate(mixed, [*ends, share]) for share in (0, 1)] == list(ends)
        for share in (0.2, 0.35, 0.8):
            wanted = (1 - share) * lab_color(ends[0]) + share * lab_color(ends[1])
            assert np.abs(lab_color(lab.page.evaluate(mixed, [*ends, share])) - wanted).max() < 1.5
    lab.show(header([{"kind": "lines", "xy": [[0, 5], [10, 5]], "tone": "mix:0.5", "width": 5}]))
    middle = lab.page.evaluate(mixed, [LIGHT["q"], LIGHT["forward"], 0.5])
    assert np.abs(lab.pixel(5, 5)[:3] - rgb(middle)).max() < 12


def test_bands_fill_or_only_edge(lab):
    x = np.linspace(0, 10, 20, dtype=np.float32)
    arrays = {"x": x, "lo": 0 * x + 1, "hi": 0 * x + 4, "lo2": 0 * x + 6, "hi2": 0 * x + 9}
    layers = [{"kind": "band", "x": "x", "lo": "lo", "hi": "hi", "tone": "p", "fill": True, "edge": 0, "label": "exact"},
              {"kind": "band", "x": "x", "lo": "lo2", "hi": "hi2", "tone": "q", "fill": False, "edge": 3}]  # fmt: skip
    lab.show(header(layers), arrays)
    inside = lab.pixel(5.3, 2.5)
    assert inside[2] > inside[0] + 20 or 20 < inside[3] < 120  # p's blue, thin
    assert lab.pixel(5.3, 7.5)[3] == 0
    assert np.abs(lab.pixel(5.3, 9)[:3] - rgb(LIGHT["q"])).max() < 40
    assert "exact" in lab.words()


@pytest.mark.parametrize("shape", ["dot", "ring", "square", "diamond", "plus", "times", "up"])
def test_marks_have_shapes(lab, shape):
    lab.show(header([{"kind": "marks", "xy": [[5, 5]], "shape": shape, "size": 20, "tone": "ink"}]))
    patch = lab.patch(5, 5, 28)
    ink = (patch[..., 3] > 200) & (patch[..., :3].max(-1) < 90)
    at = lambda dx, dy: ink[14 + dy - 1 : 14 + dy + 2, 14 + dx - 1 : 14 + dx + 2].any()
    seen = [at(0, 0), at(8, -8), at(8, 8), at(8, 0)]  # the middle, a corner above, a corner below, the side
    wanted = {
        "dot": (1, 0, 0, 1), "ring": (0, None, None, 1), "square": (1, 1, 1, 1), "diamond": (1, 0, 0, 1),
        "plus": (1, 0, 0, 1), "times": (1, None, None, 0), "up": (1, 0, 1, None),
    }[shape]  # fmt: skip
    assert all(want is None or bool(want) == bool(see) for want, see in zip(wanted, seen, strict=True)), seen
    slanted = {"dot": True, "ring": False, "diamond": True, "plus": False, "times": True}
    assert at(5, -5) == slanted.get(shape, at(5, -5))


def overlaps(texts):
    clash = lambda a, b: (
        a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
    )
    return [(a["string"], b["string"]) for i, a in enumerate(texts) for b in texts[i + 1 :] if clash(a, b)]


@pytest.mark.parametrize("width", [340, 700])
def test_names_do_not_overlap(lab, width):
    rng = np.random.default_rng(0)
    xy = np.stack([rng.uniform(2, 8, 8), rng.uniform(3, 7, 8)], 1).round(2).tolist()
    layers = [{"kind": "marks", "xy": xy, "shape": "plus", "labels": [f"{i}.69 nats" for i in range(8)]},
              {"kind": "lines", "xy": [[0, 1], [10, 9]], "tone": "q", "label": "branch"},
              {"kind": "lines", "xy": [[0, 2], [10, 9.2]], "tone": "p", "label": "another"},
              {"kind": "rule", "x": 5, "label": "fold"}, {"kind": "rule", "y": 5, "label": "level"}]  # fmt: skip
    lab.show(header(layers), width=width)
    once = list({each["string"]: each for each in lab.texts}.values())
    assert len([each for each in once if "nats" in each["string"]]) >= (6 if width == 340 else 8)
    assert not overlaps(once)
    for each in once:
        assert each["left"] >= 0 and each["right"] <= width, each["string"]


def test_names_make_room_for_the_starts(lab):
    start = {**START, "value": [5, 5]}
    mark = {"kind": "marks", "xy": [[5.1, 5.1]], "labels": ["B: 0.84 nats"]}
    lab.show(header([mark], start=start))
    once = {each["string"]: each for each in lab.texts}
    assert not overlaps([once["start"], once["B: 0.84 nats"]])


def test_long_names_wrap_and_stay_inside(lab):
    field = {
        "kind": "field",
        "array": "f",
        "extent": [0, 10, 0, 10],
        "range": [3.69, 0.69],
        "name": "KL(q‖p) from q to p, nats",
    }
    panels = [{"y": {"label": "standard deviation of q, on a log scale as always", "range": [0, 10]}, "layers": [field]}]
    shown = header(panels=panels, start=START)
    shown["x"]["label"] = "mean of q in units of the noise, from the left bump to the right"
    for width in (330, 600):
        lab.show(shown, {"f": np.ones((5, 5), np.float32)}, width=width)
        once = list({each["string"]: each for each in lab.texts}.values())
        assert all(each["left"] >= 0 and each["right"] <= width + 0.5 for each in once)
        assert not overlaps(once)
        said = " ".join(each["string"] for each in once)
        assert all(word in said for word in f"{panels[0]['y']['label']} {shown['x']['label']} {field['name']}".split())
    lab.show(shown, {"f": np.ones((5, 5), np.float32)}, width=330)
    assert {"3.69", "0.69"} <= set(lab.words())  # the bar's ends, as they are


def test_rules_stand_where_they_should(lab):
    lab.show(
        header(
            [{"kind": "rule", "x": 3, "tone": "ink", "label": "fold"}, {"kind": "rule", "y": 7, "tone": "q", "width": 3}]
        )
    )
    assert np.abs(lab.pixel(3, 4)[:3] - rgb(LIGHT["ink"])).max() < 60
    assert np.abs(lab.pixel(8.3, 7)[:3] - rgb(LIGHT["q"])).max() < 60
    assert "fold" in lab.words()


def test_bars_reach_their_heights(lab):
    arrays = {"edges": np.arange(0, 11, 2.0), "y": np.array([2.0, 8, 4, 0, 1])}
    lab.show(header([{"kind": "bars", "x": "edges", "y": "y", "tone": "p", "fill": True}]), arrays)
    filled = lambda x, y: 30 < lab.pixel(x, y)[3] < 200
    assert filled(3.1, 7.5) and not filled(3.1, 8.5)
    assert filled(5.1, 3.5) and not filled(5.1, 4.5)
    assert not filled(7.1, 0.7)


def test_boxes_stand_where_they_should_and_say_what_they_are(lab):
    layers = [
        bars([2, 6], [5, 8], tone="elbo", size=2, width=0, hints=["first", "second"]),
        bars([2, 6], [9, 9], [5, 8], tone="q", fill="hatch", size=2, width=0),
        bars([8.5], [9.5], [7], tone="p", fill="none", size=1, across=True),
    ]
    shown, arrays = Board("Bars.", Axis("x", (0, 10)), [Panel(Axis("y", (0, 10)), layers)]).message()
    lab.show(shown | {"id": "a", "seq": 0}, arrays)
    drawn = lambda x, y, size=9: (lab.patch(x, y, size)[..., 3] > 20).mean()
    assert drawn(2.3, 4.6) == 1 and drawn(2.3, 6, 20) < 0.9 and drawn(2.3, 6, 20) > 0.1  # a ground, then a hatch
    assert drawn(2.3, 9.5) < 0.3 and drawn(4.3, 2.5) < 0.3  # nothing above, nothing between
    assert drawn(7.4, 8.5) < 0.3 and drawn(9.5, 8.7) > drawn(7.4, 8.5)  # the lying one is an outline
    for place, told in (((6, 7), "second"), ((2, 1), "first")):
        lab.page.mouse.move(*lab.at(*place))
        assert lab.root.locator(".vizvi-tip").text_content() == told


def test_frames_follow_the_step_of_the_stage(lab):
    x = np.array([0.0, 10.0])
    levels = np.array([[2.0, 2], [5, 5], [8, 8]])
    said = {"texts": ["two", "five", "eight"], "place": (1, 9.5)}
    mark = figures.frames([0, 10, 20], x, levels - 1, levels, levels + 1, "q", 4, **said)
    shown, arrays = Board("Frames.", Axis("x", (0, 10)), [Panel(Axis("y", (0, 10)), [mark])], link="group").message()
    lab.show(shown | {"id": "a", "seq": 0}, arrays)
    for step, level, told in ((0, 2, "two"), (9, 2, "two"), (10, 5, "five"), (15, 5, "five"), (400, 8, "eight")):
        lab.page.evaluate("(step) => { lab.board.follow(step); lab.texts = []; lab.board.draw(true); }", step)
        seen = [each for each in (2, 5, 8) if np.abs(lab.pixel(6.3, each)[:3] - rgb(LIGHT["q"])).max() < 12]
        assert seen == [level] and told in lab.words()
    lab.show({key: each for key, each in shown.items() if key != "link"} | {"id": "b", "seq": 0}, arrays)
    assert "eight" in lab.words()  # alone it shows how things ended


# Hands


CURSOR = {"name": "Half-separation d", "value": 3.0, "min": 0, "max": 6, "step": 0.05, "label": "d = {}"}


def test_cursor_drags_at_once_and_speaks_one_message_at_a_time(lab):
    lab.show(header(x=(0, 6), cursor=CURSOR))
    grip = lab.grip("Half-separation d")
    box = grip.bounding_box()
    middle = box["x"] + 22, box["y"] + 22
    assert middle[0] == pytest.approx(lab.at(3, 0)[0], abs=1)
    lab.drag(middle, (lab.at(4.51, 0)[0], middle[1] + 90), steps=8, release=False)
    assert float(grip.get_attribute("aria-valuenow")) == 4.5  # snapped to the step
    assert grip.get_attribute("aria-valuetext") == "d = 4.50"
    assert len(lab.sent) == 1 and not lab.sent[0][1]["released"]  # the rest waits for an answer
    lab.again(header(x=(0, 6), cursor=CURSOR, seq=1))
    assert float(grip.get_attribute("aria-valuenow")) == 4.5  # the hand knows better than the answer
    assert lab.sent[-1] == ["cursor", {"seq": 2, "value": 4.5, "released": False}]
    lab.page.mouse.up()
    assert lab.sent[-1] == ["cursor", {"seq": 3, "value": 4.5, "released": True}]
    lab.again(header(x=(0, 6), cursor={**CURSOR, "value": 4.2}, seq=2))
    assert float(grip.get_attribute("aria-valuenow")) == 4.5  # the answer to an earlier move came late
    lab.again(header(x=(0, 6), cursor={**CURSOR, "value": 2}, seq=3))
    assert float(grip.get_attribute("aria-valuenow")) == 2  # released and answered: Python's word


def test_a_reset_moves_the_cursor_even_if_an_answer_was_lost(lab):
    lab.show(header(x=(0, 6), cursor=CURSOR))
    lab.page.mouse.click(*lab.at(5, 3))
    lab.again(header(x=(0, 6), cursor={**CURSOR, "value": 1.0}))
    assert float(lab.grip("Half-separation d").get_attribute("aria-valuenow")) == 1


def test_cursor_comes_to_a_click_and_obeys_keys(lab):
    panels = [{"y": {"label": name, "range": [0, 1]}, "layers": []} for name in ("up", "down")]
    lab.show(header(x=(0, 6), panels=panels, cursor=CURSOR))
    lab.page.mouse.click(*lab.at(1.5, 0.5, panel=1))
    grip = lab.grip("Half-separation d")
    now = lambda: float(grip.get_attribute("aria-valuenow"))
    assert now() == 1.5 and lab.sent[-1][1] == {"seq": lab.sent[-1][1]["seq"], "value": 1.5, "released": True}
    expect(grip).to_be_focused()
    seen = []
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowDown", "Home", "ArrowLeft", "End"):
        lab.page.keyboard.press(key)
        seen.append(now())
    assert seen == [1.55, 2.05, 2.0, 0, 0, 6]
    until(lab.page, lambda: lab.sent[-1][1]["value"] == 6 and lab.sent[-1][1]["released"])


def test_cursor_line_runs_through_all_panels(lab):
    panels = [{"y": {"label": name, "range": [0, 1]}, "layers": []} for name in ("up", "down")]
    lab.show(header(x=(0, 6), panels=panels, cursor=CURSOR))
    for panel in (0, 1):
        assert min(lab.pixel(3, 0.43, panel, off=(dx, 0))[:3].max() for dx in (-1, 0, 1)) < 90
    assert "d = 3.00" in lab.words()


def test_an_unanswered_board_fades_and_another_session_owes_nothing(lab):
    lab.show(header(x=(0, 6), cursor=CURSOR, token="a"))
    lab.page.mouse.click(*lab.at(1.5, 3))
    expect(lab.root).to_have_attribute("data-stale", "true")
    assert lab.root.locator("canvas").evaluate("(node) => getComputedStyle(node).opacity") == "0.5"
    lab.again(header(x=(0, 6), cursor=CURSOR, token="a", seq=lab.sent[-1][1]["seq"]))
    expect(lab.root).to_have_attribute("data-stale", "false")
    lab.page.mouse.click(*lab.at(5, 3))
    lab.again(header(x=(0, 6), cursor={**CURSOR, "value": 3.0}, token="b"))
    assert float(lab.grip("Half-separation d").get_attribute("aria-valuenow")) == 3  # Python's word, not the old hand's
    assert lab.root.get_attribute("data-stale") == "false"


START = {"names": ["Start: mean of q", "Start: log sd of q"], "value": [2, 3], "label": "start"}


def test_start_drags_jumps_and_obeys_keys(lab):
    lab.show(header(start=START))
    lab.drag(lab.at(2, 3), lab.at(6, 5))
    name, said = lab.sent[-1]
    assert name == "start" and said["released"] and said["value"] == pytest.approx([6, 5], abs=0.05)
    lab.page.mouse.click(*lab.at(8, 1))
    assert lab.sent[-1][1]["value"] == pytest.approx([8, 1], abs=0.05)
    lab.drag(lab.at(8, 1), (690, 5))  # beyond the box
    x, y = lab.sent[-1][1]["value"]
    assert (x, y) == (10, 10)
    lab.again(header(start=START, seq=lab.sent[-1][1]["seq"]))
    lab.grip("Start: log sd of q").focus()
    lab.page.keyboard.press("ArrowUp")
    assert float(lab.grip("Start: log sd of q").get_attribute("aria-valuenow")) == pytest.approx(3.05)
    assert float(lab.grip("Start: mean of q").get_attribute("aria-valuenow")) == 2
    lab.grip("Start: mean of q").focus()
    lab.page.keyboard.press("Shift+ArrowLeft")
    assert float(lab.grip("Start: mean of q").get_attribute("aria-valuenow")) == pytest.approx(1.5)


def test_start_texts_are_read_aloud(lab):
    lab.show(header(start={**START, "texts": ["mean 2", "sd 20.1"]}))
    assert lab.grip("Start: log sd of q").get_attribute("aria-valuetext") == "sd 20.1"


@pytest.mark.parametrize("drag", ["xy", "y"])
def test_points_drag(lab, drag):
    data = np.array([[2, 2], [5, 5], [8, 3]], dtype=np.float32)
    shown = header(points={"name": "Data point", "array": "data", "drag": drag})
    lab.show(shown, {"data": data})
    lab.drag(lab.at(5, 5), lab.at(6, 8))
    name, said = lab.sent[-1]
    assert name == "points" and said["index"] == 1 and said["released"]
    assert said["value"] == pytest.approx([6 if drag == "xy" else 5, 8], abs=0.06)
    grip = lab.grip("Data point 3")
    grip.focus()
    lab.page.keyboard.press("ArrowUp")
    assert float(grip.get_attribute("aria-valuenow")) == pytest.approx(3.05)
    lab.page.keyboard.press("ArrowRight")
    assert grip.get_attribute("aria-valuetext") == f"x {'8.05' if drag == 'xy' else '8.00'}, y 3.05"
    until(lab.page, lambda: lab.sent[-1][1]["index"] == 2 and lab.sent[-1][1]["released"])


def runs(count=4, steps=20):
    t = np.linspace(0, 1, steps + 1)
    return np.stack([np.stack([10 * t, np.full_like(t, 2 + 2 * k)], 1) for k in range(count)]).astype(np.float32)


def picked(index):
    return {"layer": [0, 0], "index": index, "name": "Run"}


def test_paths_are_picked_by_hover_click_and_keys(lab):
    layers = [{"kind": "paths", "xy": "runs", "tone": "q", "width": 2}]
    lab.show(header(layers, select=picked(0), start=START), {"runs": runs()})
    lab.page.mouse.move(*lab.at(6, 4.05))
    assert lab.sent == []  # a passing mouse says nothing
    until(lab.page, lambda: lab.sent)
    assert lab.sent[-1][0] == "path" and lab.sent[-1][1]["index"] == 1
    lab.again(header(layers, select=picked(1), start=START, seq=1), {"runs": runs()})
    assert lab.patch(6, 4, 12)[..., 3].astype(bool).sum() > lab.patch(6, 6, 12)[..., 3].astype(bool).sum()  # bold
    lab.page.mouse.click(*lab.at(3, 8))
    assert lab.sent[-1][1] == {"seq": lab.sent[-1][1]["seq"], "index": 3, "released": True}
    assert all(name == "path" for name, _ in lab.sent)  # near a path is no empty ground
    lab.again(header(layers, select=picked(3), start=START, seq=lab.sent[-1][1]["seq"]), {"runs": runs()})
    lab.grip("Run").focus()
    lab.page.keyboard.press("ArrowLeft")
    assert lab.grip("Run").get_attribute("aria-valuetext") == "3 of 4"
    assert lab.sent[-1][1]["index"] == 2


def test_paths_without_select_are_ground(lab):
    lab.show(header([{"kind": "paths", "xy": "runs", "tone": "q"}], start=START), {"runs": runs()})
    lab.page.mouse.click(*lab.at(6, 4))
    assert lab.sent[-1][0] == "start"


def test_dots_follow_the_linked_step(lab):
    layers = [{"kind": "paths", "xy": "runs", "tone": "p", "alpha": 0.3}]
    lab.show(header(layers, link="g"), {"runs": runs()})
    tell = """(step) => {
      const detail = { link: "g", step, playing: false, from: "x" };
      document.dispatchEvent(new CustomEvent("vizvi:step", { detail }));
      window.lab.board.repaint.now();
    }"""
    solid = lambda x: lab.pixel(x, 4, off=(0, 2))[3] > 240
    lab.page.evaluate(tell, 10)
    assert lab.root.get_attribute("data-step") == "10"
    assert solid(5) and not solid(8)
    lab.page.evaluate(tell, 16)
    assert solid(8) and not solid(5)
    lab.page.evaluate(tell, 500)  # beyond the end: the end
    assert solid(10)


def test_following_cursor_scrubs_the_group(lab):
    cursor = {"name": "α", "follow": [round(0.1 * i, 1) for i in range(11)], "label": "α = {}", "step": 0.1}
    lab.show(header(x=(0, 1), cursor=cursor, link="g"))
    lab.page.evaluate("""() => { window.steps = [];
      document.addEventListener("vizvi:step", ({ detail }) => window.steps.push(detail)); }""")
    lab.page.evaluate("""() => document.dispatchEvent(
      new CustomEvent("vizvi:step", { detail: { link: "g", step: 7, playing: true, from: "x" } }))""")
    grip = lab.grip("α")
    assert float(grip.get_attribute("aria-valuenow")) == 0.7
    lab.page.mouse.click(*lab.at(0.32, 5))
    said = lab.page.evaluate("() => window.steps.at(-1)")
    assert (said["link"], said["step"], said["playing"]) == ("g", 3, False)
    assert grip.get_attribute("aria-valuetext") == "α = 0.30"
    assert lab.sent == []


def test_hops_are_paused_at_first_and_slow_enough(lab):
    x = np.linspace(0, 10, 5)
    layer = {"kind": "hops", "x": "x", "y": "draws", "tone": "q", "interval": 100}
    lab.show(header([layer]), {"x": x, "draws": np.arange(1, 41)[:, None] + 0 * x})
    draw = lambda: int(lab.root.get_attribute("data-draw"))
    frames(lab.page, 30)
    assert draw() == 0 and lab.pixel(5.2, 1)[3] > 200
    lab.root.get_by_role("button", name="Next draw").click()
    frames(lab.page)
    assert draw() == 1 and lab.pixel(5.2, 2)[3] > 200 and lab.pixel(5.2, 1)[3] < 200
    lab.root.get_by_role("button", name="Play draws").click()
    since = time.monotonic()
    until(lab.page, lambda: draw() >= 3)
    assert time.monotonic() - since > 0.75  # 400 ms at least for each, whatever was asked for
    lab.root.get_by_role("button", name="Pause draws").click()
    stopped = draw()
    frames(lab.page, 30)
    assert draw() == stopped


def test_reduced_motion_only_steps_through_draws(demo_page, demos):
    demo_page.emulate_media(reduced_motion="reduce")
    demos(demo_page, "board_demo", "regression")
    root = demo_page.locator('[data-vizvi="board"][data-painted]')
    assert not root.get_by_role("button", name="Play draws").is_visible()
    root.get_by_role("button", name="Next draw").click()
    assert root.get_attribute("data-draw") == "1"


# What it says


def test_hover_speaks_the_axes_words_and_the_fields(lab):
    field = {"kind": "field", "array": "f", "extent": [0, 10, 0, 10], "range": [0, 4], "name": "KL(q‖p), nats"}
    marks = {"kind": "marks", "xy": [[8, 8]], "hints": ["The left bump"]}
    shown = header([field, marks], x=(0, 10))
    shown["x"]["label"] = "half-separation d"
    lab.show(shown, {"f": np.full((11, 11), 1.25, np.float32)})
    tip = lab.root.locator(".vizvi-tip")
    lab.page.mouse.move(*lab.at(4, 6))
    assert re.fullmatch(r"half-separation d = [34]\.\d\d · y = [56]\.\d\d · KL\(q‖p\) = 1\.25 nats", tip.inner_text())
    lab.page.mouse.move(*lab.at(8, 8))
    assert tip.inner_text() == "The left bump"
    lab.show({**shown, "hover": False}, {"f": np.zeros((11, 11), np.float32)})
    lab.page.mouse.move(*lab.at(4, 6.2))
    assert not lab.root.locator(".vizvi-tip").is_visible()


def test_legend_says_what_marks_mean(lab):
    items = [{"text": "local optimum", "tone": "q"}, {"text": "saddle", "tone": "muted", "dash": "dash"},
             {"text": "fold", "tone": "ink", "mark": "diamond"}]  # fmt: skip
    lab.show(header(legend=items))
    assert lab.root.get_by_role("listitem").all_inner_texts() == ["local optimum", "saddle", "fold"]
    lines = lab.root.locator(".vizvi-legend path").evaluate_all(
        "(all) => all.map((path) => ['stroke', 'stroke-dasharray', 'fill'].map((name) => path.getAttribute(name)))"
    )
    assert lines[0][:2] == [LIGHT["q"], "none"] and lines[1][1] == "6 4" and lines[2][2] == LIGHT["ink"]


# Sizes, themes, speed


def test_present_is_readable_from_the_back_row(lab):
    for present, least in ((False, 14), (True, 21)):
        lab.show(header(present=present, cursor=CURSOR, x=(0, 6)), width=1000)
        assert min(each["size"] for each in lab.texts) >= least
        assert lab.root.get_attribute("data-present") == str(present).lower()


def test_grips_are_large_enough_to_touch(lab):
    data = np.array([[2.0, 2.0]], dtype=np.float32)
    lab.show(
        header(x=(0, 6), cursor=CURSOR, start=START, points={"name": "Data point", "array": "data", "drag": "y"}),
        {"data": data},
    )
    least = {"Half-separation d": 44, "Start: mean of q": 44, "Data point 1": 24}
    for name, size in least.items():
        box = lab.grip(name).bounding_box()
        assert min(box["width"], box["height"]) >= size - 0.01


def test_region_tones_stand_out_on_both_themes():
    def luminance(color):
        c = rgb(color) / 255
        return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]

    for table in (LIGHT, DARK):
        for name in (f"class{i}" for i in range(1, 7)):
            for surface in ("background", "panel"):
                low, high = sorted((luminance(table[name]), luminance(table[surface])))
                assert (high + 0.05) / (low + 0.05) >= 3, (name, surface)
        every = [lab_color(table[f"class{i}"]) for i in range(1, 7)]
        roles = [lab_color(table[name]) for name in ("p", "q", "forward", "elbo")]
        apart = [np.linalg.norm(a - b) for i, a in enumerate(every) for b in every[i + 1 :] + roles]
        assert min(apart) > 20


@pytest.mark.parametrize(
    "scene", daily("branches", "histograms", more=("landscape", "regression", "values", "loglog", "scatter", "ladder"))
)
def test_phone(demo_page, demos, console, scene):
    page = demo_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    problems = console(page)
    demos(page, "board_demo", scene)
    root = page.locator('[data-vizvi="board"][data-painted]')
    expect(root).to_have_attribute("data-theme", "dark")
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    box = root.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    if scene == "branches":  # a tap calls the cursor, too
        canvas = root.get_by_role("img").bounding_box()
        finger, at = page.context.new_cdp_session(page), {"x": canvas["x"] + 110, "y": canvas["y"] + 160}
        finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        for kind, points in (("touchStart", [at]), ("touchEnd", [])):
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        grip = root.get_by_role("slider", name="Half-separation d")
        expect(grip).not_to_have_attribute("aria-valuenow", "3")
        finger.detach()
    assert not problems


def test_large_fields_and_drags_are_fast(lab):
    rng = np.random.default_rng(0)
    layer = {"kind": "field", "array": "f", "extent": [0, 10, 0, 10], "range": [-2, 2], "name": "KL, nats"}
    shown = header([layer], start=START)
    lab.show(shown, {"f": rng.normal(size=(100, 100)).astype(np.float32)}, width=1000)
    fresh = [
        base64.b64encode(pack(shown, {"f": rng.normal(size=(100, 100)).astype(np.float32)})).decode() for _ in range(6)
    ]
    times = lab.page.evaluate(
        """async (all) => {
      const { decode } = await import(window.lab.base + "shared/message.js");
      return all.map((text) => {
        const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        const since = performance.now();
        window.lab.board.receive(decode(bytes));
        window.lab.board.repaint.now();
        return performance.now() - since;
      });
    }""",
        fresh,
    )
    assert min(times) < 30
    drags = lab.page.evaluate("""() => Array.from({ length: 20 }, (_, i) => {
      const { board } = window.lab;
      const since = performance.now();
      board.hands.set(board.hands.items[0], [i / 2, 5]);
      board.repaint.now();
      return performance.now() - since;
    })""")
    assert sorted(drags)[10] < 16


# All the way to Python and back


def test_round_trip(page, serve, console):
    problems = console(page)
    page.goto(f"{serve(DEMOS)}/?demo=board_demo&show=branches")
    root = page.locator('[data-vizvi="board"][data-painted]')
    root.wait_for(timeout=30_000)
    assert root.get_attribute("data-key") == "board"
    root.evaluate("(node) => { node.kept = true; }")
    grip = root.get_by_role("slider", name="Half-separation d")
    box = grip.bounding_box()
    page.mouse.move(box["x"] + 22, box["y"] + 22)
    page.mouse.down()
    for i in range(12):
        page.mouse.move(box["x"] + 22 + 20 * i, box["y"] + 60)
        frames(page, 2)
    page.mouse.up()
    now = grip.get_attribute("aria-valuenow")
    assert float(now) > 3.5
    expect(page.get_by_text(re.compile(rf"^cursor .*'value': {re.escape(now)}, 'released': True"))).to_be_visible()
    assert grip.get_attribute("aria-valuenow") == now
    assert root.evaluate("(node) => node.kept")  # one mount over all those messages
    assert not problems
