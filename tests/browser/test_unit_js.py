"""The pure modules of the canvas components, each by itself, in one page of Chromium that no server serves."""

import base64
import math
from pathlib import Path

import numpy as np
import pytest

import vizvi
from vizvi.figures.pack import pack, stamped, unpack
from vizvi.format import bound, fixed, number, short, thousands

ASSETS = Path(vizvi.__file__).parent / "ui" / "canvas" / "assets"
ORIGIN = "http://assets.invalid/"
KINDS = {".js": "text/javascript", ".css": "text/css"}


@pytest.fixture(scope="module")
def sheet(browser):
    """A page whose only content are the assets, read from disk."""
    context = browser.new_context()

    def give(route):
        file = ASSETS / route.request.url.removeprefix(ORIGIN)
        if not file.is_file():
            return route.fulfill(body="<!doctype html><title>unit</title>", content_type="text/html")
        return route.fulfill(body=file.read_text(encoding="utf-8"), content_type=KINDS[file.suffix])

    context.route(f"{ORIGIN}**", give)
    page = context.new_page()
    page.goto(ORIGIN)
    yield page
    context.close()


@pytest.fixture
def js(sheet):
    """`js("shared/format.js", "(m, x) => m.number(x)", 3)`: a function of a module, and its argument."""

    def run(path, code, argument=None):
        return sheet.evaluate(f"async (x) => ({code})(await import('{ORIGIN}{path}'), x)", argument)

    return run


def test_every_module_loads_alone(js):
    for file in sorted(ASSETS.rglob("*.js")):
        assert js(file.relative_to(ASSETS).as_posix(), "(m) => Object.keys(m).length") > 0, file.name


# Numbers


NUMBERS = {
    0: "0.00", -0.004: "0.00", 0.004: "0.00", 0.005: "0.01", -0.00501: "−0.01", 0.125: "0.13", 1.005: "1.00",
    -2.266: "−2.27", 99.994: "99.99", 99.996: "100.0", 100.25: "100.3", -123.45: "−123.5", 999.94: "999.9",
    999.96: "1\u2009000",
    1234.5: "1\u2009235", -4049.4: "−4\u2009049", 9999.4: "9\u2009999", 9999.6: "10\u2009000", 12345.6: "12\u2009350",
    1234567: "1\u2009235\u2009000", 9.9e6: "9\u2009900\u2009000", 1e7: "1.0·10⁷", -2.56e9: "−2.6·10⁹", 9.97e7: "1.0·10⁸",
    1.2e11: "1.2·10¹¹", 1e308: "1.0·10³⁰⁸",
}  # fmt: skip


@pytest.mark.parametrize("x, text", NUMBERS.items())
def test_numbers_are_written_alike_everywhere(js, x, text):
    assert number(x) == text
    assert js("shared/format.js", "(m, x) => m.number(x)", x) == text


def test_prose_and_stage_round_alike(js):
    rng = np.random.default_rng(5)
    sizes = 10 ** rng.uniform(-3, 12, 2000) * rng.choice([-1, 1], 2000)
    halves = np.arange(-400, 400) / 8
    every = [float(each) for each in [*sizes, *np.round(sizes, 2), *halves, *(halves + 1000)]]
    shown = js("shared/format.js", "(m, all) => all.map(m.number)", every)
    assert [(x, one) for x, one in zip(every, shown, strict=True) if number(x) != one] == []


BOUNDS = {
    0: "0", 1e-15: "1·10⁻¹⁵", 3e-9: "3·10⁻⁹", 2.1e-5: "3·10⁻⁵", 9.7e-4: "0.001",
    0.0034: "0.004", 1.0: "1", 3.2: "4", 1.5e41: "2.0·10⁴¹",
}


@pytest.mark.parametrize(
    "name, rule, x, text",
    [
        ("thousands", thousands, 0, "0"), ("thousands", thousands, 999, "999"),
        ("thousands", thousands, 1000, "1\u2009000"),
        ("thousands", thousands, -1234567, "−1\u2009234\u2009567"),
        ("short", short, 0, "0"), ("short", short, 0.3, "0.3"), ("short", short, 0.1 + 0.2, "0.3"),
        ("short", short, -2.50, "−2.5"), ("short", short, 1000, "1\u2009000"), ("short", short, 12345.25, "12\u2009345.25"),
        ("(x) => fixed(x, 3)", lambda x: fixed(x, 3), -0.0004, "0.000"),
        ("(x) => fixed(x, 3)", lambda x: fixed(x, 3), -1.23456, "−1.235"),
        *(("bound", bound, x, text) for x, text in BOUNDS.items()),
    ],
)  # fmt: skip
def test_counts_axes_and_longer_numbers_too(js, name, rule, x, text):
    assert rule(x) == text
    assert js("shared/format.js", f"({{ bound, thousands, short, fixed }}, x) => ({name})(x)", x) == text


