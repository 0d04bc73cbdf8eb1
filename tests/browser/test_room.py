"""What stands around a page, in a real browser: a lecture by clicker, every key, the guide, a frame, prose on one line."""

import functools
import http.server
import threading
from importlib import import_module

import pytest
from cover import wide
from waiting import answered, frames, press_skip, settled, until

from vizvi.lessons import COURSE, LECTURE, LESSONS

GUIDE = ".vizvi-guide-button"
SMALL = """() => {
  const found = new Map(), off = "style, script, [hidden], svg, annotation, .katex, .vizvi-hidden";
  const walk = document.createTreeWalker(document.querySelector("[data-testid='stMain']"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const on = node.parentElement, text = node.textContent.trim(), style = getComputedStyle(on);
    if (!text || on.closest(off) || !on.getClientRects().length || style.visibility === "hidden") continue;
    const { width, height } = on.getBoundingClientRect(), size = parseFloat(style.fontSize);
    const drawn = style.fontFamily.includes("Material") || width < 3 || height < 3; // an icon, or for screen readers alone
    if (!drawn && size < 22) found.set(`${text.slice(0, 40)} (${on.className || on.tagName})`, size);
  }
  return [...found].map(([what, size]) => `${size}px: ${what}`).slice(0, 12);
}"""
SPILLED = """() => [...document.querySelectorAll(".vizvi-card, .vizvi-transport")]
  .filter((e) => e.getClientRects().length && e.scrollWidth > e.clientWidth + 1)
  .map((e) => `spills over: ${e.textContent}`)"""
WRITTEN = """() => { window.__small = new Map(); const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
    const size = parseFloat(/([\\d.]+)px/.exec(this.font)?.[1] ?? "0") * Math.abs(this.getTransform().a) / devicePixelRatio;
    if (size && size < 21.5) window.__small.set(`${text}`, size);
    return draw.call(this, text, ...at);
  }; }"""

# What Tab should come to: one of each group of radios, whose others the arrows reach, but no Stop, which goes when
# the work is done; and where it is now.
CONTROLS = """() => [...document.querySelectorAll(
    "[data-testid='stMain'] :is(a[href], button, input, textarea, select, summary, [role='slider'], [role='tab'])")]
  .filter((e) => e.tabIndex >= 0 && !e.disabled && e.getAttribute("aria-disabled") !== "true" && e.getClientRects().length
    && getComputedStyle(e).visibility !== "hidden" && !e.closest("[role='radio'], [inert], [aria-hidden='true']")
    && !e.textContent.endsWith("Stop and keep"))
  .map((e, i) => {
    e.dataset.number = i;
    return (e.getAttribute("aria-label") || e.textContent || e.type).trim().slice(0, 40);
  })"""
FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  if (!e || e === document.body || e.dataset.testid === "stMain") return [-1, true, ""];
  const lit = (s) => s.boxShadow !== "none" || (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0);
  // A ring around what fills a box that cuts is not seen.
  const cut = (at) => getComputedStyle(at.parentElement).overflow.includes("hidden")
    && parseFloat(getComputedStyle(at).outlineOffset) >= 0
    && at.parentElement.getBoundingClientRect().left >= at.getBoundingClientRect().left - 3;
  const drawn = (at, part) => lit(getComputedStyle(at, part)) && !cut(at);
  let shown = e.type === "range"; // its thumb has the ring
  for (let at = e, i = 0; at && i < 4; at = at.parentElement, i++) shown ||= drawn(at) || drawn(at, "::after");
  const name = e.getAttribute("aria-label") || e.textContent || e.className;
  return [Number(e.dataset.number ?? -1), shown, name.slice(0, 40)];
}"""


def focused(page) -> list:
    """Where the focus is, whether that is seen, and its name; a ring may fade in."""
    for _ in range(40):
        told = page.evaluate(FOCUSED)
        if told[1]:
            break
        frames(page)
    return told


def test_a_late_run_writes_no_address_over_a_newer_entry(own_page, app_url):
    """Streamlit pushes a page's address when its run begins, though Back may have left that page by then."""
    late = "history.pushState({}, '', '/kl')"
    own_page.goto(f"{app_url}/gap")
    own_page.get_by_role("button", name="Keyboard help").wait_for()
    own_page.evaluate(late)
    entries = own_page.evaluate("history.length")
    own_page.go_back()
    own_page.evaluate(late)
    assert own_page.url == f"{app_url}/gap" and own_page.evaluate("history.length") == entries
    own_page.keyboard.press("Shift")  # a hand again: where it leads is written
    own_page.evaluate(late)
    assert own_page.url == f"{app_url}/kl"
    own_page.go_back()
    own_page.evaluate("document.body.click()")  # as a screen reader presses
    own_page.evaluate(late)
    assert own_page.url == f"{app_url}/kl"


