"""The tab on particles: Stein variational gradient descent beside a q and a chain that have asked p as often."""

import streamlit as st

from vizvi.format import number, percent, thousands
from vizvi.lesson import part
from vizvi.lessons.flows import BLIND, CLOUD_NAMES, LESSON
from vizvi.lessons.flows.swarm import STEPS, cloud, errors_of, moved, on_the_right, rivals, target_of
from vizvi.lessons.flows.swarm_chart import chain_board, errors_board, particles_board, q_board
from vizvi.lessons.flows.words import swarm as words
from vizvi.lessons.flows.words.settings import TARGET
from vizvi.lessons.flows.words.sheet import AFTER_STEP
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk
from vizvi.ui.own import OWN, own_target, with_own
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large


def _followed(name: str, _target, particles: int, bandwidth: float, seed: int):
    return cloud(_target, particles, bandwidth, seed)


def _rivaled(name: str, _target, particles: int, seed: int):
    return rivals(_target, particles, seed)


# The target is told apart by its own words.
followed, rivaled = kept(_followed), kept(_rivaled)


def particles(session: Session) -> None:
    """The gate, settings, three pictures at the same number of evaluations, and their errors."""
    question = st.container()
    controls, picture = desk(session)
    with controls:
        one, two, three, four = st.columns(4, vertical_alignment="bottom")
    own = own_target(session, "flows.own", 2)
    offered = with_own(session, "flows.cloud", list(CLOUD_NAMES), own, *OWN)
    name = one.selectbox(TARGET, offered, format_func=(CLOUD_NAMES | OWN).__getitem__, key="flows.cloud")
    count = int(two.select_slider(words.PARTICLES, ["5", "20", "50", "100"], key="flows.count"))
    h = three.number_input(words.KERNEL, 0.0, 100.0, step=0.5, key="flows.h")
    step = four.slider(AFTER_STEP, 0, STEPS, step=10, key="flows.moved")
    told = gate(session, part(LESSON, "particles", BLIND), question, name == "two_modes")
    with picture:
        _pictures(session, name, own if name in OWN else target_of(name), count, h, step, told)


def _pictures(session: Session, name: str, target, count: int, h: float, step: int, told: bool) -> None:
    try:
        trail = followed(repr(target), target, count, h, session["flows.seed"])
    except ValueError:  # such as a region where p is 0
        st.info(words.NO_SCORE)
        return
    at = step if told else 0
    left, middle, right = st.columns(3, gap="medium")
    with left:
        said = words.cloud(count, at)
        show(particles_board(target, trail.z[at], float(trail.bandwidth[at]), said), "flows.cloudboard", session)
    if not told:
        middle.markdown(words.ABOUT)
        return
    beside = rivaled(repr(target), target, count, session["flows.seed"])
    with middle:
        show(q_board(target, beside, step), "flows.qboard", session)
    with right:
        show(chain_board(target, beside, step, count), "flows.chainboard", session)
    spent = thousands(int(trail.evaluations[step]))
    left, right = st.columns([1.4, 1], gap="medium")
    with left:
        said = words.errors(spent)
        show(errors_board(errors_of(target, trail), beside, step, count, said), "flows.swarm", session)
    with right:
        large(_numbers(name, target, trail, beside, step, count))
        st.markdown(words.each_spent(spent, words.SAID.get(name, words.NARROW)))
        st.markdown(words.ABOUT)


def _numbers(name: str, target, trail, beside, step: int, count: int) -> list[Large]:
    found, discrepancy = moved(target, trail, step), float(trail.discrepancy[step])
    off, ratio = (", ".join(number(float(each)) for each in values) for values in (found.mean_off, found.sd_ratio))
    h = float(trail.bandwidth[step])
    rows = [
        Large("ksd", words.KSD, discrepancy, f"{discrepancy:.4f}", words.kernel(h)),
        Large("sd", words.SDS, float(found.sd_ratio[0]), ratio, words.mean_off(off)),
    ]
    if name == "two_modes":
        q, chain = on_the_right(beside, step, count)
        note = words.islands(q, chain)
        rows.append(Large("right", words.ON_THE_RIGHT, found.right, percent(found.right), note))
    return rows