def test_what_is_no_number_has_a_sign_of_its_own(js):
    assert js("shared/format.js", "(m) => [NaN, Infinity, -Infinity].map(m.number)") == ["—", "∞", "−∞"]


def test_readouts_of_every_kind(js):
    cases = [
        (0.001, "quadrature", "reverse_kl", "<\u20090.01"),
        (-3e-5, "quadrature", "divergence", "<\u20090.01"),
        (0.001, "quadrature", "elbo", "0.00"),
        (0.4375, "ratio", "x", "0.44×"),
        (0.607, "percent", "x", "61\u2009%"),
        (0.6071, "share", "x", "60.7\u2009%"),
        (12345, "count", "x", "12\u2009345"),
        (-1234.5, "elbo", "elbo", "−1\u2009235"),
    ]
    told = js("shared/format.js", "(m, all) => all.map((each) => m.readout(...each))", [each[:3] for each in cases])
    assert told == [each[3] for each in cases]


@pytest.mark.parametrize("lo, hi, count", [(0, 1, 5), (-3.2, 4.1, 8), (0, 200, 10), (1e5, 9e5, 4), (-1e-3, 1e-3, 5)])
def test_ticks_are_round_and_inside(js, lo, hi, count):
    marks = js("shared/format.js", "(m, [lo, hi, count]) => m.ticks(lo, hi, count)", [lo, hi, count])
    at = np.array([each["value"] for each in marks])
    gaps = np.diff(at)
    assert np.allclose(gaps, gaps[0]) and lo - 1e-9 <= at[0] and at[-1] <= hi + 1e-9 * (hi - lo)
    assert 0.4 * count <= len(at) <= 2.5 * count
    lead = gaps[0] / 10 ** math.floor(math.log10(gaps[0]) + 1e-9)
    assert min(abs(lead - each) for each in (1, 2, 5)) < 1e-9
    assert len({each["text"] for each in marks}) == len(marks)


def test_steps_are_whole(js):
    ticks = "(m, hi) => m.ticks(0, hi, 10, 1).map(({ text }) => text)"
    assert js("shared/format.js", ticks, 1) == ["0", "1"]
    assert js("shared/format.js", ticks, 4) == ["0", "1", "2", "3", "4"]
    assert js("shared/format.js", ticks, 200)[:3] == ["0", "20", "40"]


def test_ticks_of_nothing(js):
    assert js("shared/format.js", "(m) => [m.ticks(1, 1, 5), m.ticks(0, Infinity, 5), m.ticks(2, 1, 5)]") == [[], [], []]


def test_a_logarithmic_axis_is_written_as_what_it_stands_for(js):
    marks = js("shared/axis.js", "(m) => m.numbers({ log: 10, range: [0, 4] }, 5)")
    assert [each["text"] for each in marks] == ["1", "10", "100", "1\u2009000", "10\u2009000"]
    assert [each["value"] for each in marks] == pytest.approx([0, 1, 2, 3, 4])
    natural = js("shared/axis.js", "(m) => m.numbers({ log: Math.E, range: [0, 5] }, 3)")
    assert all(math.exp(each["value"]) == pytest.approx(float(each["text"])) for each in natural)


# Messages


def test_messages_arrive_bit_by_bit(js):
    rng = np.random.default_rng(3)
    arrays = {
        "a": rng.normal(size=(3, 2)).astype(np.float32), "b": np.array([np.nan, np.inf, -1e300]),
        "c": rng.integers(0, 255, (2, 2, 2)).astype(np.uint8), "d": np.array([-(2**31), 7]), "e": np.zeros((0, 4)),
    }  # fmt: skip
    text = base64.b64encode(pack({"title": "KL(q‖p)", "n": [1, None]}, arrays)).decode()
    code = """(m, text) => {
      const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      const shifted = new Uint8Array(raw.length + 3); // a socket's buffer may start anywhere
      shifted.set(raw, 3);
      const { header, arrays } = m.decode(shifted.subarray(3));
      const told = (name, array) => [name, array.constructor.name, array.shape, [...array].map(String)];
      const plain = Object.entries(arrays).map(([name, array]) => told(name, array));
      return { header, plain };
    }"""
    told = js("shared/message.js", code, text)
    assert told["header"] == {"title": "KL(q‖p)", "n": [1, None]}
    types = ["Float32Array", "Float64Array", "Uint8Array", "Int32Array", "Float64Array"]
    for (name, array), (key, kind, shape, values), wanted in zip(arrays.items(), told["plain"], types, strict=True):
        assert (key, kind, tuple(shape)) == (name, wanted, array.shape)
        back = np.array([float(each.replace("Infinity", "inf")) for each in values]).reshape(shape)
        np.testing.assert_array_equal(back, array.astype(float))


