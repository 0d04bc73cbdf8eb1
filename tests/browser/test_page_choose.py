"""The lesson on choosing models in a browser: it opens clean, and what a hand moves is what the link says."""

import re

import pytest
from waiting import press_skip, settled

BOARD = '[data-vizvi="board"]'


def visit(page, app_url, query=""):
    page.goto(f"{app_url}/choose?{query}")
    press_skip(page)
    page.get_by_role("button", name="Ask again").wait_for(timeout=30_000)
    settled(page)  # a press on a button that is drawn anew is lost


@pytest.mark.wide
@pytest.mark.parametrize("width, height, scheme", [(1280, 720, "dark"), (390, 844, "light")])
def test_it_opens_cleanly(page, app_url, console, width, height, scheme):
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    problems = console(page)
    visit(page, app_url)
    page.locator(BOARD).nth(1).wait_for(timeout=30_000)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert problems == []


@pytest.mark.wide
def test_a_point_moves_and_the_gap_stays(page, app_url):
    visit(page, app_url)
    gap = page.locator('[data-vizvi-value="gap_best"]').get_attribute("data-value")
    page.get_by_role("slider", name=re.compile("^Data point 6")).press("ArrowUp")
    page.wait_for_url(re.compile(r"choose\.moved=5"), timeout=30_000)
    settled(page)
    assert page.locator('[data-vizvi-value="gap_best"]').get_attribute("data-value") == gap


def test_choosing_q_and_the_parameter_in_turn(page, app_url):
    visit(page, app_url, "choose.tab=learning&choose.half=0")
    for count, name in enumerate(("Choose λ", "Choose q"), 1):
        page.get_by_role("button", name=name).click()
        page.wait_for_url(re.compile(rf"choose\.half={count}"), timeout=30_000)
        settled(page)
    page.get_by_role("slider", name="Start λ").press("ArrowRight")
    page.wait_for_url(re.compile(r"choose\.start=0\.15"), timeout=30_000)
