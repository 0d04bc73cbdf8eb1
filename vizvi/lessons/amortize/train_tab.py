"""Train an encoder here and now, with a Stop."""

import streamlit as st

from vizvi.lessons.amortize.live import EPOCHS, UNITS, ceilings, learning
from vizvi.lessons.amortize.live_chart import live_board
from vizvi.lessons.amortize.words import tabs as words
from vizvi.models.digit_networks import decoder
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session


def _tops() -> tuple[float, float]:
    return ceilings(decoder())


tops = kept(_tops, 1)


def train_one(session: Session) -> None:
    """Sixty epochs from random weights; the decoder is held."""
    session.late("amortize.units")
    st.segmented_control(words.UNITS, [*list(UNITS)[1:], "linear"], key="amortize.units")
    units = session["amortize.units"]
    wanted = session.own("amortize.wanted")
    slot = st.empty()
    if units not in wanted:
        options = {"icon": ":material/play_arrow:", "on_click": wanted.update, "args": ({units: True},)}
        slot.button(words.train(EPOCHS), key="amortize.train", **options)
        return
    progressive(session, "amortize.live", units, lambda: learning(units, decoder()), _learned, stop=True)


def _learned(found: list, done: bool) -> None:
    last = found[-1]
    if not done:
        st.progress(last.epoch / EPOCHS, words.epochs_so_far(last.epoch, EPOCHS))
    show(live_board(found, tops(), EPOCHS), "amortize.learning")
    gap = [top - value for top, value in zip(tops(), (last.training, last.held_out))]
    st.markdown(words.learned(last.epoch, last.training, last.held_out, gap))
