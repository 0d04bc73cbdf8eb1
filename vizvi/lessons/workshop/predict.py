"""The prediction of the workshop: a probability for each problem, scored as long as the visit lasts."""

import hashlib

import streamlit as st

from vizvi.lessons.workshop import words
from vizvi.lessons.workshop.entry import Entered
from vizvi.lessons.workshop.score import MOST, told
from vizvi.ui.session import Session
from vizvi.ui.visit import recall

SCORES = "_workshop.scores"  # of this visit alone: problem -> (what was said, what came)


def predicted(session: Session, tab: str, entered: Entered) -> bool:
    """Ask once for each problem, unless that was switched off; whether all may be told."""
    recall(session)
    answers, name = session.memory.answers, problem(session, tab, entered)
    asked, claim, tell = words.question(entered.target.dim)
    if not session["workshop.ask"]:
        left, right = st.columns([5, 1.2], vertical_alignment="center")
        left.markdown(words.not_asked(asked, tell))
        right.toggle(words.ASK_ME, key="workshop.ask")
        return True
    if name in answers:
        st.markdown(words.you_said(int(answers[name]["said"] or 50) / 100, claim, tell))
        return True
    left, middle, right = st.columns([2.2, 1.6, 1.3], vertical_alignment="center")
    left.markdown(asked)
    moved = session.own("sure")  # an answer is one that somebody gave, not where the slider happened to stand

    def move() -> None:
        moved["once"] = True

    with middle:
        silent = {"format": words.PERCENT, "label_visibility": "collapsed"}
        st.slider(words.HOW_SURE, 0, 100, step=5, value=50, key="workshop.sure", on_change=move, **silent)

    def lock() -> None:
        answers[name] = {"said": str(int(st.session_state["workshop.sure"])), "locked": True}
        moved.clear()
        while len(answers) > MOST:
            del answers[next(iter(answers))]

    def skip() -> None:
        session["workshop.ask"] = False

    with right, st.container(horizontal=True):
        st.button(words.LOCK, key="workshop.lock", type="primary", on_click=lock, disabled=not moved)
        st.button(words.SKIP, key="workshop.skip", type="tertiary", on_click=skip)
    return False



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