def test_a_stamp_leaves_the_arrays_alone(js):
    arrays = {"a": np.arange(5.0), "b": np.arange(3, dtype=np.uint8)}
    message = pack({"id": "x", "title": "q‖p"}, arrays)
    marked = stamped(message, token="ab", id="y")
    header, back = unpack(marked)
    assert header == {"id": "y", "title": "q‖p", "token": "ab"}
    for name in arrays:
        np.testing.assert_array_equal(back[name], arrays[name])
    size = int.from_bytes(marked[:4], "little")
    assert (4 + size) % 8 == 0
    code = "(m, text) => m.decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))).arrays.a[4]"
    assert js("shared/message.js", code, base64.b64encode(marked).decode()) == 4


def test_what_travels_short_is_whole_again(js):
    dice = np.random.default_rng(2)
    walk, height = np.float32(dice.normal(size=(700, 2))), np.float32(dice.random((40, 50)) ** 5)
    walk[3] = np.nan
    tiles = np.repeat(np.repeat(np.float32(dice.random((7, 9))), 9, axis=0), 8, axis=1)
    message = pack({}, {"walk": walk, "height": height, "tiles": tiles}, {"walk": False, "height": True})
    code = """(m, text) => {
      const { arrays } = m.decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
      return Object.values(arrays).map((each) => [each.shape, [...each].map((x) => (Number.isNaN(x) ? null : x))]);
    }"""
    told = js("shared/message.js", code, base64.b64encode(message).decode())
    for (shape, values), wanted in zip(told, unpack(message)[1].values(), strict=True):
        np.testing.assert_allclose(np.array(values, float).reshape(shape), wanted, rtol=1e-6, atol=1e-7)


def test_rows_and_constants(js):
    code = """(m) => {
      const array = Object.assign(Float64Array.from([1, 2, 3, 4, 5, 6]), { shape: [3, 2] });
      const run = m.runOf({}, { array, one: Float64Array.from([7]) });
      const values = [run.value("one", 5), String(run.value("none", 0))];
      return [[...m.row(array, 1)], [...m.row(array, 9)], ...values, [...m.starts([2, 0, 3])]];
    }"""
    assert js("shared/message.js", code) == [[3, 4], [5, 6], 7, "NaN", [0, 2, 2, 5]]


# The hand


def test_the_nearest_mark_is_taken_not_the_one_on_top(js):
    marks = [{"name": "diamond", "x": 100, "y": 100, "reach": 22}, {"name": "ring", "x": 120, "y": 100, "reach": 22}]
    at = lambda x, y: (js("shared/hand.js", "(m, [all, x, y]) => m.nearest(all, x, y)", [marks, x, y]) or {}).get("name")
    assert [at(100, 100), at(109, 100), at(111, 100), at(120, 100)] == ["diamond", "diamond", "ring", "ring"]
    assert [at(79, 100), at(142, 100), at(143, 100), at(110, 121)] == ["diamond", "ring", None, None]


def test_values_snap_to_their_grid(js):
    cases = [[0.1 + 0.2, 0, 1, 0.1], [-0.3, 0, 1, 0.1], [7.26, 0, 12, 0.05], [2.9, 0.5, 3, 1], [9, 0.5, 3, 1]]
    assert js("shared/hand.js", "(m, all) => all.map((each) => m.snapped(...each))", cases) == [0.3, 0, 7.25, 2.5, 3]


