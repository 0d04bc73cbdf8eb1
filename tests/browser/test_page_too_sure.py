"""The lesson on uncertainty in a browser: its parts open clean, points can be dragged, links restore, nothing overflows."""

import pytest
from cover import wide
from waiting import answered, press_skip, settled

STAGE, BOARD = '[data-vizvi="stage"]', '[data-vizvi="board"]'
PARTS = {"ellipse": STAGE, "line": BOARD, "calibration": BOARD, "knowing": BOARD}
PAINTED = (
    "([selector, before]) => { const id = document.querySelector(selector)?.dataset.painted; return id && id !== before; }"
)


def visit(page, app_url, part="", query=""):
    page.goto(f"{app_url}/too_sure?{f'sure.tab={part}&' if part else ''}{query}")
    press_skip(page)
    painted(page, PARTS[part or "ellipse"])


def painted(page, selector, before="") -> str:
    page.wait_for_function(PAINTED, arg=[selector, before], timeout=30_000)
    return page.locator(selector).first.get_attribute("data-painted")


def value(page, key) -> float:
    return float(page.locator(f'.vizvi-large [data-vizvi-value="{key}"]').get_attribute("data-value"))


def read(page, key, wanted, within=5e-4):
    """Wait until a large number is what it should be."""
    page.wait_for_function(
        """([key, wanted, within]) => Math.abs(
          document.querySelector(`.vizvi-large [data-vizvi-value="${key}"]`)?.dataset.value - wanted) < within""",
        arg=[key, wanted, within],
        timeout=30_000,
    )


@pytest.mark.wide
@pytest.mark.parametrize("width, height, scheme", [(1280, 720, "dark"), (390, 844, "light"), wide(390, 844, "dark")])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_cleanly(page, app_url, console, part, width, height, scheme):
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    problems = console(page)
    visit(page, app_url, part)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert problems == []


@pytest.mark.wide
def test_the_ellipse_reads_its_coverage_out(page, app_url):
    visit(page, app_url)
    read(page, "coverage_1", 0.6071)
    page.get_by_role("button", name="To end").first.click()
    page.wait_for_function(
        "() => Math.abs(document.querySelector('[data-vizvi-value=interval_1]').dataset.value - 0.6071) < 5e-4"
    )
    page.get_by_role("slider", name="Correlation of p").or_(page.get_by_role("slider", name="Correlation")).first.focus()
    before = painted(page, STAGE)
    page.keyboard.press("ArrowLeft")
    painted(page, STAGE, before)
    page.wait_for_function(
        "() => document.querySelector('.vizvi-large [data-vizvi-value=coverage_1]').dataset.value > 0.61"
    )
    assert "too_sure.target.correlation=0.8" in page.url


@pytest.mark.wide
def test_a_hand_that_drags_q_sees_its_coverage_change(page, app_url):
    visit(page, app_url)
    grip = page.get_by_role("slider", name="Scale of q, axis 1")
    grip.focus()
    before = float(page.locator('[data-vizvi-value="interval_1"]').get_attribute("data-value"))
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "(before) => document.querySelector('[data-vizvi-value=interval_1]').dataset.value > before + 0.005", arg=before
    )


def test_a_point_can_be_dragged_and_the_link_restores_it(page, forget, app_url):
    visit(page, app_url, "line")
    read(page, "coverage_slope", 0.4257)
    grip = page.get_by_role("slider", name="Data point 30").first
    box, before = grip.bounding_box(), painted(page, BOARD)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 150, y - 40, steps=6)
    page.mouse.up()
    painted(page, BOARD, before)
    page.wait_for_function("() => location.search.includes('sure.data=')")
    page.wait_for_function(
        "() => Math.abs(document.querySelector('[data-vizvi-value=coverage_slope]').dataset.value - 0.4257) > 2e-3"
    )
    answered(page)  # the last of the drag, too
    moved, link = value(page, "coverage_slope"), page.url
    forget()
    page.goto(link)
    press_skip(page)
    painted(page, BOARD)
    assert value(page, "coverage_slope") == pytest.approx(moved, abs=1e-9)  # the link holds ten digits of each number


@pytest.mark.wide
def test_centering_x_makes_mean_field_exact(page, app_url):
    visit(page, app_url, "line", "sure.lines=q")
    assert page.get_by_role("button", name="Play").first.is_visible()  # lines one at a time wait for a press
    page.get_by_test_id("stCheckbox").get_by_text("Center x").click()
    read(page, "coverage_slope", 0.95)
    page.wait_for_function("() => location.search.includes('sure.center=1')")


def test_tabs_are_part_of_the_link_and_keep_what_was_set(page, app_url):
    visit(page, app_url, "line", "sure.center=1")
    page.get_by_role("radio", name="C. How often?").or_(
        page.get_by_text("C. How often?")
    ).first.click()
    page.wait_for_function("() => location.search.includes('sure.tab=calibration')", timeout=30_000)
    press_skip(page)
    painted(page, BOARD)
    assert "sure.center=1" in page.url
    page.get_by_text("B. Line").first.click()
    read(page, "coverage_slope", 0.95)


@pytest.mark.wide
@pytest.mark.parametrize("whole", [False, wide(True)])
def test_a_long_simulation_can_be_stopped_and_goes_on(page, app_url, whole):
    """Each with a seed of its own, which no cache has."""
    visit(page, app_url, "calibration", f"sure.model=launch_fr&sure.sets=10000&sure.seed={int(whole)}")
    page.get_by_role("button", name="Stop and keep").click()
    stopped = page.get_by_text("Stopped after")
    stopped.wait_for()
    done = int(stopped.inner_text().replace("\u2009", "").split("Stopped after ")[1].split(" of")[0])
    page.get_by_role("button", name="Go on").click()
    counted = "document.body.innerText.replaceAll('\u2009', '').match(/data set (\\d+) /)?.[1]"
    page.wait_for_function(f"(done) => Number({counted}) > done", arg=done, timeout=30_000)
    if whole:
        page.get_by_text(" of 10\u2009000; ").wait_for(timeout=120_000)
    else:
        page.get_by_role("button", name="Stop and keep").click()


@pytest.mark.wide
def test_the_button_of_the_funnel(page, app_url):
    page.goto(f"{app_url}/too_sure?too_sure.target=funnel")
    before = painted(page, STAGE)
    page.get_by_role("button", name="Non-center it").click()
    painted(page, STAGE, before)
    page.get_by_role("button", name="To end").first.click()
    page.wait_for_function("() => document.querySelector('[data-vizvi-value=reverse_kl]').dataset.value < 1e-6")


@pytest.mark.wide
def test_the_link_of_the_last_part_shows_the_same_elsewhere(page, browser, app_url):
    page.goto(f"{app_url}/too_sure?too_sure.target=log_gamma")  # which asks nothing
    painted(page, STAGE)
    settled(page)
    page.get_by_text("D. Can it know?").first.click()
    press_skip(page)
    painted(page, BOARD)
    page.wait_for_function("() => location.search.includes('too_sure.target=log_gamma')")
    khat, link = value(page, "khat"), page.url
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    other = context.new_page()
    other.goto(link)
    press_skip(other)
    painted(other, BOARD)
    assert value(other, "khat") == khat
    context.close()


@pytest.mark.wide
def test_a_preset_is_a_link(page, app_url):
    visit(page, app_url, "knowing")
    read(page, "coverage", 0.6071)
    page.get_by_role("link", name="a mode never visited").click()
    read(page, "coverage", 0.475, 2e-3)
    assert "sure.tab=knowing" in page.url and value(page, "true_ess") < 1e-26
