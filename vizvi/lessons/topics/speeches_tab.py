"""The inaugural addresses: what topics make of two centuries, and how far starts agree."""

import streamlit as st

from vizvi.lessons.topics.eras import HELD_OUT_TOPICS, eras, held_out
from vizvi.lessons.topics.eras_chart import eras_board
from vizvi.lessons.topics.run import Setup
from vizvi.lessons.topics.seeds import joined, strip
from vizvi.lessons.topics.tiles import pick
from vizvi.lessons.topics.words import tabs as words
from vizvi.lessons.topics.words.settings import START, TOPICS
from vizvi.models.inaugural import speeches
from vizvi.models.topics import Fit, Topics
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

SEEDS, SWEEPS = range(10), 200


def _fitted(topics: int, seed: int) -> Fit:
    return Topics(speeches().counts, topics, 0.3, 0.1).fit(seed, SWEEPS)


fitted = kept(_fitted, 128)


def speeches_tab(session: Session, setup: Setup) -> None:
    """Topics from the oldest to the newest, by the best of ten starts or by any of them."""
    session.late("topics.eras", "topics.start_of")
    left, right, _ = st.columns([1, 2.4, 1.2], vertical_alignment="bottom")
    left.slider(TOPICS, 2, 8, key="topics.eras")
    right.segmented_control(START, ["best", *map(str, SEEDS)], key="topics.start_of")
    topics, which = session["topics.eras"], session["topics.start_of"]
    work = lambda: (fitted(topics, each) for each in SEEDS)
    shown = lambda found, done: _eras(found, done, topics, which)
    progressive(session, "topics.speeches", str(topics), work, shown, stop=True)
    progressive(session, "topics.words", "", lambda: held_out(speeches()), _predicted, stop=True)


def _eras(found: list, done: bool, topics: int, which: str) -> None:
    if not done:
        st.progress(len(found) / len(SEEDS), words.starts_so_far(len(found), len(SEEDS)))
    model, fits = Topics(speeches().counts, topics, 0.3, 0.1), joined(found)
    seen = strip(model, fits)
    seed = seen.best if which == "best" else min(int(which), len(found) - 1)
    told = eras(speeches(), pick(fits, seed))
    show(eras_board(speeches().year, told), "topics.years")
    others = [seen.distance[each] for each in range(len(found)) if each != seen.best] or [0.0]
    st.markdown(words.speeches(seed, seen.bound[seed], min(others), max(others)))


def _predicted(found: list, done: bool) -> None:
    if not done:
        st.progress(len(found) / len(HELD_OUT_TOPICS), words.models_so_far(len(found), len(HELD_OUT_TOPICS)))
    st.markdown(words.predicted(found))
    if done:
        st.markdown(words.predicts_best(max(found, key=lambda each: each[1])[0]))
