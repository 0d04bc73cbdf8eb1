"""`python -m benchmarks.faults`: a server or the line to it is lost under an open page; what has been set is compared.

Each of the six pages that play a run is left after each kind of last action and the server killed and started again, which
is 36 times; the 37th is a cut of 150 s under all pages at once, after a knob. `--more` adds restarts under the other pages.
"""

import argparse
import os
import signal
import tempfile
import time
import traceback
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Error, Page, sync_playwright

from benchmarks.line import Line
from tests.serving import FLAGS, Server, find_chromium, free_port
from tests.waiting import press_skip, settled, still, until
from vizvi.lessons import LESSONS

PLAYED = ("gap", "play_1d", "kl", "basins", "too_sure", "play_2d")
ACTIONS = ("load", "link", "knob", "drag", "Back", "Reset")
STEP = 17  # where a run is left
LATE, QUIET = 60.0, 1.5  # seconds: for which a page may be at work; in which nothing changes on one that is at rest
KNOBS = '[data-testid="stSlider"] input[type="range"]:visible', '[data-testid="stNumberInput"] input:visible'
# All that a visitor sees but the pixels: words and numbers, knobs, hands, menus, tabs and steps.
SEEN = """() => {
  const all = (what, said) => [...document.querySelectorAll(what)].filter((each) => each.checkVisibility()).map(said);
  const name = (each) => each.getAttribute("aria-label") || each.id.split("-").at(-1);
  return {
    numbers: all("[data-vizvi-value]", (each) => `${each.dataset.vizviValue} ${each.dataset.value}`),
    knobs: all("input[type=range], input[type=number]", (each) => `${name(each)} ${each.value}`),
    hands: all("[role=slider]", (each) => `${name(each)} ${each.getAttribute("aria-valuenow")}`),
    menus: all("[data-testid=stSelectbox], [data-testid=stTextInput], textarea", (each) =>
      `${each.innerText} ${(each.querySelector("input") ?? each).value}`),
    chosen: all("[aria-checked=true], [aria-selected=true], [aria-pressed=true], input:checked", (each) =>
      each.innerText || name(each)),
    steps: all("[data-vizvi=stage]", (each) => each.dataset.step),
    words: document.querySelector("[data-testid=stMain]").innerText.split("\\n")
      .filter((line) => line.trim() && !line.startsWith("Done: ")), // the guide says that once, to a screen reader
  };
}"""


class Case(NamedTuple):
    """What a page was left after, and how the server was lost."""

    page: str
    action: str
    fault: str = "restart"


def opened(page: Page, url: str, slug: str) -> None:
    page.goto(f"{url}/{slug}")
    page.wait_for_selector("[data-vizvi][data-painted]", timeout=30_000)
    settled(page)


def answered(page: Page) -> None:
    """Answer the question of the page with its first option or by its slider, or skip one that is answered by drawing."""
    lock = page.get_by_role("button", name="Lock it in")
    if not lock.count():
        return
    options = page.locator('[class*="st-key-gate-"] [data-testid="stButtonGroup"] button')
    sure = page.locator('[class*="-sure"] input[type="range"]')
    if options.count():
        options.first.click()
    elif sure.count():
        sure.focus()
        page.keyboard.press("ArrowRight")
    else:
        press_skip(page)
    settled(page)
    if lock.count():
        lock.first.click()
    lock.first.wait_for(state="detached", timeout=30_000)
    settled(page)


def knob(page: Page):
    """The first slider in sight, or the first number to type; for want of both what is folded away."""
    found = next((each.first for each in map(page.locator, KNOBS) if each.count()), None)
    fold = page.locator('[data-testid="stExpander"] summary', has_text="More")
    if found is None and fold.count():
        fold.first.click()
        found = page.locator(KNOBS[1]).first
        found.wait_for()
    return found


