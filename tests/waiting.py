"""Waiting in a browser: for what should come, never for a time that may be too short here and too long there."""

import time

IDLE = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
FRAMES = "(n) => new Promise((done) => { const next = () => (n-- > 0 ? requestAnimationFrame(next) : done()); next(); })"

HURRY = """(times) => { const now = performance.now.bind(performance), start = now();
  const sooner = (at) => start + times * (at - start), later = setTimeout, frame = requestAnimationFrame;
  window.hurried = true;
  performance.now = () => sooner(now());
  window.setTimeout = (work, wait = 0, ...given) => later(work, wait / times, ...given);
  window.requestAnimationFrame = (work) => frame((at) => work(sooner(at)));
}"""


def hurry(page, times: float = 4) -> None:
    """From now on the clock of this page goes so many times as fast: what is timed is tested, not waited for."""
    page.evaluate(HURRY, times)


def until(page, condition, seconds: float = 30) -> None:
    """Wait for a condition in Python; the page goes on meanwhile."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "never came true"
        page.wait_for_timeout(20)


def frames(page, count: int = 3) -> None:
    """Let the page paint some times: enough for what follows an event at once, if anything does."""
    page.evaluate(FRAMES, count)


def settled(page) -> None:
    """Wait until the script of a page has ended and what it sent is painted."""
    page.wait_for_function(IDLE, timeout=30_000)
    frames(page, 5)


def answered(page) -> None:
    """Wait until Python has answered all that a hand has done on the page's pictures, and the page shows it."""
    page.wait_for_function("() => !document.querySelector('[data-vizvi][data-asked=true]')", timeout=30_000)
    settled(page)


def press_skip(page) -> None:
    """Press Skip until it is gone. A press while the page is drawn anew hits a button that is taken away; a click by
    Playwright waits for the button that its own press has taken away; and a tab may recall that it has answered."""
    from playwright.sync_api import TimeoutError as TooLate

    skip = page.get_by_role("button", name="Skip")
    skip.or_(page.get_by_role("button", name="Ask again")).first.wait_for(timeout=30_000)
    for _ in range(20):
        skip.evaluate_all("(all) => all[0]?.click()")
        try:
            return skip.first.wait_for(state="detached", timeout=1500)
        except TooLate:
            continue
    raise AssertionError("Skip is still there")


def still(page, value, count: int = 10):
    """Wait until a value is the same over some frames, and return it."""
    last = [object()]

    def same() -> bool:
        before, last[0] = last[0], value()
        frames(page, count)
        return last[0] == before

    until(page, same)
    return last[0]
