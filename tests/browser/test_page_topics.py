"""The lesson on topics in a browser: it opens clean, turns to its question, and its tabs open with what is set."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from waiting import press_skip, settled, until

from vizvi.ui.progressive import CLOCK


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


def test_work_that_is_done_is_not_asked_for_again(page, app_url):
    """Its clock stops with it, and what stands around it isn't sent again."""
    heard, hear = [], lambda frame: heard.append(ForwardMsg.FromString(frame))
    page.on("websocket", lambda socket: socket.on("framereceived", hear))
    told = lambda: [each.WhichOneof("type") for each in heard]
    visit(page, app_url)
    until(page, lambda: "stop_auto_rerun" in told())
    heard.clear()
    page.get_by_role("slider").first.press("ArrowRight")
    until(page, lambda: "stop_auto_rerun" in told())
    page.wait_for_timeout(4000 * CLOCK)
    kinds = told()
    assert "auto_rerun" in kinds and "new_session" not in kinds[kinds.index("stop_auto_rerun") :]
    assert all(each.metadata.run.fragment_ids for each in heard if each.WhichOneof("type") == "new_session")