def opened(page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("[data-vizvi][data-painted]", timeout=30_000)
    settled(page)


def test_a_lecture_by_keys_alone(app_url, page, console):
    problems = console(page)
    opened(page, f"{app_url}/{LECTURE[0]}?lecture=1&hide=seed")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    assert "PageDown" in dialog.inner_text() and page.evaluate("document.activeElement.textContent") == "Close"
    page.keyboard.press("PageDown")  # not while the list is open
    page.keyboard.press("Escape")
    assert not dialog.count()
    page.keyboard.press("PageDown")
    page.get_by_role("heading", name=LESSONS[LECTURE[1]].question).wait_for()
    page.get_by_text(f"Lecture 2 of {len(LECTURE)}").wait_for()
    settled(page)
    assert f"/{LECTURE[1]}?" in page.url and "lecture=1" in page.url and "hide=seed" in page.url
    page.keyboard.press("PageUp")
    page.get_by_role("heading", name=LESSONS[LECTURE[0]].question).wait_for()
    assert problems == []


def test_the_list_of_keys_is_gone_before_the_next_key(app_url, page):
    opened(page, f"{app_url}/{LECTURE[0]}?lecture=1")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    assert page.evaluate(
        """() => {
          const press = { key: "Escape", bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", press));
          return document.querySelector("[role='dialog']") === null && document.activeElement.textContent;
        }"""
    ) == "?"


def test_a_guide_lights_up_ticks_itself_and_moves_nothing(app_url, page):
    opened(page, f"{app_url}/play_1d")
    stage = page.locator('[data-vizvi="stage"]')
    where, told = stage.bounding_box(), page.locator(GUIDE)
    assert told.inner_text() == "Guide 0/5"
    page.keyboard.press("g")
    lit = page.locator("[data-vizvi-lit]")
    until(page, lambda: lit.count() == 1 and "gate-play_1d" in lit.get_attribute("class"))
    press_skip(page)
    until(page, lambda: told.inner_text() == "Guide 1/5")
    until(page, lambda: lit.count() == 1 and lit.get_attribute("aria-label") == "Scale of q")
    settled(page)
    where, painted, scale = stage.bounding_box(), stage.get_attribute("data-painted"), lit.get_attribute("aria-valuenow")
    lit.focus()
    page.keyboard.press("ArrowUp")
    until(page, lambda: stage.get_attribute("data-painted") != painted)  # a handle obeys the keyboard
    assert page.get_by_role("slider", name="Scale of q").get_attribute("aria-valuenow") != scale
    until(page, lambda: told.inner_text() == "Guide 2/5")
    page.get_by_role("button", name="To end").click()
    until(page, lambda: told.inner_text() == "Guide 3/5")
    answered(page)
    assert stage.bounding_box() == where
    page.reload()
    until(page, lambda: told.count() and told.inner_text() == "Guide 3/5")
    page.get_by_role("region", name="Guide").wait_for()  # it was left open


def test_a_course_shows_a_lesson_in_a_frame_of_its_height(app_url, page, tmp_path):
    size = "width:900px;height:300px"
    text = f'<!doctype html><p>A course</p><iframe src="{app_url}/gap?embed=true&hide=seed" style="{size}"></iframe>'
    (tmp_path / "index.html").write_text(
        text + "<script>addEventListener('message', ({data}) => { if (data.vizvi) "
        "document.querySelector('iframe').style.height = data.height + 'px'; });</script>"
    )
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page.goto(f"http://localhost:{server.server_port}/")  # another site than the lab's address
        inside = page.frame_locator("iframe")
        inside.locator("[data-vizvi][data-painted]").first.wait_for(timeout=30_000)
        frame = page.locator("iframe")
        until(page, lambda: frame.bounding_box()["height"] > 700)
        assert inside.get_by_role("button", name="Skip").is_visible()
        for chrome in ("[data-testid='stHeader']", GUIDE, ".vizvi-help", ".st-key-present"):
            assert not any(each.is_visible() for each in inside.locator(chrome).all()), chrome
    finally:
        server.shutdown()


def parts(slug: str) -> list[str]:
    """A query for each part of a lesson, by its links' word for it."""
    settings = getattr(import_module(f"vizvi.lessons.{slug}.page"), "SETTINGS", {})
    found = {key: each.wanted.removeprefix("one of ").split(", ") for key, each in settings.items() if key.endswith(".tab")}
    return [f"{key}={word}" for key, words in found.items() for word in words] or [""]


def told(page, url: str) -> None:
    """A page, all of it told."""
    page.goto(url)
    page.wait_for_selector("h1", timeout=30_000)
    settled(page)
    if page.get_by_role("button", name="Skip").count():
        press_skip(page)
        settled(page)


def for_the_back_row(page, url: str) -> list:
    """What is written too small to be read from there, or beyond the right edge."""
    told(page, url)
    frames(page, 30)
    beyond = page.evaluate("document.documentElement.scrollWidth") > 1920
    return page.evaluate(SMALL) + page.evaluate("[...window.__small]") + page.evaluate(SPILLED) + ["too wide"] * beyond


def test_the_back_row_can_read_a_lesson(app_url, own_page):
    own_page.set_viewport_size({"width": 1920, "height": 1080})
    own_page.add_init_script(f"({WRITTEN})()")
    opened(own_page, f"{app_url}/kl?present=1")
    assert own_page.evaluate(SMALL) + own_page.evaluate("[...window.__small]") == []
    assert for_the_back_row(own_page, f"{app_url}/kl?present=1&kl.tab=map") == []
    fold = own_page.locator("[data-vizvi-fold='folded']").first  # prose is one line
    low = fold.bounding_box()["height"]
    fold.focus()
    own_page.keyboard.press("Enter")
    frames(own_page)
    assert own_page.locator("[data-vizvi-fold='open']").first.bounding_box()["height"] > 1.7 * low


@pytest.mark.wide
@pytest.mark.parametrize("slug", COURSE)
def test_the_back_row_can_read_every_part(app_url, own_page, slug):
    own_page.set_viewport_size({"width": 1920, "height": 1080})
    own_page.add_init_script(f"({WRITTEN})()")
    small = {each: for_the_back_row(own_page, f"{app_url}/{slug}?present=1&{each}") for each in parts(slug)}
    assert {each: found for each, found in small.items() if found} == {}


@pytest.mark.wide
@pytest.mark.parametrize("slug", COURSE)
def test_every_part_fits_a_phone(app_url, page, slug):
    page.set_viewport_size({"width": 390, "height": 844})
    for each in parts(slug):
        told(page, f"{app_url}/{slug}?{each}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, each


@pytest.mark.parametrize("slug", ["too_sure", *(wide(each) for each in COURSE if each != "too_sure")])
def test_tab_reaches_every_control_and_shows_where_it_is(app_url, page, slug):
    told(page, f"{app_url}/{slug}")
    assert page.evaluate(SMALL)  # without a projector there is something that the back row can't read
    page.mouse.click(2, 2)  # from the top
    names, reached, dark = page.evaluate(CONTROLS), [], set()
    for _ in range(2 * len(names) + 40):
        page.keyboard.press("Tab")
        number, shown, name = focused(page)
        if number >= 0 and reached[10:] and number == reached[0]:
            break  # once around
        reached += [number] if number >= 0 else []
        dark |= set() if shown else {name}
    assert [name for number, name in enumerate(names) if number not in reached] == []
    assert dark == set()
