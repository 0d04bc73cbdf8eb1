"""The static edition in a browser, straight from the disk."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

import vizvi
from vizvi.format import number
from vizvi.lessons import COURSE, LESSONS
from vizvi.lessons.gap import DEFAULT
from vizvi.publish.command import publish

READY = "document.body.dataset.ready === 'true'"
LIVE = "https://lab.example.org"
HEIGHT = "document.querySelector('iframe').offsetHeight"
SETTLED = f"(() => {{ const was = window.was; window.was = {HEIGHT}; return was === window.was; }})()"
WIDER = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    assert publish(folder, ["gap"], most=2) == 0
    return folder


def watched(page, base: str) -> list[str]:
    """What a page says in its console or asks of anybody else, as it comes."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda each: None if each.url.startswith((base, "data:", "blob:")) else found.append(each.url))
    return found


def shown(page, key: str) -> float:
    return float(page.get_attribute(f'[data-vizvi-value="{key}"]', "data-value"))


def test_predict_play_and_grab_from_the_disk(page, site):
    said = watched(page, "file://")
    page.goto(f"{site.as_uri()}/gap.html")
    page.wait_for_function(READY)
    assert page.locator("[data-act=lock]").is_disabled() and page.locator(".vz-aha").count() == 0
    page.get_by_role("button", name="it stays").click()
    page.locator("[data-act=lock]").click()
    page.locator(".vz-aha").wait_for()
    assert "You said it stays." in page.locator(".vz-gate").inner_text()
    page.get_by_role("button", name="To end", exact=True).click()
    ledger = vizvi.exact(DEFAULT.problem, vizvi.fit(DEFAULT).lam[0, -1])
    for key in ("elbo", "log_z", "forward_kl"):
        assert shown(page, key) == pytest.approx(float(getattr(ledger, key)), abs=1e-6)
    assert "step=200" in page.url or page.wait_for_function("location.hash.includes('step=200')")
    assert page.locator(".vz-byhand:visible").count() == 0  # q can be held here

    page.get_by_role("slider", name="Mean of q").first.focus()
    for _ in range(9):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("document.querySelector('[data-vizvi-value=\"reverse_kl\"]').dataset.value > 0.05")
    mean = float(page.get_by_role("slider", name="Mean of q").first.get_attribute("aria-valuenow"))
    sd = float(page.get_by_role("slider", name="Scale of q").first.get_attribute("aria-valuenow"))
    q = DEFAULT.problem.family.from_moments(np.array([mean]), np.array([[sd**2]]))
    there = vizvi.exact(DEFAULT.problem, q)
    for key in ("elbo", "reverse_kl", "forward_kl"):
        assert number(shown(page, key)) == number(float(getattr(there, key)))
    assert said == []


@pytest.mark.wide
def test_a_setting_that_was_not_computed_snaps_and_says_so(page, site):
    page.goto(f"{site.as_uri()}/gap.html#target.x=-3.9&step=12")
    page.wait_for_function(READY)
    assert "Computed ahead of time" in page.locator("#vz-note").inner_text()
    assert page.get_attribute('[data-vizvi="stage"]', "data-step") == "12"


@pytest.mark.wide
def test_a_state_is_an_address(page, methods):
    page.goto(f"{methods.as_uri()}/gap.html#target.x=-2.25&gap.hide=1&step=30")
    page.wait_for_function(READY)
    assert page.get_attribute('[data-vizvi="stage"]', "data-step") == "30"
    assert page.locator("#vz-note").is_hidden()
    told = page.evaluate("location.hash")
    assert "gap.hide=1" in told and "step=30" in told  # hide= alone puts controls away
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("location.hash === ''")
    page.get_by_role("slider", name="Observed x, cm").press("Home")
    page.wait_for_function("location.hash.startsWith('#target.x=-4')")
    assert page.get_by_role("slider", name="Observed x, cm").get_attribute("aria-valuetext") == "-4"


