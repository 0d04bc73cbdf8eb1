"""More draws, a better bound, the same q."""

import streamlit as st

from vizvi.lessons.amortize.iwae import REPEATS, bounds
from vizvi.lessons.amortize.iwae_chart import iwae_board
from vizvi.lessons.amortize.screen import seen_of
from vizvi.lessons.amortize.settings import bits, network
from vizvi.lessons.amortize.words import tabs as words
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.session import Session

bounds_of = kept(bounds, 64)


def more_draws(session: Session) -> None:
    """The bound against draws, below the ceiling."""
    found = bounds_of(bits(session), *network(session))
    log_p = float(seen_of(bits(session), *network(session), session["amortize.way"]).ledger.posterior.log_p)
    show(iwae_board(found, log_p), "amortize.iwae")
    first, last = found[0], found[-1]
    st.markdown(words.better_bound(log_p - first.bound, last.draws, log_p - last.bound, last.error))
    st.caption(words.sets_of_draws(REPEATS))
