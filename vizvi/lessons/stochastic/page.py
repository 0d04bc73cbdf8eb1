"""The page of the lesson."""

import math

import streamlit as st

from vizvi.exports.programs import together
from vizvi.format import nats, number, thousands
from vizvi.lesson import elsewhere, part
from vizvi.lessons import around
from vizvi.lessons.stochastic import DEFAULT, FORGET, LESSON, PRESETS, race, regression_part, words
from vizvi.lessons.stochastic.charts import data_board, moment_board, race_board
from vizvi.lessons.stochastic.libraries import libraries
from vizvi.lessons.stochastic.race import Moment, Setup
from vizvi.lessons.stochastic.remarks import noticed
from vizvi.lessons.stochastic.script import script
from vizvi.lessons.stochastic.words.settings import AXES, BATCHES, MODELS, PRIORS, SCHEDULES, SIZES
from vizvi.ui.bars import fold, tools
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk, finish
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.notice import notice
from vizvi.ui.page import opening
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, named, real, switch, whole
from vizvi.ui.takeaway import takeaway
from vizvi.ui.tiles import Large, large

SETTINGS = {
    "stochastic.n": named(SIZES),
    "stochastic.batch": named(BATCHES),
    "stochastic.schedule": named(SCHEDULES),
    "stochastic.rate": real(0.1, 0.001, 1.0),
    "stochastic.decay": real(1.0, 0.51, 1.0),
    "stochastic.delay": real(1.0, 1.0, 1000.0),
    "stochastic.forget": switch(),
    "stochastic.prior": named(PRIORS),
    "stochastic.model": named(MODELS),
    "stochastic.replace": switch(True),
    "stochastic.seed": whole(7, 0, 9999),
    "stochastic.axis": choice(*AXES),
    "stochastic.at": real(0.01, 1e-6, float(race.PASSES)),
}


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("stochastic", DEFAULT, SETTINGS)
    session.open()
    question = st.container()
    row, pictures = desk(session)
    with row:
        controls(session)
    setup, kind = chosen(session), _word(session, "stochastic.model", MODELS)
    mean = kind == "mean"
    if mean:
        take_line(session, setup)
    lesson = part(LESSON, "forget", FORGET) if setup.forget else LESSON
    told = gate(session, lesson, question, mean and setup == _asked(setup.forget, setup.seed))
    finish(session, None)
    with pictures:
        notice(session)
        draw(session, setup, told) if mean else regression_part.learned(session, kind, setup, _axis(), take_line)
    tries("stochastic", PRESETS)
    if told:
        lines = noticed(setup) if mean else regression_part.noticed(kind, setup)
        afterwards(elsewhere(lesson, LESSON.aha, *lines))
    code = lambda: together(script(kind, setup, session["stochastic.at"]), libraries(kind, setup))
    takeaway(session, code=code if told else None)


def _asked(forget: bool, seed: int) -> Setup:
    """What the predictions are about."""
    return Setup(1000, 10, forget=True, seed=seed) if forget else Setup(seed=seed)


