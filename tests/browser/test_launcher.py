"""The server is lost under an open page and started again: the page comes back by itself, with what was set."""

import os
import signal

import pytest
from serving import Server, free_port
from waiting import settled, still, until

from vizvi.lessons import LESSONS

STAGE = '[data-vizvi="stage"]'
ACTIONS = ("nothing", "a knob", "Reset")
NUMBERS = """() => Object.fromEntries([...document.querySelectorAll('[data-vizvi-value]')]
  .map((each) => [each.dataset.vizviValue, each.dataset.value]))"""


@pytest.fixture
def launcher(tmp_path):
    """A server of the test's own; `launcher()` starts it, or starts it again on the same port."""
    port, running = free_port(), []

    def start(*options) -> Server:
        if running:
            os.kill(running[-1].process.pid, signal.SIGKILL)
            running[-1].process.wait(10)
        running.append(Server(["vizvi", "--no-browser", "--port", str(port), *options], port, tmp_path / "log"))
        return running[-1].wait()

    yield start
    running[-1].stop()


def painted(page) -> str | None:
    return page.locator(STAGE).first.get_attribute("data-painted")


def turn_a_knob(page) -> None:
    """One step of the first slider that is in sight, and the picture that comes of it."""
    before = painted(page)
    page.locator('[data-testid="stSlider"] input[type="range"]').first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        f"(before) => document.querySelector('{STAGE}').dataset.painted !== before", arg=before, timeout=30_000
    )


def comes_back(page, launcher, slug: str, action: str) -> None:
    url, problems = launcher("--workers", "1").url, []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("response", lambda answer: problems.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{url}/{slug}")
    page.wait_for_selector(f"{STAGE}[data-painted]", timeout=30_000)
    if action == "a knob":
        turn_a_knob(page)
    elif action == "Reset":
        page.get_by_role("button", name="Reset").first.click()
    settled(page)
    values = still(page, lambda: page.evaluate(NUMBERS))
    address = page.url
    assert problems == []  # nothing that the policy forbids, no address that is tried in vain
    runs = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _: runs.append(1)))
    launcher("--workers", "1")
    until(page, lambda: runs, seconds=30)  # the page asks by itself
    settled(page)
    assert (still(page, lambda: page.evaluate(NUMBERS)), page.url) == (values, address)
    turn_a_knob(page)
    assert page.locator('[data-testid="stException"]').count() == 0


def test_a_page_comes_back_after_a_restart(page, launcher):
    comes_back(page, launcher, "gap", "nothing")


@pytest.mark.wide
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("slug", LESSONS)
def test_every_page_comes_back_after_a_restart(page, launcher, slug, action):
    comes_back(page, launcher, slug, action)


@pytest.mark.wide
@pytest.mark.parametrize("link", ["gap.target.x=2.05", "gap.nonsense=1"])
def test_an_answer_and_a_step_outlive_a_restart(page, launcher, link):
    """Away from what the question is about; and with a notice above the picture, which the new server has no reason for."""
    page.goto(launcher("--workers", "1").url + "/gap")
    page.get_by_text("up", exact=True).click()
    page.get_by_role("button", name="Lock it in").click()
    page.get_by_text("You said").wait_for()
    page.goto(f"{page.url}?{link}")
    page.get_by_text("You said").wait_for()
    page.wait_for_selector(f"{STAGE}[data-painted]", timeout=30_000)
    settled(page)
    page.locator("input.vizvi-range:visible").first.evaluate(
        "(each) => { each.value = 17; each.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    assert page.locator(STAGE).get_attribute("data-step") == "17"
    runs = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _: runs.append(1)))
    launcher("--workers", "1")
    until(page, lambda: runs, seconds=30)
    settled(page)
    still(page, lambda: page.evaluate(NUMBERS))
    assert page.locator(STAGE).get_attribute("data-step") == "17"
    assert page.get_by_text("You said").count()
