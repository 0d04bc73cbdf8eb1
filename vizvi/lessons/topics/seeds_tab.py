"""Ten starts of the present setting: which bound each reaches and how many bars it finds."""

import streamlit as st

from vizvi.lessons.topics.run import Setup, model
from vizvi.lessons.topics.seeds import joined, same_answer, strip
from vizvi.lessons.topics.seeds_chart import seeds_board
from vizvi.lessons.topics.words import tabs as words
from vizvi.models.bars import bars
from vizvi.models.topics import Fit
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

SEEDS, SWEEPS, FEWER, LARGE = range(10), 300, 100, 4000  # fewer sweeps where topics times documents are many


def _fitted(setup: Setup) -> Fit:
    """Coordinate ascent from one start; how a visitor climbs on the first screen does not matter here."""
    return model(setup).fit(setup.seed, sweeps_of(setup), traced=False)


def sweeps_of(setup: Setup) -> int:
    """How many sweeps one start has."""
    return SWEEPS if setup.topics * setup.documents <= LARGE else FEWER


fitted = kept(_fitted, 256)


def ten_seeds(session: Session, setup: Setup) -> None:
    """A dot for each start as it comes; a pill puts its topics on the first screen."""
    base = setup._replace(by="all", seed=0)
    work = lambda: (fitted(base._replace(seed=each)) for each in SEEDS)
    shown = lambda found, done: _strip(base, found, done, setup.seed)
    progressive(session, "topics.strip", repr(base), work, shown, stop=True)

    def put_there() -> None:
        if (chosen := st.session_state.get("topics.show")) is not None:
            session["topics.seed"] = chosen

    st.session_state["topics.show"] = setup.seed
    st.pills(words.SHOW_START, list(SEEDS), key="topics.show", on_change=put_there)


def _strip(setup: Setup, found: list, done: bool, picked: int) -> None:
    if not done:
        st.progress(len(found) / len(SEEDS), words.starts_so_far(len(found), len(SEEDS)))
    fits = joined(found)
    seen = strip(model(setup), fits, bars())
    show(seeds_board(seen, picked), "topics.seeds")
    same = sum(same_answer(fits, seen.best, each) for each in range(len(found))) - 1
    worst = int(seen.bound.argmin())
    st.markdown(words.ten_seeds(seen.best, worst, seen.bound, seen.found, same, seen.distance[worst]))
