"""Boards as a page shows them: answered, sized for a projector, and with an id of their own for every picture."""

import zlib

import streamlit as st

from vizvi.ui.canvas import board, pack
from vizvi.ui.page import presenting

KINDS = ("cursor", "start", "points", "path")


def said(key: str, kind: str) -> dict | None:
    """What the browser last said of one kind of grip on a board, if anything."""
    return (st.session_state.get(key) or {}).get(kind)


def show(made: tuple[dict, dict], key: str) -> None:
    """A figure's header and arrays as a board; the key stays the same for a place on a page."""
    header, arrays = made
    seq = max((each.get("seq", 0) for kind in KINDS if (each := said(key, kind))), default=0)
    picture = f"{header['id']}.{zlib.crc32(pack(header, arrays)):08x}.{seq}"
    board(pack(header | {"id": picture, "seq": seq, "present": presenting()}, arrays), key=key)
