"""The lesson on the two KLs: both stages, their prediction, the dial, the map and its line."""

import math

import numpy as np
import pytest
from cover import wide
from waiting import press_skip, settled, still, until

STAGE = '[data-vizvi="stage"]'
BOARD = '[data-vizvi="board"]'


@pytest.fixture
def visit(app_url, page):
    """`visit(query)` opens the lesson and waits for both pictures; the prediction is skipped if there is one."""

    def go(query: str = "", skip: bool = True):
        page.goto(f"{app_url}/kl{query}")
        page.wait_for_function(f"() => document.querySelectorAll('{STAGE}[data-painted]').length >= 2", timeout=30_000)
        if skip and page.get_by_role("button", name="Skip").count():
            press_skip(page)
            page.get_by_role("button", name="Ask again").wait_for()
            page.wait_for_function(f"() => document.querySelectorAll('{STAGE}')[1].dataset.open === 'false'")
        return page

    return go


def value(page, side: int, key: str) -> float:
    return float(page.locator(STAGE).nth(side).locator(f'[data-vizvi-value="{key}"]').get_attribute("data-value"))


def press(page, side: int, name: str) -> None:
    """A button of the transport: the pair has one."""
    page.locator(STAGE).nth(side if side > 1 else 0).get_by_role("button", name=name, exact=True).click()


def to_end(page, side: int) -> None:
    """The last step, on both sides of the pair."""
    press(page, side, "To end")
    still(page, lambda: page.locator(STAGE).evaluate_all("(all) => all.map((each) => each.dataset.step)"))


def ids(page) -> list[str]:
    return page.locator(STAGE).evaluate_all("(all) => all.map((each) => each.dataset.painted)")


def changed(page, before, side: int = 0) -> None:
    page.wait_for_function(
        f"([before, side]) => document.querySelectorAll('{STAGE}')[side].dataset.painted !== before[side]",
        arg=[before, side],
        timeout=30_000,
    )


def steps(page) -> list[str]:
    return page.locator(STAGE).evaluate_all("(all) => all.map((each) => each.dataset.step)")


def test_both_sides_start_alike_step_together_and_end_apart_and_a_reload_comes_back_there(visit, page, console):
    problems = console(page)
    visit()
    shown = page.locator(f"{STAGE} .vizvi-transport").evaluate_all(
        "(all) => all.slice(0, 2).map((each) => [getComputedStyle(each).visibility, each.offsetWidth])"
    )
    assert [each[0] for each in shown] == ["visible", "hidden"] and shown[0][1] > 2 * shown[1][1]
    press(page, 1, "To start")
    page.wait_for_function(f"() => document.querySelector('{STAGE}').dataset.step === '0'")
    assert value(page, 0, "reverse_kl") == value(page, 1, "reverse_kl")
    to_end(page, 1)
    assert steps(page)[0] == "40"
    assert value(page, 0, "reverse_kl") == pytest.approx(0.6888, abs=2e-4)
    assert value(page, 1, "forward_kl") == pytest.approx(0.4620, abs=2e-4)
    page.keyboard.press("ArrowLeft")
    stood = steps(page)
    assert int(stood[0]) > 1 and stood[0] == stood[1]
    page.reload()
    page.get_by_role("button", name="Ask again").wait_for(timeout=30_000)
    until(page, lambda: steps(page) == stood)
    page.get_by_role("button", name="Ask again").click()
    until(page, lambda: steps(page) == ["0", "0"])
    page.reload()
    page.get_by_role("button", name="Skip").wait_for(timeout=30_000)
    until(page, lambda: len(steps(page)) == 2)
    settled(page)
    assert steps(page) == ["0", "0"]  # what is asked again is not told by a reload
    assert problems == []


@pytest.mark.wide
def test_a_drawing_stays_as_a_ghost_of_its_own_side(visit, page):
    visit(skip=False)
    for side in (0, 1):
        assert page.get_by_role("button", name="Lock it in").is_disabled()  # until both are drawn
        before = ids(page)
        page.locator(STAGE).nth(side).get_by_role("slider", name="Mean of q", exact=True).focus()
        for _ in range(3):
            page.keyboard.press("Shift+ArrowLeft")
        changed(page, before, side)
        settled(page)
    assert "start=" not in page.url  # a drawing is no start
    before = ids(page)
    page.get_by_role("button", name="Lock it in").click()
    page.get_by_text("Your drawings stay as dotted lines").wait_for()
    changed(page, before, 1)
    press(page, 0, "To start")  # it plays
    page.wait_for_function(f"() => document.querySelectorAll('{STAGE}')[1].dataset.step === '0'")
    assert value(page, 0, "reverse_kl") == value(page, 1, "reverse_kl")  # both start alike again
    assert page.get_by_text("Reverse KL is billed where").count() == 1


@pytest.mark.wide
def test_sliding_d_down_makes_the_left_side_cover_both(visit, page):
    visit("?kl.target.separation=2")
    to_end(page, 0)
    assert value(page, 0, "reverse_kl") == pytest.approx(0.2265, abs=2e-4)
    assert value(page, 1, "forward_kl") == pytest.approx(0.1720, abs=2e-4)


@pytest.mark.wide
def test_the_dial_turns_the_line_of_its_map(visit, page):
    visit("?kl.target.separation=3.2")
    dial = page.locator(STAGE).nth(2)
    dial.wait_for()
    page.locator(f"{BOARD}[data-painted]").first.wait_for()
    slider = dial.get_by_role("slider", name="Step", exact=True)
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_function(f"() => document.querySelectorAll('{STAGE}')[2].dataset.step === '40'")
    assert page.locator(STAGE).first.get_attribute("data-step") == "0"  # the duel above is another group
    assert slider.get_attribute("aria-valuetext") == "α 1.00"
    to_end(page, 1)  # forward KL itself
    assert value(page, 2, "forward_kl") == pytest.approx(value(page, 1, "forward_kl"), abs=1e-6)
    line = page.locator(BOARD).first.get_by_role("slider", name="α (Minka)")
    assert float(line.get_attribute("aria-valuenow")) == 1.0


