"""The tab with the ladder: every family on one target, trained alike."""

import streamlit as st

from vizvi.format import percent
from vizvi.lessons.flows import TARGETS
from vizvi.lessons.flows.charts import ladder_board, small
from vizvi.lessons.flows.ladder import RUNGS, Rung, latest, rungs
from vizvi.lessons.flows.training import STEPS
from vizvi.lessons.flows.words import settings as words
from vizvi.lessons.flows.words.ladder import HOW, LADDER_HEADER, family_of, known_to, lowest
from vizvi.ui.charts import show
from vizvi.ui.lab import desk
from vizvi.ui.own import OWN, own_target, with_own
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session


def ladder(session: Session) -> None:
    """Settings, and a ladder that grows."""
    controls, picture = desk(session)
    with controls:
        one, two, three, four = st.columns([1.1, 1.5, 0.9, 0.8], vertical_alignment="bottom")
    own = own_target(session, "flows.own", 2)
    offered = with_own(session, "flows.target", list(TARGETS), own, *OWN)
    target = one.selectbox(words.TARGET, offered, format_func=(TARGETS | OWN).__getitem__, key="flows.target")
    if target == "two_modes":
        two.slider(words.ISLANDS, 1.0, 6.0, step=0.5, key="flows.d")
    three.toggle(words.TEMPER, key="flows.temper", help=words.TEMPERED)
    four.number_input(words.SEED, 0, 9999, key="flows.seed")
    setup = own if target in OWN else target, session["flows.d"], session["flows.temper"], session["flows.seed"]
    with picture:
        draw = lambda found, done: _drawn(session, found, done)
        progressive(session, "flows.rungs", repr(setup), lambda: rungs(*setup), draw, stop=True)
        st.caption(HOW)


def _drawn(session: Session, found: list[Rung], done: bool) -> None:
    known = latest(found)
    best = min(known, key=lambda each: each.median if each.step == STEPS else float("inf"))
    left, right = st.columns([1.15, 1], gap="medium")
    said = lowest(best.name, small(best.median), best.numbers)
    with left:
        show(ladder_board(known, said), "flows.ladder", session)
    with right:
        last = known[-1]
        if not done:
            st.markdown(family_of(len(known), len(RUNGS), last.step, STEPS))
        st.markdown(table(known))
    ended = [each.error.max() for each in known if each.step == STEPS and each.error.max() > 0]
    error = known_to(float(max(ended))) if ended else ""
    st.markdown(said + error)


def table(known: list[Rung]) -> str:
    """Numbers, median and best KL, and processor time of each family."""
    rows = [LADDER_HEADER, "|---|---|---|---|---|"]
    for each in known:
        ended = "" if each.step == STEPS else f" ({percent(each.step / STEPS)})"
        median, least = small(each.median), small(float(each.kl.min())) if each.step == STEPS else "…"
        rows.append(f"| {each.name}{ended} | {each.numbers} | {median} | {least} | {each.seconds:.1f} |")
    return "\n".join(rows).replace("| -", "| −")
