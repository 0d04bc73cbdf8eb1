"""The landscape and the stage beside it: a start to drag on one, its run on the other, or 25 balls at once."""

from dataclasses import replace

import streamlit as st

from vizvi.diagnostics.basins import basins, census
from vizvi.diagnostics.landscape import iso_lines, landscape
from vizvi.diagnostics.spread_starts import COUNT as BALLS
from vizvi.diagnostics.spread_starts import drop, one_of
from vizvi.experiment import Experiment
from vizvi.lesson import Lesson, elsewhere
from vizvi.lessons.basins import DEFAULT, LESSON
from vizvi.lessons.basins.settings import CONTROLS, PAGE, in_reach
from vizvi.lessons.basins.words import landscape as words
from vizvi.picture import DRAWN, Picture, complete, details, picture, thin
from vizvi.ui.cache import fitted, remembered
from vizvi.ui.canvas import pack, stage
from vizvi.ui.charts import show
from vizvi.ui.controls import NORMAL
from vizvi.ui.drag import Drag
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk, finish, stage_fragment
from vizvi.ui.notice import notice
from vizvi.ui.offered import offer
from vizvi.ui.page import presenting
from vizvi.ui.pictures import drawn
from vizvi.ui.session import Session

BOARD = f"{PAGE}.board"
READOUTS = ("elbo", "reverse_kl", "sd_ratio_1")


def _ground(experiment: Experiment):
    found = landscape(experiment.problem)
    return found, iso_lines(found), basins(experiment.problem, found)


def _ball(experiment: Experiment, k: int) -> Picture:
    many = dropped(experiment)
    one = one_of(many, k)
    return complete(picture(one, many.history, k, whole=False), details(one, many.history, k))


# Neither depends on the method.
ground = remembered(_ground, key=lambda each: repr(each.problem))
dropped, ball = remembered(drop), remembered(_ball, entries=256)


def _paths(experiment: Experiment, balls: bool):
    """λ of all that rolls, (R, T+1, 2)."""
    return dropped(experiment).history.lam if balls else fitted(experiment).lam


def valleys(session: Session) -> tuple[Experiment, bool]:
    """The landscape and the stage, linked by step, with the controls above; also whether all may be told."""
    session.open()
    own, drag = session.own("board", {"picked": 0}), Drag(session)
    drag.turn_knobs()
    _take_start(session, own)
    question, slots = st.container(), []
    controls, pictures = desk(session)
    with controls:
        experiment = CONTROLS.show(session, lambda: slots.append(st.container()))
    told = gate(session, LESSON, question, experiment.problem.target == DEFAULT.problem.target)
    with slots[0]:
        wait = {"disabled": not told, "help": None if told else words.LATER}
        balls = st.toggle(words.DROP, key="basins.balls", on_change=own.update, args=({"picked": 0},), **wait) and told
        reveal = st.toggle(words.COLOR, key="basins.reveal", **wait) and told
    experiment = drag.take(experiment)
    if drag.lam is not None and not drag.holding:
        session.memory.start = _lam(drag.lam)
        experiment = replace(experiment, start=session.memory.start)
    experiment = replace(experiment, start=experiment.start if in_reach(experiment.start) else DEFAULT.start)
    finish(session, experiment)
    with pictures:
        notice(session)
        left, right = st.columns([1.15, 1], gap="medium")
        with left:
            _board(session, experiment, told, reveal, balls, [True])
            if told:
                st.markdown(_ends(experiment, reveal, balls))
                if reveal:
                    st.caption(words.COLORED)
        with right:
            header = {"link": PAGE, "formula": None, "strip": None, "explain": None, "trace": None, "open": not told}
            if balls:
                _watch(experiment, own["picked"], header)
            else:
                stage_fragment(session, experiment, header | _short(drawn(experiment)), [drag])
    return experiment, told


def _take_start(session: Session, own: dict) -> None:
    """Where the board's start was let go, or which path was picked on it; runs before the widgets."""
    if (start := session.heard(BOARD, "start")) and start.released:
        session.memory.start = _lam(start.value)
    if path := session.heard(BOARD, "path"):
        own["picked"] = path.index


def _lam(value) -> tuple[float, ...]:
    try:
        start = tuple(round(float(each), 4) + 0.0 for each in value)
    except (TypeError, ValueError, OverflowError):
        return DEFAULT.start
    return start if in_reach(start) else DEFAULT.start


@st.fragment
def _board(session: Session, experiment: Experiment, told: bool, reveal: bool, balls: bool, news: list) -> None:
    """The landscape by itself: while its start is held, the run from there is drawn and nothing else waits."""
    from vizvi.lessons.basins.landscape_chart import landscape_board

    held = False
    if not news:  # the board itself asks for an answer
        start, path = (session.heard(BOARD, kind, peek=True) for kind in ("start", "path"))
        if (start and start.released) or path:
            session.rerun()
        if start and session.heard(BOARD, "start"):
            experiment, held = replace(experiment, start=_lam(start.value)), True
    news.clear()
    found, lines, parts = ground(experiment)
    paths = _paths(experiment, balls and not held)
    grip = None if balls else experiment.start or DEFAULT.start
    picked = min(session.own("board")["picked"], len(paths) - 1) if balls else 0
    link = PAGE if told else None
    show(landscape_board(found, lines, parts, reveal, told, paths, grip, picked, link), BOARD, session)


def _ends(experiment: Experiment, reveal: bool, balls: bool) -> str:
    """Where the runs end, how deep the valleys are and how large, in a few sentences."""
    parts = ground(experiment)[2]
    named = names(experiment)
    count = census(experiment.problem, parts, _paths(experiment, balls)[:, -1])
    text = words.ends(named, count, BALLS if balls else 0, depths(experiment))
    return text + words.shares(named, parts.share) if reveal else text


def names(experiment: Experiment) -> list[str]:
    """The letters of the optima, from left to right."""
    from vizvi.lessons.basins.landscape_chart import letters

    return letters(ground(experiment)[2].lam)


def depths(experiment: Experiment) -> str:
    """How deep each valley is, in a row."""
    return words.depths(names(experiment), ground(experiment)[2].value.tolist())


def here(lesson: Lesson, experiment: Experiment) -> Lesson:
    """What the lesson says of its own target, or on another one what can be said of that."""
    target, own = experiment.problem.target, DEFAULT.problem.target
    if target == own:
        return lesson
    count, depth = len(names(experiment)), depths(experiment).replace("**", "")
    aha = words.one_valley(depth) if count == 1 else words.valleys(count, depth)
    start, sheds, *equal = lesson.notice
    notice = (start, *([sheds] * (count > 1)), *(equal if target.weight == own.weight else ()))
    return elsewhere(lesson, aha, *notice)


def _watch(experiment: Experiment, picked: int, header: dict) -> None:
    """The run of one ball on the stage, to be watched and not grabbed."""
    which = min(picked, len(dropped(experiment).start) - 1)
    shown = ball(experiment, which)
    quiet = {"handles": [], "grips": [], "present": presenting(), "step": None, "family": NORMAL}
    made = shown.header | quiet | header | _short(shown)
    stage(pack(made, thin(shown.arrays, made), DRAWN), key=f"{PAGE}.stage")
    offer(f"{PAGE}.stage", words.picture(made["title"]), lambda: Picture(made, ball(experiment, which).arrays), made)


def _short(shown: Picture) -> dict:
    """The read-outs that fit beside a landscape."""
    return {"readouts": [each for each in shown.header["readouts"] if each["key"] in READOUTS]}
