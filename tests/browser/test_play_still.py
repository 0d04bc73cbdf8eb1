"""Choosing on a playground moves nothing on the page but q: after ten choices the stage stands where it stood."""

import pytest
from waiting import press_skip, settled, until

pytest.importorskip("playwright.sync_api")

MENUS = (
    ("Target", "Banana"), ("Family of q", "Full-rank"), ("Divergence", "Forward KL"), ("Target", "Funnel"),
    ("Divergence", "Reverse KL"), ("Family of q", "Mixture"), ("Target", "Ring"),
)  # fmt: skip
CHIPS = ("two modes", "rate too large", "banana")


def painted(page) -> tuple:
    return page.locator(".vizvi-lab").first.evaluate("e => [e.dataset.painted, e.getBoundingClientRect().top + scrollY]")


@pytest.mark.parametrize("menus, chips", [(2, 1), pytest.param(7, 3, marks=pytest.mark.wide)])
def test_choices_move_the_stage_by_no_pixel(page, app_url, menus, chips):
    page.goto(f"{app_url}/play_2d")
    page.wait_for_selector(".vizvi-lab[data-painted]")
    press_skip(page)
    page.get_by_role("button", name="Ask again").wait_for()
    settled(page)
    before, top = painted(page)
    for menu, option in MENUS[:menus]:
        page.get_by_role("combobox", name=menu).first.click()
        chosen = page.get_by_role("option", name=option, exact=True)
        assert "svg" in chosen.evaluate("e => getComputedStyle(e).backgroundImage"), f"{option} has no sketch"
        chosen.click()
        until(page, lambda was=before: painted(page)[0] != was)
        before, now = painted(page)
        assert now == top, f"{option}: the stage moved from {top} to {now}"
    for chip in CHIPS[:chips]:
        page.locator(".st-key-tries").get_by_text(chip, exact=True).click()
        until(page, lambda was=before: painted(page)[0] != was)
        before, now = painted(page)
        assert now == top, f"{chip}: the stage moved from {top} to {now}"


@pytest.mark.wide
def test_the_old_picture_is_dimmed_and_stays_while_the_next_is_counted(page, app_url):
    query = {"target": "banana", "family": "mixture", "method": "exact_descent", "steps": "200"}
    page.goto(f"{app_url}/play_2d?" + "&".join(f"play_2d.{key}={text}" for key, text in query.items()))
    page.wait_for_selector(".vizvi-lab[data-painted]", timeout=30_000)
    until(page, lambda: not page.locator("[class*='-counting']").count())
    before, top = painted(page)
    page.get_by_role("combobox", name="Target").first.click()
    page.get_by_role("option", name="Ring", exact=True).click()
    count = page.locator("[class*='-counting']").last
    count.get_by_text("of 200").wait_for()
    assert painted(page) == [before, top]
    assert page.locator(".vizvi-frame").first.evaluate("e => getComputedStyle(e).opacity") == "0.4"
    count.wait_for(state="detached", timeout=30_000)
    until(page, lambda: painted(page)[0] != before)
    assert painted(page)[1] == top