def test_the_line_of_the_map_is_the_knob(visit, page):
    visit("?kl.target.separation=3.2")
    page.get_by_role("tab", name="The map of optima").click()
    line = page.locator(BOARD).first.get_by_role("slider", name="Separation ±d")
    line.wait_for()
    before = ids(page)
    line.focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    changed(page, before)
    page.wait_for_function("() => location.search.includes('kl.target.separation=2.8')", timeout=30_000)
    page.get_by_text("At separation d = 2.80").wait_for()


@pytest.mark.wide
def test_carried_along_q_remembers_where_it_was(visit, page):
    """Weight .7: from below the wide optimum lives on at 2.3, from above the narrow one does."""
    ends = {}
    for way, (first, last) in {"up": ("2.1", "2.3"), "down": ("2.5", "2.3")}.items():
        visit(f"?kl.carry=1&kl.target.weight=0.7&kl.target.separation={first}&kl.start=1.5,0.0")
        before = ids(page)
        field = page.get_by_role("slider", name="Separation ±d").first
        field.focus()
        for _ in range(round(abs(float(last) - float(first)) * 10)):
            page.keyboard.press("ArrowRight" if way == "up" else "ArrowLeft")
            changed(page, before)
            settled(page)
            before = ids(page)
        page.wait_for_function("() => location.search.includes('separation=2.3')", timeout=30_000)
        to_end(page, 0)
        ends[way] = value(page, 0, "sd_ratio_1")
    assert ends["up"] > 0.8 > 0.7 > ends["down"]


@pytest.mark.wide
def test_a_preset_is_a_link_that_sets_the_page(visit, page):
    visit("?kl.target.separation=3.2")
    before = ids(page)
    page.get_by_role("link", name="correlated Gaussian").click()
    changed(page, before)
    page.get_by_text("The same price, two mistakes").wait_for()
    to_end(page, 0)
    assert value(page, 0, "reverse_kl") == pytest.approx(0.8304, abs=1e-4)
    assert value(page, 1, "forward_kl") == pytest.approx(0.8304, abs=1e-4)
    page.go_back()
    page.wait_for_function("() => location.search.includes('3.2')")


@pytest.mark.wide
def test_a_hostile_link_is_told_and_harmless(visit, page, console):
    problems = console(page)
    visit("?kl.way=sideways&kl.target.separation=1e9&kl.against=<script>&kl.family=mixture")
    assert page.get_by_text("not understood").count() == 1
    assert problems == []


def test_a_hand_on_p_moves_both_pictures_and_what_q_is_worth(visit, page):
    visit("?kl.target.separation=3.2")  # nothing is asked
    to_end(page, 0)
    shown, before = ids(page), value(page, 1, "forward_kl")
    grip = page.locator(STAGE).first.get_by_role("slider", name="Separation of p")
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y, steps=4)
    pair = [page.locator(STAGE).nth(side) for side in (0, 1)]
    knobs = lambda: [each.get_by_role("slider", name="Separation of p").get_attribute("aria-valuenow") for each in pair]
    until(page, lambda: len(set(knobs())) == 1 and abs(float(knobs()[0])) < 3.2)  # the last move has arrived on both
    assert abs(value(page, 1, "forward_kl") - before) > 1e-3
    assert ids(page) == shown  # still the runs of the old p, at their end
    assert all(each.get_attribute("data-step") == "40" for each in pair)
    held = knobs()[0]
    d = abs(float(held))
    grid = np.linspace(-14, 14, 20001)
    mean, sd = 0.0, math.sqrt(1 + 3.2**2)  # forward KL has taken the moments of the old p
    log_p = np.logaddexp(*(-0.5 * (grid - way * d) ** 2 for way in (-1, 1))) - math.log(2) - 0.5 * math.log(2 * math.pi)
    log_q = -0.5 * ((grid - mean) / sd) ** 2 - math.log(sd) - 0.5 * math.log(2 * math.pi)
    kl = float(np.sum(np.exp(log_p) * (log_p - log_q)) * (grid[1] - grid[0]))
    assert value(page, 1, "forward_kl") == pytest.approx(kl, abs=2e-3)
    page.mouse.up()
    changed(page, shown, 1)
    page.wait_for_function("(d) => location.search.includes(`kl.target.separation=${d}`)", arg=held, timeout=30_000)


@pytest.mark.wide
@pytest.mark.parametrize("crowd, turns", [(2, 6), wide(3, 20)])
def test_a_knob_never_springs_back_though_the_server_is_busy(browser, app_url, crowd, turns):
    """Visitors turn a knob faster than the server answers: an address that is written late is no link."""
    visitors = []
    for _ in range(crowd):
        page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
        page.goto(f"{app_url}/kl?kl.seed=8")
        page.wait_for_function(f"() => document.querySelectorAll('{STAGE}[data-painted]').length >= 2", timeout=30_000)
        press_skip(page)
        page.get_by_role("tab", name="The α dial").wait_for(timeout=30_000)
        page.get_by_role("slider", name="Separation ±d").first.focus()
        visitors.append(page)
    for _ in range(turns):
        for page in visitors:
            page.keyboard.press("ArrowLeft")
    for page in visitors:
        wanted = f"kl.target.separation={3 - 0.1 * turns:.1f}"
        page.wait_for_function("(wanted) => location.search.includes(wanted)", arg=wanted, timeout=30_000)
        settled(page)
        assert wanted in page.url
        page.context.close()
