"""The server is lost under an open page and started again: the page comes back by itself, with what was set."""

import os
import signal

import pytest
from serving import Server, free_port
from waiting import press_skip, settled, still, until

from vizvi.lessons import LESSONS

STAGE = '[data-vizvi="stage"]'
ACTIONS = ("nothing", "a knob", "Reset")
KNOBS = '[data-testid="stSlider"] input[type="range"]:visible, [data-testid="stNumberInput"] input:visible'
NUMBERS = """() => ({
  values: [...document.querySelectorAll('[data-vizvi-value]')].map((each) => [each.dataset.vizviValue, each.dataset.value]),
  knobs: [...document.querySelectorAll('input[type=range]:not(.vizvi-range), input[type=number]')].map((a) => a.value),
  words: [...document.querySelectorAll('[data-testid=stMain] [data-testid=stMarkdown]')].map((each) => each.innerText),
})"""


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


def turn_a_knob(page) -> None:
    """One step of the first slider that is in sight, or number to type, or one that is folded away; the link says so."""
    found, fold = page.locator(KNOBS), page.locator('[data-testid="stExpander"] summary', has_text="More")
    if not found.count() and fold.count():
        fold.first.click()
        found.first.wait_for()
    if found.count():
        before, last = page.url, found.first.input_value() == found.first.get_attribute("max")
        typed = found.first.get_attribute("type") == "number"
        found.first.focus()
        page.keyboard.press(("ArrowDown" if last else "ArrowUp") if typed else ("ArrowLeft" if last else "ArrowRight"))
        until(page, lambda: page.url != before)
        settled(page)


def shown(page) -> tuple[dict, str]:
    """Every number and where it stands, once all that goes on in pieces has come to its end."""
    settled(page)
    until(page, lambda: not page.get_by_role("button", name="Stop and keep").count(), seconds=120)
    return still(page, lambda: page.evaluate(NUMBERS)), page.url


def comes_back(page, launcher, slug: str, action: str) -> None:
    url, problems = launcher("--workers", "1").url, []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("response", lambda answer: problems.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{url}/{slug}")
    page.wait_for_selector("[data-vizvi][data-painted]", timeout=30_000)
    settled(page)
    if action != "nothing":
        press_skip(page)
        turn_a_knob(page)
    if action == "Reset":
        page.get_by_role("button", name="Reset").first.click()
    before = shown(page)
    assert problems == []  # nothing that the policy forbids, no address that is tried in vain
    runs = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _: runs.append(1)))
    launcher("--workers", "1")
    until(page, lambda: runs, seconds=30)  # the page asks by itself
    until(page, lambda: shown(page) == before, seconds=60)
    asked_again = page.get_by_role("button", name="Skip").count() > 0  # as by the workshop's Reset
    if (action == "nothing" and LESSONS[slug].prediction) or asked_again:
        press_skip(page)
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
