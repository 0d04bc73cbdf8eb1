"""What a visit has answered, kept by the browser's tab: a reload or a new server does not ask again."""

import streamlit as st

from vizvi.ui.canvas import mount_aside
from vizvi.ui.session import Session

LONGEST = 80  # characters of a name or an answer that are looked at
MOST = 20  # questions of one page
_HTML = '<span class="vizvi-visit"></span>'


def _ignore() -> None:
    """State keys exist only if they have a callback."""


def recall(session: Session) -> None:
    """Take what the tab remembers, once; runs before the gate."""
    memory = session.memory
    said = (st.session_state.get(_key(session)) or {}).get("kept")
    if memory.recalled or not isinstance(said, dict) or said.get("token") != session.token:
        return
    memory.recalled = True
    answers = said.get("answers")
    for name, made in list(answers.items())[:MOST] if isinstance(answers, dict) else ():
        if isinstance(made, dict) and len(str(name)) <= LONGEST:
            given = made.get("said")
            said_then = given if isinstance(given, str) and len(given) <= LONGEST else ""
            if memory.answers.get(str(name), {"assumed": True}).get("assumed"):  # what was said then is more than a guess
                memory.answers[str(name)] = {"said": said_then, "locked": made.get("locked") is True}


def remember(session: Session) -> None:
    """Let the tab keep what has been answered; runs after the gate."""
    memory = session.memory
    given = any(not made.get("assumed") for made in memory.answers.values())
    memory.recalled |= given
    data = {"page": session.page, "token": session.token, "heard": memory.recalled, "answers": memory.answers}
    mount_aside("visit", data, _key(session), _HTML, on_kept_change=_ignore)


def _key(session: Session) -> str:
    return f"{session.page}.visit"
