"""How a page mounts one of the canvas components, and how it hears what the browser says of them."""

import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.errors import StreamlitAPIException

from vizvi.figures.pack import stamped

# The same names as in pyproject.toml beside this file.
COMPONENTS = ("stage", "board", "room", "guide", "menus", "share", "visit")
_TOKEN = "_canvas.token"


def token() -> str:
    """The mark that this session puts on every picture; a reloaded page or a restarted server has another."""
    return st.session_state.setdefault(_TOKEN, secrets.token_hex(8))


def heard(key: str, kind: str) -> dict | None:
    """What the browser said last of one kind ("handles", "cursor", …) on the component with this key; None if nothing.

    A dict of JSON values: `seq` counts what this component has said, `picture` is the id of the picture that it answers,
    `token` is this session's, `released` is whether the hand let go; `value`, `index` and so on depend on the kind.
    After a restart the browser says again what it said last, with the old session's token: that is no news and not heard.
    Whether a `seq` has been answered is for the caller to remember; put the largest one into the next header.
    """
    said = (st.session_state.get(key) or {}).get(kind)
    fresh = isinstance(said, dict) and said.get("token") == token() and isinstance(said.get("seq"), int)
    return said if fresh else None


def _declare() -> None:
    """Tell the running server where the assets are; needed from a checkout, which has no installed manifest."""
    from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

    manifest = ComponentManifest("vizvi", "0", [ComponentConfig(name, "assets") for name in COMPONENTS])
    get_bidi_component_manager().register_from_manifest(manifest, Path(__file__).parent)


def _component(name: str, height: int, html: str):
    # The placeholder holds the place while the script loads, so that the page does not jump.
    own = bool(html)  # is all that there is to see, and needs no other style
    html = html or f'<div class="vizvi-host" style="min-height:{height}px"></div>'
    files = {"css": f"{name}/{name}.css", "js": f"{name}/main.js"}
    return st.components.v2.component(f"vizvi.{name}", html=html, isolate_styles=own, **files)


def _ignore() -> None:
    """State keys exist only if they have a callback."""


def mount_component(name: str, height: int, message: bytes, key: str, changes: dict[str, Callable[[], None] | None]):
    """Show one packed message, marked with this session's token and its place on the page.

    The result has one attribute per key of `changes`. Each is a dict once touched, else None, and may be another
    session's: read it through `heard`.
    """
    calls = {f"on_{what}_change": call or _ignore for what, call in changes.items()}
    return _declared(name, height)(key=key, data=stamped(message, token=token(), slot=key), **calls)


def mount_aside(name: str, data: dict, key: str, html: str = "", **calls: Callable[[], None]) -> None:
    """Show a component that draws no picture: the room, a guide, sketches for menus, Share, what a tab remembers.

    It finds its data in a list: Streamlit looks for data frames among the values of a dict, and would import pandas and
    Arrow for that, 45 MB that no page needs."""
    _declared(name, 0, html)(key=key, data=[data], **calls)


def _declared(name: str, height: int, html: str = ""):
    """The component as the running server knows it: told once, since each telling looks its files up."""
    known = _told_to(get_bidi_component_manager())
    if known.get(name, (None,))[0] != (height, html):
        try:
            made = _component(name, height, html)
        except StreamlitAPIException:
            _declare()
            made = _component(name, height, html)
        known[name] = (height, html), made
    return known[name][1]


@lru_cache(maxsize=2)
def _told_to(manager) -> dict:
    """What a server's manager of components has been told: name -> what makes it, and how it is mounted."""
    return {}
