"""The first screen: topics as tiles, one document beside them, and their numbers, while the run goes on."""

import streamlit as st

from vizvi.format import number
from vizvi.lessons.topics.document_chart import LEAST, document_board, lettered
from vizvi.lessons.topics.run import Setup, at, drawn, frames, judged, last_pass, model
from vizvi.lessons.topics.settings import SHOWN
from vizvi.lessons.topics.tiles import document, held, tiles
from vizvi.lessons.topics.tiles_chart import tiles_board
from vizvi.lessons.topics.words import screen as words
from vizvi.models.bars import bars
from vizvi.models.topics import Fit
from vizvi.ui.cache import kept, store
from vizvi.ui.charts import show
from vizvi.ui.page import presenting
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large

AT_ONCE = 4000  # topics times documents: so many take a quarter of a second


def _finished(setup: Setup) -> list:
    return list(frames(setup))


finished = kept(_finished, 32)


def screen(session: Session, setup: Setup) -> None:
    """Runs, and shows the pass that is set, or the last one there is."""
    passes = float(session["topics.passes"])
    if setup.by == "all" and setup.topics * setup.documents <= AT_ONCE:
        _shown(session, setup, at(finished(setup), passes))
        return

    def shown(found: list, done: bool) -> None:
        if not done:
            st.progress(min(1.0, found[-1].passes / last_pass(setup)), words.passes_so_far(found[-1].passes))
        _shown(session, setup, at(found, passes))

    progressive(session, "topics.run", repr(setup), lambda: frames(setup), shown, stop=True)


def _shown(session: Session, setup: Setup, frame) -> None:
    truth = bars()
    judge = lambda: judged(setup, frame)  # the same whichever document is read
    numbers, gamma = store().get(("topics.judged", setup, frame.passes), 64, judge)
    fit = Fit(frame.lam, gamma, numbers.bound, None)
    seen = tiles(fit, truth)
    which = min(session["topics.document"], SHOWN, setup.documents)
    read = document(model(setup), fit, which - 1)
    letters = lettered(read.share)
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        show(tiles_board(seen.topics, seen.share, held(seen.topics, truth), truth, letters), "topics.tiles")
    with right:
        show(document_board(read, letters, which), "topics.pixels")
    bound, held_out = words.per_word(numbers.bound), words.per_word(numbers.held_out)
    large(
        [
            Large("bound", words.BOUND, numbers.bound, bound, words.BOUND_NOTE),
            Large("held_out", words.HELD_OUT, numbers.held_out, held_out, words.HELD_OUT_NOTE),
            Large("found", words.FOUND, seen.found, words.found_of_ten(seen.found), words.FOUND_NOTE),
            Large("effective", words.EFFECTIVE, seen.effective, number(seen.effective), words.of_topics(setup.topics)),
        ],
        only=False,
        how=words.HOW,
    )
    if not presenting():
        wrote = int((drawn(setup).shares[which - 1] >= LEAST).sum())
        st.caption(words.document(which, wrote, read.effective, frame.touched))
