"""Late, lost and old messages: what a stage shows while Python is silent, and what a new session makes of an old hand."""

import re
import signal
from pathlib import Path

import pytest
from waiting import hurry, settled, until

from vizvi.ui.canvas import mount

DEMO = Path(__file__).with_name("stage_demo.py")
APP = Path(__file__).resolve().parents[2] / "app.py"
STAGE = '[data-vizvi="stage"]'
# How many pixels of the strip under the picture are drawn with full ink.
STRIP = """(e) => e.getContext("2d").getImageData(0, Math.round(0.8 * e.height), e.width, Math.round(0.1 * e.height)).data
  .filter((alpha, i) => i % 4 === 3 && alpha === 255).length"""
# Once numbers are old: how they look, and whether it is not yet said that the connection is lost.
OLD = """() => document.querySelector("[data-vizvi=stage][data-stale=true]") && [
  getComputedStyle(document.querySelector("[data-vizvi-value=elbo]")).opacity,
  document.querySelector(".vizvi-lost").hidden]"""
expect = pytest.importorskip("playwright.sync_api").expect


def opened(page, server, name):
    page.goto(f"{server.url}/?show={name}")
    page.locator(f"{STAGE}[data-painted]").wait_for(timeout=30_000)
    return page.locator(STAGE)


def test_numbers_without_an_answer_are_dimmed_and_a_lost_connection_is_told(own_server, page):
    server = own_server(DEMO)
    stage = opened(page, server, "handles")
    number, note = stage.locator('[data-vizvi-value="elbo"]'), stage.locator(".vizvi-lost")
    dim = lambda: float(number.evaluate("(node) => getComputedStyle(node).opacity"))
    inked = lambda: stage.locator(".vizvi-canvas").evaluate(STRIP)
    vivid = inked()
    hurry(page, 2)
    assert dim() == 1 and vivid > 100
    mean = stage.get_by_role("slider", name="Mean of q", exact=True)
    server.process.send_signal(signal.SIGSTOP)
    try:
        mean.focus()
        page.keyboard.press("Shift+ArrowRight")
        assert page.wait_for_function(OLD).json_value() == ["0.5", True]  # dimmed, and nothing is said yet
        expect(note).to_be_visible()
        until(page, lambda: inked() < 0.2 * vivid)
        assert note.inner_text() == "Connection lost: the picture still plays, numbers are from the last answer. Reload"
        assert note.get_by_role("link", name="Reload").count() == 1
        stage.get_by_role("button", name="Step forward", exact=True).click()
        assert stage.get_attribute("data-step") == "1"  # it still plays
    finally:
        server.process.send_signal(signal.SIGCONT)
    expect(stage).to_have_attribute("data-stale", "false")
    expect(note).to_be_hidden()
    hurry(page, 2)
    assert dim() == 1


@pytest.mark.wide
def test_a_new_session_takes_no_old_hand_for_news(own_server, page):
    server = own_server(DEMO)
    stage = opened(page, server, "handles")
    said = page.get_by_text(re.compile("handles .*'released': True"))
    mean = stage.get_by_role("slider", name="Mean of q", exact=True)
    mean.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(stage).to_have_attribute("data-painted", re.compile("^from"), timeout=30_000)
    expect(said).to_be_visible()
    before = re.search(r"'token': '(\w+)'", said.inner_text())
    assert before and "'picture': 'line'" in said.inner_text()
    server.stop()
    server.start().wait()
    expect(stage).to_have_attribute("data-painted", "line", timeout=30_000)  # as if nothing had been said
    for _ in range(2):  # what the browser says again shows one run late
        page.get_by_role("button", name="Again").click()
        settled(page)
    expect(stage).to_have_attribute("data-painted", "line")
    mean.focus()  # and it is heard again
    page.keyboard.press("Shift+ArrowRight")
    expect(stage).to_have_attribute("data-painted", re.compile("^from"), timeout=30_000)
    assert before[1] not in said.inner_text()


def test_only_this_sessions_words_are_heard(monkeypatch):
    state = {}
    monkeypatch.setattr(mount.st, "session_state", state)
    mine = mount.token()
    assert mine == mount.token() and len(mine) == 16
    for said, fresh in [
        ({"seq": 3, "token": mine, "picture": "a", "value": 1, "released": True}, True),
        ({"seq": 3, "token": "another", "value": 1}, False),
        ({"seq": 3, "value": 1}, False),
        ({"token": mine, "value": 1}, False),
        ([3, mine], False),
        (None, False),
    ]:
        state["chart"] = {"cursor": said}
        assert mount.heard("chart", "cursor") == (said if fresh else None)
    assert mount.heard("nothing", "cursor") is None


@pytest.mark.wide
@pytest.mark.parametrize("slug", ["gap", "play_1d"])
def test_a_drag_before_a_restart_stays_forgotten(own_server, page, slug):
    """Drag q, Reset, restart, then turn another knob twice: the old start is not back in the address."""
    server = own_server(APP)
    page.goto(f"{server.url}/{slug}")
    stage = page.locator(f"{STAGE}[data-painted]").first
    stage.wait_for(timeout=40_000)
    stage.get_by_role("slider", name="Mean of q", exact=True).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_url("**start=*", timeout=30_000)
    page.get_by_role("button", name="Reset").first.click()
    page.wait_for_function("() => !location.search.includes('start=')", timeout=30_000)
    server.stop()
    page.wait_for_selector("[data-test-connection-state]:not([data-test-connection-state=CONNECTED])", timeout=30_000)
    server.start().wait()
    page.wait_for_selector("[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]", timeout=40_000)
    for _ in range(2):
        before = stage.get_attribute("data-painted")
        page.locator('[data-testid="stSlider"] input[type="range"]').first.focus()
        page.keyboard.press("ArrowRight")
        expect(stage).not_to_have_attribute("data-painted", before, timeout=30_000)
        page.wait_for_timeout(500)
        assert "start=" not in page.url
