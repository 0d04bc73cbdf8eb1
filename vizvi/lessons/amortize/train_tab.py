"""Train an encoder here and now, with a Stop."""

import streamlit as st

from vizvi.format import number
from vizvi.lessons.amortize.live import EPOCHS, UNITS, ceilings, learning
from vizvi.lessons.amortize.live_chart import live_board
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
    st.segmented_control("Hidden units", [*list(UNITS)[1:], "linear"], key="amortize.units")
    units = session["amortize.units"]
    wanted = session.own("amortize.wanted")
    slot = st.empty()
    if units not in wanted:
        options = {"icon": ":material/play_arrow:", "on_click": wanted.update, "args": ({units: True},)}
        slot.button(f"Train it, {EPOCHS} epochs", key="amortize.train", **options)
        return
    progressive(session, "amortize.live", units, lambda: learning(units, decoder()), _learned, stop=True)


def _learned(found: list, done: bool) -> None:
    last = found[-1]
    if not done:
        st.progress(last.epoch / EPOCHS, f"{last.epoch} of {EPOCHS} epochs")
    show(live_board(found, tops(), EPOCHS), "amortize.learning")
    gap = [top - value for top, value in zip(tops(), (last.training, last.held_out))]
    st.markdown(
        f"After {last.epoch} epochs the mean ELBO is {number(last.training)} on training digits, "
        f"{number(last.held_out)} on held-out ones: "
        f"{number(gap[0])} and {number(gap[1])} nats below their ceilings. The ceilings do not move: the decoder is held."
    )
