"""What axe-core finds on every page: nothing serious, light and dark, as first opened and once all is told.

Each page in one theme by turns every day (`test_app.py` opens them all); every part of each in both under `wide`.
"""

import os
import time
from pathlib import Path

import pytest
from test_room import parts, told
from waiting import settled

from vizvi.lessons import COURSE

PLACE = Path(__file__).resolve().parents[2] / ".ci" / "js" / "node_modules" / "axe-core" / "axe.min.js"
AXE = Path(os.environ.get("AXE_CORE") or PLACE)
# The menu that Streamlit folds into a sidebar on a phone is its own, and heads its list with what is no item.
FOUND = """async () => (await axe.run({ exclude: "[data-testid='stSidebar']" }, { resultTypes: ["violations"] })).violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`)"""
pytestmark = pytest.mark.skipif(not AXE.exists(), reason="no axe-core: `npm ci --prefix .ci/js`")


def violations(page, seconds: float = 10) -> list[str]:
    """What a page that is open has of them, and still has after it has looked at itself, as it does twice a second."""
    page.evaluate(AXE.read_text())
    end = time.monotonic() + seconds
    while (found := page.evaluate(FOUND)) and time.monotonic() < end:
        page.wait_for_timeout(300)
    return found


def test_it_finds_what_it_should(page):
    page.set_content('<html lang="en"><title>t</title><main><h1>t</h1><img src="data:,"></main>')
    assert [each.split(":")[0] for each in violations(page, 0)] == ["image-alt"]


@pytest.mark.wide
@pytest.mark.parametrize("slug", ["", *COURSE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_part_has_a_serious_violation(page, app_url, slug, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{app_url}/{slug}")
    page.wait_for_selector("[data-vizvi][data-painted]", timeout=30_000)
    settled(page)
    found = {"before": violations(page)}
    for query in parts(slug) if slug else ():
        told(page, f"{app_url}/{slug}?{query}")
        found[query] = violations(page)
    assert {query: each for query, each in found.items() if each} == {}
