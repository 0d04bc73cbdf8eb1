"""What a user waits for, in Chromium through the launcher: time from the input event to the picture on screen."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.processes import memory
from benchmarks.table import Figure
from tests.serving import FLAGS, ROOT, Server, find_chromium, free_port

LINK = "play_2d?v=1&play_2d.target={target}&play_2d.family={family}&play_2d.divergence=reverse_kl"
STAGE = '[data-vizvi="stage"]'
# Notes when the user last did something, and when each new picture was on screen: one task after its frame was drawn.
WATCH = """
window.bench = {input: 0, painted: []};
for (const kind of ["pointerup", "keydown"])
  addEventListener(kind, () => { window.bench.input = performance.now(); }, true);
let last = null;
new MutationObserver(() => {
  const id = document.querySelector('[data-vizvi="stage"]')?.dataset.painted;
  if (!id || id === last) return;
  last = id;
  requestAnimationFrame(() => setTimeout(() => window.bench.painted.push(performance.now())));
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ["data-painted"]});
"""
# Frames a second over windows of one second, while the stage plays.
PLAYBACK = """async (stage) => {
  const rates = [], wait = (ms) => new Promise((done) => setTimeout(done, ms));
  await wait(300);
  while (rates.length < 5) {
    const frames = +stage.dataset.frames, start = performance.now();
    await wait(1000);
    if (stage.dataset.playing !== "true") break;
    rates.push(1000 * (+stage.dataset.frames - frames) / (performance.now() - start));
  }
  return rates;
}"""
# Milliseconds from moving the scrubber to the frame that shows its step, one task after it was drawn.
SCRUB = """async (stage) => {
  const slider = stage.querySelector('input[type="range"]'), last = +stage.dataset.steps, times = [];
  for (let i = 1; i <= 40; i++) {
    const step = String(Math.round((i * 0.618 % 1) * last)), frames = stage.dataset.frames, start = performance.now();
    slider.value = step;
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    while (stage.dataset.step !== step || stage.dataset.frames === frames)
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
  }
  return times;
}"""
# Milliseconds between answers from Python while a handle is held: one message is in flight, so it is a round trip.
ANSWERS = """() => {
  const elbo = document.querySelector('[data-vizvi-value="elbo"]');
  window.answers = [];
  new MutationObserver(() => window.answers.push(performance.now()))
    .observe(elbo, {attributes: true, attributeFilter: ["data-value"]});
}"""


@contextmanager
def launcher() -> Iterator[Server]:
    """The lab on a free port, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = Server(["vizvi", "--no-browser", "--port", str(port)], port, Path(folder) / "log")
        try:
            yield server.wait()
        finally:
            server.stop()


@contextmanager
def visit(browser, url: str) -> Iterator[Page]:
    """A page with an empty cache, once its first picture is on screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url)
    page.wait_for_function("window.bench.painted.length > 0", timeout=60_000)
    yield page
    context.close()


def first_paints(browser, repeats: int) -> Iterator[float]:
    """Seconds from opening the address to the first picture, server and cache new each time."""
    for _ in range(repeats):
        with launcher() as server, visit(browser, server.url) as page:
            yield page.evaluate("window.bench.painted[0]") / 1e3


def knob_times(page: Page, repeats: int) -> list[float]:
    """Milliseconds from an arrow key on the first slider, each time at a new value, to the new picture."""
    page.locator('[data-testid="stSlider"] input[type="range"]').first.focus()
    times = []
    for _ in range(repeats):
        page.wait_for_timeout(200)  # the page comes to rest, as under a hand that looks
        before = page.evaluate("window.bench.painted.length")
        page.keyboard.press("ArrowRight")
        page.wait_for_function(f"window.bench.painted.length > {before}", timeout=10_000)
        times.append(page.evaluate("window.bench.painted.at(-1) - window.bench.input"))
    return times


def playback_rates(page: Page) -> list[float]:
    """Frames a second while the run on the stage plays from its start."""
    page.get_by_role("button", name="To start").click()
    page.get_by_role("button", name="Play", exact=True).click()
    return page.locator(STAGE).evaluate(PLAYBACK)


def drag_times(page: Page, moves: int) -> list[float]:
    """Milliseconds from one answer of Python to the next while the mean of q is dragged without a rest."""
    box = page.locator(f'{STAGE} [aria-label^="Mean of q"]').first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(ANSWERS)
    for i in range(moves):
        page.mouse.move(x - 120 * (i % 60) / 60, y)
        page.wait_for_timeout(8)
    page.mouse.up()
    times = page.evaluate("window.answers")
    page.wait_for_timeout(1000)
    return [after - before for before, after in pairwise(times)]


def memory_after_all_pages(browser, server: Server) -> float:
    """Megabytes of the server and its workers once every page has been shown."""
    context = browser.new_context()
    page = context.new_page()
    for name in ["", *sorted(file.stem for file in (ROOT / "pages").glob("*.py"))]:
        page.goto(f"{server.url}/{name}")
        page.wait_for_selector('[data-testid="stMain"]')
        page.wait_for_timeout(3000)
    context.close()
    return memory(server.process.pid)


def figures() -> Iterator[Figure]:
    """First paint, knob to picture, scrubbing, playback, memory."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield Figure("cold first paint, fresh server and cache", "s", list(first_paints(browser, 5)), 3)
        with launcher() as server:
            for target in ("two_modes", "challenger"):
                with visit(browser, f"{server.url}/{LINK.format(target=target, family='full_rank')}") as page:
                    yield Figure(f"knob to picture, {target}", "ms", knob_times(page, 40), 150, p95=300)
                    yield Figure(f"scrub to repaint, {target}", "ms", page.locator(STAGE).evaluate(SCRUB), 50)
                    yield Figure(f"playback, {target}", "frames/s", playback_rates(page), 55, at_least=True)
            for family in ("mixture", "student_t"):
                with visit(browser, f"{server.url}/{LINK.format(target='two_modes', family=family)}") as page:
                    yield Figure(f"knob to picture, two_modes, {family}", "ms", knob_times(page, 20), 600, p95=600)
            for name in ("play_1d", "play_2d"):
                with visit(browser, f"{server.url}/{name}") as page:
                    yield Figure(f"drag q, round trip through Python, {name}", "ms", drag_times(page, 200), 50)
            yield Figure("server memory after all pages", "MB", [memory_after_all_pages(browser, server)], 300)
        browser.close()
