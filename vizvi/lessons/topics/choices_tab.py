"""Which K and which α the bound chooses, and whether held-out documents agree."""

import streamlit as st

from vizvi.lessons.topics.choices_chart import choices_board
from vizvi.lessons.topics.run import Setup, model, unseen
from vizvi.lessons.topics.seeds import choices
from vizvi.lessons.topics.words import tabs as words
from vizvi.models.bars import bars
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

MOST = 200  # documents, so that every dot comes within a second
TOPICS, ALPHAS = (4, 6, 8, 10, 12, 15, 20), (0.01, 0.1, 0.3, 1.0, 3.0, 10.0)


def how_many(session: Session, setup: Setup) -> None:
    """Both at once, the best of four starts at each."""
    base = setup._replace(by="all", seed=0, documents=min(setup.documents, MOST))

    def work():
        new, truth = unseen(base), bars()
        for each in choices(lambda k: model(base._replace(topics=k)), TOPICS, new, truth):
            yield "K", each
        for each in choices(lambda alpha: model(base._replace(alpha=alpha)), ALPHAS, new, truth):
            yield "α", each

    name = repr(base)
    progressive(session, "topics.choices", name, work, lambda found, done: _chosen(found, done, base), stop=True)


def _chosen(found: list, done: bool, base: Setup) -> None:
    total = len(TOPICS) + len(ALPHAS)
    if not done:
        st.progress(len(found) / total, words.settings_so_far(len(found), total))
    for what, slot in zip(("K", "α"), st.columns(2), strict=True):
        seen = [each for kind, each in found if kind == what]
        if not seen:
            continue
        rest = f"α = {base.alpha:g}" if what == "K" else f"K = {base.topics}"
        with slot:
            show(choices_board(what, seen, rest), f"topics.choices.{what}")
            top = max(seen, key=lambda each: each.bound)
            new = max(seen, key=lambda each: each.held_out)
            st.markdown(words.chosen(len(seen), rest, what, top, new))
    st.caption(words.choices_are_of(base.documents))
