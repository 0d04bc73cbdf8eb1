"""The gallery: every target of the registry, one small picture each, a click away from its playground."""

import streamlit as st

from vizvi.figures.thumbnail import WIDTH, thumbnail
from vizvi.member import label
from vizvi.targets import TARGETS
from vizvi.ui.page import link, theme_shown


def gallery() -> None:
    """All targets, in one dimension and in two."""
    theme = theme_shown()
    for dim, title in ((1, "Targets in one dimension"), (2, "Targets in two dimensions")):
        st.markdown(f"**{title}**")
        with st.container(horizontal=True):
            for slug, cls in TARGETS.items():
                if cls().dim == dim:
                    _card(slug, cls(), dim, theme)


def _card(slug: str, target, dim: int, theme: str) -> None:
    page = f"play_{dim}d"
    with st.container(width=WIDTH, gap=None):
        st.image(thumbnail(target, theme), width=WIDTH, alt=type(target).__doc__.strip().splitlines()[0])
        link(page, label(target), {f"{page}.target": slug})
