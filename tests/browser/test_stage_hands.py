"""Hands on the stage, in a browser: dragging p, predictions, touch."""

import re

import pytest
import test_stage
from cover import daily, wide
from test_stage import slider, step_of
from waiting import frames, hurry, settled, until

expect = pytest.importorskip("playwright.sync_api").expect
page, show = test_stage.page, test_stage.show  # fixtures


def grip(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def at(locator, name="aria-valuenow"):
    return float(locator.get_attribute(name))


def drag(page, locator, dx, dy, release=True):
    box = locator.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=12)
    if release:
        page.mouse.up()


def test_p_is_dragged_and_the_run_follows(show, page):
    stage = show("bumps")
    slider(stage).fill("60")
    distance = grip(page, "Half the distance between p's bumps")
    assert min(distance.bounding_box()[side] for side in ("width", "height")) >= 24
    drag(page, distance, 60, 0, release=False)
    expect(stage).to_have_attribute("data-stale", "true")
    assert at(distance) > 4
    assert step_of(stage) == 60
    page.mouse.up()
    until(page, lambda: stage.get_attribute("data-painted") == f"bumps {at(distance):g} 0.5")
    expect(stage).to_have_attribute("data-stale", "false")
    weight = grip(page, "Weight of p's left bump")
    drag(page, weight, 0, -40)
    assert at(weight) > 0.55
    weight.focus()
    before = at(weight)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowUp")
    assert at(weight) == pytest.approx(before - 0.09)
    until(page, lambda: (stage.get_attribute("data-painted") or "").endswith(f" {at(weight):g}"))
    assert step_of(stage) == 60
    before, apart = at(weight), at(distance)
    drag(page, weight, 60, 0)  # sideways it is the bump that moves
    until(page, lambda: stage.get_attribute("data-painted") == f"bumps {at(distance):g} {before:g}")
    assert at(distance) < apart - 0.5 and at(weight) == before


@pytest.mark.wide
def test_p_is_tilted(show, page):
    stage = show("tilt")
    rho = grip(page, "Correlation of p")
    assert at(rho) == 0.9
    drag(page, rho, -10, 130)
    assert at(rho) < -0.5
    until(page, lambda: stage.get_attribute("data-painted") == f"tilt {at(rho):g}")
    rho.focus()
    page.keyboard.press("End")
    assert at(rho) == 0.95


@pytest.mark.wide
def test_a_point_is_guessed_by_click_and_by_keys(show, page):
    stage = show("guess-point")
    marker = grip(page, "Where will q's center be?")
    assert marker.get_attribute("aria-valuetext") == "not set yet"
    box = stage.locator(".vizvi-canvas").bounding_box()
    page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + 0.4 * box["height"])
    expect(page.get_by_text(re.compile("guess .*'seq': 1"))).to_be_visible()
    assert at(marker) > 0.5
    marker.focus()
    before = at(marker)
    page.keyboard.press("Shift+ArrowLeft")
    assert at(marker) == pytest.approx(before - 0.8)
    expect(page.get_by_text(re.compile("guess .*'seq': 2"))).to_be_visible()
    page.get_by_text("Lock it in").click()
    expect(stage.get_by_text("it is", exact=True)).to_be_visible()
    expect(stage.get_by_text("you said", exact=True)).to_be_visible()
    kept = at(marker)
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"])
    frames(page, 5)
    assert at(marker) == kept


@pytest.mark.parametrize("name", ["guess-level", wide("guess-trace")])
def test_a_level_is_guessed_by_drag(show, page, name):
    stage = show(name)
    marker = grip(page, "Where will the ELBO land?")
    before = at(marker)
    drag(page, marker, 0, -40)
    assert at(marker) > before
    expect(page.get_by_text(re.compile("guess .*'seq': 1"))).to_be_visible()
    page.get_by_text("Lock it in").click()
    expect(stage.get_by_text(re.compile(r"you said −\d\.\d\d"))).to_be_visible()
    expect(stage.get_by_text(re.compile(r"it is −\d\.\d\d"))).to_be_visible()


@pytest.mark.wide
def test_a_level_says_what_is_asked_until_it_is_locked(show, page):
    stage = show("guess-level")
    question = stage.get_by_text("Where will the ELBO land?")
    expect(question).to_be_visible()
    level = stage.locator(".vizvi-chart").bounding_box()
    box = question.bounding_box()
    assert level["x"] <= box["x"] and box["x"] + box["width"] <= level["x"] + level["width"]
    page.get_by_text("Lock it in").click()
    expect(stage.get_by_text(re.compile(r"it is −\d\.\d\d"))).to_be_visible()
    expect(question).to_be_hidden()
    expect(stage.locator(".vizvi-grip-guess")).to_be_hidden()  # nothing was said


