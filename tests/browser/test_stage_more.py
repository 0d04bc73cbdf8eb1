"""More of the stage, in a browser: formula, thermometer, hiding, missed mass, one step explained."""

import pytest
import test_stage
from cover import daily, wide
from test_stage import slider, step_of, value
from waiting import hurry, still, until

expect = pytest.importorskip("playwright.sync_api").expect
page, show = test_stage.page, test_stage.show  # fixtures


def button(stage, name):
    return stage.get_by_role("button", name=name, exact=True)


def ink(stage, canvas=".vizvi-canvas"):
    """What is drawn now, to compare."""
    return stage.locator(canvas).evaluate("e => e.toDataURL()")


# Phase, whether it plays, and step, at each change of the phase: none is too short to be seen.
SEEN = """(stage) => {
  window.seen = [];
  const told = ["data-explaining", "data-playing", "data-step"];
  const look = () => window.seen.push(told.map((name) => stage.getAttribute(name)));
  new MutationObserver(look).observe(stage, { attributeFilter: ["data-explaining"] });
}"""


def test_formula_follows_the_step_and_switches_tabs(show, page):
    stage = show("gap")
    slider(stage).fill("20")
    number = lambda key: stage.locator(f'[data-vizvi-term="{key}"]').text_content()
    assert [number(key) for key in ("log_z", "elbo", "reverse_kl")] == ["−2.27", "−2.41", "0.15"]
    spoken = stage.locator(".vizvi-formula p")
    assert spoken.text_content() == "The ceiling is minus 2.27; the bound has reached minus 2.41; the gap is 0.15."
    stage.get_by_role("tab", name="bound + gap").focus()
    page.keyboard.press("ArrowRight")
    expect(stage.get_by_role("tab", name="energy + entropy")).to_have_attribute("aria-selected", "true")
    assert step_of(stage) == 20
    energy, entropy = (float(number(key).replace("−", "-").strip("()")) for key in ("energy", "entropy"))
    assert energy + entropy == pytest.approx(value(stage, "elbo"), abs=0.011)


def test_a_term_of_the_formula_lights_its_mark(show, page):
    stage = show("gap")
    slider(stage).fill("10")
    calm = still(page, lambda: ink(stage, ".vizvi-chart"))
    stage.locator('[data-vizvi-term="elbo"]').hover()
    until(page, lambda: ink(stage, ".vizvi-chart") != calm)
    page.mouse.move(5, 5)
    until(page, lambda: ink(stage, ".vizvi-chart") == calm)
    stage.get_by_role("tab", name="fit − complexity").click()
    calm = still(page, lambda: ink(stage))
    stage.locator('[data-vizvi-term="complexity"]').hover()
    until(page, lambda: ink(stage) != calm)


@pytest.mark.wide
def test_extra_curves_can_be_switched_off(show, page):
    stage = show("gap")
    for name in ("prior", "likelihood (scaled)", "p̃"):
        before = still(page, lambda: ink(stage))
        chip = button(stage, name)
        assert chip.get_attribute("aria-pressed") == "true"
        chip.click()
        assert chip.get_attribute("aria-pressed") == "false"
        until(page, lambda before=before: ink(stage) != before)


def test_hiding_leaves_what_a_real_user_has(show, page):
    stage = show("hidden")
    slider(stage).fill("20")
    hidden = [stage.locator(f'[data-vizvi-value="{key}"]') for key in ("log_z", "reverse_kl", "forward_kl", "ratio")]
    assert [item.get_attribute("data-value") for item in hidden] == [""] * 4
    assert hidden[0].text_content() == "?"
    assert value(stage, "elbo") == pytest.approx(-2.413, abs=0.01)
    assert "ceiling is not known" in stage.locator(".vizvi-formula p").text_content()
    assert button(stage, "missed − / invented +").count() == 0
    button(stage, "To end").click()
    veiled = ink(stage, ".vizvi-chart")
    page.get_by_text("Hide what").click()
    expect(hidden[0]).to_have_text("−2.27")
    until(page, lambda: ink(stage, ".vizvi-chart") != veiled)
    assert step_of(stage) == 60


@pytest.mark.parametrize("name", daily("hidden", "explain-plane", more=("gap", "gap-trace", "explain-gap", "guess-level")))
def test_everything_still_fits_a_laptop(show, name):
    stage = show(name)
    box = stage.bounding_box()
    assert box["height"] <= 540
    bottoms = stage.locator(".vizvi-side > *, .vizvi-transport > *").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().bottom)"
    )
    assert max(bottoms) <= box["y"] + box["height"] + 1
    assert stage.locator(".vizvi-plot").bounding_box()["height"] > 150


@pytest.mark.parametrize("name", daily("gap", "explain-line", more=("hidden-plane", "bumps", "tilt", "guess-point")))
def test_phone_shows_all_of_it(show, page, name):
    page.set_viewport_size({"width": 390, "height": 844})
    stage = show(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if name == "explain-line":
        button(stage, "Explain one step").click()
        expect(stage.get_by_text("1/5")).to_be_visible()


@pytest.mark.wide
def test_missed_and_invented_mass_in_the_plane(show, page):
    stage = show("plane")
    slider(stage).fill("50")
    before = still(page, lambda: ink(stage))
    button(stage, "missed − / invented +").click()
    until(page, lambda: ink(stage) != before)
    assert button(show("contours"), "missed − / invented +").count() == 0


@pytest.mark.parametrize("name", ["explain-line", wide("explain-plane")])
def test_one_step_is_explained_by_the_clock(show, page, name):
    stage = show(name)
    hurry(page)
    slider(stage).fill("14")
    stage.evaluate(SEEN)
    button(stage, "Explain one step").click()
    page.wait_for_function("() => window.seen.at(-1)?.[0] === null")
    phases, playing, steps = zip(*page.evaluate("window.seen"), strict=True)
    assert phases == ("1", "2", "3", "4", "5", None) and steps[-2:] == ("15", "15")
    assert playing[:-1] == ("true",) * 5
    expect(stage).to_have_attribute("data-playing", "false")


@pytest.mark.wide
def test_one_step_is_explained_by_hand(show, page):
    page.emulate_media(reduced_motion="reduce")
    stage = show("explain-line")
    assert step_of(stage) == 200
    button(stage, "Explain one step").click()
    expect(stage.get_by_text("1/5")).to_be_visible()
    first = step_of(stage)  # at the end nothing moves: the step on which q moved most is explained
    assert [0 < first < 190, stage.get_attribute("data-playing")] == [True, "false"]
    page.mouse.click(5, 400)
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
        seen.append(int(stage.get_attribute("data-explaining")))
    assert seen == [2, 3, 2, 3, 4, 5]
    assert step_of(stage) == first + 1
    page.keyboard.press("ArrowRight")
    assert stage.get_attribute("data-explaining") is None
    page.emulate_media(reduced_motion="no-preference")
    button(stage, "Explain one step").click()
    page.mouse.click(5, 400)
    page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-playing", "false")
    button(stage, "To start").click()
    assert [step_of(stage), stage.get_attribute("data-explaining")] == [0, None]
