"""The first screen: topics as tiles, one document beside them, and their numbers, while the run goes on."""

import streamlit as st

from vizvi.format import fixed, number
from vizvi.lessons.topics.document_chart import document_board, lettered
from vizvi.lessons.topics.run import Setup, at, drawn, frames, judged, last_pass, model
from vizvi.lessons.topics.settings import SHOWN
from vizvi.lessons.topics.tiles import document, held, tiles
from vizvi.lessons.topics.tiles_chart import tiles_board
from vizvi.models.bars import bars
from vizvi.models.topics import Fit
from vizvi.ui.cache import kept
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
            st.progress(min(1.0, found[-1].passes / last_pass(setup)), f"{found[-1].passes:g} passes")
        _shown(session, setup, at(found, passes))

    progressive(session, "topics.run", repr(setup), lambda: frames(setup), shown, stop=True)


def _shown(session: Session, setup: Setup, frame) -> None:
    truth = bars()
    numbers, gamma = judged(setup, frame)
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
    large(
        [
            Large("bound", "bound, nats a word", numbers.bound, number3(numbers.bound), "of these documents"),
            Large("held_out", "held-out bound", numbers.held_out, number3(numbers.held_out), "200 new documents"),
            Large("found", "bars found ⌁", seen.found, f"{seen.found} of 10", "total variation below 0.2"),
            Large("effective", "effective topics", seen.effective, number(seen.effective), f"of {setup.topics}"),
        ],
        only=False,
        how="Computed from q to all digits shown; nothing is sampled.",
    )
    if not presenting():
        st.caption(_said(drawn(setup).shares[which - 1], read, which, frame))


def number3(value: float) -> str:
    """Three decimals: bounds a word differ in the third."""
    return fixed(value, 3)


def _said(shares, read, which: int, frame) -> str:
    wrote = int((shares >= 0.05).sum())
    s = "s" if wrote != 1 else ""
    end = f" After {frame.touched:,} documents read.".replace(",", "\u2009")
    return (
        f"Document {which}: {wrote} bar{s} wrote at least a twentieth of it each ⌁; q gives it "
        f"{number(read.effective)} effective "
        f"topics. Pixels: the more often a word occurs the larger, cut by the topics it came from.{end}"
    )
