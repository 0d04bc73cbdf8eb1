"""Two tabs of the lesson on flows: the thread, and what rank buys in many dimensions."""

import streamlit as st

from vizvi.format import nats, number, percent
from vizvi.lesson import part
from vizvi.lessons.flows import HALVES, LESSON
from vizvi.lessons.flows.charts import rank_board, small, thread_board
from vizvi.lessons.flows.others import COVARIANCES, DIMENSIONS, RANKS, ranks, strung
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large


def thread_tab(session: Session) -> None:
    """The best single planar layer on two bumps, for any distance."""
    st.slider("Islands at ±", 1.0, 6.0, step=0.5, key="flows.apart")
    apart = session["flows.apart"]
    found, exact_slope, least = strung(apart)
    show(thread_board(apart, found), "flows.thread", session)
    large(
        [
            Large("kl", "KL(q‖p), nats", found.kl, small(found.kl), "one planar layer, the best"),
            Large("slope", "steepest slope", found.slope, number(found.slope), f"the exact map: {number(exact_slope)}"),
            Large("between", "mass between", found.between, percent(found.between), f"p's own: {percent(found.between_p)}"),
            Large("width", "made of the base’s", found.edge, f"± {found.edge:.3f}", f"sds, drawn out to ± {apart / 2:g}"),
            Large("ratio", "log q/p at 0", found.log_ratio, number(found.log_ratio), "nats"),
        ]
    )
    st.markdown(
        f"**Any** map with slopes up to {number(found.slope)} leaves at least {percent(least)} between two such islands "
        f"(Gaussian isoperimetry). To have p itself, its slope at 0 must be exp(d²/2) = {number(exact_slope)}."
    )


MODEL = (
    "In many dimensions a full covariance has too many numbers to learn, and mean-field forgets every correlation. "
    "Between the two: q = N(m, D + UUᵀ), D diagonal and U of a few columns, its **rank**. For a Gaussian p in 40 "
    "dimensions the best one of each rank can be computed, and its KL is known in closed form."
)


def rank(session: Session) -> None:
    """The low-rank-plus-diagonal Gaussian in forty dimensions."""
    names = {key: words for key, (words, _) in COVARIANCES.items()}
    st.segmented_control("A Gaussian p with", list(names), format_func=names.__getitem__, key="flows.cov")
    name = session["flows.cov"]
    if not gate(session, part(LESSON, "rank", HALVES), st.container(), name == "smooth"):
        st.markdown(MODEL)
        return

    def draw(found: list, done: bool) -> None:
        kl = [each.kl for each in found]
        told = (
            f"{DIMENSIONS} dimensions: rank 0, mean-field, is {nats(kl[0])} from p; rank {len(kl) - 1} is {nats(kl[-1])}."
        )
        show(rank_board(kl, told), "flows.rank", session)
        if not done:
            st.markdown(f"Rank {len(kl) - 1} of {RANKS - 1} …")
        narrow, best = (number(float(found[i].sd_ratio.min())) for i in (0, -1))
        full = DIMENSIONS * (DIMENSIONS + 3) // 2
        st.markdown(
            f"{told} It has {found[-1].numbers} numbers, a full covariance {full}. Its narrowest sd is {best} of p's, "
            f"mean-field's {narrow}."
        )

    progressive(session, "flows.ranks", name, lambda: ranks(name), draw, stop=True)
