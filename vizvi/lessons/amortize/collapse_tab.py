"""A heavier KL, trained here: dimensions go out of use one after the other."""

import streamlit as st

from vizvi.lessons.amortize.collapse import BETAS, watched
from vizvi.lessons.amortize.words import tabs as words
from vizvi.models.digits import digits
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

EPOCHS = 100


def collapsing(session: Session) -> None:
    """Four autoencoders, one for each β."""
    st.markdown(words.COLLAPSE)
    wanted, slot = session.own("amortize.wanted"), st.empty()
    if "collapse" not in wanted:
        options = {"icon": ":material/play_arrow:", "on_click": wanted.update, "args": ({"collapse": True},)}
        slot.button(words.train_four(EPOCHS), key="amortize.sweep", **options)
        return
    every, held_out = digits().pictures, digits().held_out
    work = lambda: watched(every[~held_out], every[held_out][::3], BETAS, EPOCHS)
    progressive(session, "amortize.collapse", "", work, _table, stop=True)


def _table(found: list, done: bool) -> None:
    count, total = found[-1].epoch, EPOCHS * len(BETAS)
    if not done:
        st.progress(min(1.0, count / total), words.epochs_so_far(count, total))
    st.markdown(words.collapsed([look.judged for look in found if look.judged is not None]))
    if done:
        st.caption(words.COLLAPSED)
