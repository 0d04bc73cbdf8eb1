"""Two tabs of the lesson on flows: the thread, and what rank buys in many dimensions."""

import streamlit as st

from vizvi.format import number, percent
from vizvi.lesson import part
from vizvi.lessons.flows import HALVES, LESSON, words
from vizvi.lessons.flows.charts import rank_board, small, thread_board
from vizvi.lessons.flows.others import COVARIANCES, DIMENSIONS, RANKS, ranks, strung
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large


def thread_tab(session: Session) -> None:
    """The best single planar layer on two bumps, for any distance."""
    st.slider(words.settings.ISLANDS, 1.0, 6.0, step=0.5, key="flows.apart")
    apart = session["flows.apart"]
    found, exact_slope, least = strung(apart)
    show(thread_board(apart, found), "flows.thread", session)
    large(
        [
            Large("kl", words.sheet.KL, found.kl, small(found.kl), words.thread.BEST_LAYER),
            Large("slope", words.thread.STEEPEST, found.slope, number(found.slope), words.thread.exact_map(exact_slope)),
            Large(
                "between", words.thread.BETWEEN, found.between, percent(found.between), words.thread.own(found.between_p)
            ),
            Large("width", words.thread.MADE_OF, found.edge, f"± {found.edge:.3f}", words.thread.drawn_out(apart / 2)),
            Large("ratio", words.thread.RATIO_AT_0, found.log_ratio, number(found.log_ratio), words.thread.NATS),
        ]
    )
    st.markdown(words.thread.any_map(found.slope, least, exact_slope))


def rank(session: Session) -> None:
    """The low-rank-plus-diagonal Gaussian in forty dimensions."""
    st.segmented_control(
        words.rank.A_GAUSSIAN, list(COVARIANCES), format_func=words.rank.COVARIANCES.__getitem__, key="flows.cov"
    )
    name = session["flows.cov"]
    if not gate(session, part(LESSON, "rank", HALVES), st.container(), name == "smooth"):
        st.markdown(words.rank.RANK_MODEL)
        return

    def draw(found: list, done: bool) -> None:
        kl = [each.kl for each in found]
        told = words.rank.ranks(DIMENSIONS, kl[0], len(kl) - 1, kl[-1])
        show(rank_board(kl, told), "flows.rank", session)
        if not done:
            st.markdown(words.rank.rank_of(len(kl) - 1, RANKS - 1))
        narrow, best = (number(float(found[i].sd_ratio.min())) for i in (0, -1))
        full = DIMENSIONS * (DIMENSIONS + 3) // 2
        st.markdown(words.rank.narrowest(told, found[-1].numbers, full, best, narrow))

    progressive(session, "flows.ranks", name, lambda: ranks(name), draw, stop=True)
