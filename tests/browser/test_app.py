"""The real pages behind the real launcher: opened, played, dragged, shared, left and come back to."""

from pathlib import Path

import pytest
from cover import wide
from test_axe import AXE, violations
from waiting import press_skip, settled, still

STAGE = '[data-vizvi="stage"]'
FILES = (Path(__file__).resolve().parents[2] / "pages").glob("*.py")
PAGES = ["", *sorted(each.stem for each in FILES if each.stem != "home")]
LOOKS = [(1280, 720, "light"), (390, 844, "dark"), (1280, 720, "dark"), (390, 844, "light")]
# Each page in one look by turns, a laptop's or a phone's; in the others where all is tried.
OPENED = [
    (name, *look) if i == k % 2 else wide(name, *look) for k, name in enumerate(PAGES) for i, look in enumerate(LOOKS)
]
NUMBERS = """() => Object.fromEntries([...document.querySelectorAll('[data-vizvi-value]')]
  .map((each) => [each.dataset.vizviValue, each.dataset.value]))"""


@pytest.fixture
def visit(app_url, page):
    """`visit(path)` opens a page of the app and waits for its first picture."""

    def go(path: str, where=page):
        where.goto(f"{app_url}/{path}")
        painted(where)
        return where

    return go


def painted(page, before: str = "") -> str:
    """Wait for a picture other than the one before; its id."""
    page.wait_for_function(
        f"(before) => {{ const id = document.querySelector('{STAGE}')?.dataset.painted; return id && id !== before; }}",
        arg=before,
        timeout=30_000,
    )
    return page.locator(STAGE).first.get_attribute("data-painted")


def numbers(page) -> dict:
    return page.evaluate(NUMBERS)


def choose(page, menu: str, option: str) -> None:
    field = page.get_by_label(menu).first
    field.evaluate("(field) => field.scrollIntoView({ block: 'center', behavior: 'instant' })")
    still(page, field.bounding_box)  # a menu closes when the page scrolls
    field.click()
    page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.parametrize("name, width, height, scheme", OPENED)
def test_page_opens_cleanly(app_url, page, console, name, width, height, scheme):
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    problems, fetched = console(page), []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{app_url}/{name}")
    page.wait_for_selector("[data-vizvi][data-painted]", timeout=30_000)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert problems == []
    assert fetched and not [url for url in fetched if "plotly" in url.lower()]
    leading = page.locator("[data-vizvi]").first.get_attribute("data-vizvi")
    if width == 1280 and leading == "stage":  # question, stage and transport without scrolling
        box = page.get_by_role("button", name="Play", exact=True).first.bounding_box()
        assert box["y"] + box["height"] <= height
    if AXE.exists():
        if page.get_by_role("button", name="Skip").count():
            press_skip(page)
            settled(page)
        assert violations(page) == []


@pytest.mark.wide
def test_more_keeps_its_values(visit, page):
    first = painted(visit("play_2d?play_2d.family=full_rank"))

    def told() -> list[str]:
        return [page.get_by_label(each, exact=True).first.input_value() for each in ("Learning rate", "Steps", "Seed")]

    press_skip(page)
    page.get_by_role("button", name="Ask again").wait_for()
    fold = page.locator('[data-testid="stExpander"] summary', has_text="More")
    fold.click()
    assert told() == ["0.05", "200", "7"]
    page.get_by_label("Seed", exact=True).fill("8")
    page.keyboard.press("Enter")
    second = painted(page, first)
    assert told() == ["0.05", "200", "8"]
    fold.click()
    page.get_by_role("button", name="Reset").click()  # while it is closed
    painted(page, second)
    fold.click()
    assert told() == ["0.05", "200", "7"]
    assert page.url.endswith("play_2d")


def test_a_knob_keeps_the_stage_mounted_and_back_and_forward_turn_it(visit, page):
    first = painted(visit("play_2d"))
    page.locator(STAGE).evaluate("(stage) => { stage.mark = 1; }")
    choose(page, "Target", "Two modes")
    second = painted(page, first)
    assert page.locator(STAGE).evaluate("(stage) => stage.mark") == 1
    assert "play_2d.target=two_modes" in page.url
    page.go_back()
    assert painted(page, second) == first
    page.go_forward()
    assert painted(page, first) == second
    page.get_by_role("link", name="full-rank", exact=True).first.click()  # of a page to itself
    third = painted(page, second)
    assert page.url.endswith("play_2d?play_2d.family=full_rank")
    page.go_back()
    assert painted(page, third) == second


@pytest.mark.wide
def test_settings_survive_a_page_switch(visit, page):
    first = painted(visit("play_2d"))
    choose(page, "Target", "Two modes")
    second = painted(page, first)
    page.get_by_role("link", name="vizvi").first.click()
    painted(page, second)
    page.go_back()
    page.wait_for_url("**/play_2d*")
    page.wait_for_function(f"() => document.querySelector('{STAGE}')?.dataset.painted === '{second}'", timeout=30_000)
    assert page.get_by_label("Target").first.input_value() == "Two modes"


