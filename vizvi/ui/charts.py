"""Charts on a page. The figure file makes a `Board` and knows no page; the page shows it and hears what a hand did:

    def chart(...) -> Board: ...                 # lessons/<slug>/…_chart.py: numpy and vizvi.figures.board alone

    if dragged := session.heard("kl.map", "cursor"):              # before the widgets: once for each message
        session["kl.target.separation"] = dragged.value
    ...
    show(chart(...), "kl.map", session)                           # the same key for the same place on a page

Kinds to hear are "cursor", "start", "points" (with an index) and "path" (an index); `released` says that the hand let go.
A chart whose grip is to be answered at once stands in a fragment of its own.
"""

from vizvi.figures.board import Board
from vizvi.ui.canvas import board, heard, pack
from vizvi.ui.offered import offer
from vizvi.ui.page import presenting
from vizvi.ui.session import Session

KINDS = ("cursor", "start", "points", "path")


def show(made: Board, key: str, session: Session | None = None) -> None:
    """A chart as a component: its message answers what was last heard, and its id is that of its content."""
    header, arrays = made.message()
    offer(key, f"Chart: {made.title}", lambda: made)
    seq = session.last(key) if session else max((said["seq"] for kind in KINDS if (said := heard(key, kind))), default=0)
    board(pack(header | {"id": f"{made.id}.{seq}", "seq": seq, "present": presenting()}, arrays, made.drawn), key=key)
