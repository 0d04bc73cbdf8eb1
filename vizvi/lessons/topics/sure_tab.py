"""q's sds of the topics against those of a Gibbs chain."""

import streamlit as st

from vizvi.lessons.topics.run import Setup, model
from vizvi.lessons.topics.seeds_tab import SEEDS, fitted
from vizvi.lessons.topics.sure import sure
from vizvi.lessons.topics.sure_chart import sure_board
from vizvi.lessons.topics.words import tabs as words
from vizvi.models.bars import bars
from vizvi.models.topics_gibbs import chain
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.tabs import guarded

SWEEPS, BURN, EVERY, STARTS = 600, 200, 20, 4


def how_sure(session: Session, setup: Setup) -> None:
    """The chain grows; the best of four starts is held against it."""
    base = Setup(data=setup.data)

    def work():
        lam = max((fitted(base._replace(seed=each)) for each in SEEDS[:STARTS]), key=lambda each: each.bound).lam
        for each in chain(model(base), 0, SWEEPS, BURN, EVERY):
            yield lam, each

    shown = lambda found, done: guarded(lambda: _compared(found, done))
    progressive(session, "topics.sure", repr(base), work, shown, stop=True)


def _compared(found: list, done: bool) -> None:
    lam, last = found[-1]
    seen = sure(lam, last, bars())
    sweeps = len(last.log_lik) - BURN
    if not done:
        st.progress(sweeps / (SWEEPS - BURN), words.sweeps_so_far(sweeps, SWEEPS - BURN))
    left, right = st.columns([1, 1], gap="large", vertical_alignment="center")
    with left:
        show(sure_board(seen), "topics.sds")
    with right:
        st.markdown(words.sure(seen.ratio, seen.quartiles, sweeps, BURN, seen.distance.max()))
        st.caption(words.SURE_SETTING)