@pytest.mark.parametrize(
    ("name", "handle"), [("handles", "Mean of q"), wide("bumps", "Half the distance between p's bumps")]
)
def test_touch_drags_a_handle(browser, serve, show, name, handle):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    try:
        page = context.new_page()
        stage = show(name, on=page)
        target = grip(page, handle)
        before, box = at(target), target.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        finger = context.new_cdp_session(page)

        def touch(kind, *points):
            touches = [{"x": px, "y": py} for px, py in points]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

        touch("touchStart", (x, y))
        for i in range(1, 9):
            touch("touchMove", (x + 5 * i, y + 3 * i))
        touch("touchEnd")
        assert at(target) > before + 0.3
        assert page.evaluate("window.scrollY") == 0
        expect(page.get_by_text(re.compile("(handles|grips) .*'released': True"))).to_be_visible()
        until(page, lambda: re.match("from|bumps", stage.get_attribute("data-painted") or ""))
    finally:
        context.close()


@pytest.mark.wide
def test_the_nearest_mark_is_taken_where_two_are_close(show, page):
    stage = show("crowd")
    place, scale = grip(page, "Place of p's bump"), grip(page, "Scale of q")
    centers = [box["x"] + box["width"] / 2 for box in (place.bounding_box(), scale.bounding_box())]
    assert 8 < abs(centers[0] - centers[1]) < 22  # each lies under the other's circle
    width, before = at(scale), at(place)
    drag(page, place, 60, 0)
    assert at(place) > before + 0.5 and at(scale) == width
    until(page, lambda: stage.get_attribute("data-painted") == f"crowd {at(place):g}")
    drag(page, scale, -30, 0)
    assert at(scale) < width


def test_an_open_question_holds_the_run_and_its_answer_plays_it(show, page):
    stage = show("asked")
    note = stage.get_by_text("Shown once you lock in or skip")
    expect(note).to_be_visible()
    assert step_of(stage) == 0  # though the link asks for a step
    stage.get_by_label("Speed", exact=True).select_option("⅛×")
    for name in ("Play", "To end", "Step forward", "To start", "Step back"):
        expect(stage.get_by_role("button", name=name, exact=True)).to_be_disabled()
    page.mouse.click(5, 400)
    for key in ("ArrowRight", "End", "Space"):
        page.keyboard.press(key)
    chart = stage.locator(".vizvi-chart").bounding_box()
    page.mouse.click(chart["x"] + 0.6 * chart["width"], chart["y"] + 0.5 * chart["height"])
    assert [step_of(stage), stage.get_attribute("data-playing")] == [0, "false"]
    page.get_by_text("Lock it in").click()
    expect(stage).to_have_attribute("data-playing", "true")
    expect(stage.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(note).to_be_hidden()
    stage.get_by_label("Speed", exact=True).select_option("4×")
    hurry(page)
    expect(stage).to_have_attribute("data-step", "60")


@pytest.mark.wide
def test_with_reduced_motion_an_answer_shows_the_end(show, page):
    page.emulate_media(reduced_motion="reduce")
    stage = show("asked")
    assert step_of(stage) == 0
    page.get_by_text("Lock it in").click()
    expect(stage).to_have_attribute("data-step", "60")
    assert stage.get_by_role("button", name="trail").get_attribute("aria-pressed") == "true"
    assert stage.get_attribute("data-playing") == "false"


def test_choosing_is_playing(show, page):
    stage = show("chosen")
    assert [step_of(stage), stage.get_attribute("data-playing")] == [0, "false"]  # a page opens at rest
    slider(stage).fill("60")
    stage.get_by_label("Speed", exact=True).select_option("⅛×")
    page.get_by_text("two", exact=True).click()
    expect(stage).to_have_attribute("data-painted", "two")
    expect(stage).to_have_attribute("data-playing", "true")
    assert step_of(stage) < 50
    stage.get_by_role("button", name="Pause", exact=True).click()
    still = step_of(stage)
    page.get_by_role("button", name="Again").click()  # the same picture again is no choice
    settled(page)
    assert [step_of(stage), stage.get_attribute("data-playing")] == [still, "false"]


@pytest.mark.parametrize("name", daily("line", "plane", more=("still", "hidden", "short")))
def test_every_canvas_says_what_it_shows(show, name):
    stage = show(name)
    label = lambda: stage.locator(".vizvi-canvas").get_attribute("aria-label")
    assert all(stage.locator("canvas").evaluate_all("(all) => all.map((e) => e.getAttribute('aria-label'))"))
    first, steps = label(), int(stage.get_attribute("data-steps"))
    assert f"Step 0 of {steps}" in first and "q has mean" in first
    if steps > 1:
        slider(stage).fill("20")
        assert "Step 20 of" in label() and label() != first and "climbs onto" not in label()
        assert stage.locator('[data-vizvi-value="elbo"]').text_content() in label()
