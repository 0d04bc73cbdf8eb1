"""The lesson on topics in a browser: it opens clean, turns to its question, and its tabs open with what is set."""

import pytest
from waiting import press_skip, settled


def visit(page, app_url, query=""):
    page.goto(f"{app_url}/topics?{query}")
    press_skip(page)
    page.wait_for_selector('.vizvi-large [data-vizvi-value="found"][data-value="0"]', timeout=30_000)


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


def test_a_tab_opens_with_what_is_set(page, app_url):
    """A slider that comes late shows three topics, not the least that it can."""
    visit(page, app_url)
    page.get_by_role("tab", name="59 speeches").click()
    slider = page.get_by_role("tabpanel").get_by_role("slider")
    slider.first.wait_for(timeout=30_000)
    assert slider.first.input_value() == "3"
    settled(page)
    page.get_by_text("More", exact=True).first.click()
    assert page.get_by_label("Words a document").input_value() == "100"
