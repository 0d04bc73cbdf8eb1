"""Recording: a live page opened from a link, run to its end, and read: what the static edition shows is what it said."""

import json
from typing import NamedTuple
from urllib.parse import parse_qsl

from vizvi.script_file import app_file
from vizvi.ui.memory import Memory

SECONDS = 240  # that one state of a page may take


class Shot(NamedTuple):
    """A page at one setting: its whole link, and the tree of what it shows."""

    query: dict[str, str]  # every setting by its link key
    tree: object  # Streamlit's own, as its test harness reads it
    asked: tuple[str, ...]  # predictions that are still unanswered
    app: object  # the harness, for the next click


class Recorder:
    """Opens one lesson's page from links, each in a session of its own, in which earlier predictions count as skipped, all
    that is folded away is open, and work that was finished before need not be done again."""

    def __init__(self, slug: str):
        self.slug, self.answered, self.folds, self.works = slug, set(), set(), {}
        self.components = None  # looked for among all that is installed, which takes as long as a page

    def shoot(self, settings: dict[str, str]) -> Shot:
        """The page at some settings. Raises RuntimeError if it shows an exception."""
        return self._shot(self._run(settings), settings)

    def reveal(self, shot: Shot) -> Shot:
        """The page once a shot's predictions are skipped, from now on in every session: what moves then has moved."""
        app = shot.app
        for name in shot.asked:
            app = app.button(key=f"{name}.skip").click().run()
        self.answered |= set(shot.asked)
        self._keep(app, shot.query)
        return self._shot(app, shot.query)

    def _shot(self, app, settings: dict[str, str]) -> Shot:
        """What is shown, with all that is folded away."""
        folds = set(_folds(app.main))
        if folds - self.folds:
            self.folds |= folds
            for key in folds:
                app.session_state[key] = True
            app.run()
            self._keep(app, settings)
        return Shot(_link(app), app.main, tuple(_waiting(app)), app)

    def _run(self, settings: dict[str, str]):
        from streamlit.logger import set_log_level
        from streamlit.testing.v1 import AppTest

        set_log_level("ERROR")  # it warns of every call outside a server
        app = AppTest.from_file(str(app_file()), default_timeout=SECONDS)
        app._bidi_component_manager = self.components
        app.query_params.update(settings)
        app.switch_page(f"pages/{self.slug}.py")
        made = {name: {"said": "", "locked": False} for name in self.answered}
        own = {key: dict(works) for key, works in self.works.items()}
        app.session_state[f"_{self.slug}"] = Memory(answers=made, recalled=True, own=own)
        app.session_state["_at_once"] = True  # see `vizvi.ui.progressive`: what grows on the live page is shown full-grown
        app.session_state["_asked"] = True  # draws and every number come along: nobody can ask for them later
        for key in self.folds:
            app.session_state[key] = True
        app.run()
        self.components = app._bidi_component_manager
        self._keep(app, settings)
        return app

    def _keep(self, app, settings: dict[str, str]) -> None:
        """Keep the work that came to its end. Raises RuntimeError if there is an exception on the page."""
        if app.exception:
            raise RuntimeError(f"{self.slug} at {settings}: {app.exception[0].message}")
        for key, each in app.session_state[f"_{self.slug}"].own.items():
            if _finished(each):
                self.works[key] = each


def _finished(own) -> bool:
    """Whether what a part of a page keeps is work that came to its end."""
    works = own.values() if isinstance(own, dict) else ()
    return bool(works) and all(isinstance(each, dict) and each.get("done") is True for each in works)


def _link(app) -> dict[str, str]:
    """Every setting, as the page's own Share writes it."""
    for each in app.get("bidi_component"):
        if each.proto.component_name.endswith("share"):
            return {key: text for key, text in parse_qsl(json.loads(each.proto.json)[0]["query"], True) if key != "v"}
    return {}


def _waiting(app):
    for each in app.button:
        if each.key and each.key.endswith(".skip"):
            yield each.key.removesuffix(".skip")


def _folds(node):
    """Keys of what a page computes only once it is opened."""
    for child in node.children.values():
        if child.type == "expander" and child.key:
            yield child.key
        if hasattr(child, "children"):
            yield from _folds(child)
