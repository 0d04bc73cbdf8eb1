"""The guide card: a lesson's small tasks, which light up what they speak of and tick themselves. What is ticked is kept
by the browser's tab, for this visit alone."""

import streamlit as st

from vizvi.guide import MOST, Seen, Task
from vizvi.ui.canvas import mount_aside
from vizvi.ui.session import Session
from vizvi.ui.shown import embedded, presenting

_TASKS = "_guide"


def offer(page: str, tasks: tuple[Task, ...]) -> None:
    """Say which tasks the page that comes next has."""
    st.session_state[_TASKS] = page, tasks


def guide(session: Session) -> None:
    """Show the tasks of a page, ticked as far as Python can tell; runs after `close()`."""
    page, tasks = st.session_state.get(_TASKS, ("", ()))
    if page != session.page or not tasks or embedded():
        return
    seen = _seen(session)
    told = [{"do": each.do, "light": each.lights(), "done": each.met(seen), "watch": each.watch()} for each in tasks]
    with st.container(key="guide"):
        mount_aside("guide", {"page": page, "present": presenting(), "tasks": told}, f"{page}.guide")


def _seen(session: Session) -> Seen:
    query, own = session.query(), session.own("guide", {"usual": {}, "tried": {}})
    for key, text in query.items():
        own["usual"].setdefault(key, text)
        tried = own["tried"].setdefault(key, [])
        if text not in tried and len(tried) < MOST:
            tried.append(text)
    held = {key for key, seq in session.memory.heard.items() if seq}
    return Seen(query, own["usual"], own["tried"], held, set(session.memory.answers))
