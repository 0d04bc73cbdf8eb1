"""The lesson shell: a page is a few calls that lay a lesson out in one order."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lesson import Check, Lesson
from vizvi.links import to_query


def predict(lesson: Lesson) -> bool:
    """Ask for a prediction, or show what was said beside what came. True once it is locked in or skipped."""
    ask, key = lesson.prediction, f"_{lesson.slug}.prediction"
    made = st.session_state.get(key)
    if made is None:
        left, right = st.columns([5, 1.6], vertical_alignment="bottom")
        with left:
            if ask.options:
                said = st.pills(ask.ask, ask.options, key=f"{lesson.slug}.predict")
            else:
                said = st.markdown(ask.ask) and ""
        with right, st.container(horizontal=True):
            lock = st.button("Lock it in", key=f"{lesson.slug}.lock", type="primary", disabled=said is None)
            skip = st.button("Skip", key=f"{lesson.slug}.skip", type="tertiary")
        if lock or skip:
            st.session_state[key] = {"said": said if lock else "", "locked": lock}
            st.rerun(scope="fragment")
        return False
    said = f"You said **{made['said']}**. " if made["said"] else ""
    row, again = st.columns([6, 1], vertical_alignment="center")
    drawn = f"{ask.tell} Your drawings stay as dotted lines." if made["locked"] else ask.tell
    row.markdown(f"{ask.ask} {said}{ask.tell}" if ask.options else drawn)
    if again.button("Ask again", key=f"{lesson.slug}.again", type="tertiary"):
        del st.session_state[key]
        st.rerun(scope="fragment")
    return True


def afterwards(lesson: Lesson) -> None:
    """What is said once the picture has spoken: the sentence to remember and what to notice."""
    st.success(f"**{lesson.aha}**", icon=":material/lightbulb:")
    if lesson.notice:
        st.markdown("\n".join(f"- {each}" for each in lesson.notice))


def tries(page: str, presets: dict[str, Experiment], more: dict[str, str] | None = None) -> None:
    """Presets as links in a row: each sets the whole page, and is an address of its own; `more`: what each adds to it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Try:", width="content")
        for label, experiment in presets.items():
            st.page_link(
                f"pages/{page}.py", label=label, query_params=to_query(experiment, page) | (more or {}), width="content"
            )


def endings(lesson: Lesson, following: tuple[tuple[str, str], ...]) -> None:
    """Check yourself, references, teacher's notes, and where to go next: (page, label) pairs."""
    if lesson.checks:
        with st.expander("Check yourself", icon=":material/quiz:"):
            for i, check in enumerate(lesson.checks):
                _check(f"{lesson.slug}.check{i}", check)
    if lesson.teacher:
        with st.expander("Teacher's notes", icon=":material/school:"):
            st.markdown(lesson.teacher)
    if lesson.references:
        with st.expander("References", icon=":material/menu_book:"):
            st.markdown("\n".join(f"- {each}" for each in lesson.references))
    with st.container(horizontal=True):
        for page, label in following:
            st.page_link(f"pages/{page}.py", label=label, icon=":material/arrow_forward:")


def _check(key: str, check: Check) -> None:
    said = st.radio(check.ask, check.options, index=None, key=key)
    if said is None:
        return
    right = said == check.answer
    verdict = "Yes." if right else f"Not quite: **{check.answer}**."
    st.markdown(f"{verdict} {check.why}")
