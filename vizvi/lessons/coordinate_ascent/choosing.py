"""How many components? What the likelihood and the bound say of K; and EM as the limit of variational Bayes."""

from itertools import pairwise

import streamlit as st

from vizvi.lessons.coordinate_ascent import COPIES, LIMIT
from vizvi.lessons.coordinate_ascent.components import MOST_COMPONENTS, repeated, rungs
from vizvi.lessons.coordinate_ascent.components_chart import ladder_board
from vizvi.lessons.coordinate_ascent.words import choosing as words
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

ALPHA = "ascent.concentration"
limits = kept(repeated, 2)


def choosing(session: Session) -> None:
    """How many components? Both answers for K = 1 … 8, one after the other."""
    name, icon = words.HOW_MANY, ":material/bar_chart:"
    with st.expander(name, icon=icon, key="ascent.choosing", on_change="rerun") as fold:
        if not fold.open:
            return
        alpha = float(session[ALPHA])

        def grown(found: list, done: bool) -> None:
            show(ladder_board(found, MOST_COMPONENTS), "ascent.ladder")
            st.caption(words.so_far(len(found), MOST_COMPONENTS, alpha))
            if done:
                st.markdown(peak(found))

        progressive(session, "ascent.rungs", f"{alpha:g}", lambda: rungs(alpha), grown, stop=True)


def peak(found: list) -> str:
    """What is seen of the peak, with and without log K!."""
    plain = max(found, key=lambda each: each.elbo).components
    full = max(found, key=lambda each: each.elbo + each.copies).components
    rises = all(after.log_lik > before.log_lik for before, after in pairwise(found))
    return words.peak(rises, plain, full, COPIES)


def limit() -> None:
    """EM as the limit of much data."""
    name, icon = words.LIMIT_NAME, ":material/trending_flat:"
    with st.expander(name, icon=icon, key="ascent.limit", on_change="rerun") as fold:
        if not fold.open:
            return
        times = (1, 4, 16, 64)
        apart = limits(times)
        st.markdown(LIMIT)
        st.markdown(words.distances(times, apart))
        st.markdown(words.QUARTER)
