"""Share: a full link with every setting written out, so that it shows the same numbers wherever it is opened."""

from urllib.parse import urlencode

import streamlit as st

from vizvi.ui.canvas import mount_aside
from vizvi.ui.session import Session
from vizvi.ui.shown import HIDE

VERSION = "1"  # of the link's grammar: old links must open forever

_HTML = """<button type="button" class="vizvi-share">Share</button>
<span class="vizvi-shared" role="status"></span>"""


def share(session: Session, step: bool = True) -> None:
    """A button that copies the link of what is shown, the stage's step included."""
    away = {HIDE: names} if (names := st.query_params.get(HIDE)) else {}  # what a teacher hid stays hidden
    query = urlencode({"v": VERSION} | away | session.query())
    data = {"query": query, "step": f"{session.page}.step" if step else ""}
    mount_aside("share", data, f"{session.page}.share", _HTML)