GRIPS = """async (m) => {
  const { sign } = await import("%sshared/hand.js");
  const area = document.createElement("div");
  area.style.cssText = "position:fixed;left:50px;top:20px;width:400px;height:300px";
  const layer = document.createElement("div");
  area.append(layer);
  document.body.replaceChildren(area);
  const said = [];
  const mark = (name, x, y, more = {}) => {
    const at = [x, y];
    const to = (a, b) => { at.splice(0, 2, a, b); said.push([name, "to", a, b]); };
    const nudge = (key, by) => {
      at[0] += sign(key) * by;
      if (sign(key)) said.push([name, key, by]);
      return sign(key) !== 0;
    };
    const done = (moved) => said.push([name, "done", moved]);
    return { name, kind: "test", axis: 0, at: () => at, to, nudge, done, read: () => ({ valuenow: at[0] }), ...more };
  };
  const grips = new m.Grips(area, () => said.push(["begin"]));
  const put = () => grips.put("g", layer,
    [mark("one", 100, 100), mark("two", 120, 100), mark("still", 100, 101, { still: true })]);
  put();
  grips.place();
  Object.assign(window, { grips, said, put });
}""" % ORIGIN  # noqa: UP031 (braces are JavaScript's here)


def test_grips_by_pointer_keys_and_voice(js, sheet):
    js("shared/grip.js", GRIPS)
    said = lambda: sheet.evaluate("() => said.splice(0)")
    sheet.mouse.move(150, 120)  # the center of "one", under the circle of "two", which lies on top
    sheet.mouse.down()
    sheet.mouse.move(160, 130)
    holds = "() => [document.activeElement.ariaLabel, grips.holds('g', 0), grips.holds('g', 1)]"
    assert sheet.evaluate(holds) == ["one", True, False]
    sheet.mouse.up()
    assert said() == [["begin"], ["one", "to", 110, 110], ["one", "done", True]]
    sheet.mouse.move(172, 121)  # 2 px beside the center of "two": the mark does not jump
    sheet.mouse.down()
    sheet.mouse.move(192, 131)
    sheet.evaluate("put()")  # an answer in mid-drag keeps the element, the focus and the hand
    sheet.mouse.move(202, 141)
    sheet.mouse.up()
    assert [each for each in said() if each[1:2] == ["to"]] == [["two", "to", 140, 110], ["two", "to", 150, 120]]
    sheet.mouse.click(400, 300)
    assert said() == []  # nothing is there
    sheet.get_by_role("slider", name="still").focus()
    sheet.keyboard.press("Shift+ArrowLeft")
    sheet.keyboard.press("ArrowRight")
    sheet.keyboard.press("a")
    assert said() == [["still", "ArrowLeft", 10], ["still", "ArrowRight", 1]]
    assert sheet.get_by_role("slider", name="still").get_attribute("aria-valuenow") == "91"
    sheet.wait_for_function("() => said.length")  # the release follows a pause in which more keys may come
    assert said() == [["still", "done", True]]
    sheet.evaluate("grips.destroy()")
    sheet.mouse.move(150, 120)
    sheet.mouse.down()
    sheet.mouse.up()
    assert said() == []


CHANNEL = """async (m) => {
  const log = [];
  let now = 1000;
  const real = performance.now;
  performance.now = () => now;
  const quiet = (old, lost) => { channel.state = [old, lost]; };
  const channel = new m.Channel({ send: (name, value) => log.push([name, value]), quiet });
  const after = (ms) => { now += ms; channel.watch(); return channel.state; };
  %s
  performance.now = real;
  channel.close();
  return result;
}"""


def test_one_message_is_in_flight_and_the_newest_follows(js):
    body = """channel.from({ token: "t", id: "p1" });
      channel.post("q", { x: 1 }, false); channel.post("q", { x: 2 }, false); channel.post("q", { x: 3 }, false);
      channel.heard(1); channel.post("q", { x: 4 }, true);
      const result = log;"""
    assert js("shared/channel.js", CHANNEL % body) == [
        ["q", {"seq": 1, "x": 1, "released": False, "token": "t", "picture": "p1"}],
        ["q", {"seq": 2, "x": 3, "released": False, "token": "t", "picture": "p1"}],
        ["q", {"seq": 3, "x": 4, "released": True, "token": "t", "picture": "p1"}],
    ]


def test_the_last_value_is_sent_though_the_hand_rests_and_the_answer_got_lost(js):
    body = """const told = [channel.post("q", { x: 1 }, false), channel.post("q", { x: 2 }, false)];
      for (const each of [3900, 200, 200]) { after(each); told.push(log.at(-1)[1].x); }
      const result = [told, log.length];"""
    assert js("shared/channel.js", CHANNEL % body) == [[1, 2, 1, 2, 2], 2]


