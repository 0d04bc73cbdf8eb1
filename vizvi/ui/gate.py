"""The gate of a lesson: a prediction is asked for before the answer can be seen, and stays beside it."""

import streamlit as st

from vizvi.lesson import Lesson
from vizvi.ui.session import Session
from vizvi.ui.visit import recall


def gate(session: Session, lesson: Lesson, slot, here: bool = True, ready: bool = True) -> bool:
    """Ask for the lesson's prediction in a slot, or show what was said beside what came. True once all may be told.

    here: whether what is shown is what is asked about; who leaves it unanswered has skipped it. ready: whether a hand has
    drawn the answer, where that is how it is given. Nothing moves away under a hand."""
    recall(session)
    memory, name = session.memory, lesson.slug
    if not here and not memory.holding and name not in memory.answers:
        memory.answers[name] = {"said": "", "locked": False, "assumed": True}
    made = memory.answers.get(name)
    with slot, st.container(key=f"gate-{name}"):
        _ask(session, lesson, ready) if made is None else _tell(session, lesson, made, here)
    return made is not None


def answered(session: Session, lesson: Lesson, part: str = "") -> bool:
    """Whether the question of a lesson, or of one `part` of its page, has been answered or skipped: after `gate`."""
    return (f"{lesson.slug}_{part}" if part else lesson.slug) in session.memory.answers


def given(session: Session, lesson: Lesson) -> bool:
    """Whether it has been answered or skipped just now, and not before a reload or on a server that is gone: once."""
    return session.own("given").pop(lesson.slug, False)


def _ask(session: Session, lesson: Lesson, ready: bool) -> None:
    ask, key = lesson.prediction, f"{lesson.slug}.predict"

    def answer(locked: bool) -> None:
        said = st.session_state.get(key) or ""
        session.memory.answers[lesson.slug] = {"said": said if locked else "", "locked": locked}
        session.own("given")[lesson.slug] = True

    widths = (3, 2.1, 1.2) if ask.options else (5.1, 0.01, 1.2)
    left, middle, right = st.columns(widths, vertical_alignment="center")
    left.markdown(ask.ask)
    said = "drawn" if ready else None
    if ask.options:
        said = middle.pills(ask.ask, ask.options, key=key, label_visibility="collapsed")
    with right, st.container(horizontal=True):
        options = {"on_click": answer, "disabled": said is None}
        st.button("Lock it in", key=f"{lesson.slug}.lock", type="primary", args=(True,), **options)
        st.button("Skip", key=f"{lesson.slug}.skip", type="tertiary", on_click=answer, args=(False,))


def _tell(session: Session, lesson: Lesson, made: dict, here: bool) -> None:
    ask = lesson.prediction
    said = f"You said **{made['said']}**. " if made["said"] in ask.options else ""
    drawn = f"{ask.tell} Your drawings stay as dotted lines." if made["locked"] else ask.tell
    row, again = st.columns([6, 1], vertical_alignment="center")
    whose = "" if here else "*Asked of the problem this page opens with:* "
    row.markdown(whose + (f"{ask.ask} {said}{ask.tell}" if ask.options else drawn))

    def ask_again() -> None:
        del session.memory.answers[lesson.slug]
        session.memory.recalled = True  # whatever the tab remembers

    again.button("Ask again", key=f"{lesson.slug}.again", type="tertiary", on_click=ask_again)