def turned(page: Page, way: str = "") -> str:
    """One step of it, and the address that says so; which way it went, so that another call can go back."""
    before, field = page.url, knob(page)
    at_end = field.input_value() == field.get_attribute("max")
    way = way or ("Left" if at_end else "Right")
    typed = field.get_attribute("type") == "number"
    field.focus()
    page.keyboard.press({"Right": "ArrowUp", "Left": "ArrowDown"}[way] if typed else f"Arrow{way}")
    until(page, lambda: page.url != before, 20)
    settled(page)
    return way


def dragged(page: Page) -> None:
    """The first hand of a picture by some 50 pixels."""
    hand = page.locator('[data-vizvi] [role="slider"]:visible').first
    hand.scroll_into_view_if_needed()
    before, box = page.url, still(page, hand.bounding_box)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y + 20, steps=8)
    page.mouse.up()
    until(page, lambda: page.url != before, 20)
    settled(page)


def followed(page: Page, slug: str) -> None:
    """The second link of the page to a setting of its own, since the first may be what it opens with; or one by hand."""
    before, links = page.url, page.locator(f'[data-testid="stMain"] a[href*="{slug}."]:visible')
    if links.count():
        links.nth(min(1, links.count() - 1)).click()
    else:
        page.goto(f"{before.partition('?')[0]}?{slug}.target.x=2.05")
        page.wait_for_selector("[data-vizvi][data-painted]", timeout=30_000)
    until(page, lambda: page.url != before, 20)
    settled(page)


def left_after(page: Page, slug: str, action: str) -> None:
    """Do it, and stand at a step of the run."""
    if action == "load":
        return
    answered(page)
    if action == "link":
        followed(page, slug)
    elif action == "drag":
        dragged(page)
    else:
        turned(page)
    if action == "Back":
        page.go_back()
        settled(page)
    elif action == "Reset":
        before = page.url
        page.get_by_role("button", name="Reset").first.click()
        until(page, lambda: page.url != before, 20)
        settled(page)
    scrub = page.locator("input.vizvi-range:visible:enabled")
    if scrub.count() and action != "Reset":
        scrub.first.evaluate(
            f"(each) => {{ each.value = {STEP}; each.dispatchEvent(new Event('input', {{ bubbles: true }})); }}"
        )


def seen(page: Page) -> dict:
    """What can be seen once nothing changes any more, work that goes on in pieces included, and the address."""
    last, end = {}, time.monotonic() + LATE
    while time.monotonic() < end:
        settled(page)
        now = page.evaluate(SEEN) | {"address": [page.url]}
        if now == last:
            break
        last = now
        page.wait_for_timeout(1000 * QUIET)
    return last


def lost(before: dict, after: dict) -> list[str]:
    """What differs, in some words."""
    found = []
    for name in before:
        gone = [each for each in before[name] if each not in after[name]]
        new = [each for each in after[name] if each not in before[name]]
        if gone or new:
            found.append(f"{name}: {gone[:3]} became {new[:3]}")
        elif before[name] != after[name]:
            found.append(f"{name}: {before[name][:8]} became {after[name][:8]}")
    return found


def settings(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def alive(page: Page) -> list[str]:
    """Whether a knob still moves itself alone, and back."""
    if knob(page) is None:
        return []
    before = page.url
    way = turned(page)
    changed = dict(set(settings(page.url).items()) ^ set(settings(before).items()))
    turned(page, {"Right": "Left", "Left": "Right"}[way])
    told = [] if len(changed) == 1 else [f"a knob changed {sorted(changed)}"]
    told += [] if settings(page.url) == settings(before) else [f"and back: {before} became {page.url}"]
    return told + (["an exception"] if page.locator('[data-testid="stException"]').count() else [])


def came_back(page: Page, runs: list, before: dict) -> list[str]:
    """Wait until the page has asked for a run by itself, and compare."""
    try:
        until(page, lambda: runs, 40)
    except AssertionError:
        return ["dead: it asked for nothing"]
    try:
        end, told = time.monotonic() + LATE, lost(before, seen(page))
        while told and time.monotonic() < end:  # what the tab remembers, it tells once the first picture is there
            told = lost(before, seen(page))
        return told + alive(page)
    except (AssertionError, Error) as problem:
        return [f"{type(problem).__name__}: {str(problem).splitlines()[0]}"]


def listening(page: Page) -> list:
    """A list that fills when a new connection brings something."""
    runs = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _: runs.append(1)))
    return runs


