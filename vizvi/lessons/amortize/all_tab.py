"""Both gaps of all held-out digits, and beside them those of a quarter of the training ones."""

import streamlit as st

from vizvi.lessons.amortize.all_chart import all_board
from vizvi.lessons.amortize.among import SIDES, alternately, block, rows
from vizvi.lessons.amortize.scatter import joined, summary
from vizvi.lessons.amortize.settings import network
from vizvi.lessons.amortize.words import tabs as words
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

known = kept(block, 1024)


def all_digits(session: Session) -> None:
    """A dot for each digit as it comes."""
    setup, row = network(session), None if session["amortize.drawn"] else session["amortize.row"]
    work = lambda: ((side, known(side, first, *setup)) for side, first in alternately())
    progressive(session, "amortize.all", repr(setup), work, lambda found, done: _shown(found, done, setup, row), stop=True)


def _shown(found: list, done: bool, setup: tuple, row: int | None) -> None:
    parts = {side: [each for name, each in found if name == side] for side in SIDES}
    total, count = sum(len(rows(side)) for side in SIDES), sum(len(each.log_p) for _, each in found)
    if not done:
        st.progress(count / total, words.digits_so_far(count, total))
    family, hidden, epochs = setup
    st.markdown(words.encoder(hidden, epochs, family))
    for side, slot in zip(SIDES, st.columns(2, gap="large"), strict=True):
        if parts[side]:
            with slot:
                _one(side, joined(parts[side]), row)
    st.caption(words.FEW_RULE)


def _one(side: str, so_far, row: int | None) -> None:
    seen, count = summary(so_far), len(so_far.log_p)
    show(all_board(so_far, rows(side)[:count], row), f"amortize.scatter.{side}")
    st.markdown(words.larger(count, side, seen.log_p, seen.larger))
    st.markdown(words.both_gaps(seen.amortization, seen.approximation))
