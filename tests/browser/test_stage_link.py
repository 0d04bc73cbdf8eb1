"""Stages that share a step, and a stage that runs along a dial."""

import pytest
import test_stage
from waiting import settled, still, until

STAGE = '[data-vizvi="stage"]'
expect = pytest.importorskip("playwright.sync_api").expect
page = test_stage.page  # a fixture


@pytest.fixture
def show(page, demos, console):
    problems = console(page)

    def start(name, query=""):
        demos(page, "link_demo", name, query)
        return page

    yield start
    assert not problems


@pytest.fixture
def pair(show):
    """The two stages (200 and 120 steps) and the board."""
    page = show("pair")
    page.locator('[data-vizvi="board"][data-painted]').wait_for(timeout=30_000)
    page.locator(f"{STAGE}[data-painted='right']").wait_for(timeout=30_000)
    return *(page.locator(f"{STAGE}[data-painted='{name}']") for name in ("left", "right")), page.locator(
        '[data-vizvi="board"]'
    )


def steps(*pictures):
    return [int(picture.get_attribute("data-step") or 0) for picture in pictures]


def press(stage, name):
    stage.get_by_role("button", name=name, exact=True).click()


def test_a_step_of_one_is_a_step_of_all(pair):
    left, right, board = pair
    press(left, "Step forward")
    assert steps(left, right, board) == [1, 1, 1]
    press(right, "Step forward")
    assert steps(left, right, board) == [2, 2, 2]
    right.get_by_role("slider", name="Step", exact=True).fill("77")
    assert steps(left, right, board) == [77, 77, 77]
    press(left, "Step back")
    press(left, "Step forward")  # also where the left one had been told the step by the right one
    assert steps(left, right, board) == [77, 77, 77]


@pytest.mark.wide
def test_steps_are_clamped_to_each_length(pair):
    left, right, board = pair
    press(left, "To end")
    assert steps(left, right, board) == [200, 120, 200]
    press(right, "Step back")
    assert steps(left, right, board) == [119, 119, 119]


@pytest.mark.wide
def test_play_and_pause_are_everyones(pair, page):
    left, right, board = pair
    press(left, "Play")
    expect(right).to_have_attribute("data-playing", "true")
    until(page, lambda: steps(left)[0] > 3)
    press(right, "Pause")
    expect(left).to_have_attribute("data-playing", "false")
    expect(right).to_have_attribute("data-playing", "false")
    at = still(page, lambda: steps(left, right, board))
    assert at[0] > 3 and len(set(at)) == 1
    press(right, "Play")
    expect(left).to_have_attribute("data-playing", "true")
    right.get_by_role("button", name="To start", exact=True).click()
    expect(left).to_have_attribute("data-playing", "false")
    assert steps(left, right) == [0, 0]


@pytest.mark.wide
def test_pausing_the_shorter_one_leaves_the_longer_one_where_it_is(pair, page):
    left, right, _ = pair
    left.get_by_role("slider", name="Step", exact=True).fill("150")
    left.get_by_label("Speed", exact=True).select_option("⅛×")
    press(left, "Play")
    expect(right).to_have_attribute("data-playing", "true")
    press(right, "Pause")
    expect(left).to_have_attribute("data-playing", "false")
    at = still(page, lambda: steps(left, right))
    assert at[0] >= 150 and at[1] == 120


def test_a_key_acts_once_per_group(pair, page):
    left, right, board = pair
    page.mouse.click(5, 5)
    page.keyboard.press("ArrowRight")
    assert steps(left, right, board) == [1, 1, 1]
    right.get_by_role("button", name="Step forward", exact=True).focus()
    page.keyboard.press("Shift+ArrowRight")
    assert steps(left, right, board) == [11, 11, 11]
    page.mouse.click(5, 5)
    page.keyboard.press("Space")
    expect(left).to_have_attribute("data-playing", "true")
    page.keyboard.press("Space")
    expect(right).to_have_attribute("data-playing", "false")
    expect(left).to_have_attribute("data-playing", "false")


