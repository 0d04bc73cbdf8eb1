"""The page of the lesson."""

import streamlit as st

from vizvi.exports.programs import together
from vizvi.lessons import around
from vizvi.lessons.flows import CLOUD_NAMES, KINDS, LAYERS, LESSON, TABS, TARGETS, script
from vizvi.lessons.flows.ladder_tab import ladder
from vizvi.lessons.flows.other_tabs import COVARIANCES, rank, thread_tab
from vizvi.lessons.flows.sheet_tab import sheet
from vizvi.lessons.flows.swarm_tab import particles
from vizvi.ui.gate import answered
from vizvi.ui.lab import finish
from vizvi.ui.lesson import endings
from vizvi.ui.own import OWN
from vizvi.ui.own import own_target as own_of
from vizvi.ui.page import opening
from vizvi.ui.parts import parts, place
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, own_target, real, switch, whole
from vizvi.ui.takeaway import takeaway

SETTINGS = {
    "flows.tab": choice(*TABS),
    "flows.target": choice(*TARGETS, *OWN),
    "flows.own": own_target(2),
    "flows.d": real(3.0, 1.0, 6.0),
    "flows.kind": choice(*KINDS),
    "flows.layers": choice(*LAYERS),
    "flows.temper": switch(),
    "flows.after": whole(16, 0, 16),
    "flows.at": whole(1000, 0, 1000),
    "flows.run": whole(1, 1, 8),
    "flows.seed": whole(0, 0, 9999),
    "flows.apart": real(3.0, 1.0, 6.0),
    "flows.cloud": choice(*CLOUD_NAMES, *OWN),
    "flows.count": choice("20", "5", "50", "100"),
    "flows.h": real(0.0, 0.0, 100.0),
    "flows.moved": whole(500, 0, 500),
    "flows.cov": choice(*COVARIANCES),
}


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("flows", None, SETTINGS)
    session.open()
    shown = {"sheet": sheet, "ladder": ladder, "thread": thread_tab, "particles": particles, "rank": rank}
    tab = parts(session, "flows.tab", TABS)
    with place(tab, TABS):
        shown[tab](session)
    finish(session, None)
    takeaway(session, code=lambda: together(_code(session, tab)))


def _code(session: Session, tab: str) -> str:
    """The lines of vizvi for the part that is open, once all of it is told."""
    if tab in ("sheet", "particles", "rank") and not answered(session, LESSON, "" if tab == "sheet" else tab):
        return ""
    get = lambda *names: [session[f"flows.{name}"] for name in names]
    target, cloud, own = *get("target", "cloud"), own_of(session, "flows.own", 2)
    if tab in ("sheet", "ladder"):
        its, (far, tempered, seed) = (own if target in OWN else target), get("d", "temper", "seed")
        if tab == "ladder":
            return script.of_ladder(its, far, tempered, seed)
        kind, layers, at, run = get("kind", "layers", "at", "run")
        return script.of_sheet(its, far, kind, int(layers), tempered, seed, at, run)
    if tab == "particles":
        count, width, seed, step = get("count", "h", "seed", "moved")
        return script.of_particles(own if cloud in OWN else cloud, int(count), width, seed, step)
    return script.of_thread(session["flows.apart"]) if tab == "thread" else script.of_ranks(session["flows.cov"])
