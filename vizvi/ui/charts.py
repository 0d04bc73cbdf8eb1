"""Charts on a page. The figure file makes a `Board` and knows no page; the page shows it and hears what a hand did:

    def chart(...) -> Board: ...                 # lessons/<slug>/…_chart.py: numpy and vizvi.figures.board alone

    if dragged := session.heard("kl.map", "cursor"):              # before the widgets: once for each message
        session["kl.target.separation"] = dragged.value
    ...
    show(chart(...), "kl.map", session)                           # the same key for the same place on a page

Kinds to hear are "cursor", "start", "points" (with an index) and "path" (an index); `released` says that the hand let go.
A chart whose grip is to be answered at once stands in a fragment of its own.
"""

import zlib

from vizvi.figures.board import Board
from vizvi.ui.canvas import board, heard, pack
from vizvi.ui.page import presenting
from vizvi.ui.session import Session

KINDS = ("cursor", "start", "points", "path")


def said(key: str, kind: str) -> dict | None:
    """What the browser last said of one kind of grip on a board, if anything."""
    return heard(key, kind)


def show(made: Board, key: str, session: Session | None = None) -> None:
    """A chart as a component: its message answers what was last heard, and its id is that of its content."""
    header, arrays = made.message() if isinstance(made, Board) else made
    name = made.id if isinstance(made, Board) else f"{zlib.crc32(pack(header, arrays)):08x}"
    seq = session.last(key) if session else _last(key)
    board(pack(header | {"id": f"{name}.{seq}", "seq": seq, "present": presenting()}, arrays), key=key)


def _last(key: str) -> int:
    return max((each["seq"] for kind in KINDS if (each := said(key, kind))), default=0)