def test_the_boards_cursor_scrubs_the_stages(pair, page):
    left, right, board = pair
    grip = board.get_by_role("slider", name="Step of both")
    grip.focus()
    page.keyboard.press("Shift+ArrowRight")
    assert steps(left, right, board) == [10, 10, 10]
    assert grip.get_attribute("aria-valuetext") == "step 10"
    page.keyboard.press("End")
    assert steps(left, right, board) == [200, 120, 200]


@pytest.mark.wide
def test_a_rerun_does_not_stop_the_group(pair, page):
    left, right, _ = pair
    left.get_by_label("Speed", exact=True).select_option("¼×")
    press(left, "Play")
    page.get_by_role("button", name="Again").click()
    settled(page)
    expect(left).to_have_attribute("data-playing", "true")
    before = steps(right)[0]
    until(page, lambda: steps(right)[0] > before)


@pytest.mark.wide
def test_each_hand_keeps_its_own_q(pair, page):
    left, right, _ = pair
    grips = [stage.get_by_role("slider", name="Mean of q", exact=True) for stage in (left, right)]
    now = lambda: [float(grip.get_attribute("aria-valuenow")) for grip in grips]
    before = now()
    for grip in grips:
        grip.focus()
        page.keyboard.press("Shift+ArrowRight")
        still(page, now)
    assert all(after > first + 0.5 for first, after in zip(before, now(), strict=True))
    press(left, "Step forward")  # a step of one is a step of both: what was dragged makes way
    assert steps(left, right) == [1, 1]


def test_a_dial_speaks_of_its_value(show, page):
    stage = show("dial").locator(STAGE)
    scrub = stage.get_by_role("slider", name="Step", exact=True)
    scrub.fill("20")
    assert scrub.get_attribute("aria-valuetext") == "α 0.40"
    assert stage.locator(".vizvi-counter").inner_text() == "α = 0.40"
    assert stage.get_attribute("data-step") == "20"
    names = stage.locator(".vizvi-chips button").all_inner_texts()
    assert "trail" not in names and "start" not in names


@pytest.mark.wide
def test_a_dials_trail_must_be_asked_for(show):
    stage = show("dial", "&trail=1").locator(STAGE)
    chip = stage.get_by_role("button", name="trail", exact=True)
    assert chip.get_attribute("aria-pressed") == "true"


@pytest.mark.wide
def test_mix_changes_hue_and_dash(show, page):
    stage = show("dial").locator(STAGE)
    spectrum = """(canvas) => {
      const { width, height } = canvas;
      const copy = Object.assign(document.createElement("canvas"), { width, height });
      const pen = copy.getContext("2d", { willReadFrequently: true });
      pen.drawImage(canvas, 0, 0);
      const { data } = pen.getImageData(0, 0, width, Math.round(height * 0.66));
      const count = [0, 0];
      const near = (i, [r, g, b]) => Math.hypot(data[i] - r, data[i + 1] - g, data[i + 2] - b) < 20 && data[i + 3] > 240;
      for (let i = 0; i < data.length; i += 4) {
        count[0] += near(i, [0xB8, 0x56, 0x0B]);
        count[1] += near(i, [0x5E, 0x1E, 0x57]);
      }
      return count;
    }"""
    canvas = stage.locator(".vizvi-canvas")
    seen = {}
    for step in (0, 25, 50):
        stage.get_by_role("slider", name="Step", exact=True).fill(str(step))
        seen[step] = still(page, lambda: canvas.evaluate(spectrum))
    assert seen[0][0] > 500 and seen[0][1] < 20  # q's orange
    assert seen[25][0] < 60 and seen[25][1] < 60  # neither
    assert seen[50][1] > 300 and seen[50][0] < 20  # the forward fit's plum
    dash = """async () => {
      const served = performance.getEntriesByType("resource").map(({ name }) => name);
      const entry = served.find((name) => name.endsWith("vizvi.stage/stage/main.js"));
      const { qDash } = await import(new URL("../shared/marks.js", entry).href);
      return [0, 0.25, 0.5, 1, "reverse", "forward"].map((style) => qDash({ line: 1 }, style));
    }"""
    assert page.evaluate(dash) == [[], [12, 1.5], [12, 3], [12, 6], [], [12, 6]]