def test_silence_is_noticed_and_forgotten(js):
    body = """const seen = [after(0)];
      channel.post("q", { x: 1 }, true); seen.push(after(290), after(20), after(3600), after(200));
      channel.post("q", { x: 2 }, true); channel.heard(1); seen.push(after(0), after(310));
      channel.heard(2); seen.push(after(5000));
      const result = seen;"""
    quiet, old, lost = [False, False], [True, False], [True, True]
    assert js("shared/channel.js", CHANNEL % body) == [quiet, quiet, old, old, lost, quiet, old, quiet]


def test_another_session_owes_no_answer(js):
    body = """channel.from({ token: "a", id: "p" });
      channel.post("q", { x: 1 }, true); channel.post("q", { x: 2 }, false);
      const waits = channel.waits(1), before = after(500), other = channel.from({ token: "b", id: "p" });
      channel.heard(0); channel.post("q", { x: 3 }, false);
      const result = [waits, before, other, channel.waits(1), after(0), log.map(([, each]) => [each.x, each.token])];"""
    want = [True, [True, False], True, False, [False, False], [[1, "a"], [3, "b"]]]
    assert js("shared/channel.js", CHANNEL % body) == want


# What a run means


NOW = {"step": 0, "playing": False, "led": False, "kept": None}
RUN = {"id": "b", "steps": 200}
OLD = {"id": "a", "steps": 200}


@pytest.mark.parametrize(
    "now, before, run, reduced, want",
    [
        ({}, None, {}, False, (0, False, False)),
        ({}, None, {}, True, (180, False, True)),
        ({}, None, {"step": 44}, False, (44, False, False)),
        ({}, None, {"step": 999}, False, (200, False, False)),
        ({}, None, {"dial": {}}, True, (180, False, False)),
        ({"step": 30, "led": True}, None, {}, False, (30, None, False)),
        ({"step": 70}, {"id": "b"}, {}, False, (70, None, False)),
        ({"step": 70, "playing": True}, {"id": "b"}, {}, False, (70, None, False)),
        ({"step": 70}, {}, {}, False, (70, False, False)),
        ({"step": 200}, {}, {"steps": 120}, False, (120, False, False)),
        ({"step": 150}, {}, {"steps": 120}, False, (120, False, False)),
        ({"step": 70, "playing": True}, {}, {}, False, (0, True, False)),
        ({"step": 70}, {}, {"autoplay": True}, False, (0, True, False)),
        ({"step": 70}, {}, {"play": "choice"}, False, (0, True, False)),
        ({"step": 70}, {}, {"play": "choice"}, True, (180, False, True)),
        ({"step": 70}, {"id": "b"}, {"play": "choice"}, False, (70, None, False)),
        ({"step": 70, "led": True}, {}, {"play": "choice"}, False, (70, None, False)),
        ({"step": 200}, {"id": "b"}, {"play": "reset"}, False, (0, False, False)),
        ({"step": 200}, {}, {"play": "reset"}, True, (0, False, False)),
        ({}, None, {"autoplay": True}, False, (0, True, False)),
        ({}, None, {"autoplay": True}, True, (180, False, True)),
        ({}, None, {"open": True, "step": 44}, False, (0, False, False)),
        ({}, None, {"open": True}, True, (0, False, False)),
        ({"step": 9, "playing": True, "led": True}, {}, {"open": True}, False, (0, False, False)),
        ({}, {"id": "b", "open": True}, {"step": 44}, False, (0, True, False)),
        ({}, {"open": True}, {}, True, (180, False, True)),
        ({"kept": 40}, None, {}, False, (40, False, False)),
        ({"kept": 40}, None, {}, True, (40, False, True)),
        ({"kept": 0}, {"open": True}, {}, False, (0, False, False)),
        ({"kept": 999}, {"open": True}, {}, False, (200, False, False)),
        ({"kept": 40}, None, {"open": True}, False, (0, False, False)),
        ({"kept": 40}, None, {"step": 44}, False, (44, False, False)),
        ({"kept": 40}, {}, {"play": "choice"}, False, (0, True, False)),
    ],
)
def test_arrival(js, now, before, run, reduced, want):
    given = [NOW | now, before if before is None else OLD | before, RUN | run, {"goal": 180, "reduced": reduced}]
    told = js("stage/arrival.js", "(m, given) => m.arrival(...given)", given)
    assert (told["step"], told["play"], told["trail"]) == want


