"""The lesson shell: a page is a few calls that lay a lesson out in one order."""

import contextlib
import re
from urllib.parse import parse_qsl

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lesson import Check, Lesson
from vizvi.links import to_query
from vizvi.ui.classroom import classroom
from vizvi.ui.page import link
from vizvi.ui.shown import teaching

_LINK = re.compile(r"\[([^\]]+)\]\(\?([^)]+)\)")


def afterwards(lesson: Lesson) -> None:
    """What is said once the picture has spoken: the sentence to remember and what to notice."""
    st.success(f"**{lesson.aha}**", icon=":material/lightbulb:")
    sentences(lesson.slug, lesson.notice)


def sentences(page: str, lines: tuple[str, ...]) -> None:
    """Sentences as a list. A link in one of them, `[words](?key=value)`, sets the page it stands on, as a chip does: one
    that Markdown made would open another tab."""
    for line in lines:
        if not (found := _LINK.search(line)):
            st.markdown(f"- {line}")
            continue
        words, query = found.groups()
        said = "" if line.endswith(found.group()) else words  # at its end the link says them itself
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"- {line.replace(found.group(), said).rstrip()}", width="content")
            link(page, words, dict(parse_qsl(query)))


def tries(
    page: str, presets: dict[str, Experiment | dict[str, str]], more: dict[str, str] | None = None, slot=None
) -> None:
    """Presets as links in a row: each sets the whole page, and is an address of its own; `more`: what each adds to it.

    A preset is an experiment, or settings by their link keys. slot: a place above the picture, one line high."""
    texts = {name: each if isinstance(each, dict) else to_query(each, page) for name, each in presets.items()}
    queries = {name: each | (more or {}) for name, each in texts.items()}
    if memory := st.session_state.get(f"_{page}"):
        memory.own["tries"] = queries  # for a teacher's links
    row = {"horizontal": True, "vertical_alignment": "center", "gap": "small"}
    with slot or contextlib.nullcontext(), st.container(key="tries" if slot else None, **row):
        st.markdown("Try:", width="content")
        for label, query in queries.items():
            link(page, label, query)


def endings(lesson: Lesson, following: tuple[tuple[str, str], ...]) -> None:
    """Check yourself, references, teacher's notes, and where to go next: (page, label) pairs."""
    if lesson.checks:
        with st.expander("Check yourself", icon=":material/quiz:"):
            for i, check in enumerate(lesson.checks):
                _check(f"{lesson.slug}.check{i}", check)
    if lesson.teacher:
        with st.expander("Teacher's notes", icon=":material/school:", expanded=teaching()):
            st.markdown(lesson.teacher)
    if lesson.references:
        with st.expander("References", icon=":material/menu_book:"):
            st.markdown("\n".join(f"- {each}" for each in lesson.references))
    with st.container(horizontal=True):
        for page, label in following:
            link(page, label, icon=":material/arrow_forward:")
        classroom(lesson)


def _check(key: str, check: Check) -> None:
    said = st.radio(check.ask, check.options, index=None, key=key)
    if said is None:
        return
    right = said == check.answer
    verdict = "Right." if right else f"Not quite: **{check.answer}**."
    st.markdown(f"{verdict} {check.why}")
