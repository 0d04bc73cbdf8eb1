"""Both gaps of all held-out digits, or of a quarter of the training ones."""

import streamlit as st

from vizvi.format import number, percent
from vizvi.lessons.amortize.all_chart import all_board
from vizvi.lessons.amortize.among import BLOCK, block, rows
from vizvi.lessons.amortize.scatter import joined, summary
from vizvi.lessons.amortize.settings import FAMILIES, network
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

known = kept(block, 512)


def all_digits(session: Session) -> None:
    """A dot for each digit as it comes."""
    session.late("amortize.among")
    st.segmented_control("Digits", ["held-out", "training"], key="amortize.among")
    among, setup = session["amortize.among"], network(session)
    row = None if session["amortize.drawn"] else session["amortize.row"]
    work = lambda: (known(among, first, *setup) for first in range(0, len(rows(among)), BLOCK))
    shown = lambda found, done: _shown(found, done, among, setup, row)
    progressive(session, "amortize.all", repr((among, setup)), work, shown, stop=True)


def _shown(found: list, done: bool, among: str, setup: tuple, row: int | None) -> None:
    every, so_far = rows(among), joined(found)
    count = len(so_far.log_p)
    if not done:
        st.progress(count / len(every), f"{count} of {len(every)} digits")
    seen = summary(so_far)
    left, right = st.columns([1.4, 1], gap="large", vertical_alignment="center")
    with left:
        show(all_board(so_far, every[:count], row), "amortize.scatter")
    with right:
        family, hidden, epochs = setup
        kind = "held-out" if among == "held-out" else "training"
        amortized, approximated = seen.amortization, seen.approximation
        st.markdown(
            f"**{count} {kind} digits**, a {FAMILIES[family]} q by the "
            f"{hidden if hidden == 'linear' else hidden + '-unit'} encoder after "
            f"{epochs} epochs. Amortization is the larger debt for **{percent(seen.larger)}** of them."
        )
        st.markdown(
            "| nats | mean | median | quartiles | largest |\n|---|---|---|---|---|\n"
            f"| amortization ⌁ | {_row(amortized)} |\n| approximation ⌁ | {_row(approximated)} |"
        )
        st.caption(
            f"Mean log p(x) {number(seen.log_p)}. A few pictures rule the mean of the amortization gap: read the median."
        )


def _row(five) -> str:
    mean, low, middle, high = (f"{each:.3f}" for each in five[:4])
    return f"{mean} | {middle} | {low}\u00a0…\u00a0{high} | {number(five[4])}"
