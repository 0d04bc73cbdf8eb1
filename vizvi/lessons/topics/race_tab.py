"""2,000 documents: what stochastic steps have learned from as many of them as one pass of coordinate ascent reads."""

import streamlit as st

from vizvi.lessons.topics.race import DOCUMENTS, climbs
from vizvi.lessons.topics.race_chart import race_board
from vizvi.lessons.topics.run import Setup
from vizvi.lessons.topics.words import tabs as words
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

LOOKS = 33


def touched(session: Session, setup: Setup) -> None:
    """Both climbs against the documents that they have read."""
    session.late("topics.decay", "topics.delay")
    left, right, _ = st.columns([1, 1, 2])
    left.segmented_control(words.STEP_DECAY, ["0.51", "0.7", "1"], key="topics.decay")
    right.segmented_control(words.STEP_DELAY, ["1", "10"], key="topics.delay")
    decay, delay = float(session["topics.decay"]), float(session["topics.delay"])
    name = f"{decay} {delay} {setup.data}"
    progressive(session, "topics.race", name, lambda: climbs(delay, decay, setup.data), _raced, stop=True)
    st.caption(words.race_is_of(DOCUMENTS))


def _raced(found: list, done: bool) -> None:
    quick = [each for each in found if each.who == "minibatches"]
    slow = [each for each in found if each.who == "all"]
    if not done:
        st.progress(min(1.0, len(found) / LOOKS), words.looks_so_far(len(found), LOOKS))
    show(race_board(quick, slow), "topics.raced")
    one = [each for each in quick if each.touched >= DOCUMENTS]
    if not one or not slow:
        return
    ahead = [each for each in slow if each.held_out >= one[0].held_out]
    passes = (ahead[0] if ahead else slow[-1]).touched // DOCUMENTS
    st.markdown(words.raced(DOCUMENTS, one[0].held_out, passes, bool(ahead)))
