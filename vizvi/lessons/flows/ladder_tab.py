"""The tab with the ladder: every family on one target, trained alike."""

import streamlit as st

from vizvi.format import bound, percent
from vizvi.lessons.flows import TARGETS
from vizvi.lessons.flows.charts import ladder_board, small
from vizvi.lessons.flows.ladder import RUNGS, Rung, latest, rungs
from vizvi.lessons.flows.sheet_tab import TEMPER
from vizvi.lessons.flows.training import STEPS
from vizvi.ui.charts import show
from vizvi.ui.lab import desk
from vizvi.ui.own import OWN, own_target, with_own
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

HOW = (
    "All are trained alike, on the server and while you watch: sticking the landing, Adam (0.1 for planar layers, 0.02 "
    "from eight coupling layers on, 0.05 for all others) on a cosine to 0, 64 draws a step, 1\u2009000 steps, eight "
    "seeds. KLs of Gaussians and mixtures are by quadrature, of flows by 16\u2009384 draws. Processor time is for all "
    "eight runs, on this machine, and depends on who else is here; all other numbers come back with the seed."
)


def ladder(session: Session) -> None:
    """Settings, and a ladder that grows."""
    controls, picture = desk(session)
    with controls:
        one, two, three, four = st.columns([1.1, 1.5, 0.9, 0.8], vertical_alignment="bottom")
    own = own_target(session, "flows.own", 2)
    offered = with_own(session, "flows.target", list(TARGETS), own, *OWN)
    target = one.selectbox("Target", offered, format_func=(TARGETS | OWN).__getitem__, key="flows.target")
    if target == "two_modes":
        two.slider("Islands at ±", 1.0, 6.0, step=0.5, key="flows.d")
    three.toggle("Temper", key="flows.temper", help=TEMPER)
    four.number_input("Seed", 0, 9999, key="flows.seed")
    setup = own if target in OWN else target, session["flows.d"], session["flows.temper"], session["flows.seed"]
    with picture:
        draw = lambda found, done: _drawn(session, found, done)
        progressive(session, "flows.rungs", repr(setup), lambda: rungs(*setup), draw, stop=True)
        st.caption(HOW)


def _drawn(session: Session, found: list[Rung], done: bool) -> None:
    known = latest(found)
    best = min(known, key=lambda each: each.median if each.step == STEPS else float("inf"))
    left, right = st.columns([1.15, 1], gap="medium")
    said = f"Lowest median of eight seeds so far: {best.name}, {small(best.median)} nats with {best.numbers} numbers."
    with left:
        show(ladder_board(known, said), "flows.ladder", session)
    with right:
        last = known[-1]
        if not done:
            st.markdown(f"**Family {len(known)} of {len(RUNGS)}, step {last.step} of {STEPS} …**")
        st.markdown(table(known))
    ended = [each.error.max() for each in known if each.step == STEPS and each.error.max() > 0]
    error = f" The draws know each flow’s KL to ± {bound(float(max(ended)))} or better." if ended else ""
    st.markdown(said + error)


def table(known: list[Rung]) -> str:
    """Numbers, median and best KL, and processor time of each family."""
    rows = ["| family | numbers | median KL | best | CPU s |", "|---|---|---|---|---|"]
    for each in known:
        ended = "" if each.step == STEPS else f" ({percent(each.step / STEPS)})"
        median, least = small(each.median), small(float(each.kl.min())) if each.step == STEPS else "…"
        rows.append(f"| {each.name}{ended} | {each.numbers} | {median} | {least} | {each.seconds:.1f} |")
    return "\n".join(rows).replace("| -", "| −")
