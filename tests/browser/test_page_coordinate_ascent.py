"""The lesson on coordinate ascent in a browser: it opens clean, and what a hand moves is what the link says."""

import re

import pytest
from waiting import press_skip, settled

BOARD = '[data-vizvi="board"]'


def visit(page, app_url, query=""):
    page.goto(f"{app_url}/coordinate_ascent?{query}")
    press_skip(page)
    page.get_by_role("button", name="Ask again").wait_for(timeout=30_000)
    settled(page)  # a press on a button that is drawn anew is lost


@pytest.mark.wide
@pytest.mark.parametrize("width, height, scheme", [(1280, 720, "dark"), (390, 844, "light")])
@pytest.mark.parametrize("part", ["zigzag", "components"])
def test_it_opens_cleanly(page, app_url, console, part, width, height, scheme):
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    problems = console(page)
    visit(page, app_url, f"ascent.tab={part}")
    page.locator(BOARD).nth(1).wait_for(timeout=30_000)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert problems == []


def test_a_hand_moves_the_start_and_goes_back_along_the_stairs(page, app_url):
    visit(page, app_url)
    page.get_by_role("slider", name="Start: mean of q, x₁").press("ArrowLeft")
    page.wait_for_url(re.compile(r"coordinate_ascent\.start=1\.9"), timeout=30_000)
    page.get_by_role("slider", name="Half-step").press("ArrowLeft")
    page.wait_for_url(re.compile(r"ascent\.at=9"), timeout=30_000)
    page.get_by_text("Half-step 9:").wait_for(timeout=30_000)
    settled(page)  # a press on a button that is drawn anew is lost
    page.get_by_role("button", name="Update x₁").click()
    page.get_by_text("Half-step 10:").wait_for(timeout=30_000)


@pytest.mark.wide
def test_a_hand_scrubs_the_sweeps(page, app_url):
    visit(page, app_url, "ascent.tab=components&ascent.sweep=12")
    page.get_by_text("Sweep 12 of 377").wait_for(timeout=30_000)
    page.get_by_role("slider", name="Sweep").press("Home")
    page.get_by_text("Sweep 0 of 377").wait_for(timeout=30_000)
