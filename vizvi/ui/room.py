"""The room around a page: a strip for a projector and for a lecture, and every key behind "?"."""

import streamlit as st

from vizvi.lesson import Lesson
from vizvi.ui.canvas import mount_aside
from vizvi.ui.page import link
from vizvi.ui.shown import LECTURE, PRESENT, embedded, lecturing, presenting, turn

# Every key that means something, by where it does; Streamlit's own R among them.
KEYS = (
    ("Everywhere", (
        (("Tab", "Shift+Tab"), "to the next control, and back"),
        (("Enter", "Space"), "press what is focused"),
        (("?",), "this list"),
        (("G",), "open or close the guide"),
        (("R",), "run the page again"),
    )),
    ("A run on the stage", (
        (("Space",), "play or pause"),
        (("←", "→"), "a step back or on; with Shift ten"),
        (("Home", "End"), "to the start, to the end"),
        (("Z",), "all of p and q, where the picture cuts one off or shows it small; and back"),
        (("Esc",), "leave “Explain one step”"),
    )),
    ("A handle, a line, a point that is focused", (
        (("←", "→", "↑", "↓"), "move it a little; with Shift ten times as far"),
        (("PageUp", "PageDown"), "turn a tilted q, on a ring"),
    )),
    ("A slider, tabs, a drawing", (
        (("←", "→"), "another value, the next tab, the next cell"),
    )),
    ("A lecture", (
        (("PageDown", "PageUp"), "the next lesson, the one before: what a clicker sends"),
    )),
)  # fmt: skip
HINT = "Space: play · ← →: step · ?: all keys"


def room(lessons: dict[str, Lesson], lecture: tuple[str, ...], page: str) -> None:
    """What stands around the page that comes next: `page` is its address, empty for home. Draws nothing on a usual one."""
    at = lecture.index(page) if page in lecture else None
    if (presenting() or lecturing()) and not embedded():
        with st.container(horizontal=True, vertical_alignment="center", key="strip"):
            if presenting():
                link("home", "All lessons", icon=":material/apps:")
                st.button("Leave presenter mode", key="leave", type="tertiary", on_click=turn, args=(PRESENT, False))
            if lecturing():
                _lecture(lessons, lecture, at)
            elif presenting():
                st.html(f'<div class="vizvi-keys">{HINT}</div>')
    data = {"page": page, "present": presenting(), "embedded": embedded(), "lecture": lecturing(), "keys": KEYS}
    with st.container(key="room"):
        mount_aside("room", data, "room.frame")


def _lecture(lessons: dict[str, Lesson], lecture: tuple[str, ...], at: int | None) -> None:
    """Where a lecture is, and its two ways on; off its path it begins anew."""
    where = "Lecture" if at is None else f"Lecture {at + 1} of {len(lecture)}"
    st.markdown(f"**{where}**", width="content")
    ways = {"back": lecture[at - 1 : at] if at else (), "next": lecture[at + 1 : at + 2] if at is not None else lecture[:1]}
    for way, key in (("back", "PageUp"), ("next", "PageDown")):
        with st.container(key=f"lecture-{way}", width="content"):
            for slug in ways[way]:
                link(slug, f"{key}: {lessons[slug].title}")
    if not ways["next"]:
        st.markdown("the last one", width="content")
    st.button("End the lecture", key="end-lecture", type="tertiary", on_click=turn, args=(LECTURE, False))
