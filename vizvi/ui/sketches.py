"""Sketches beside the names in open menus: the menus stay Streamlit's own, with their keys and their names."""

import time
from functools import cache

import streamlit as st

from vizvi.figures.sketch import divergence_sketch, family_sketch, target_sketch
from vizvi.links import ROLES
from vizvi.member import label
from vizvi.ui.canvas import mount_aside
from vizvi.ui.controls import NAMES, NORMAL
from vizvi.ui.session import Session

AGAIN = 2.0  # seconds


def sketched(session: Session, dim: int, own=None) -> None:
    """Give the menus of a page their sketches, for a target of so many dimensions; they are drawn when one opens.

    own: a target of somebody's own, which its menu has, too. The browser keeps what it was told: it is told again only for
    a moment, since what a run had to say is lost if the next one begins at once."""
    now, told = time.monotonic(), session.own("sketches", {"of": None, "until": 0.0})
    if session.arriving or told["of"] != (dim, repr(own)):
        told |= {"of": (dim, repr(own)), "until": now + AGAIN}
    menus = _menus(dim) if now < told["until"] else {}
    if menus and own is not None:
        menus = menus | {NAMES["target"]: menus[NAMES["target"]] | {label(own): target_sketch(own)}}
    with st.container(key=f"{session.page}-sketches"):
        mount_aside("menus", menus, f"{session.page}.menus")


@cache  # of two values; plain lists, the same for every visitor
def _menus(dim: int) -> dict[str, dict[str, list]]:
    targets = [cls() for cls in ROLES["target"].values()]
    families = [cls for cls in ROLES["family"].values() if dim in cls.dims and not cls.layered]
    if dim == 1:
        families = [cls for cls in families if not cls.tilts]
    names = {cls: NORMAL if dim == 1 and cls.gaussian else label(cls) for cls in families}
    return {
        NAMES["target"]: {label(each): target_sketch(each) for each in targets if each.dim == dim},
        NAMES["family"]: {names[cls]: family_sketch(cls(), dim) for cls in families},
        NAMES["divergence"]: {label(cls): divergence_sketch(cls()) for cls in ROLES["divergence"].values()},
    }
