"""The stage's contract, in a browser: names, stepping, scrubbing, keys, playing, handles, themes, phone."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from cover import wide
from streamlit.testing.v1 import AppTest
from waiting import hurry, still, until

from vizvi.ui.canvas import pack, unpack

DEMO = Path(__file__).with_name("stage_demo.py")
STAGE = '[data-vizvi="stage"]'
expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture
def page(demo_page):
    return demo_page


@pytest.fixture
def show(page, demos, console):
    """`stage = show("plane")`: that demo, painted; afterwards the console must be clean."""
    problems = console(page)

    def start(name, on=page):
        demos(on, "stage_demo", name)
        return on.locator(STAGE)

    yield start
    assert not problems


def step_of(stage):
    return int(stage.get_attribute("data-step"))


def slider(stage):
    return stage.get_by_role("slider", name="Step", exact=True)


def value(stage, key):
    return float(stage.locator(f'[data-vizvi-value="{key}"]').get_attribute("data-value").replace("Infinity", "inf"))


def test_pack_round_trip():
    arrays = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.array([np.nan, np.inf]),
              "c": np.arange(5, dtype=np.uint8), "d": np.arange(3)}  # fmt: skip
    message = pack({"type": "run", "title": "KL(q‖p)"}, arrays)
    header, back = unpack(message)
    assert header == {"type": "run", "title": "KL(q‖p)"}
    assert [back[k].dtype.str for k in "abcd"] == ["<f4", "<f8", "|u1", "<i4"]
    for name, array in arrays.items():
        np.testing.assert_array_equal(back[name], array)
    with pytest.raises(ValueError):
        pack({"range": [0, math.nan]}, {})


def test_stage_mounts_without_a_browser():
    app = AppTest.from_file(str(DEMO), default_timeout=30).run()
    assert not app.exception


def test_parts_are_named(show):
    stage = show("line")
    for name in ("To start", "Step back", "Play", "Step forward", "To end"):
        assert stage.get_by_role("button", name=name, exact=True).count() == 1
    assert slider(stage).count() == 1
    speed = stage.get_by_label("Speed", exact=True)
    assert speed.locator("option").all_text_contents() == ["⅛×", "¼×", "1×", "4×", "to end"]
    assert [stage.get_attribute(f"data-{k}") for k in ("kind", "step", "steps", "playing")] == [
        "1d",
        "0",
        "200",
        "false",
    ]
    for key in ("elbo", "log_z", "reverse_kl", "forward_kl"):
        assert math.isfinite(value(stage, key))
    assert value(stage, "log_z") - value(stage, "elbo") == pytest.approx(value(stage, "reverse_kl"))


def test_stepping_counts_true_iterates(show, page):
    stage = show("line")
    press = lambda name: stage.get_by_role("button", name=name, exact=True).click()
    seen = []
    for name in ("Step forward", "Step forward", "Step back", "To end", "Step forward", "To start", "Step back"):
        press(name)
        seen.append(step_of(stage))
    assert seen == [1, 2, 1, 200, 200, 0, 0]
    before = value(stage, "elbo")
    slider(stage).fill("77")
    assert step_of(stage) == 77
    assert value(stage, "elbo") != before


def test_keyboard(show, page):
    stage = show("line")
    page.mouse.click(5, 400)
    seen = []
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowLeft", "End", "Shift+ArrowLeft", "Home"):
        page.keyboard.press(key)
        seen.append(step_of(stage))
    assert seen == [1, 11, 10, 200, 190, 0]
    page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-playing", "true")
    page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-playing", "false")
    slider(stage).focus()
    at = step_of(stage)
    page.keyboard.press("Shift+ArrowRight")
    assert step_of(stage) == at + 10
    checkbox = page.get_by_role("checkbox", name="Another run")
    checkbox.focus()
    page.keyboard.press("ArrowRight")
    assert step_of(stage) == at + 10


def test_play_runs_to_the_end(show, page):
    stage = show("line")
    speed = stage.get_by_label("Speed", exact=True)
    speed.select_option("⅛×")  # so that it still plays when it is looked at
    stage.get_by_role("button", name="Play", exact=True).click()
    expect(stage).to_have_attribute("data-playing", "true")
    assert stage.get_by_role("button", name="Pause", exact=True).count() == 1
    speed.select_option("4×")
    hurry(page)
    expect(stage).to_have_attribute("data-step", "200")
    expect(stage).to_have_attribute("data-playing", "false")
    expect(stage.locator("[aria-live]")).to_contain_text("Step 200 of 200")
    speed.select_option("to end")
    stage.get_by_role("button", name="Play", exact=True).click()
    expect(stage).to_have_attribute("data-step", "200")


def test_new_run_keeps_the_mount(show, page):
    stage = show("line")
    stage.evaluate("e => { e.marked = true }")
    stage.get_by_label("Speed", exact=True).select_option("⅛×")
    stage.get_by_role("button", name="trail").click()
    slider(stage).fill("150")
    page.get_by_text("Another run").click()
    expect(stage).to_have_attribute("data-painted", "again")
    assert [stage.get_attribute("data-steps"), step_of(stage)] == ["120", 120]
    assert stage.evaluate("e => e.marked")
    assert stage.get_by_label("Speed", exact=True).input_value() == "0.125"
    assert stage.get_by_role("button", name="trail").get_attribute("aria-pressed") == "false"
    stage.get_by_role("button", name="Play", exact=True).click()
    page.get_by_text("Another run").click()
    expect(stage).to_have_attribute("data-painted", "line")
    assert stage.get_attribute("data-playing") == "true"
    assert step_of(stage) < 60


def test_trace_scrubs(show, page):
    stage = show("plane")
    box = stage.locator(".vizvi-chart").bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.down()
    first = step_of(stage)
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.5 * box["height"], steps=4)
    page.mouse.up()
    assert 70 < first < 120 < step_of(stage)


def test_numbers_are_printed_for_people(show):
    stage = show("line")
    slider(stage).fill("200")
    shown = stage.locator('[data-vizvi-value="elbo"]').text_content()
    assert re.fullmatch(r"−\d\.\d\d", shown)
    assert len(stage.locator('[data-vizvi-value="elbo"]').get_attribute("data-value")) > 8


def test_numbers_that_are_not_numbers(show):
    stage = show("still")
    shown = {key: stage.locator(f'[data-vizvi-value="{key}"]') for key in ("elbo", "forward_kl", "reverse_kl", "ratio")}
    assert [item.text_content() for item in shown.values()] == ["—", "∞", "<\u20090.01", "12\u2009350×"]
    assert [shown[key].get_attribute("data-value") for key in ("elbo", "forward_kl")] == ["NaN", "Infinity"]
    assert shown["elbo"].get_attribute("title") == "not known well enough to print"
    stage.get_by_role("button", name="Play", exact=True).click()
    assert stage.get_attribute("data-playing") == "false"


@pytest.mark.wide
def test_stopped_run_says_why(show, page):
    stage = show("stopped")
    told = stage.get_by_text("Stopped at step 37.")
    expect(told).to_be_hidden()  # until it is so
    stage.get_by_label("Speed", exact=True).select_option("to end")
    stage.get_by_role("button", name="Play", exact=True).click()
    expect(stage).to_have_attribute("data-step", "37")
    expect(told).to_be_visible()


@pytest.mark.wide
def test_mass_outside_is_said(show):
    stage = show("far")
    note = stage.get_by_text("q has 58\u2009% of its mass outside the picture")
    expect(note).to_be_visible()
    slider(stage).fill("200")
    expect(note).to_be_hidden()


def test_all_of_p_and_q_can_be_seen(show, page):
    stage = show("far")
    canvas = stage.locator(".vizvi-canvas")

    def middle() -> list[float]:
        """Coordinates under the middle of the picture, as they are told there."""
        page.mouse.move(5, 5)
        canvas.hover()
        told = stage.locator(".vizvi-tip").text_content()
        return [float(each) for each in re.findall(r"= (\S+)", told.replace("−", "-"))]

    before = middle()
    page.keyboard.press("z")
    usual = stage.get_by_role("button", name="Usual axes")
    expect(usual).to_be_visible()
    fitted = still(page, middle)
    assert fitted[0] < before[0] - 2 and fitted[1] > before[1] + 2  # q is up on the left
    usual.click()
    assert still(page, middle) == before
    expect(stage.get_by_role("button", name="Zoom to fit")).to_be_visible()
    slider(stage).fill("200")
    expect(stage.get_by_role("button", name="Zoom to fit")).to_be_hidden()


@pytest.mark.parametrize("name", ["forward", wide("spike"), wide("bare"), "contours", "data"])
def test_every_kind_of_picture_paints(show, name):
    stage = show(name)
    slider(stage).fill("20")
    pixels = "e => new Set(new Uint32Array(e.getContext('2d').getImageData(0, 0, e.width, e.height).data.buffer)).size"
    assert stage.locator(".vizvi-canvas").evaluate(pixels) > 50


def test_handles_by_keyboard_on_a_line(show, page):
    stage = show("handles")
    slider(stage).fill("50")
    mean = stage.get_by_role("slider", name="Mean of q", exact=True)
    scale = stage.get_by_role("slider", name="Scale of q", exact=True)
    mean.focus()
    before = float(mean.get_attribute("aria-valuenow"))
    page.keyboard.press("Shift+ArrowRight")
    assert step_of(stage) == 0
    assert float(mean.get_attribute("aria-valuenow")) > before
    expect(page.get_by_text(re.compile("handles .*'released': True"))).to_be_visible()
    width = float(scale.get_attribute("aria-valuenow"))
    scale.focus()
    page.keyboard.press("ArrowDown")
    assert float(scale.get_attribute("aria-valuenow")) < width
    assert "standard deviation" in scale.get_attribute("aria-valuetext")


@pytest.mark.wide
def test_handles_by_mouse_on_a_plane(show, page):
    stage = show("grab")
    names = ("Mean of q, z₁", "Mean of q, z₂", "Scale of q, axis 1", "Scale of q, axis 2")
    grips = [stage.get_by_role("slider", name=name, exact=True) for name in names]
    for grip in grips:
        box = grip.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    x, y = (float(grip.get_attribute("aria-valuenow")) for grip in grips[:2])
    box = grips[0].bounding_box()
    page.mouse.move(box["x"] + 22, box["y"] + 22)
    page.mouse.down()
    page.mouse.move(box["x"] + 82, box["y"] + 62, steps=12)
    live = page.get_by_text(re.compile("handles .*'released': False"))
    expect(live).to_be_visible()
    page.mouse.up()
    expect(page.get_by_text(re.compile("handles .*'released': True"))).to_be_visible()
    assert float(grips[0].get_attribute("aria-valuenow")) > x
    assert float(grips[1].get_attribute("aria-valuenow")) < y
    until(page, lambda: (stage.get_attribute("data-painted") or "").startswith("from"))
    stage.get_by_role("button", name="Step forward", exact=True).click()
    assert step_of(stage) == 1


def test_theme_switches_while_mounted(show, page):
    page.emulate_media(color_scheme="light")
    stage = show("line")
    hue = "e => getComputedStyle(e).getPropertyValue('--vizvi-q')"
    assert stage.evaluate(hue) == "#B8560B"
    slider(stage).fill("33")
    page.emulate_media(color_scheme="dark")
    expect(stage).to_have_attribute("data-theme", "dark")
    assert stage.evaluate(hue) == "#F0802F"
    assert step_of(stage) == 33


def test_reduced_motion_opens_at_the_end(show, page):
    page.emulate_media(reduced_motion="reduce")
    stage = show("line")
    assert step_of(stage) == 200
    assert stage.get_by_role("button", name="trail").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("name", [wide("line"), "plane"])
def test_phone(show, page, name):
    page.set_viewport_size({"width": 390, "height": 844})
    stage = show(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tops = [
        stage.locator(part).first.bounding_box()["y"]
        for part in (".vizvi-picture", ".vizvi-transport", ".vizvi-cards", ".vizvi-plot")
    ]
    assert tops == sorted(tops)
    speed, play = (stage.locator(part).bounding_box() for part in (".vizvi-speed", ".vizvi-play"))
    assert abs(speed["y"] - play["y"]) < 6


@pytest.mark.parametrize("name", ["line", wide("plane")])
def test_everything_fits_a_laptop(show, name):
    box = show(name).bounding_box()
    assert box["height"] <= 540
    assert box["width"] > 1000
