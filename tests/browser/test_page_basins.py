"""The lesson on starts: a start to drag, balls to drop and to pick, basins to color, links that restore."""

import re

import pytest
from waiting import frames, press_skip, settled

STAGE, BOARD = '[data-vizvi="stage"]', '[data-vizvi="board"]'


@pytest.fixture
def visit(app_url, page):
    """`visit(query)` opens the lesson and waits for its pictures; the prediction is skipped if asked."""

    def go(query: str = "", where=page, skip: bool = True):
        where.goto(f"{app_url}/basins{query}")
        where.wait_for_selector(f"{STAGE}[data-painted]", timeout=30_000)
        where.wait_for_selector(f"{BOARD}[data-painted]", timeout=30_000)
        if skip:
            before = painted(where, BOARD)
            press_skip(where)
            painted(where, BOARD, before)
        settled(where)
        return where

    return go


def painted(page, what: str, before: str = "") -> str:
    """Wait for a picture other than the one before; its id."""
    page.wait_for_function(
        "([what, before]) => { const id = document.querySelector(what)?.dataset.painted; return id && id !== before; }",
        arg=[what, before],
        timeout=30_000,
    )
    return page.locator(what).first.get_attribute("data-painted")


def title(page) -> str:
    return page.locator(BOARD).first.get_attribute("aria-label")


def start(page) -> tuple[str, str]:
    """Mean and sd of the start, as a screen reader says them."""
    names = ("Start: mean", "Start: log sd")
    return tuple(page.get_by_role("slider", name=name).get_attribute("aria-valuetext") for name in names)


@pytest.mark.wide
def test_nothing_is_told_before_the_prediction(visit, page, console):
    problems = console(page)
    visit(skip=False)
    assert "optim" not in title(page) and page.get_by_text("Drop 25 balls", exact=True).is_visible()
    assert page.get_by_role("tab").count() == 0 and page.get_by_text("Three valleys").count() == 0
    before = painted(page, BOARD)
    page.get_by_text("it stays", exact=True).click()
    page.get_by_role("button", name="Lock it in").click()
    painted(page, BOARD, before)
    assert "3 optima" in title(page) and "B at mean 0.00, sd 2.74: 0.84 nats" in title(page)
    page.get_by_text("You said").wait_for()
    assert problems == []


def test_the_start_is_dragged_and_its_run_follows(visit, page):
    visit()
    assert start(page) == ("0.00", "sd 2.70")
    page.get_by_text("This run ends in B.").wait_for()
    before = painted(page, STAGE)
    page.locator(BOARD).first.evaluate("(board) => { board.mark = 1; }")
    grip = page.get_by_role("slider", name="Start: mean")
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for i in range(1, 9):
        page.mouse.move(x + 12 * i, y + 12 * i)
        frames(page)
    assert float(start(page)[0]) > 2  # the grip is in the hand, whatever Python does
    page.mouse.up()
    painted(page, STAGE, before)
    page.get_by_text("This run ends in C.").wait_for()
    assert re.search(r"basins\.start=-?\d+\.\d{1,4}(%2C|,)-?\d+\.\d{1,4}(&|$)", page.url)
    assert page.locator(BOARD).first.evaluate("(board) => board.mark") == 1  # never mounted anew
    page.get_by_role("button", name="To end", exact=True).click()  # the stage and the landscape step together
    page.wait_for_function("() => document.querySelector('[data-vizvi=\"board\"]').dataset.step === '200'")


@pytest.mark.wide
def test_q_on_the_stage_moves_the_start_too(visit, page):
    visit()
    before = painted(page, STAGE)
    page.locator(STAGE).get_by_role("slider", name="mean").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    painted(page, STAGE, before)
    page.wait_for_url(re.compile(r"basins\.start=\d+\.\d{1,4}(%2C|,)\d+\.\d{1,4}(&|$)"))
    assert start(page)[0] != "0.00"


