"""What a class waits for in the lessons: from a knob to the last picture that it changes, maps included."""

from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import launcher
from benchmarks.table import Figure
from tests.serving import FLAGS, find_chromium

# Notes when a key went down, and when any stage or board was on screen anew: one task after its frame was drawn.
WATCH = """
window.bench = {input: 0, painted: []};
addEventListener("keydown", () => { window.bench.input = performance.now(); window.bench.painted = []; }, true);
new MutationObserver((changes) => {
  if (!changes.some(({ target, attributeName }) => attributeName === "data-painted" && target.dataset.vizvi)) return;
  requestAnimationFrame(() => setTimeout(() => window.bench.painted.push(performance.now())));
}).observe(document, {subtree: true, attributes: true, attributeFilter: ["data-painted"]});
"""
QUIET = 700  # ms without a new picture: the last one was the last
PARTS = (
    ("kl, dial in sight", "kl?kl.target.separation=3.1", None, "Separation ±d"),
    ("kl, map in sight", "kl?kl.target.separation=3.1", "The map of optima", "Separation ±d"),
    ("kl, banana, dial in sight", "kl?kl.target=banana", None, "Bend"),
    ("basins", "basins?basins.target.separation=3.1&basins.reveal=1", None, "Separation ±d"),
    ("basins, 25 balls", "basins?basins.target.separation=3.1&basins.reveal=1&basins.balls=1", None, "Separation ±d"),
    ("too_sure, the ellipse", "too_sure?too_sure.target.correlation=0.5", None, "Correlation"),
)


def knob_to_last(page: Page, knob: str, repeats: int) -> list[float]:
    """Milliseconds from an arrow key on a slider, each time at a new value, to the last picture it changed."""
    page.get_by_role("slider", name=knob).first.focus()
    times = []
    for _ in range(repeats):
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            f"bench.painted.length && performance.now() - bench.painted.at(-1) > {QUIET}", timeout=20_000
        )
        times.append(page.evaluate("bench.painted.at(-1) - bench.input"))
    return times


def figures() -> Iterator[Figure]:
    """Each lesson's first knob."""
    with sync_playwright() as playwright, launcher() as server:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for name, path, tab, knob in PARTS:
            page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
            page.add_init_script(WATCH)
            page.goto(f"{server.url}/{path}")
            page.wait_for_selector('[data-vizvi="stage"][data-painted]', timeout=60_000)
            if (skip := page.get_by_role("button", name="Skip")).count():
                skip.first.click()
            page.wait_for_timeout(3000)
            if tab:
                page.get_by_role("tab", name=tab).click()
                page.wait_for_timeout(2000)
            yield Figure(f"knob to last picture, {name}", "ms", knob_to_last(page, knob, 24), 300, p95=300)
            page.context.close()
        browser.close()
