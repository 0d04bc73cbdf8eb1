"""The tab on discrete latents: bits whose posterior is enumerated."""

import streamlit as st

from vizvi.format import number
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
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.rows import tools
from vizvi.ui.session import Session
from vizvi.ui.setting import named, real

_ASKED = (
    "z is a vector of bits, so nothing can be moved a little: there is no path to follow. Ways to get a gradient all the "
    "same: **the score function**, with or without a baseline, weighs each drawn z by how good it was; "
    "**straight-through** takes the slope of log p at the drawn bits as if they were their chances; **Gumbel-softmax** "
    "melts the bits, at a temperature τ, and follows the path of what is molten. All are held against the enumerated "
    "gradient."
)
MODELS = {"coins": "three coins behind one bell", "ising": "a 3 × 3 grid of magnets"}
LOWEST, HIGHEST = 0.1, 4.0
BITS = {
    "gradients.model": named(MODELS),
    "gradients.coupling": real(0.5, 0.0, 1.0),
    "gradients.temperature": real(0.5, LOWEST, HIGHEST),
}


def bits(session: Session, told: bool) -> None:
    """Left the model and what mean-field believes of it, right the gradients, once the prediction has been answered."""
    kind = _kind(session)
    columns = st.columns([1.3, 0.9, 0.8, 1.3], vertical_alignment="bottom")
    columns[0].selectbox("Model", list(MODELS.values()), key="gradients.model")
    columns[1].slider("Coupling J", 0.0, 1.0, step=0.01, key="gradients.coupling", disabled=kind == "coins")
    columns[2].number_input("Temperature τ", LOWEST, HIGHEST, step=0.1, format="%g", key="gradients.temperature")
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
            st.markdown(_ASKED)
    if told:
        left, right = st.columns(2, gap="medium")
        with left:
            show(descents_board(its, session["gradients.temperature"]), "gradients.descents", session)
        with right:
            show(ascent_board(its), "gradients.ascent", session)
            show(gap_board(its), "gradients.gaps", session)
        st.markdown(_led(its))


def _kind(session: Session) -> str:
    return next(word for word, text in MODELS.items() if text == session["gradients.model"])


def take_lines(session: Session) -> None:
    """What a hand has pulled on the boards of this tab becomes settings; before its widgets."""
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
    its = numbers.model("ising", coupling)
    broken = "takes one of two sides, though nothing in the model prefers one"
    side = broken if coupling > its.critical else "stays at 0, as the truth does"
    count, stable = numbers.resting(its)
    points = "one fixed point" if count == 1 else f"at least {count} fixed points, {stable} of them stable"
    others = "; all others have a mean spin of 0" if count > 3 else ""
    return f"At J = {coupling:g} mean-field {side}. Newton’s method finds {points}{others}."


def _led(its) -> str:
    """What the structures close, in a sentence."""
    found = numbers.gaps(its)
    best = found[-1]
    return (
        "Left: what such gradients lead to. Smaller steps or more draws take noise away; a bias stays. Right: each "
        "update of coordinate ascent is exact, and still it stops below log Z: independent bits can do no better. A q that "
        f"keeps some of them together can: {best.name} leaves {number(best.gap)} of {number(found[0].gap)} nats."
    )
