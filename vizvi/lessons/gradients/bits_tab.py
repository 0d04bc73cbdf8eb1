"""The tab on discrete latents: bits whose posterior is enumerated."""

import streamlit as st

from vizvi.format import number
from vizvi.lessons.gradients import bits as numbers
from vizvi.lessons.gradients.bits_chart import belief_board, gap_board, magnet_board, net_board, quality_board
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.setting import named, real

MODELS = {"coins": "three coins behind one bell", "ising": "a 3 × 3 grid of magnets"}
LOWEST, HIGHEST = 0.1, 4.0
BITS = {
    "gradients.model": named(MODELS),
    "gradients.coupling": real(0.5, 0.0, 1.0),
    "gradients.temperature": real(0.5, LOWEST, HIGHEST),
}


def bits(session: Session) -> None:
    """Left the model, right the gradients; on the grid also how mean-field takes sides and what structure gives back."""
    _take_lines(session)
    kind = next(word for word, text in MODELS.items() if text == session["gradients.model"])
    left, middle, right = st.columns([1.4, 1, 1], vertical_alignment="bottom")
    left.selectbox("Model", list(MODELS.values()), key="gradients.model")
    middle.slider("Coupling J", 0.0, 1.0, step=0.01, key="gradients.coupling", disabled=kind == "coins")
    right.number_input("Temperature τ", LOWEST, HIGHEST, step=0.1, format="%g", key="gradients.temperature")
    coupling = session["gradients.coupling"]
    its = numbers.model(kind, coupling)
    left, right = st.columns(2, gap="medium")
    with left:
        show(net_board() if kind == "coins" else magnet_board(coupling), f"gradients.{kind}", session)
        show(belief_board(its), "gradients.belief", session)
        st.markdown(_coins() if kind == "coins" else _magnets(coupling))
    with right:
        _gradients(session, its)
        if kind == "ising":
            show(gap_board(coupling), "gradients.gaps", session)


def _take_lines(session: Session) -> None:
    if dragged := session.heard("gradients.ising", "cursor"):
        session["gradients.coupling"] = round(min(max(dragged.value, 0.0), 1.0), 2)
        session.memory.holding = not dragged.released
    if dragged := session.heard("gradients.quality", "cursor"):
        session["gradients.temperature"] = round(min(max(10**dragged.value, LOWEST), HIGHEST), 2)
        session.memory.holding = not dragged.released


def _gradients(session: Session, its) -> None:
    temperature = session["gradients.temperature"]

    def draw(found: list, done: bool) -> None:
        if session.heard("gradients.quality", "cursor", peek=True):
            session.rerun()  # the widget of the temperature stands outside
        show(quality_board(its, found, temperature), "gradients.quality", session)
        if not done:
            st.markdown(f"{len(found)} of {len(numbers.TEMPERATURES)} temperatures …")

    progressive(session, "gradients.melted", repr(its), lambda: numbers.melted(its), draw, stop=True)
    here, through = numbers.quality(its, "gumbel_softmax", temperature), numbers.quality(its, "straight_through")
    linear = "exact here, since log p is linear in each bit"
    told = linear if through.bias < 1e-9 else f"off by {number(through.bias)}"
    st.markdown(
        f"At logits of 0.4 and one draw: the score function is unbiased; straight-through is {told}; Gumbel-softmax at "
        f"τ = {temperature:g} is off by {here.bias:.3f} ± {2 * here.error:.3f} with an sd of {number(here.sd)} "
        f"(2 standard errors; {numbers.SAMPLES} draws)."
    )


def _coins() -> str:
    before, rang, known = numbers.after_one()
    return (
        f"**Explaining away.** Coin 1 is heads with chance {number(before)}; once the bell is heard, {number(rang)}; once "
        f"coin 2 is known to be heads, {number(known)}. The coins depend on each other only because the bell was heard, "
        "and a mean-field q cannot say so."
    )


def _magnets(coupling: float) -> str:
    found = numbers.gaps(coupling)
    critical = numbers.model("ising", coupling).critical
    broken = "takes one of two sides, though nothing in the model prefers one"
    side = broken if coupling > critical else "stays at 0, as the truth does"
    left, all_of_it = number(found[-1].gap), number(found[0].gap)
    return f"At J = {coupling:g} mean-field {side}. One chain through all spins leaves {left} of {all_of_it} nats."
