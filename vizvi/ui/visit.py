"""What a visit has answered, kept by the browser's tab: a reload or a new server does not ask again."""

import streamlit as st

from vizvi.ui.session import Session

LONGEST = 80  # characters of a name or an answer that are looked at
MOST = 20  # questions of one page
_HTML = "<span hidden></span>"
# The server speaks first. Until it has heard what this tab remembers, the tab's word counts; from then on the server's.
_JS = """
export default ({ data, setStateValue }) => {
  const key = "vizvi.answers." + data.page;
  let kept = {};
  try { kept = JSON.parse(sessionStorage.getItem(key) || "{}"); } catch { /* a tab without storage forgets */ }
  const known = Object.keys(data.answers).length;
  if (!data.heard && !known && Object.keys(kept).length) {
    setStateValue("kept", { token: data.token, answers: kept });
    return;
  }
  try { sessionStorage.setItem(key, JSON.stringify(data.answers)); } catch { /* as above */ }
};
"""


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
            memory.answers.setdefault(str(name), {"said": said_then, "locked": made.get("locked") is True})


def remember(session: Session) -> None:
    """Let the tab keep what has been answered; runs after the gate."""
    memory = session.memory
    mount = st.components.v2.component("vizvi_visit", html=_HTML, js=_JS)
    data = {"page": session.page, "token": session.token, "heard": memory.recalled, "answers": memory.answers}
    mount(key=_key(session), data=data, on_kept_change=_ignore)
    if memory.answers:
        memory.recalled = True


def _key(session: Session) -> str:
    return f"{session.page}.visit"