@pytest.fixture(scope="module")
def methods(tmp_path_factory):
    folder = tmp_path_factory.mktemp("methods")
    assert publish(folder, ["gradients"], most=0) == publish(folder, ["gap", "choose"], LIVE, most=9) == 0
    return folder


@pytest.mark.wide
def test_an_answer_moves_the_page_and_reset_puts_it_back(page, methods):
    page.goto(f"{methods.as_uri()}/gradients.html")
    page.wait_for_function(READY)
    assert "100" not in page.locator('[data-setting="gradients.constant"]').inner_text() and "#" not in page.url
    page.locator("[data-act=skip]").click()
    page.wait_for_function("location.hash === '#constant=100'")
    assert shown(page, "score_function") == pytest.approx(9612.0)
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("location.hash === ''")
    assert shown(page, "score_function") == pytest.approx(12.0)


@pytest.mark.wide
def test_a_cursor_turns_what_was_swept_and_the_rest_leads_to_the_live_edition(page, methods):
    said = watched(page, "file://")
    page.goto(f"{methods.as_uri()}/choose.html")
    page.wait_for_function(READY)
    page.locator("[data-act=skip]").click()
    cursor = page.get_by_role("slider", name="Degree shown").last
    cursor.press("ArrowRight")
    page.wait_for_function("location.hash === '#degree=4'")
    assert page.locator(".vizvi-grip-point").count() == 40  # to be seen
    assert page.get_by_role("slider", name="Data point").count() == 0  # not to be held: nobody would answer
    asks = page.locator("li", has_text="Drag points up and down")
    assert asks.get_by_role("link", name="in the live edition").get_attribute("href").startswith(f"{LIVE}/choose?v=1")
    fixed = page.locator('[data-setting="choose.this"] a')
    assert "choose.degree=4" in fixed.get_attribute("href") and "fixed here" in fixed.get_attribute("aria-label")
    assert said == []


@pytest.mark.wide
def test_a_frame_becomes_as_high_as_its_lesson(page, site):
    host = site / "course.html"
    host.write_text('<script src="site/embed.js"></script><iframe src="gap.html?embed=true" style="width:700px"></iframe>')
    page.goto(host.as_uri())
    page.frame_locator("iframe").locator("body[data-ready=true]").wait_for()
    page.wait_for_function(SETTLED, polling=400)
    inner = page.frames[1].evaluate("[document.documentElement.scrollHeight, innerHeight]")
    assert inner[0] <= inner[1] + 2 and inner[1] > 600
    before = page.evaluate(HEIGHT)
    page.frame_locator("iframe").get_by_text("Check yourself").click()
    page.wait_for_function(f"{HEIGHT} > {before} + 100")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Every lesson, a little of each, served as any web server would under a path of its own."""
    folder = tmp_path_factory.mktemp("whole")
    assert publish(folder / "lab", list(COURSE), most=0, jobs=2) == 0
    handler = functools.partial(SimpleHTTPRequestHandler, directory=folder)
    handler.log_message = lambda *_: None
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/lab", folder / "lab"
    server.shutdown()


@pytest.mark.wide
@pytest.mark.parametrize("slug", COURSE)
def test_every_lesson_in_light_dark_and_on_a_phone(browser, whole, slug):
    url, folder = whole
    for base in (url, folder.as_uri()):
        for theme, size in (("light", (1280, 720)), ("dark", (1280, 720)), ("light", (390, 844))):
            context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=theme)
            page = context.new_page()
            said = watched(page, base)
            page.goto(f"{base}/{slug}.html")
            page.wait_for_function(READY, timeout=30_000)
            assert LESSONS[slug].question in page.inner_text("h1")
            for each in page.query_selector_all("[data-act=skip]"):
                each.click()
            page.locator(".vz-part canvas").first.wait_for()
            assert not page.evaluate(WIDER), (slug, size)
            assert said == [], (slug, base, theme)
            context.close()
