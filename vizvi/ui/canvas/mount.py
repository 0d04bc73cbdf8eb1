"""How a page mounts one of the canvas components; all of them share one folder of assets."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitAPIException

COMPONENTS = ("stage", "board")  # the same names as in pyproject.toml beside this file


def _declare() -> None:
    """Tell the running server where the assets are; needed from a checkout, which has no installed manifest."""
    from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
    from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

    manifest = ComponentManifest("vizvi", "0", [ComponentConfig(name, "assets") for name in COMPONENTS])
    get_bidi_component_manager().register_from_manifest(manifest, Path(__file__).parent)


def _component(name: str, height: int):
    # The placeholder holds the place while the script loads, so that the page does not jump.
    html = f'<div class="vizvi-host" style="min-height:{height}px"></div>'
    files = {"css": f"{name}/{name}.css", "js": f"{name}/main.js"}
    return st.components.v2.component(f"vizvi.{name}", html=html, isolate_styles=False, **files)


def _ignore() -> None:
    """State keys exist only if they have a callback."""


def mount_component(name: str, height: int, message: bytes, key: str, changes: dict[str, Callable[[], None] | None]):
    """Show one packed message; the result has one attribute per key of `changes`: a dict once touched, else None."""
    try:
        component = _component(name, height)
    except StreamlitAPIException:
        _declare()
        component = _component(name, height)
    return component(key=key, data=message, **{f"on_{what}_change": call or _ignore for what, call in changes.items()})
