"""The tab on discrete latents: bits whose posterior is enumerated."""

import streamlit as st

from vizvi.lessons.gradients import bits as numbers
from vizvi.lessons.gradients.bits_chart import (
    ascent_board,
    belief_board,
    descents_board,
    gap_board,
    magnet_board,
    net_board,
    quality_board,
)
from vizvi.lessons.gradients.words import bits as words
from vizvi.ui.bars import tools
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.setting import named, real

LOWEST, HIGHEST = 0.1, 4.0
BITS = {
    "gradients.model": named(words.MODELS),
    "gradients.coupling": real(0.5, 0.0, 1.0),
    "gradients.temperature": real(0.5, LOWEST, HIGHEST),
}


def bits(session: Session, told: bool) -> None:
    """Left the model and what mean-field believes of it, right the gradients, once the prediction has been answered."""
    kind = _kind(session)
    columns = st.columns([1.3, 0.9, 0.8, 1.3], vertical_alignment="bottom")
    columns[0].selectbox(words.MODEL, list(words.MODELS.values()), key="gradients.model")
    columns[1].slider(words.COUPLING_J, 0.0, 1.0, step=0.01, key="gradients.coupling", disabled=kind == "coins")
    columns[2].number_input(words.TEMPERATURE, LOWEST, HIGHEST, step=0.1, format="%g", key="gradients.temperature")
    with columns[3]:
        tools(session)
    coupling = session["gradients.coupling"]
    its = numbers.model(kind, coupling)
    left, right = st.columns(2, gap="medium")
    with left:
        show(net_board() if kind == "coins" else magnet_board(coupling), f"gradients.{kind}", session)
        st.markdown(_coins() if kind == "coins" else _magnets(coupling))
        show(belief_board(its), "gradients.belief", session)
    with right:
        if told:
            _gradients(session, its)
        else:
            st.markdown(words.NO_PATH)
    if told:
        left, right = st.columns(2, gap="medium")
        with left:
            show(descents_board(its, session["gradients.temperature"]), "gradients.descents", session)
        with right:
            show(ascent_board(its), "gradients.ascent", session)
            show(gap_board(its), "gradients.gaps", session)
        st.markdown(_led(its))


def chosen_model(session: Session):
    """The model that is set."""
    return numbers.model(_kind(session), session["gradients.coupling"])


def _kind(session: Session) -> str:
    return next(word for word, text in words.MODELS.items() if text == session["gradients.model"])


def take_lines(session: Session) -> None:
    """What a hand has pulled on the boards of this tab becomes settings; before its widgets."""
    if dragged := session.heard("gradients.ising", "cursor"):
        session["gradients.coupling"] = round(min(max(dragged.value, 0.0), 1.0), 2)
        session.memory.holding = not dragged.released
    if dragged := session.heard("gradients.quality", "cursor"):
        session["gradients.temperature"] = round(min(max(dragged.power, LOWEST), HIGHEST), 2)
        session.memory.holding = not dragged.released


def _gradients(session: Session, its) -> None:
    temperature = session["gradients.temperature"]

    def draw(found: list, done: bool) -> None:
        if session.heard("gradients.quality", "cursor", peek=True):
            session.rerun()  # the widget of the temperature stands outside
        show(quality_board(its, found, temperature), "gradients.quality", session)
        if not done:
            st.markdown(words.temperatures(len(found), len(numbers.TEMPERATURES)))

    progressive(session, "gradients.melted", repr(its), lambda: numbers.melted(its), draw, stop=True)
    here, through = numbers.quality(its, "gumbel_softmax", temperature), numbers.quality(its, "straight_through")
    st.markdown(words.qualities(through.bias, temperature, here.bias, 2 * here.error, here.sd, numbers.SAMPLES))


def _coins() -> str:
    before, rang, known = numbers.after_one()
    return words.explaining_away(before, rang, known)


def _magnets(coupling: float) -> str:
    its = numbers.model("ising", coupling)
    return words.magnets(coupling, coupling > its.critical, *numbers.resting(its))


def _led(its) -> str:
    """What the structures close, in a sentence."""
    found = numbers.gaps(its)
    best = found[-1]
    return words.led(best.name, best.gap, found[0].gap)
