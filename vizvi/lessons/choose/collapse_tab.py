"""Tab D: latents of a linear VAE that nobody uses."""

import streamlit as st

from vizvi.lesson import elsewhere, part
from vizvi.lessons.choose import COLLAPSE, COLLAPSE_NOTICE, LESSON, UNUSED, words
from vizvi.lessons.choose.collapse import EIGENVALUES, collapse, told_at
from vizvi.lessons.choose.collapse_chart import told_board, turned_board
from vizvi.lessons.choose.script import of_collapse
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk
from vizvi.ui.lesson import afterwards
from vizvi.ui.session import Session
from vizvi.ui.setting import real
from vizvi.ui.tiles import CLOSED, Large, large

VARIANCE, BETA = "choose.decoder", "choose.beta"
SETTINGS = {VARIANCE: real(1.0, 0.05, 5.0), BETA: real(1.0, 0.1, 8.0)}
CHART = "choose.told"


def collapse_tab(session: Session) -> None:
    """The prediction, the decoder's variance and β, what each latent tells, and what turning costs."""
    slot = st.container()
    controls, pictures = desk(session)
    if dragged := session.heard(CHART, "cursor"):
        _drag(session, dragged.value)
    row = controls.columns([1.3, 1.3, 2.4], vertical_alignment="bottom")
    row[0].slider(words.DECODER, 0.05, 5.0, step=0.05, key=VARIANCE)
    row[1].slider(words.BETA, 0.1, 8.0, step=0.1, key=BETA)
    told = gate(session, part(LESSON, "collapse", UNUSED), slot)
    if not told:
        st.markdown(words.LINEAR_VAE)
        return
    variance, beta = session[VARIANCE], session[BETA]
    now = told_at(variance, beta)
    left, right = pictures.columns([1.3, 1], gap="medium")
    with left:
        show(told_board(collapse(beta=beta), variance, now), CHART, session)
    with right:
        show(turned_board(variance), "choose.turned", session)
    numbers = []
    for k, (size, each) in enumerate(zip(EIGENVALUES, now.tolist(), strict=True)):
        note = words.unused(beta, variance, size) if each == 0 else ""
        numbers.append(
            Large(
                f"latent_{k + 1}",
                words.latent(size),
                each,
                words.tells(each) if each else words.NOTHING,
                note,
            )
        )
    large(numbers, only=False, how=CLOSED)
    afterwards(elsewhere(LESSON, COLLAPSE, *COLLAPSE_NOTICE))


def code(session: Session):
    """What is shown as vizvi's lines."""
    return (of_collapse(session[VARIANCE], session[BETA]),)


def _drag(session: Session, value) -> None:
    try:
        session[VARIANCE] = min(max(round(float(value), 2), 0.05), 5.0)
    except (TypeError, ValueError, OverflowError):
        return
