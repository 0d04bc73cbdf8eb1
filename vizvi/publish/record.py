"""Recording: a live page opened from a link, run to its end, and read: what the static edition shows is what it said."""

import json
import logging
from typing import NamedTuple
from urllib.parse import parse_qsl

from vizvi.cli import app_file
from vizvi.ui.session import Memory

SECONDS = 240  # that one state of a page may take


class Shot(NamedTuple):
    """A page at one setting: its whole link, and the tree of what it shows."""

    query: dict[str, str]  # every setting by its link key
    tree: object  # Streamlit's own, as its test harness reads it
    asked: tuple[str, ...]  # predictions that are still unanswered


def shoot(slug: str, settings: dict[str, str], answered: tuple[str, ...] = (), folds: tuple[str, ...] = ()) -> Shot:
    """A page opened by a link, in a session of its own.

    answered: predictions that count as skipped; folds: keys of what is folded away, to be open. Raises RuntimeError if the
    page shows an exception."""
    from streamlit.testing.v1 import AppTest

    logging.getLogger("streamlit").setLevel(logging.ERROR)
    app = AppTest.from_file(str(app_file()), default_timeout=SECONDS)
    app.query_params.update(settings)
    app.switch_page(f"pages/{slug}.py")
    made = {name: {"said": "", "locked": False} for name in answered}
    app.session_state[f"_{slug}"] = Memory(answers=made, recalled=True)
    app.session_state["_at_once"] = True  # see `vizvi.ui.progressive`: what grows on the live page is shown full-grown
    for key in folds:
        app.session_state[key] = True
    app.run()
    if app.exception:
        raise RuntimeError(f"{slug} at {settings}: {app.exception[0].message}")
    return Shot(_link(app), app.main, tuple(_waiting(app)))


def _link(app) -> dict[str, str]:
    """Every setting, as the page's own Share writes it."""
    for each in app.get("bidi_component"):
        if each.proto.component_name.endswith("share"):
            return {key: text for key, text in parse_qsl(json.loads(each.proto.json)["query"], True) if key != "v"}
    return {}


def _waiting(app):
    for each in app.button:
        if each.key and each.key.endswith(".skip"):
            yield each.key.removesuffix(".skip")


def folded(shot: Shot) -> tuple[str, ...]:
    """Keys of what a page computes only once it is opened."""
    found: list[str] = []
    walk(shot.tree, lambda node: found.append(node.key) if node.type == "expander" and node.key else None)
    return tuple(found)


def walk(node, see) -> None:
    """Call `see` on every block and element below a node, from top to bottom."""
    for _, child in sorted(node.children.items()):
        see(child)
        if hasattr(child, "children"):
            walk(child, see)

