"""2,000 documents: what stochastic steps have learned from as many of them as one pass of coordinate ascent reads."""

import streamlit as st

from vizvi.lessons.topics.race import DOCUMENTS, climbs
from vizvi.lessons.topics.race_chart import race_board
from vizvi.lessons.topics.run import Setup
from vizvi.lessons.topics.screen import number3
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

SPELLED, LOOKS = f"{DOCUMENTS:,}".replace(",", "\u2009"), 33


def touched(session: Session, setup: Setup) -> None:
    """Both climbs against the documents that they have read."""
    session.late("topics.decay", "topics.delay")
    left, right, _ = st.columns([1, 1, 2])
    left.segmented_control("Decay κ of the steps", ["0.51", "0.7", "1"], key="topics.decay")
    right.segmented_control("Delay τ", ["1", "10"], key="topics.delay")
    decay, delay = float(session["topics.decay"]), float(session["topics.delay"])
    name = f"{decay} {delay} {setup.data}"
    progressive(session, "topics.race", name, lambda: climbs(delay, decay, setup.data), _raced, stop=True)
    st.caption(
        f"{SPELLED} documents, K = 10, α = 0.3, η = 0.1; 20 a minibatch, step t is (t + τ) to the power −κ; 20 updates of "
        "a document's q on either side; bounds on 200 new documents with the topics held."
    )


def _raced(found: list, done: bool) -> None:
    quick = [each for each in found if each.who == "minibatches"]
    slow = [each for each in found if each.who == "all"]
    if not done:
        st.progress(min(1.0, len(found) / LOOKS), f"{len(found)} of {LOOKS} looks")
    show(race_board(quick, slow), "topics.raced")
    one = [each for each in quick if each.touched >= DOCUMENTS]
    if not one or not slow:
        return
    ahead = [each for each in slow if each.held_out >= one[0].held_out]
    read = slow[-1].touched // DOCUMENTS
    passes = f"**{ahead[0].touched // DOCUMENTS} passes**" if ahead else f"more than {read} passes"
    st.markdown(
        f"After one pass, {SPELLED} documents, minibatches reach {number3(one[0].held_out)} nats a word. "
        "Coordinate ascent "
        f"takes {passes} to get there: a pass of it spends {SPELLED} documents on one update of the topics, minibatches "
        "make 100."
    )
