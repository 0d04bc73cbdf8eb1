"""A decoder trained by the bound leans towards posteriors that its q can say."""

import streamlit as st

from vizvi.lessons.amortize.among import BLOCK, adapted, rows
from vizvi.lessons.amortize.scatter import averages
from vizvi.ui.cache import kept
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

NAMES = {"dec": "by the bound of mean-field", "exact": "then by log p(x) itself"}
known = kept(adapted, 64)


def adapting(session: Session) -> None:
    """Two decoders, all held-out digits."""
    firsts = range(0, len(rows("held-out")), BLOCK)
    work = lambda: ((name, *known(name, first)) for first in firsts for name in NAMES)
    st.markdown(
        "A decoder that was trained by a factorized q's bound has posteriors that a factorized q can say. Train "
        "the same decoder 60 epochs more "
        "on log p(x) itself, which two latents allow, and see what the best q then lacks:"
    )
    progressive(session, "amortize.adapts", "", work, _compared, stop=True)


def _compared(found: list, done: bool) -> None:
    total = 2 * len(range(0, len(rows("held-out")), BLOCK))
    if not done:
        st.progress(len(found) / total, f"{len(found)} of {total} blocks")
    lines = ["| decoder trained | mean log p(x) ⌁, nats | mean-field's approximation gap ⌁ |", "|---|---|---|"]
    for name, label in NAMES.items():
        if seen := [each[1:] for each in found if each[0] == name]:
            log_p, gap = averages(seen)
            lines.append(f"| {label} | −{abs(log_p):.3f} | {gap:.3f} |")
    st.markdown("\n".join(lines))
    if done:
        st.markdown(
            "The evidence rises and the gap with it: **the decoder had adapted to its q** (Cremer, Li & Duvenaud, 2018)."
        )