def test_a_run_lasts_some_seconds_whatever_its_length(js):
    lasts = lambda steps: steps / js("stage/player.js", "(m, steps) => m.pace(steps)", steps)
    assert all(4 <= lasts(steps) <= 6 for steps in (10, 20, 40, 60, 100, 150))
    assert lasts(1) <= 1 and lasts(200) == pytest.approx(200 / 30)
    assert lasts(360) == pytest.approx(12) and lasts(2000) == pytest.approx(12)


def test_the_step_that_moved_most_is_explained(js):
    code = """(m, [mean, cov, dim]) => m.boldest({ arrays: {
      q_mean: Object.assign(Float64Array.from(mean.flat()), { shape: [mean.length, dim] }),
      q_cov: Object.assign(Float64Array.from(cov.flat()), { shape: [cov.length, 2 * dim - 1] }) } }, mean.length - 1)"""
    assert js("stage/explain.js", code, [[[0], [0.1], [1.1], [1.2]], [[1], [1], [1], [1]], 1]) == 1
    assert js("stage/explain.js", code, [[[0], [0.1], [1.1], [1.2]], [[1], [1], [1], [0.01]], 1]) == 2
    still = [[[0, 0]] * 3, [[1, 0, 1], [1, 0, 1], [1, 0.5, 4]], 2]
    assert js("stage/explain.js", code, still) == 1


def test_the_picture_is_told_as_it_is(js):
    header = {
        "target": "Two bumps", "family": "Normal", "steps": 40, "title": "q ends on the left bump.",
        "readouts": [{"key": "elbo", "label": "ELBO", "kind": "quadrature", "unit": "nats"},
                     {"key": "reverse_kl", "label": "KL(q‖p)", "kind": "quadrature", "unit": "nats", "toy": True}],
    }  # fmt: skip
    code = """(m, [header, where]) => m.pictureWords({ header },
      { mean: [-1.5], cov: [0.25], value: (key) => ({ elbo: -3, reverse_kl: 0.41 })[key] ?? NaN }, where)"""
    tell = lambda where, **more: js("stage/words.js", code, [header | more, where])
    at = {"step": 12, "held": False}
    assert tell(at) == "Two bumps, Normal. Step 12 of 40: q has mean −1.50 and sd 0.50, ELBO −3.00 nats, KL(q‖p) 0.41 nats."
    assert "ends on" in tell(at | {"step": 40}) and "Step 40 of 40" in tell(at | {"step": 40})
    assert "0.41" not in tell(at, hidden=True) and "hidden" in tell(at, hidden=True)
    assert "Under the hand" in tell(at | {"step": 0, "held": True})
    assert tell(at, label="Step {step} of {steps}: the bound is {elbo}.") == "Step 12 of 40: the bound is −3.00."
    assert "α = 0.30" in tell({"step": 1, "held": False}, dial={"text": "α = {}", "name": "α", "values": [0, 0.3]})


@pytest.mark.parametrize("sent", ["Float32Array.from(kernels)", "kernels"])
def test_a_view_fits_q_as_python_tells_it_and_as_a_hand_holds_it(js, sent):
    code = """(m, kernels) => m.fitting({ header: { kind: "1d", window: [[-9, 9]] },
        arrays: { p: Float32Array.from({ length: 181 }, (_, i) => Math.exp(-(((i - 90) / 10) ** 2) / 2)) } },
      [{ mean: [2], cov: [30], kernels: KERNELS, df: 0 }])""".replace("KERNELS", sent)
    assert js("stage/view.js", code, [0.5, -3, 1, 0.5, 3, 1]) is None
    assert js("stage/view.js", code, [0.5, -3, 1, 0.5, 12, 1])["why"] == "outside"


# A whole stage, without a server


STAGE = """async ([m, text]) => {
  const { decode } = await import("%sshared/message.js");
  const host = document.createElement("div");
  host.style.cssText = "width:1000px;height:520px";
  document.body.replaceChildren(host);
  const stage = new m.Stage(host, host);
  const said = [];
  stage.send = (name, value) => said.push([name, value]);
  stage.retheme();
  const receive = (message) => stage.receive(decode(Uint8Array.from(atob(message), (c) => c.charCodeAt(0))));
  receive(text);
  Object.assign(window, { stage, host, said, receive });
}""" % ORIGIN  # noqa: UP031 (braces are JavaScript's here)


