"""Tab C: Old Faithful by EM and by variational Bayes from the same start."""

import streamlit as st

from vizvi.format import nats
from vizvi.lesson import elsewhere, part
from vizvi.lessons.coordinate_ascent import COMPONENTS, COMPONENTS_NOTICE, COMPONENTS_TRIES, KEEPS, LESSON, MAP_HERE
from vizvi.lessons.coordinate_ascent.choosing import ALPHA, choosing, limit
from vizvi.lessons.coordinate_ascent.components import (
    MOST_COMPONENTS,
    Pair,
    at_sweep,
    by_em,
    by_vb,
    data,
    in_use,
)
from vizvi.lessons.coordinate_ascent.components_chart import climb, on_data, sweep_at, weights_board
from vizvi.lessons.coordinate_ascent.moves import END, LAST
from vizvi.lessons.coordinate_ascent.script import of_components, scikit_learn
from vizvi.lessons.coordinate_ascent.words import components as words
from vizvi.ui.bars import fold
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lesson import afterwards, tries
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, whole
from vizvi.ui.tiles import Large, large

K, SEED, SWEEP = "ascent.components", "ascent.seed", "ascent.sweep"
UNITS, EM = "ascent.units", "ascent.em"
ALPHAS = ("0.001", "0.01", "0.1", "1", "10")


SETTINGS = {
    K: whole(6, 1, MOST_COMPONENTS),
    ALPHA: choice(*ALPHAS),
    SEED: whole(0, 0, 9999),
    SWEEP: LAST,
    UNITS: choice(*words.IN),
    EM: choice(*words.BY),
}
CLIMB = "ascent.climb_of_both"
of_vb, of_em = kept(by_vb, 24), kept(by_em, 24)


def components_tab(session: Session) -> None:
    """The prediction, the controls, both pictures, their weights and their climb, and what each says of K."""
    lesson = part(LESSON, "components", KEEPS)
    slot, controls, pictures = (st.container() for _ in range(3))
    session.fold_slot = st.container()
    if dragged := session.heard(CLIMB, "cursor"):
        _scrub(session, dragged.value)
    with controls:
        _controls(session)
    here = session[K] == KEEPS_AT[0] and session[ALPHA] == KEEPS_AT[1]
    told = gate(session, lesson, slot, here)
    use_prior, minutes = session[EM] == "map", session[UNITS] == "minutes"
    try:
        found = _found(session, minutes, use_prior)
    except ValueError as error:
        st.warning(words.another(str(error).partition(": ")[2].capitalize()))
        return
    sweep = session[SWEEP] if told else 0
    name = words.BRIEFLY[session[EM]]
    left, right = pictures.columns(2, gap="medium")
    for column, label, is_vb in ((left, name, False), (right, words.BRIEFLY["vb"], True)):
        with column:
            st.markdown(f"**{words.BY[session[EM]] if not is_vb else words.VB}**")
            show(on_data(found.x, label, *at_sweep(found, is_vb, sweep), minutes), f"ascent.data_{'vb' if is_vb else 'em'}")
    if not told:
        pictures.caption(words.BOTH_START)
        return
    with pictures:
        _climb(session, found, sweep, use_prior)
    opening = here and not (use_prior or minutes or session[SEED])
    tries("coordinate_ascent", COMPONENTS_TRIES, {"ascent.tab": "components"})
    said, first = (COMPONENTS, 0) if opening else (_here(found, name), 1)
    afterwards(elsewhere(LESSON, said, *COMPONENTS_NOTICE[first:]))
    choosing(session)
    limit()


def code(session: Session, _):
    """What is shown as vizvi's lines, and the mixture for scikit-learn."""
    asked = session[K], float(session[ALPHA]), session[SEED], session[UNITS] == "minutes"
    return of_components(*asked, session[EM] == "map"), (scikit_learn(*asked),)


def _found(session: Session, minutes: bool, use_prior: bool) -> Pair:
    count, alpha, seed = session[K], float(session[ALPHA]), session[SEED]
    return Pair(
        data(minutes), of_vb(count, alpha, seed, minutes), of_em(count, seed, minutes, alpha if use_prior else None)
    )


KEEPS_AT = (6, "0.001")


def _controls(session: Session) -> None:
    row = st.columns([1.3, 1.3, 1, 1, 1.9], vertical_alignment="bottom")
    row[0].slider(words.COMPONENTS, 1, MOST_COMPONENTS, key=K)
    row[1].select_slider(words.CONCENTRATION, ALPHAS, key=ALPHA, help=words.FEW_COMPONENTS)
    row[2].number_input(words.START, 0, 9999, key=SEED, help=words.SAME_START)
    row[3].button(words.ANOTHER_START, key="ascent.restart", on_click=_restart, args=(session,))
    with session.fold_slot, fold("ascent"):
        st.selectbox(words.UNITS, list(words.IN), format_func=words.IN.__getitem__, key=UNITS)
    row[4].selectbox(words.ON_THE_LEFT, list(words.BY), format_func=words.BY.__getitem__, key=EM)


def _restart(session: Session) -> None:
    session[SEED] = (session[SEED] + 1) % 10_000


def _scrub(session: Session, value) -> None:
    if (sweep := sweep_at(value)) is not None:
        session[SWEEP] = min(sweep, END)


def _climb(session: Session, found: Pair, sweep: int, use_prior: bool) -> None:
    left, right = st.columns([1, 1.4], gap="medium")
    with left:
        show(weights_board(at_sweep(found, False, sweep)[0], at_sweep(found, True, sweep)[0]), "ascent.weights")
    name = words.LOG_POSTERIOR if use_prior else words.LOG_LIKELIHOOD
    level = found.em.log_joint if use_prior else found.em.log_lik
    unbounded = not all(each < float("inf") for each in level.tolist())
    if unbounded:
        level, name = found.em.log_lik, words.LOG_LIKELIHOOD_MAP
    with right:
        show(climb(level, found.vb.elbo, sweep, name), CLIMB, session)
    used = in_use(found)
    end = max(len(found.em.log_lik), len(found.vb.elbo)) - 1
    at = min(sweep, end)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words.sweep_of(at, end), width="content")
        for label, to in ((words.FIRST, 0), (words.BACK, max(at - 1, 0)), (words.NEXT, at + 1), (words.LAST, END)):
            st.button(label, key=f"ascent.sweep_{label}", on_click=session.__setitem__, args=(SWEEP, to))
    elbo, copies = float(found.vb.elbo[-1]), found.vb.copies
    large(
        [
            Large("alive_em", words.IN_USE_EM, used[0], words.of(used[0], session[K]), words.EXPLAIN),
            Large("alive_vb", words.IN_USE_VB, used[1], words.of(used[1], session[K]), words.AT_END),
            Large("elbo", words.ELBO_OF_VB, elbo, nats(elbo), words.with_copies(elbo + copies)),
            Large("log_lik", words.LIKELIHOOD_OF_EM, float(found.em.log_lik[-1]), nats(float(found.em.log_lik[-1]))),
        ],
        only=False,
        how=words.EXACT_FOR_SWEEP,
    )
    if found.em.why:
        st.info(found.em.why)
    if unbounded:
        st.info(MAP_HERE)


def _here(found: Pair, name: str) -> str:
    used = in_use(found)
    return words.uses(name, used[0], len(found.vb.weights), used[1])
