"""The linear VAE: every number in closed form."""

import streamlit as st

from vizvi.lessons.amortize.linear import gap, of_digits, thresholds, told
from vizvi.lessons.amortize.linear_chart import beta_board, turn_board
from vizvi.lessons.amortize.words import tabs as words
from vizvi.ui.charts import show
from vizvi.ui.session import Session


def linear_case(session: Session) -> None:
    """Two cursors: the angle of the latents and the weight of the KL."""
    for name in ("turn", "beta"):
        if moved := session.heard(f"amortize.{name}_board", "cursor"):
            lo, hi = (0.0, 90.0) if name == "turn" else (0.2, 20.0)
            session[f"amortize.{name}"] = round(min(max(float(moved.value), lo), hi), 2)
    linear, turn, beta = of_digits(), session["amortize.turn"], session["amortize.beta"]
    st.markdown(words.LINEAR)
    left, right = st.columns(2, gap="large")
    with left:
        show(turn_board(linear, turn), "amortize.turn_board", session)
        st.markdown(words.turned(turn, float(gap(linear, turn)[0])))
    with right:
        show(beta_board(linear, beta), "amortize.beta_board", session)
        st.markdown(words.tells(beta, *told(linear, beta)[0], thresholds(linear)))
