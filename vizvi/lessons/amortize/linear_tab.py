"""The linear VAE: every number in closed form."""

import streamlit as st

from vizvi.lessons.amortize.linear import gap, of_digits, thresholds, told
from vizvi.lessons.amortize.linear_chart import beta_board, turn_board
from vizvi.ui.charts import show
from vizvi.ui.session import Session


def linear_case(session: Session) -> None:
    """Two cursors: the angle of the latents and the weight of the KL."""
    for name in ("turn", "beta"):
        if moved := session.heard(f"amortize.{name}_board", "cursor"):
            lo, hi = (0.0, 90.0) if name == "turn" else (0.2, 20.0)
            session[f"amortize.{name}"] = round(min(max(float(moved.value), lo), hi), 2)
    linear, turn, beta = of_digits(), session["amortize.turn"], session["amortize.beta"]
    st.markdown(
        "Gray digits, a linear decoder with Gaussian noise, two latents: probabilistic PCA. A linear encoder has "
        "no amortization gap: "
        "the posterior's mean is linear in x and its covariance the same for all."
    )
    left, right = st.columns(2, gap="large")
    with left:
        show(turn_board(linear, turn), "amortize.turn_board", session)
        st.markdown(
            f"Turn the latents by {turn:g}°: log p(x) stays, and mean-field's gap is "
            f"**{float(gap(linear, turn)[0]):.4f} nats** at every x. "
            "At 0° the columns of the decoder are orthogonal, and it is none."
        )
    with right:
        show(beta_board(linear, beta), "amortize.beta_board", session)
        first, second = told(linear, beta)[0]
        ends = " and ".join(f"{each:.1f}" for each in thresholds(linear))
        st.markdown(
            f"At β = {beta:g} the dimensions tell {first:.3f} and {second:.3f} nats. They are unused from β = "
            f"{ends} on, where β times the noise "
            "variance exceeds what they explain: collapse without any network to blame (Lucas et al., 2019)."
        )
