"""The stage: a canvas component that plays an optimizer's trajectory in the browser."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitAPIException

from vizvi.ui.stage.pack import pack, unpack

__all__ = ["pack", "stage", "unpack"]

_NAME = "vizvi.stage"
# Holds the place while the script loads, so that the page does not jump.
_HTML = '<div class="vizvi-host" style="min-height:540px"></div>'


def _declare() -> None:
    """Tell the running server where the assets are; needed from a checkout, which has no installed manifest."""
    from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
    from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

    manifest = ComponentManifest("vizvi", "0", [ComponentConfig("stage", "assets")])
    get_bidi_component_manager().register_from_manifest(manifest, Path(__file__).parent)


def _component():
    return st.components.v2.component(_NAME, html=_HTML, css="stage.css", js="stage.js", isolate_styles=False)


def _ignore() -> None:
    """State keys exist only if they have a callback."""


def stage(
    message: bytes,
    *,
    key: str,
    on_handles: Callable[[], None] | None = None,
    on_step: Callable[[], None] | None = None,
    on_grips: Callable[[], None] | None = None,
    on_guess: Callable[[], None] | None = None,
):
    """Show one packed message; the result has `.handles`, `.grips` and `.guess` (dicts once touched) and `.step`.

    Keep `key` the same for a page: a new message then plays on the mounted stage instead of replacing it.
    """
    try:
        mount = _component()
    except StreamlitAPIException:
        _declare()
        mount = _component()
    changes = {"handles": on_handles, "step": on_step, "grips": on_grips, "guess": on_guess}
    return mount(key=key, data=message, **{f"on_{name}_change": call or _ignore for name, call in changes.items()})