def controls(session: Session) -> None:
    """Five in a row, the rest behind More. What only the mean of a normal has is off for the other models."""
    mean = _word(session, "stochastic.model", MODELS) == "mean"
    if not mean:
        session["stochastic.forget"] = False
        for key, labels, refused in (("stochastic.batch", BATCHES, "all"), ("stochastic.schedule", SCHEDULES, "averaged")):
            if session[key] == labels[refused]:
                session[key] = labels["100" if refused == "all" else "constant"]
    columns = st.columns([0.95, 0.75, 1.35, 0.9, 1, 1.95], vertical_alignment="bottom")
    columns[0].selectbox(words.settings.SIZE, list(SIZES.values()), key="stochastic.n")
    columns[1].selectbox(words.settings.BATCH, list(BATCHES.values())[: None if mean else -1], key="stochastic.batch")
    rules = list(SCHEDULES.values())[: None if mean else -1]
    shrinking = (
        columns[2].selectbox(words.settings.SCHEDULE, rules, key="stochastic.schedule") == SCHEDULES["robbins_monro"]
    )
    with columns[3]:
        if shrinking:
            st.number_input(words.settings.DECAY, 0.51, 1.0, step=0.05, format="%g", key="stochastic.decay")
        else:
            st.number_input(words.settings.RATE, 0.001, 1.0, step=0.05, format="%g", key="stochastic.rate")
    columns[4].toggle(words.settings.FORGET, key="stochastic.forget", help=words.settings.FORGET_HELP, disabled=not mean)
    with columns[5]:
        tools(session)
    with session.fold_slot, fold("stochastic"):
        st.selectbox(words.settings.MODEL, list(MODELS.values()), key="stochastic.model")
        st.number_input(
            words.settings.DELAY, 1.0, 1000.0, step=1.0, format="%g", key="stochastic.delay", disabled=not shrinking
        )
        st.selectbox(words.settings.PRIOR, list(PRIORS.values()), key="stochastic.prior", disabled=not mean)
        st.toggle(words.settings.REPLACE, key="stochastic.replace", help=words.settings.REPLACE_HELP, disabled=not mean)
        st.number_input(words.settings.SEED, 0, 9999, key="stochastic.seed")


def _word(session: Session, key: str, labels: dict[str, str]) -> str:
    """The word of a label that is chosen."""
    return next((name for name, label in labels.items() if label == session[key]), next(iter(labels)))


def chosen(session: Session) -> Setup:
    """The settings as numbers."""
    n, batch = int(_word(session, "stochastic.n", SIZES)), _word(session, "stochastic.batch", BATCHES)
    prior = _word(session, "stochastic.prior", PRIORS)
    return Setup(
        n, n if batch == "all" else int(batch), _word(session, "stochastic.schedule", SCHEDULES),
        session["stochastic.rate"], session["stochastic.decay"], session["stochastic.delay"], session["stochastic.forget"],
        math.inf if prior == "flat" else float(prior), session["stochastic.replace"], session["stochastic.seed"],
    )  # fmt: skip


def take_line(session: Session, setup: Setup) -> bool:
    """Go to the moment that the line was dragged to; whether it was let go there."""
    session.memory.holding = False
    if not (dragged := session.heard("stochastic.race", "cursor")):
        return False
    unit = 1 if session["stochastic.axis"] == "touched" else setup.batch
    session["stochastic.at"] = min(max(unit * dragged.power / setup.n, 1e-6), float(race.PASSES))
    session.memory.holding = not dragged.released
    return dragged.released


def _axis() -> str:
    options = {"format_func": AXES.get, "key": "stochastic.axis", "label_visibility": "collapsed"}
    return st.segmented_control(words.settings.ALONG, list(AXES), **options) or "touched"


def draw(session: Session, setup: Setup, told: bool) -> None:
    """Left one moment, right the whole run."""
    now = race.moment(setup, setup.step_at(session["stochastic.at"])) if told else None
    left, right = st.columns(2, gap="medium")
    with left:
        show(moment_board(setup, now), "stochastic.moment", session)
        show(data_board(setup, now), "stochastic.data", session)
    with right:
        show(race_board(setup, _axis(), now.step if now else 1, told), "stochastic.race", session)
        if now:
            large(_numbers(setup, now), how=words.race.HOW)


def _numbers(setup: Setup, now: Moment) -> list[Large]:
    seen = words.race.step_and_share(now.step, now.touched / setup.n)
    told = (number, now.expected_own), (nats, now.expected_kl)
    own, kl = (words.race.expected(text(each)) if each == each else "" for text, each in told)
    return [
        Large("touched", words.race.TOUCHED, now.touched, thousands(now.touched), seen),
        Large("own", words.race.OWN, now.own, number(now.own), own),
        Large("kl", words.race.KL, now.kl, nats(now.kl), kl),
        Large("width", words.race.WIDTH, now.width, words.race.times(now.width), words.race.WIDTH_NOTE),
    ]