@pytest.fixture
def stage(js, sheet):
    """A stage of the demo's run; `stage.receive(id, seq=, token=)` sends it another."""
    import stage_demo

    def message(run, seq=0, token="a", **more):
        made = stage_demo.line(run, seq=seq, handles=["mean", "scale"], steps=40, **more)
        return base64.b64encode(stamped(made, token=token)).decode()

    js("stage/stage.js", f"(m, text) => ({STAGE})([m, text])", message("first"))
    sheet.wait_for_selector("[data-painted=first]")
    sheet.receive = lambda *run, **more: sheet.evaluate("(text) => receive(text)", message(*run, **more))
    yield sheet
    sheet.evaluate("stage.destroy()")


def nudge(stage, key="Shift+ArrowRight"):
    """Move q by a key and wait for the release; its number."""
    grip = stage.get_by_role("slider", name="Mean of q", exact=True)
    grip.focus()
    before = stage.evaluate("said.length")
    stage.keyboard.press(key)
    stage.wait_for_function("(n) => said.length > n && said.at(-1)[1].released", arg=before)
    return stage.evaluate("said.at(-1)[1].seq"), float(grip.get_attribute("aria-valuenow"))


def test_a_late_run_does_not_take_q_out_of_the_hand(stage):
    first, _ = nudge(stage)
    second, mean = nudge(stage)
    now = lambda: float(stage.get_by_role("slider", name="Mean of q", exact=True).get_attribute("aria-valuenow"))
    stage.receive("late", seq=first)  # answers what was said before
    assert stage.evaluate("stage.handles.held") and now() == mean
    stage.receive("answer", seq=second)
    assert not stage.evaluate("stage.handles.held") and now() != mean
    assert stage.evaluate("said.at(-1)[1].picture") == "first"


def test_a_late_answer_moves_no_newer_guess(stage):
    spec = {"kind": "point", "label": "Where?", "locked": False}
    stage.receive("first", guess=spec | {"value": None})
    mark = stage.get_by_role("slider", name="Where?")
    mark.focus()
    for count in (1, 2):
        stage.keyboard.press("Shift+ArrowRight")
        stage.wait_for_function("(n) => said.at(-1)?.[0] === 'guess' && said.at(-1)[1].seq === n", arg=count)
    first, second = stage.evaluate("said.slice(-2).map(([, each]) => each.value)")
    now = lambda: float(mark.get_attribute("aria-valuenow"))
    assert now() == second[0] > first[0]
    stage.receive("first", guess=spec | {"value": first, "seq": 1})
    assert now() == second[0]
    stage.receive("first", guess=spec | {"value": first, "seq": 2})
    assert now() == first[0]


def test_another_session_starts_from_its_own_picture(stage):
    nudge(stage)
    stage.wait_for_selector("[data-stale=true]")
    stage.receive("first", seq=0, token="b")
    assert not stage.evaluate("stage.handles.held")
    assert stage.locator("[data-vizvi=stage]").get_attribute("data-stale") == "false"
    nudge(stage)
    assert stage.evaluate("said.at(-1)[1].token") == "b"


def test_what_is_gone_keeps_nothing(stage):
    stage.evaluate("stage.destroy()")
    kept = "[host.childElementCount, stage.root.childElementCount, stage.run, stage.parts.canvas.width]"
    assert stage.evaluate(kept) == [0, 0, None, 0]
    stage.keyboard.press("ArrowRight")  # nobody listens any more


def test_labels_follow_the_step(stage):
    label = lambda: stage.locator(".vizvi-canvas").get_attribute("aria-label")
    assert "Step 0 of 40" in label()
    stage.evaluate("stage.transport.seek(7)")
    assert "Step 7 of 40" in label()
    nudge(stage)
    assert "Under the hand" in label()


# Where things stand


def board(**more):
    panel = {"y": {"label": "y", "range": [-1, 1]}, "layers": []}
    return {"x": {"label": "x", "range": [0, 10]}, "panels": [panel], **more}


LAYOUT = """(m, [header, width, height]) => {
  const ui = { type: 1, line: 1, ratio: 1, family: "sans-serif", theme: {} };
  const g = m.layout({ header }, width, height, ui);
  const { X, Y, toY, box } = g.panels[0];
  const ends = [X(0), X(10), Y(-1), Y(1)];
  return { box, boxes: g.panels.map((each) => each.box), ends, back: [g.toX(X(3)), toY(Y(0.4))] };
}"""


