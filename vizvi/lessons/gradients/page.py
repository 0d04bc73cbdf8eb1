"""The page of the lesson."""

import math

import streamlit as st

from vizvi.exports.programs import together
from vizvi.format import number
from vizvi.lesson import elsewhere, part
from vizvi.lessons import around
from vizvi.lessons.gradients import BITS as BITS_ASKED
from vizvi.lessons.gradients import BITS_AHA, DEFAULT, LESSON, PRESETS, SETTLED, SETTLES, noise, script, words
from vizvi.lessons.gradients.bits_tab import BITS, bits, chosen_model, take_lines
from vizvi.lessons.gradients.charts import arrows_board, errors_board, runs_board, spread_board
from vizvi.lessons.gradients.noise import Setup
from vizvi.lessons.gradients.sweep_tab import SWEEP, sweep
from vizvi.lessons.gradients.words.settings import TABS, WAYS
from vizvi.ui.bars import fold, tools
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk, finish
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.notice import notice
from vizvi.ui.own import OWN, with_own
from vizvi.ui.own import own_target as own_of
from vizvi.ui.page import opening
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, named, own_target, real, whole
from vizvi.ui.tabs import tabs
from vizvi.ui.takeaway import takeaway
from vizvi.ui.tiles import Large, large


def _read(text: str) -> list[str]:
    found = text.split(".")
    if not set(found) <= set(WAYS) or len(set(found)) < len(found):
        raise ValueError(text)
    return found


SETTINGS = {
    "gradients.ways": Setting([*WAYS], _read, words.settings.ways_asked(", ".join(WAYS)), ".".join),
    "gradients.target": named(words.settings.TARGETS | OWN),
    "gradients.own": own_target(1),
    "gradients.mean": real(2.0, -4.0, 4.0),
    "gradients.sd": real(1.0, 0.2, 3.0),
    "gradients.draws": whole(1, 1, 64),
    "gradients.constant": real(0.0, -1000.0, 1000.0),
    "gradients.baseline": named(words.settings.BASELINES),
    "gradients.rate": real(0.05, 0.001, 1.0),
    "gradients.seed": whole(7, 0, 9999),
    "gradients.draw": whole(4, 1, noise.FAN),
    "gradients.tab": named(TABS),
} | SWEEP | BITS  # fmt: skip

MOVED = 100.0  # the constant that the answer shows


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("gradients", DEFAULT, SETTINGS)
    session.open()
    session.memory.holding = False
    question = st.container()
    row, pictures = desk(session)
    tab = session["gradients.tab"]
    if tab == TABS["bits"]:
        take_lines(session)
    lesson, aha = _asked(tab)
    untouched = tab != TABS["runs"] and (
        tab != TABS["one"] or session["gradients.constant"] == 0
    )
    told = gate(session, lesson, question, untouched)
    if lesson is LESSON:
        _move(session, told)
        with row:
            controls(session)
    setup = chosen(session)
    with pictures:
        notice(session)
        first = lambda: one(session, setup, told)
        parts = first, lambda: runs(session, setup), lambda: sweep(session, told), lambda: bits(session, told)
        tabs(session, "gradients.tab", dict(zip(TABS.values(), parts, strict=True)))
    finish(session, None)
    tries("gradients", PRESETS)
    if told:
        afterwards(elsewhere(LESSON, aha, *(noticed(setup) if lesson is LESSON else ())))
    takeaway(session, code=(lambda: together(_code(session, setup))) if told else None)


def _code(session: Session, setup: Setup) -> str:
    """The lines of vizvi for the tab that is open."""
    tab = session["gradients.tab"]
    if tab == TABS["sweep"]:
        return script.of_sweep(session["gradients.correlation"], session["gradients.seed"])
    if tab == TABS["bits"]:
        return script.of_bits(chosen_model(session), session["gradients.temperature"])
    return (script.of_one if tab == TABS["one"] else script.of_runs)(setup, ways_of(session))


def _asked(tab: str):
    """What is asked first on a tab, and what to remember of it."""
    if tab == TABS["sweep"]:
        return part(LESSON, "sweep", SETTLES), SETTLED
    return (part(LESSON, "bits", BITS_ASKED), BITS_AHA) if tab == TABS["bits"] else (LESSON, LESSON.aha)


def _move(session: Session, told: bool) -> None:
    """Add the constant once the question has been answered: the picture moves."""
    asked = session.own("asked", {"open": False})
    if asked["open"] and told and session["gradients.constant"] == 0:
        session["gradients.constant"] = MOVED
    asked["open"] = not told


