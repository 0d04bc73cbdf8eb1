"""The lab: an experiment's controls and its picture, which stays mounted while they change."""

from collections.abc import Callable

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lesson import Lesson
from vizvi.picture import DRAWN, thin
from vizvi.ui.canvas import pack, stage
from vizvi.ui.count import counted
from vizvi.ui.drag import Drag
from vizvi.ui.ends import front
from vizvi.ui.gate import gate
from vizvi.ui.guide import guide
from vizvi.ui.notice import notice
from vizvi.ui.offered import offer
from vizvi.ui.page import presenting
from vizvi.ui.pictures import alone, drawn, played
from vizvi.ui.pulse import listen
from vizvi.ui.second import second
from vizvi.ui.session import Session
from vizvi.ui.share import share
from vizvi.ui.visit import remember


def play(experiment: Experiment, key: str, header: dict) -> None:
    """The stage with one experiment on it, to be watched and not grabbed; `header` says what else, and which read-outs."""
    shown = played(experiment)
    kept = [each for each in shown.header["readouts"] if each["key"] in header["readouts"]]
    quiet = {"handles": [], "grips": [], "present": presenting()} | header | {"readouts": kept}
    made = shown.header | quiet
    stage(pack(made, thin(shown.arrays, made), DRAWN), key=key)
    offer(key, f"Picture: {made['title']}", lambda: alone(made, experiment), made, experiment)


def playground(
    session: Session, lesson: Lesson, controls: Callable[[], Experiment], header: Callable | None = None
) -> tuple[Experiment, bool]:
    """The lesson's prediction, a row of controls, and below them a stage that a hand can grab.

    header: more of the stage's header, asked with the experiment and whether all may be told. Returns the experiment and
    whether all may be told."""
    slot = st.container()
    session.tries_slot = st.container()
    told = False

    def set_up():
        nonlocal told
        experiment = controls()
        told = gate(session, lesson, slot, experiment.problem.target == session.default.problem.target)
        more = header(experiment, told) if header else {}
        if told and f"{session.page}.versus" in session.settings and (other := second(session, experiment)):
            more = more | {"second": (other, session[f"{session.page}.versus"])}
        return experiment, {"open": not told, "refuses": True} | more

    return hands_on(session, set_up), told


def hands_on(session: Session, controls: Callable[[], tuple[Experiment, dict]]) -> Experiment:
    """A stage that a hand can grab between its controls and what is folded away: `controls()` gives the experiment and
    more of the stage's header. Opens and closes the session."""
    session.open()
    drag = Drag(session)
    drag.turn_knobs()
    controls_slot, picture_slot = desk(session)
    with controls_slot:
        experiment, extra = controls()
    experiment = drag.take(experiment)
    finish(session, experiment)
    with picture_slot:
        notice(session)
        waiting = st.empty()
        if session.arriving:  # later the last picture stays until the next one is there
            waiting.html('<div class="vizvi-computing">Computing the run …</div>')
        if not drag.holding:
            counted(waiting, session, experiment, lambda each: drawn(each, *front(session, each)))
        stage_fragment(session, experiment, extra, [drag])
        waiting.empty()
    return experiment


def desk(session: Session) -> tuple:
    """Slots for a row of controls and the picture below it, and a place for what is folded away; on a phone the picture
    comes first."""
    page = session.page
    with st.container(key=f"{page}-desk"):
        controls, picture = st.container(key=f"{page}-desk-controls"), st.container(key=f"{page}-desk-picture")
    session.fold_slot = st.container()
    return controls, picture


def bench(session: Session, lesson: Lesson, controls: Callable, more: Callable, asked: Callable, picture: Callable):
    """The frame of a page that has data instead of a run: question, controls, picture, and More below it.

    `controls(session)` gives what is set, `more(session)` draws what stands behind More, `asked(session)` says whether
    that is what the question is about, `picture(what is set, whether all may be told)` shows it. Returns these two."""
    question = st.container()
    row, shown = desk(session)
    with session.fold_slot:
        more(session)  # before what takes its time: widgets must be there when a hand interrupts it
    with row:
        set_up = controls(session)
    told = gate(session, lesson, question, asked(session))
    with shown:
        notice(session)
        picture(set_up, told)
    return set_up, told


def finish(session: Session, experiment: Experiment | None) -> None:
    """Close the session on an experiment, give Share its link and the browser's tab what it is to remember."""
    session.close(experiment)
    remember(session)
    with session.share_slot:
        share(session)
    guide(session)


@st.fragment
def stage_fragment(session: Session, experiment: Experiment, extra: dict, drags: list[Drag], side: str = "") -> None:
    """The stage by itself, so that an answer to a hand that holds something waits for nothing else on the page."""
    listen()
    if drags:
        drags.pop().show(experiment, extra)
    elif Drag.released(session, side):
        session.rerun()  # the whole page learns where q or p is now
    else:
        drag = Drag(session, side)
        drag.show(drag.take(drag.turned(experiment)), extra)


def place(session: Session, text: str, places: dict, waits: bool = False) -> None:
    """Buttons that put q where a sentence has it: label -> λ; they wait while a question about one of them is open."""
    key = f"{session.page}.place"

    def put_there() -> None:
        if chosen := st.session_state.get(key):
            session.memory.start = places[chosen]
            st.session_state[key] = None

    st.pills(text, list(places), key=key, on_change=put_there, disabled=waits)
