"""What axe-core finds on every page: nothing serious, light and dark, as first opened and once all is told."""

import os
from pathlib import Path

import pytest
from cover import wide
from waiting import settled

from vizvi.lessons import COURSE

PLACE = Path(__file__).resolve().parents[2] / ".ci" / "js" / "node_modules" / "axe-core" / "axe.min.js"
AXE = Path(os.environ.get("AXE_CORE") or PLACE)
FOUND = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`)"""
pytestmark = pytest.mark.skipif(not AXE.exists(), reason="no axe-core: `npm ci --prefix .ci/js`")


@pytest.mark.parametrize(
    "slug, scheme",
    [("kl", "light"), ("play_2d", "dark")]
    + [
        wide(slug, scheme)
        for slug in ("", *COURSE)
        for scheme in ("light", "dark")
        if (slug, scheme) not in [("kl", "light"), ("play_2d", "dark")]
    ],
)
def test_no_page_has_a_serious_violation(page, app_url, slug, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{app_url}/{slug}")
    page.wait_for_selector("[data-vizvi][data-painted]", timeout=30_000)
    settled(page)
    page.evaluate(AXE.read_text())
    found = page.evaluate(FOUND)
    if (skip := page.get_by_role("button", name="Skip")).count():
        skip.first.click()
        settled(page)
        found += page.evaluate(FOUND)
    assert found == []
