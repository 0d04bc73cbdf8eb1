"""A decoder trained by the bound leans towards posteriors that its q can say."""

import streamlit as st

from vizvi.lessons.amortize.among import BLOCK, adapted, rows
from vizvi.lessons.amortize.scatter import averages
from vizvi.lessons.amortize.words import tabs as words
from vizvi.ui.cache import kept
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

known = kept(adapted, 64)


def adapting(session: Session) -> None:
    """Two decoders, all held-out digits."""
    firsts = range(0, len(rows("held-out")), BLOCK)
    work = lambda: ((name, *known(name, first)) for first in firsts for name in words.DECODERS)
    st.markdown(words.ADAPTS)
    progressive(session, "amortize.adapts", "", work, _compared, stop=True)


def _compared(found: list, done: bool) -> None:
    total = 2 * len(range(0, len(rows("held-out")), BLOCK))
    if not done:
        st.progress(len(found) / total, words.blocks_so_far(len(found), total))
    seen = {name: [each[1:] for each in found if each[0] == name] for name in words.DECODERS}
    st.markdown(words.compared([(name, *averages(blocks)) for name, blocks in seen.items() if blocks]))
    if done:
        st.markdown(words.ADAPTED)
