"""The picture of a problem and the report on it, which grows rung by rung."""

import streamlit as st

from vizvi.diagnostics.report import growing
from vizvi.lessons.workshop import words
from vizvi.lessons.workshop.charts import fits_board
from vizvi.lessons.workshop.data_chart import data_board
from vizvi.lessons.workshop.entry import Entered
from vizvi.lessons.workshop.predict import scored
from vizvi.lessons.workshop.remarks import cautions, left_out, progress, rungs
from vizvi.models.pasted import Pasted
from vizvi.ui.charts import show
from vizvi.ui.page import presenting
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

TONES = {1: st.error, 2: st.error, 3: st.warning, 4: st.warning, 5: st.info, 6: st.success}

STALE = 0.45  # opacity of what is said of an older problem
PATIENCE = 4.0  # CPU seconds that one family may take

_STYLE = """<style>
.st-key-workshop-shown { opacity: %s; }
.st-key-workshop-ladder { overflow-x: auto; }
.st-key-workshop-ladder table { width: 100%%; white-space: nowrap; font-size: %s; }
.st-key-workshop-ladder td, .st-key-workshop-ladder th { padding: 0.3rem 0.5rem; font-variant-numeric: tabular-nums; }
</style>"""


def result(session: Session, entered: Entered, told: bool) -> None:
    """p alone until all may be told; then the ladder beside it, one family after another."""
    st.html(_STYLE % (STALE if entered.wrong else 1, "1.5rem" if presenting() else "0.95rem"))
    target, tab = entered.target, session["workshop.tab"]
    if not told or session.own("drawing").get("held"):
        _pictures(session, target, None)
        return
    seed, restarts = session["workshop.seed"], session["workshop.restarts"]

    def draw(found: list, done: bool) -> None:
        report = found[-1]
        left, right = st.columns([1, 1.05], gap="medium")
        with left:
            _pictures(session, target, report)
        with right:
            if report.line:
                tone = st.warning if report.line == 6 and not report.sound else TONES[report.line]
                tone(f"**{report.recommendation}**")
            elif done:
                st.info(words.STOPPED)
            else:
                st.markdown(f"*{progress(report, target.dim, restarts)}*")
            if report.reference is not None:
                st.markdown(words.exact_answer(report.reference, target.names))
            with st.container(key="workshop-ladder"):
                st.markdown(words.table(rungs(report), target.names))
            for each in cautions(report):
                st.caption(each)
            if missing := left_out(report, target.dim):
                st.caption(words.left_out(missing, PATIENCE))
            if report.rungs and done:
                st.caption(words.KNOWN_ONLY_HERE)
                if report.line >= 3:
                    scored(session, tab, entered, report.within)

    name = f"{target!r} {seed} {restarts}"
    start = lambda: growing(target, seed=seed, restarts=restarts, patience=PATIENCE)
    progressive(session, "workshop.report", name, start, draw, stop=True)


def _pictures(session: Session, target, report) -> None:
    """Pasted data with the curves that fit them, and p with each q."""
    if isinstance(target, Pasted):
        show(data_board(target, report), "workshop.rows", session)
    show(fits_board(target, report), "workshop.fits", session)