def test_a_board_is_laid_out_and_read_back(js):
    told = js("board/layout.js", LAYOUT, [board(), 700, 400])
    box = told["box"]
    assert told["ends"] == pytest.approx([box["x"], box["x"] + box["w"], box["y"] + box["h"], box["y"]])
    assert told["back"] == pytest.approx([3, 0.4])
    assert box["x"] > 0 and box["x"] + box["w"] < 700 and box["y"] + box["h"] < 400


def test_panels_share_a_board(js):
    panel = lambda share: {"y": {"label": "y", "range": [0, 1]}, "layers": [], "share": share}
    told = js("board/layout.js", LAYOUT, [board(panels=[panel(2), panel(1)]), 700, 500])
    first, second = told["boxes"]
    assert first["h"] == pytest.approx(2 * second["h"]) and first["y"] + first["h"] < second["y"]
    equal = js("board/layout.js", LAYOUT, [board(aspect="equal"), 700, 400])["box"]
    assert equal["w"] / equal["h"] == pytest.approx(5)


def test_a_cursors_ring_has_room_at_the_edge(js):
    cursor = {"name": "α", "value": 10, "min": 0, "max": 10}
    box = js("board/layout.js", LAYOUT, [board(cursor=cursor), 700, 400])["box"]
    assert 700 - (box["x"] + box["w"]) >= 22


BESIDE = """(m, [width, taken, memory]) => {
  const ui = { type: 1, line: 1, ratio: 1, family: "sans-serif", theme: { ink: "#000000", background: "#ffffff" } };
  const ctx = document.createElement("canvas").getContext("2d");
  const spots = [{ x: 50, y: 50, ux: 1, uy: 0 }, { x: 50, y: 50, ux: 0, uy: -1 }];
  const room = { taken, frame: { x: 0, y: 0, w: width, h: 100 }, lines: [], memory };
  return [m.beside(ctx, ui, room, "label", spots, {}), room.memory, taken.length];
}"""


def test_a_label_takes_the_first_free_place_and_keeps_it(js):
    spot, memory, _ = js("shared/labels.js", BESIDE, [200, [], {}])
    assert spot["x"] > 60 and memory == {"label": 0}
    spot, memory, count = js("shared/labels.js", BESIDE, [200, [{"left": 60, "right": 200, "top": 45, "bottom": 55}], {}])
    assert spot["y"] < 50 and memory == {"label": 1} and count == 2
    assert js("shared/labels.js", BESIDE, [60, [{"left": 0, "right": 60, "top": 0, "bottom": 100}], {}])[0] is None


def test_a_straight_line_is_followed_evenly(js):
    code = "(m) => m.pixels(Float64Array.from([0, 0, 60, 0]), { X: (x) => x, Y: (y) => y })"
    assert js("shared/labels.js", code) == [each for x in range(6, 61, 6) for each in (x, 0)]


def test_colors_lie_evenly_between_two(js):
    ends = js("shared/blend.js", "(m) => [0, 0.5, 1].map((t) => m.mixed('#000000', '#FFFFFF', t))")
    assert ends[0] == "#000000" and ends[2] == "#FFFFFF" and ends[1] == "#777777"  # L* = 50


def test_both_themes_name_the_same_colors(js):
    light, dark = js("shared/tokens.js", "(m) => Object.values(m.TOKENS).map((each) => Object.keys(each))")
    assert light == dark


def test_a_board_is_described_as_it_is_now(js):
    told = js(
        "board/describe.js",
        """(m) => { const board = { header: { title: "It falls.", x: { label: "draws", range: [0, 3], log: 10 },
            panels: [{ y: { label: "KL(q‖p), nats", range: [0, 1.5] },
              layers: [{ label: "exact" }, { labels: ["A", "B"] }] }],
            legend: [{ text: "estimate", mark: "hatch" }], cursor: {} }, hands: {} };
          return [0.25, 0.5].map((at) => {
            board.hands.items = [{ name: "α", kind: "cursor", read: () => ({ valuenow: at, valuetext: `${at}` }) }];
            return m.description(board); }); }""",
    )
    assert told[0] == (
        "It falls. Across: draws from 1.00 to 1\u2009000, on a logarithmic scale. Up: KL(q‖p) from 0.00 to 1.50 nats; "
        "named in it: exact, A, B. estimate: hatching. Now: α at 0.25. Focus what can be held and use the arrow keys."
    )
    assert "Now: α at 0.5." in told[1]
