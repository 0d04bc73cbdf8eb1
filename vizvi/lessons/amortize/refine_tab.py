"""Three ways to pay a picture's amortization gap, step by step."""

import streamlit as st

from vizvi.lessons.amortize.refine_chart import refine_board
from vizvi.lessons.amortize.seen import rivals
from vizvi.lessons.amortize.settings import bits, network
from vizvi.lessons.amortize.words import tabs as words
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.session import Session

left_of = kept(rivals, 64)


def refining(session: Session) -> None:
    """What each way has left."""
    found = left_of(bits(session), *network(session))
    show(refine_board(found), "amortize.rivals")
    st.markdown(words.left_after(found))
    st.markdown(words.refined(max(gap[-1] for gap in found.values())))
