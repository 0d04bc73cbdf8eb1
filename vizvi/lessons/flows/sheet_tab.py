"""Tab A of the lesson on flows: eight runs as they are trained, the sheet of one of them, and how it is stretched."""

import math

import streamlit as st

from vizvi.format import percent, thousands
from vizvi.lessons.flows import KINDS, LAYERS, LESSON, PRESETS, TARGETS
from vizvi.lessons.flows.charts import seeds_board, sheet_board, small, stretch_board
from vizvi.lessons.flows.training import EVERY, STEPS, between_islands, both, experiment, gaussian, judged, pieces
from vizvi.lessons.flows.words import sheet as words
from vizvi.lessons.flows.words.settings import ISLANDS, SEED, TARGET, TEMPER, TEMPERED
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk
from vizvi.ui.lesson import afterwards, tries
from vizvi.ui.own import OWN, own_target, with_own
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large, quadrature

DEPTHS = sorted(LAYERS, key=int)

STOPPED = "flows.stopped"  # the step that is shown of runs that were stopped


def sheet(session: Session) -> None:
    """The gate, controls, the growing picture."""
    question = st.container()
    controls, picture = desk(session)
    with controls:
        made, scrub = _chosen(session)
    told = gate(session, LESSON, question)
    with picture:
        if not told:
            _before(session, made)
            _to_scrub(made, scrub)
            return
        session.late("flows.after", "flows.at", "flows.run")
        draw = lambda found, done: _drawn(session, made, found, done)
        progressive(session, "flows.runs", repr(made), lambda: pieces(made), draw, stop=True)
        st.caption(words.KEPT)
    _scrub(session, made, scrub)
    tries("flows", PRESETS)
    afterwards(LESSON)


def _chosen(session: Session):
    """The experiment that a row of controls sets, and where those stand that say what of it is shown."""
    one, two, three, four, five = st.columns([1.1, 1.1, 1.2, 1.5, 0.9], vertical_alignment="bottom")
    own = own_target(session, "flows.own", 2)
    offered = with_own(session, "flows.target", list(TARGETS), own, *OWN)
    target = one.selectbox(TARGET, offered, format_func=(TARGETS | OWN).__getitem__, key="flows.target")
    kind = two.selectbox(words.LAYERS_ARE, list(KINDS), format_func=KINDS.__getitem__, key="flows.kind")
    layers = int(three.select_slider(words.HOW_MANY, DEPTHS, key="flows.layers"))
    if target == "two_modes":
        four.slider(ISLANDS, 1.0, 6.0, step=0.5, key="flows.d")
    tempered = five.toggle(TEMPER, key="flows.temper", help=TEMPERED)
    scrub, end = st.columns([3, 1], vertical_alignment="bottom")
    seed = end.number_input(SEED, 0, 9999, key="flows.seed")
    return experiment(own if target in OWN else target, session["flows.d"], kind, layers, tempered, seed), scrub


def _to_scrub(made, slot) -> None:
    """The three sliders as they will stand once there is something to scrub: nothing jumps then."""
    left, middle, right = slot.columns(3, vertical_alignment="bottom")
    if layers := made.problem.family.layers:
        left.slider(words.AFTER_LAYER, 0, layers, key="flows.waits.after", disabled=True)
    middle.slider(words.AFTER_STEP, 0, STEPS, key="flows.waits.at", disabled=True)
    right.slider(words.RUN, 1, 8, key="flows.waits.run", disabled=True)


def _scrub(session: Session, made, slot) -> None:
    """What of the runs is shown; steps once there are no more to come, until then it is the last one."""
    work, layers = session.own("flows.runs")[repr(made)], made.problem.family.layers
    left, middle, right = slot.columns(3, vertical_alignment="bottom")
    if layers:
        if session["flows.after"] > layers:
            session["flows.after"] = layers
        left.slider(words.AFTER_LAYER, 0, layers, key="flows.after")
    last = work["found"][-1].step
    if work["done"] and last == STEPS:
        middle.slider(words.AFTER_STEP, 0, STEPS, step=EVERY, key="flows.at")
    elif work["done"] and last:  # stopped: no link leads here
        middle.slider(words.AFTER_STEP, 0, last, last, step=EVERY, key=f"{STOPPED}.{last}")
    right.slider(words.RUN, 1, 8, key="flows.run")


def _before(session: Session, made) -> None:
    """The sheet as it is before training, and what a flow is."""
    first, layers = next(pieces(made)), made.problem.family.layers
    left, right = st.columns(2, gap="medium", vertical_alignment="center")
    with left:
        show(sheet_board(made.problem, first.lam[0], layers, words.UNTRAINED), "flows.sheet", session)
    right.markdown(words.BEFORE)


def _drawn(session: Session, made, found: list, done: bool) -> None:
    problem, last = made.problem, found[-1]
    at = session["flows.at"] if last.step == STEPS else st.session_state.get(f"{STOPPED}.{last.step}", last.step)
    seen = found[min(at // EVERY, len(found) - 1)]
    run, layers = session["flows.run"] - 1, problem.family.layers
    after = min(session["flows.after"], layers)
    left, right = st.columns(2, gap="medium")
    with left:
        told = words.shown(run + 1, seen.step, after, layers, small(float(seen.kl[run])))
        show(sheet_board(problem, seen.lam[run], after, told), "flows.sheet", session)
    with right:
        counted = words.step_of(last.step, STEPS, "." if done else " …")
        spent = thousands(made.method.draws * seen.step)
        st.markdown(words.spent(counted, run + 1, seen.step, len(problem.params), spent))
        large(_numbers(session, problem, seen, run, done))
        if done and last.step == STEPS and session["flows.target"] == "two_modes":
            st.markdown(words.both_islands(both(last)))
        best = gaussian(problem.target) if done else None
        show(seeds_board(last.kl, run, best), "flows.seeds", session)
    if done and layers:
        low, high = judged(problem, tuple(seen.lam[run].tolist())).stretch
        said = words.stretched(low, high)
        with st.expander(words.WHERE_SQUEEZED):
            st.markdown(said)
            show(stretch_board(problem, seen.lam[run], said), "flows.stretch", session)


def _numbers(session: Session, problem, seen, run: int, done: bool) -> list[Large]:
    """Both KLs, what q's own draws say of it, and what the target is about: a thread's mass, a ring's seam."""
    kl, error = float(seen.kl[run]), float(seen.error[run])
    draws = thousands(seen.draws)
    rows = [Large("kl", words.KL, kl, small(kl), words.from_draws(error, draws))]
    if done and math.isfinite(kl):
        found = judged(problem, tuple(seen.lam[run].tolist()))
        if not math.isnan(found.forward):
            how = quadrature(found.forward_error)
            rows.append(Large("forward", words.FORWARD_KL, found.forward, small(found.forward), words.BY_QUADRATURE, how))
        rows.append(Large("ess", words.ESS, found.ess, percent(found.ess), words.k_hat(found.k)))
    if session["flows.target"] == "two_modes":
        share, own = float(seen.between[run]), percent(between_islands(session["flows.d"]))
        rows.append(Large("between", words.IN_THE_GAP, share, percent(share), words.own_share(own)))
    if session["flows.target"] == "ring":
        thin = float(seen.thinnest[run])
        rows.append(Large("seam", words.THINNEST, thin, percent(thin), words.A_SEAM))
    return rows