@pytest.mark.wide
def test_a_click_and_the_keyboard_move_the_start(visit, page):
    visit()
    before = painted(page, STAGE)
    canvas = page.locator(f"{BOARD} canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + 0.6 * box["height"])
    second = painted(page, STAGE, before)
    assert float(start(page)[0].replace("−", "-")) < -2
    page.get_by_role("slider", name="Start: mean").focus()
    page.keyboard.press("ArrowRight")
    painted(page, STAGE, second)


@pytest.mark.wide
def test_balls_and_the_one_that_is_picked(visit, page):
    visit()
    before = painted(page, STAGE)
    page.get_by_text("Drop 25 balls", exact=True).click()
    first = painted(page, STAGE, before)
    page.get_by_text(re.compile("Of 25 balls, .* end in")).wait_for()
    assert page.get_by_role("slider", name="Start: mean").count() == 0 and "basins.balls=1" in page.url
    canvas = page.locator(f"{BOARD} canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 0.72 * box["width"], box["y"] + 0.6 * box["height"])
    painted(page, STAGE, first)


@pytest.mark.wide
def test_basins_are_colored_when_asked(visit, page):
    visit()
    before = painted(page, BOARD)
    page.get_by_text("Color the basins", exact=True).click()
    painted(page, BOARD, before)
    page.get_by_text("Shares of the picture").wait_for()
    told = page.get_by_text("Shares of the picture").inner_text()
    assert told.replace("\xa0", " ").endswith("A 43 %, B 15 %, C 43 %.")


def test_a_link_restores_all(visit, page):
    knobs = ("target.separation=5", "target.weight=0.4", "start=1.0,0.5", "balls=1", "reveal=1", "seed=9")
    knobs += ("method.optimizer=sgd", "method.draws=16")
    visit("?" + "&".join(f"basins.{each}" for each in knobs), skip=False)  # another target: nothing is asked
    assert "3 optima" in title(page) and "0.51 nats" in title(page)
    assert page.get_by_text("Of 25 balls").is_visible() and page.get_by_text("Shares of the picture").is_visible()
    assert page.get_by_label("Draws per step").input_value() == "16"
    assert page.get_by_label("Method").input_value() == "Gradient descent"
    page.get_by_text("Drop 25 balls", exact=True).click()
    page.get_by_role("slider", name="Start: mean").wait_for()
    assert start(page) == ("1.00", "sd 1.65")


@pytest.mark.wide
def test_a_preset_in_the_text(visit, page):
    visit()
    before = painted(page, BOARD)
    page.get_by_role("link", name="d = 2.3: one valley").click()
    painted(page, BOARD, before)
    assert "has 1 optimum" in title(page) and "basins.target.separation=2.3" in page.url


@pytest.mark.wide
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_section_on_a_phone(browser, visit, console, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    problems = console(page)
    visit(where=page)
    for name, shown in (
        ("Which q is better?", "true ESS"),
        ("Can noise save you?", "Your setting"),
        ("Remedies", "Annealing"),
    ):
        page.get_by_role("tab", name=name).click()
        page.get_by_text(shown).first.wait_for(timeout=30_000)
    page.get_by_role("tab", name="Two dimensions").click()
    page.get_by_text("round starts").wait_for(timeout=30_000)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert problems == []
    context.close()


@pytest.mark.wide
def test_a_sweep_shows_how_far_it_is_and_stops(visit, page):
    visit()
    page.get_by_role("tab", name="Can noise save you?").click()
    page.get_by_role("button", name=re.compile("^Sweep")).click()
    page.get_by_text(re.compile("of 55 settings")).wait_for(timeout=30_000)
    page.get_by_role("button", name="Stop and keep").click()
    page.get_by_role("button", name="Stop and keep").wait_for(state="detached", timeout=30_000)
    assert page.get_by_text(re.compile("of 55 settings")).count() == 0


@pytest.mark.wide
def test_a_map_of_the_plane_grows_finer(visit, page):
    visit()
    page.get_by_role("tab", name="Two dimensions").click()
    page.get_by_text("65 × 65 round starts").wait_for(timeout=60_000)
    table = page.locator("table", has_text="mean of q")
    assert table.count() == 1 and table.locator("tbody tr").count() == 7  # as many as the picture has, once it is done
    assert "0.88 nats" in table.locator("tbody tr").first.inner_text()
    boards = page.locator(BOARD)
    assert "7 optima" in boards.nth(1).get_attribute("aria-label")
    assert "1.3229" in boards.nth(2).get_attribute("aria-label")
