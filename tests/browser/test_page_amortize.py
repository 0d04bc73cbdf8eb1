"""The lesson on guessed posteriors in a browser: it opens clean, and a picture is drawn by mouse, touch and keyboard."""

import pytest
from waiting import press_skip, settled

BITS = "0814343c1c040c"  # all but the first row, 08, of the four that the page opens with


def visit(page, app_url, query=""):
    page.goto(f"{app_url}/amortize?{query}")
    press_skip(page)
    page.wait_for_selector('[data-vizvi="board"][data-painted]', timeout=30_000)
    page.wait_for_selector(".vizvi-pad button", timeout=30_000)


def drawn(page, bits: str):
    page.wait_for_function(
        "bits => new URL(location).searchParams.get('amortize.drawn') === bits", arg=bits, timeout=30_000
    )


@pytest.mark.wide
@pytest.mark.parametrize("width, height, scheme", [(1280, 720, "dark"), (390, 844, "light")])
def test_it_opens_cleanly(page, app_url, console, width, height, scheme):
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    problems = console(page)
    visit(page, app_url)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert problems == []


def test_a_stroke_and_a_key_are_in_the_link(page, app_url):
    visit(page, app_url, "amortize.tab=linear")
    box = page.locator(".vizvi-pad").bounding_box()
    cell = box["width"] / 8
    page.mouse.move(box["x"] + cell / 2, box["y"] + cell / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 3.5 * cell, box["y"] + cell / 2, steps=8)
    page.mouse.up()
    drawn(page, "f8" + BITS)  # four cells by the stroke, one that was dark
    page.locator(".vizvi-pad button").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    drawn(page, "b8" + BITS)
    page.reload()
    page.wait_for_selector(".vizvi-pad button[aria-pressed=true]", timeout=30_000)
    pressed = page.locator(".vizvi-pad button").evaluate_all("all => all.map(each => each.ariaPressed === 'true')")
    assert pressed[:8] == [True, False, True, True, True, False, False, False]
