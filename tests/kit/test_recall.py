"""What the browser's tab recalls: an answer once given stays, whatever the page opens with after a restart."""

from types import SimpleNamespace

import pytest
from visit import opened, words

from vizvi.ui import visit

SAID = "up"


@pytest.fixture
def tab(monkeypatch):
    """A stand-in for the browser's tab: what it was told last, and what it says."""
    tab = SimpleNamespace(told=None, kept=None)

    def mount(_component, data, *_, **__):
        tab.told = data
        if not data["heard"] and tab.kept:  # as main.js does
            tab.says = {"kept": {"token": data["token"], "answers": tab.kept}}

    class State(dict):
        def get(self, name, usual=None):
            return getattr(tab, "says", usual) if name.endswith(".visit") else usual

    monkeypatch.setattr(visit, "mount_aside", mount)
    monkeypatch.setattr(visit, "st", SimpleNamespace(session_state=State()))
    return tab


@pytest.mark.parametrize("link", [{}, {"gap.target.x": "2.05"}])
def test_an_answer_comes_back_after_a_restart(tab, link):
    tab.kept = {"gap": {"said": SAID, "locked": True}}
    app = opened("gap", **link)  # the new server has not heard the tab yet
    assert "You said" not in words(app) and not tab.told["heard"]
    app.run()
    assert f"You said **{SAID}**" in words(app)
    assert tab.told["heard"] and tab.told["answers"] == tab.kept


@pytest.mark.parametrize("slug, key", [("gradients", "gradients.constant"), ("topics", "topics.k")])
def test_a_picture_that_turns_on_the_answer_stays_when_it_is_recalled(tab, slug, key):
    tab.kept = {slug: {"said": "", "locked": False}}
    app = opened(slug)
    before = app.session_state[key]
    for _ in range(3):
        app.run()
    assert tab.told["heard"] and not [each for each in app.button if each.key == f"{slug}.skip"]
    assert app.session_state[key] == before


def test_who_was_not_asked_has_skipped_it(tab):
    app = opened("gap", **{"gap.target.x": "2.05"})
    assert tab.told["answers"]["gap"]["said"] == "" and not tab.told["heard"]
    assert not [each for each in app.button if each.key == "gap.skip"]


def test_ask_again_is_stronger_than_what_the_tab_recalls(tab):
    app = opened("gap", **{"gap.target.x": "2.05"})
    tab.kept = tab.told["answers"]  # as it is stored now
    del app.query_params["gap.target.x"]
    app.run()
    next(each for each in app.button if each.key == "gap.again").click().run()
    app.run()
    assert [each for each in app.button if each.key == "gap.skip"]