class Lab:
    """A launcher that is killed and started again on its port."""

    def __init__(self, folder: str):
        self.port, self.log = free_port(), Path(folder) / "log"
        self.server = None

    def running(self) -> str:
        """Its address, as it runs since the last time."""
        return self.server.url if self.server else self.start()

    def start(self) -> str:
        """Its address, anew."""
        if self.server:
            os.kill(self.server.process.pid, signal.SIGKILL)
            self.server.process.wait(10)
        self.server = Server(["vizvi", "--no-browser", "--port", str(self.port), "--workers", "1"], self.port, self.log)
        return self.server.wait().url


def unreached(problem: Exception) -> str:
    """Where the way to a last action ended, before any fault."""
    where = traceback.extract_tb(problem.__traceback__)
    line = next(each for each in reversed(where) if each.filename == __file__)
    return f"not reached, {line.name}, {line.lineno}: {str(problem).splitlines()[0]}"


def restarted(browser, lab: Lab, case: Case) -> list[str]:
    """One page, one last action, one restart."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    try:
        page = context.new_page()
        opened(page, lab.running(), case.page)
        left_after(page, case.page, case.action)
        before, runs = seen(page), listening(page)
        lab.start()
        return came_back(page, runs, before)
    except (AssertionError, Error) as problem:
        return [unreached(problem)]
    finally:
        context.close()


def interrupted(browser, lab: Lab, pages: list[str], kind: str, seconds: float) -> dict[str, list[str]]:
    """All pages at once, a tab each, each after a knob; the line is cut or silent for so long."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    lab.running()
    line, told, open_pages = Line(lab.port), {}, {}
    for slug in pages:
        page = context.new_page()
        try:
            opened(page, f"http://127.0.0.1:{line.port}", slug)
            left_after(page, slug, "knob")
            open_pages[slug] = page, seen(page), listening(page)
        except (AssertionError, Error) as problem:
            told[slug] = [unreached(problem)]
    getattr(line, kind)()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        next(iter(open_pages.values()))[0].wait_for_timeout(500)  # lets events in
    line.mend()
    for slug, (page, before, runs) in open_pages.items():
        page.bring_to_front()
        told[slug] = came_back(page, runs, before)
    context.close()
    line.close()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("pages", nargs="*", help="of these alone")
    parser.add_argument("--actions", nargs="*", choices=ACTIONS, default=list(ACTIONS))
    parser.add_argument("--more", action="store_true", help="restarts under the other pages, too")
    parser.add_argument("--line", nargs=2, metavar=("cut|silence", "SECONDS"), help="lose the line instead of the server")
    args = parser.parse_args()
    pages = args.pages or list(LESSONS if args.more or args.line else PLAYED)
    kept, tried = 0, 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        lab = Lab(folder)
        stack.callback(lambda: lab.server and lab.server.stop())
        stack.callback(browser.close)
        if args.line:
            kind, seconds = args.line
            told = interrupted(browser, lab, pages, kind, float(seconds))
            results = ((Case(slug, "knob", f"{kind} {seconds} s"), each) for slug, each in told.items())
        else:
            cases = [Case(slug, action) for slug in pages for action in args.actions]
            results = ((case, restarted(browser, lab, case)) for case in cases)
        for case, told in results:
            tried, kept = tried + 1, kept + (not told)
            print(f"{case.fault:14} {case.page:18} {case.action:6} {'kept' if not told else '; '.join(told)}", flush=True)
        print(f"nothing lost {kept} of {tried}; tracebacks in the log: {lab.log.read_text().count('Traceback')}")


if __name__ == "__main__":
    main()
