"""A heavier KL, trained here: dimensions go out of use one after the other."""

import streamlit as st

from vizvi.format import number
from vizvi.lessons.amortize.collapse import BETAS, watched
from vizvi.models.digits import digits
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

EPOCHS = 100


def collapsing(session: Session) -> None:
    """Four autoencoders, one for each β."""
    st.markdown(
        "Weigh the KL by β and train decoder and encoder together. A latent dimension is used only if what it "
        "tells is worth its price; "
        "past that, q is the prior there, whatever the picture."
    )
    wanted, slot = session.own("amortize.wanted"), st.empty()
    if "collapse" not in wanted:
        options = {"icon": ":material/play_arrow:", "on_click": wanted.update, "args": ({"collapse": True},)}
        slot.button(f"Train four autoencoders, {EPOCHS} epochs each", key="amortize.sweep", **options)
        return
    every, held_out = digits().pictures, digits().held_out
    work = lambda: watched(every[~held_out], every[held_out][::3], BETAS, EPOCHS)
    progressive(session, "amortize.collapse", "", work, _table, stop=True)


def _table(found: list, done: bool) -> None:
    count, total = found[-1].epoch, EPOCHS * len(BETAS)
    if not done:
        st.progress(min(1.0, count / total), f"{count} of {total} epochs")
    rows = [
        "| β | KL to the prior by dimension, nats | dimensions used | mean log p(x) | mean ELBO |",
        "|---|---|---|---|---|",
    ]
    for each in (look.judged for look in found):
        if each is not None:
            kl = ", ".join(f"{value:.3f}" for value in each.kl)
            rows.append(f"| {each.beta:g} | {kl} | {each.used} | {number(each.log_p)} | {number(each.elbo)} |")
    st.markdown("\n".join(rows))
    if done:
        st.caption(
            "120 held-out digits; log p(x) by quadrature ⌁, the ELBO with its KL at weight 1. KL 0.000 is not "
            "good news: the dimension says nothing."
        )
