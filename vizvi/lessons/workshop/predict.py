"""The prediction of the workshop: a probability for each problem, scored as long as the visit lasts."""

import hashlib

import streamlit as st

from vizvi.format import percent
from vizvi.lessons.workshop import LESSON
from vizvi.lessons.workshop.entry import Entered
from vizvi.lessons.workshop.score import MOST, told
from vizvi.ui.session import Session
from vizvi.ui.visit import recall

SCORES = "_workshop.scores"  # of this visit alone: problem -> (what was said, what came)


def predicted(session: Session, tab: str, entered: Entered) -> bool:
    """Ask once for each problem, unless that was switched off; whether all may be told."""
    recall(session)
    answers, name = session.memory.answers, problem(session, tab, entered)
    asked, claim, tell = words(entered)
    if not session["workshop.ask"]:
        left, right = st.columns([5, 1.2], vertical_alignment="center")
        left.markdown(f"{asked.partition('?')[0]}? {tell}")
        right.toggle("Ask me first", key="workshop.ask")
        return True
    if name in answers:
        said = percent(int(answers[name]["said"] or 50) / 100)
        st.markdown(f"You said **{said}** that {claim} within 20 % of the truth. {tell}")
        return True
    left, middle, right = st.columns([2.2, 1.6, 1.3], vertical_alignment="center")
    left.markdown(asked)
    moved = session.own("sure")  # an answer is one that somebody gave, not where the slider happened to stand

    def move() -> None:
        moved["once"] = True

    with middle:
        st.slider("How sure", 0, 100, step=5, value=50, format="%d %%", key="workshop.sure", on_change=move,
                  label_visibility="collapsed")  # fmt: skip

    def lock() -> None:
        answers[name] = {"said": str(int(st.session_state["workshop.sure"])), "locked": True}
        moved.clear()
        while len(answers) > MOST:
            del answers[next(iter(answers))]

    def skip() -> None:
        session["workshop.ask"] = False

    with right, st.container(horizontal=True):
        st.button("Lock it in", key="workshop.lock", type="primary", on_click=lock, disabled=not moved)
        st.button("Skip", key="workshop.skip", type="tertiary", on_click=skip)
    return False


def words(entered: Entered) -> tuple[str, str, str]:
    """What is asked, what a prediction claims, and where to look: in one dimension a Gaussian has one sd."""
    if entered.target.dim > 1:
        return LESSON.prediction.ask, "mean-field’s sds are all", LESSON.prediction.tell
    ask = "Will the Gaussian’s sd be within 20 % of the truth? Say how sure you are."
    return ask, "the Gaussian’s sd is", LESSON.prediction.tell


def problem(session: Session, tab: str, entered: Entered) -> str:
    """What a prediction is about: the text or the data, whatever the knobs; a drawing is one problem however it is bent."""
    told = {"draw": "", "data": session["workshop.template"] + session["workshop.data"]}.get(tab, repr(entered.target))
    return f"{tab} {hashlib.sha1(told.encode()).hexdigest()[:16]}"


def scored(session: Session, tab: str, entered: Entered, within: bool) -> None:
    """Keep what came of a prediction, and tell the score so far."""
    name, scores = problem(session, tab, entered), st.session_state.setdefault(SCORES, {})
    made = session.memory.answers.get(name)
    if made and made["said"].isdigit() and name not in scores:
        scores[name] = (min(int(made["said"]), 100) / 100, within)
        while len(scores) > MOST:
            del scores[next(iter(scores))]
    if scores:
        st.caption(told(list(scores.values())))