def test_a_shared_link_shows_the_same_numbers(visit, page, forget):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit("play_1d?play_1d.target.separation=2.3&play_1d.seed=11&play_1d.start=1.25,0.1")
    settled(page)  # what stands below the picture has numbers, too
    page.get_by_role("slider", name="Step").fill("57")
    shown = numbers(page)
    page.get_by_role("button", name="Share").click()
    page.get_by_text("Link copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    page.context.clear_permissions()
    assert "v=1" in link
    forget()
    page.goto(link)
    painted(page)
    settled(page)
    assert page.locator(STAGE).get_attribute("data-step") == "57"
    assert numbers(page) == shown


@pytest.mark.parametrize("name, handle", [wide("play_1d", "Mean of q"), ("play_2d", "Mean of q, z₁")])
def test_dragging_q_sets_the_start(visit, page, name, handle):
    first = painted(visit(name))
    before = numbers(page)
    box = page.get_by_role("slider", name=handle).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y - 10, steps=5)
    page.wait_for_function(
        "(elbo) => document.querySelector('[data-vizvi-value=elbo]').dataset.value !== elbo", arg=before["elbo"]
    )
    page.mouse.up()
    second = painted(page, first)
    assert f"{name}.start=" in page.url
    dragged = numbers(page)
    assert dragged != before
    page.reload()
    painted(page, second)
    assert numbers(page)["elbo"] == dragged["elbo"]


@pytest.mark.wide
def test_dragging_p_turns_its_knob(visit, page):
    first = painted(visit("play_2d"))
    handle = page.get_by_role("slider", name="Correlation of p")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    painted(page, first)
    assert "play_2d.target.correlation=0.89" in page.url


@pytest.mark.parametrize(
    "link",
    [
        "play_2d?play_2d.target=nonsense&play_2d.steps=-4&play_2d.foo=<script>alert(1)</script>",
        wide("play_1d?play_1d.target.separation=1e999&play_1d.runs=9999999"),
        wide("gap?gap.target.x=__import__('os')&gap.start=1,2,3"),
    ],
)
def test_hostile_links_fall_back_with_a_notice(visit, page, console, link):
    problems = console(page)
    visit(link)
    page.get_by_text("not understood").wait_for()
    assert page.locator('[data-testid="stException"]').count() == 0
    assert problems == []


@pytest.mark.wide
def test_the_course_is_hidden_until_the_prediction(visit, page):
    first = painted(visit("play_1d"))
    assert page.get_by_text("above the best Normal").count() == 0
    page.get_by_role("slider", name="Scale of q").focus()
    page.keyboard.press("ArrowUp")
    painted(page, first)
    settled(page)
    assert page.get_by_text("above the best Normal").count() == 0
    press_skip(page)
    page.get_by_text("above the best Normal").wait_for()


@pytest.mark.wide
def test_a_prediction_is_kept_beside_what_came(visit, page):
    visit("gap")
    page.get_by_text("up", exact=True).click()
    page.get_by_role("button", name="Lock it in").click()
    page.get_by_text("You said").wait_for()
    page.get_by_text("The ceiling never moves").wait_for()


@pytest.mark.wide
def test_the_thermometer_says_what_the_lesson_says(visit, page):
    visit("gap")
    at_start = numbers(page)
    assert round(float(at_start["elbo"]), 2) == -3.42
    assert round(float(at_start["reverse_kl"]), 2) == 1.15
    pill = page.get_by_role("radio", name="N(1, 0.5²)", exact=True)
    assert pill.is_disabled()  # a question about this place is open
    press_skip(page)
    pill.click()
    page.wait_for_function(f"() => Math.abs(document.querySelector('{STAGE}').dataset.step) === 0", timeout=30_000)
    assert round(float(numbers(page)["elbo"]), 2) == -2.36
    assert numbers(page)["log_z"] == at_start["log_z"]


def test_one_component_of_a_mixture_moves_alone(visit, page):
    """Started on the perfect fit: the hand takes the right bump, the left one stays, and the link starts from there."""
    fit = "0,0,-3,3,0,0"
    first = painted(visit(f"play_1d?play_1d.family=mixture&play_1d.start={fit}"))
    right = page.get_by_role("slider", name="Mean of component 2")
    assert float(numbers(page)["reverse_kl"]) < 0.01 and page.get_by_role("slider", name="Mean of q").count() == 0
    box = right.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y, steps=4)
    page.wait_for_function("() => document.querySelector('[data-vizvi-value=reverse_kl]').dataset.value > 0.005")
    page.mouse.up()
    painted(page, first)
    start = [float(each) for each in page.url.split("play_1d.start=")[1].split("&")[0].replace("%2C", ",").split(",")]
    left, moved = start[2], start[3]
    assert left == pytest.approx(-3) and 1.5 < moved < 2.9
    assert start[:2] == pytest.approx([start[0]] * 2) and start[4:] == pytest.approx([0, 0], abs=1e-6)
    right.focus()
    page.keyboard.press("PageUp")
    page.wait_for_function("() => !location.search.includes('start=-0.69314718')", timeout=30_000)
