"""The router of vizvi."""

from pathlib import Path

import streamlit as st

from vizvi.lessons import LECTURE, LESSONS
from vizvi.ui.classroom import announce
from vizvi.ui.guide import offer
from vizvi.ui.room import room
from vizvi.ui.shown import embedded

HERE = Path(__file__).parent
PAGES = HERE / "pages"

# An icon of our own: a named one would be fetched from elsewhere.
st.set_page_config(page_title="vizvi", page_icon=str(HERE / ".streamlit" / "icon.svg"), layout="wide")


@st.fragment(run_every=86_400)  # seconds; that it ticks is all that counts
def _come_back() -> None:
    """Nothing to see: while a clock ticks, Streamlit's client asks for a run by itself after it has lost the server."""


_come_back()


def entry(name: str, title: str, **options):
    return st.Page(PAGES / f"{name}.py", title=title, url_path=name, **options)


st.session_state["_routed"] = True  # see `vizvi.ui.page.opening`
menu = {"": [entry("home", "vizvi", default=True)]}
for slug, lesson in LESSONS.items():
    menu.setdefault(lesson.chapter, []).append(entry(slug, lesson.title))
page = st.navigation(menu, position="hidden" if embedded() else "top")
room(LESSONS, LECTURE, page.url_path)
announce([LESSONS[each] for each in LECTURE])
offer(page.url_path, LESSONS[page.url_path].guide if page.url_path in LESSONS else ())
page.run()
