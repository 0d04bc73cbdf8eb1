"""Tab C: Old Faithful by EM and by variational Bayes from the same start."""

import streamlit as st

from vizvi.format import nats, number
from vizvi.lesson import elsewhere, part
from vizvi.lessons.coordinate_ascent import (
    COMPONENTS,
    COMPONENTS_NOTICE,
    COMPONENTS_TRIES,
    KEEPS,
    LESSON,
    MAP_HERE,
)
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
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lesson import afterwards, tries
from vizvi.ui.rows import fold
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, whole
from vizvi.ui.tiles import Large, large

K, SEED, SWEEP = "ascent.components", "ascent.seed", "ascent.sweep"
UNITS, EM = "ascent.units", "ascent.em"
ALPHAS = ("0.001", "0.01", "0.1", "1", "10")
IN = {"standard": "standard units", "minutes": "minutes"}
BY = {"ml": "EM: maximum likelihood", "map": "EM: highest posterior (MAP)"}
SETTINGS = {
    K: whole(6, 1, MOST_COMPONENTS),
    ALPHA: choice(*ALPHAS),
    SEED: whole(0, 0, 9999),
    SWEEP: LAST,
    UNITS: choice(*IN),
    EM: choice(*BY),
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
        st.warning(f"{str(error).partition(': ')[2].capitalize()} Take another start.")
        return
    sweep = session[SWEEP] if told else 0
    name = "MAP" if use_prior else "EM"
    left, right = pictures.columns(2, gap="medium")
    for column, label, is_vb in ((left, name, False), (right, "VB", True)):
        with column:
            st.markdown(f"**{BY[session[EM]] if not is_vb else 'Variational Bayes'}**")
            show(on_data(found.x, label, *at_sweep(found, is_vb, sweep), minutes), f"ascent.data_{'vb' if is_vb else 'em'}")
    if not told:
        pictures.caption("Both start here: each eruption with the nearest of a few drawn at random.")
        return
    with pictures:
        _climb(session, found, sweep, use_prior)
    opening = here and not (use_prior or minutes or session[SEED])
    tries("coordinate_ascent", COMPONENTS_TRIES, {"ascent.tab": "components"})
    said, first = (COMPONENTS, 0) if opening else (_here(found, name), 1)
    afterwards(elsewhere(LESSON, said, *COMPONENTS_NOTICE[first:]))
    choosing(session)
    limit()


def _found(session: Session, minutes: bool, use_prior: bool) -> Pair:
    count, alpha, seed = session[K], float(session[ALPHA]), session[SEED]
    return Pair(
        data(minutes), of_vb(count, alpha, seed, minutes), of_em(count, seed, minutes, alpha if use_prior else None)
    )


KEEPS_AT = (6, "0.001")


def _controls(session: Session) -> None:
    row = st.columns([1.3, 1.3, 1, 1, 1.9], vertical_alignment="bottom")
    row[0].slider("Components K", 1, MOST_COMPONENTS, key=K)
    small = "Of the Dirichlet prior on weights: a small one favors few components."
    row[1].select_slider("Concentration α₀", ALPHAS, key=ALPHA, help=small)
    row[2].number_input("Start", 0, 9999, key=SEED, help="A number for the random start, the same for both.")
    row[3].button("Another start", key="ascent.restart", on_click=_restart, args=(session,))
    with session.fold_slot, fold("ascent"):
        st.selectbox("Units", list(IN), format_func=IN.__getitem__, key=UNITS)
    row[4].selectbox("On the left", list(BY), format_func=BY.__getitem__, key=EM)


def _restart(session: Session) -> None:
    session[SEED] = (session[SEED] + 1) % 10_000


def _scrub(session: Session, value) -> None:
    if (sweep := sweep_at(value)) is not None:
        session[SWEEP] = min(sweep, END)


def _climb(session: Session, found: Pair, sweep: int, use_prior: bool) -> None:
    left, right = st.columns([1, 1.4], gap="medium")
    with left:
        show(weights_board(at_sweep(found, False, sweep)[0], at_sweep(found, True, sweep)[0]), "ascent.weights")
    name = "log posterior, MAP" if use_prior else "log likelihood, EM"
    level = found.em.log_joint if use_prior else found.em.log_lik
    unbounded = not all(each < float("inf") for each in level.tolist())
    if unbounded:
        level, name = found.em.log_lik, "log likelihood, MAP"
    with right:
        show(climb(level, found.vb.elbo, sweep, name), CLIMB, session)
    used = in_use(found)
    end = max(len(found.em.log_lik), len(found.vb.elbo)) - 1
    at = min(sweep, end)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Sweep **{at}** of {end}", width="content")
        for label, to in (("First", 0), ("Back", max(at - 1, 0)), ("Next", at + 1), ("Last", END)):
            st.button(label, key=f"ascent.sweep_{label}", on_click=session.__setitem__, args=(SWEEP, to))
    elbo, copies = float(found.vb.elbo[-1]), found.vb.copies
    large(
        [
            Large("alive_em", "in use, EM", used[0], f"{used[0]} of {session[K]}", "explain one eruption or more"),
            Large("alive_vb", "in use, VB", used[1], f"{used[1]} of {session[K]}", "at the end"),
            Large("elbo", "ELBO of VB", elbo, nats(elbo), f"with log K!: {number(elbo + copies)}"),
            Large("log_lik", "log likelihood of EM", float(found.em.log_lik[-1]), nats(float(found.em.log_lik[-1]))),
        ],
        only=False,
        how="Exact for the sweep that is shown.",
    )
    if found.em.why:
        st.info(found.em.why)
    if unbounded:
        st.info(MAP_HERE)


def _here(found: Pair, name: str) -> str:
    used = in_use(found)
    of = len(found.vb.weights)
    off = "the bound charges for each in use" if used[1] < of else "VB turns none off"
    return f"Here {name} uses {used[0]} of {of} components, VB {used[1]}: {off}."