def controls(session: Session) -> None:
    """What one gradient is of."""
    columns = st.columns([1, 0.8, 0.8, 1, 1.1, 2.1], vertical_alignment="bottom")
    own = own_of(session, "gradients.own", 1)
    offered = with_own(session, "gradients.target", list(words.settings.TARGETS.values()), own, *OWN.values())
    columns[0].selectbox(words.settings.TARGET_P, offered, key="gradients.target")
    columns[1].slider(words.settings.MEAN_OF_Q, -4.0, 4.0, step=0.1, key="gradients.mean")
    columns[2].slider(words.settings.SD_OF_Q, 0.2, 3.0, step=0.1, key="gradients.sd")
    columns[3].number_input(words.settings.ADDED, -1000.0, 1000.0, step=10.0, format="%g", key="gradients.constant")
    columns[4].selectbox(words.settings.BASELINE, list(words.settings.BASELINES.values()), key="gradients.baseline")
    with columns[5]:
        tools(session)
    with session.fold_slot, fold("gradients"):
        st.number_input(words.settings.DRAWS, 1, 64, key="gradients.draws")
        st.number_input(words.settings.SEED, 0, 9999, key="gradients.seed")
        st.pills(
            words.settings.ESTIMATORS,
            list(WAYS),
            selection_mode="multi",
            format_func=WAYS.__getitem__,
            key="gradients.ways",
        )


def chosen(session: Session) -> Setup:
    """The settings as numbers."""

    def word(key: str, labels: dict[str, str]) -> str:
        return next((name for name, label in labels.items() if label == session[key]), next(iter(labels)))

    name = word("gradients.target", words.settings.TARGETS | OWN)
    own = own_of(session, "gradients.own", 1) if name in OWN else None
    return Setup(
        name if own or name not in OWN else next(iter(words.settings.TARGETS)),
        session["gradients.mean"],
        session["gradients.sd"],
        session["gradients.draws"],
        session["gradients.constant"],
        word("gradients.baseline", words.settings.BASELINES),
        session["gradients.seed"],
        own,
    )


def ways_of(session: Session) -> tuple[str, ...]:
    """The estimators that are shown: those picked, or all if none is."""
    return tuple(way for way in WAYS if way in (session["gradients.ways"] or WAYS))


def one(session: Session, setup: Setup, told: bool) -> None:
    """Arrows and distributions of single gradients."""
    ways = ways_of(session)
    left, right = st.columns(2, gap="medium")
    with left:
        show(arrows_board(setup, session["gradients.draw"], ways), "gradients.arrows", session)
    with right:
        show(spread_board(setup, ways), "gradients.spread", session)
    left, right = st.columns([1, 5.2], vertical_alignment="bottom")
    left.number_input(words.gradient.SLOW_MOTION, 1, noise.FAN, key="gradients.draw")
    right.markdown(slow(setup, session["gradients.draw"]))
    st.caption(words.gradient.SIGNS)
    if told:
        large([_tile(setup, way, WAYS[way]) for way in ways], only=False)
        if setup.baseline == "leave-one-out" and setup.draws == 1:
            st.caption(words.gradient.LEAVING_ONE_OUT)


def _tile(setup: Setup, way: str, name: str) -> Large:
    found = noise.spread(setup, way)
    signal = words.gradient.signal(found.signal)
    return Large(way, words.gradient.variance(name), found.variance, number(found.variance), signal, words.gradient.EXACT)


def slow(setup: Setup, which: int) -> str:
    """The arithmetic of the first draw of one gradient."""
    return words.gradient.slow(*noise.one_draw(setup, which), setup.baseline != "none")


def runs(session: Session, setup: Setup) -> None:
    """How far gradients are off, and the ELBO of runs that follow them."""
    rate, ways = session["gradients.rate"], ways_of(session)
    left, right = st.columns([1, 1.5], gap="medium")
    with left:
        show(errors_board(setup, ways), "gradients.errors", session)
        st.markdown(words.runs.TEN_TIMES)
    with right:

        def draw(found: list, done: bool) -> None:
            show(runs_board(setup, rate, dict(found), ways), "gradients.runs", session)

        start = lambda: noise.all_runs(setup, rate, ways)
        progressive(session, "gradients.ran", repr((setup, rate, ways)), start, draw)
        one, other = st.columns([1, 3], vertical_alignment="bottom")
        one.number_input(words.runs.STEP_SIZE, 0.001, 1.0, step=0.01, format="%g", key="gradients.rate")
        other.caption(words.runs.DESCENT)


def noticed(setup: Setup) -> tuple[str, ...]:
    """What holds for this very q."""
    found = {way: noise.spread(setup, way) for way in WAYS}
    score, path = found["score_function"].variance, found["reparam"].variance
    if path > 0 and score > 0 and math.isfinite(score) and math.isfinite(path):
        more = score / path
        first = words.gradient.more_draws(more) if more > 1 else words.gradient.fewer_draws(1 / more)
    else:
        first = words.gradient.NO_NOISE
    return first, words.gradient.sticking(found["sticking_the_landing"].variance), words.gradient.A_CONSTANT
