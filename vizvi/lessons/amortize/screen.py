"""The first screen: the picture to draw on, the latent plane, the bar from the ceiling, and the numbers."""

import streamlit as st

from vizvi.format import nats, number
from vizvi.lessons.amortize.ceiling_chart import ceiling_board
from vizvi.lessons.amortize.mosaic import REACH, mosaic, reconstruction
from vizvi.lessons.amortize.pixels_chart import pixels_board
from vizvi.lessons.amortize.plane_chart import plane_board
from vizvi.lessons.amortize.seen import known
from vizvi.lessons.amortize.settings import bits, network
from vizvi.models.digit_networks import decoder
from vizvi.models.digits import digits, unhexed
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.pad import pad
from vizvi.ui.page import presenting
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large

PAD, BLANK = "amortize.pad", "0" * 16
seen_of = kept(known, 128)


def _decoded():
    return mosaic(decoder())


decoded = kept(_decoded, 1)


def hear(session: Session) -> None:
    """Take what a hand has drawn; before the widgets."""
    if drawn := session.heard(PAD, "picture"):
        try:
            unhexed(str(drawn.value))
        except ValueError:
            return
        session["amortize.drawn"] = str(drawn.value)


def screen(session: Session, told: bool) -> None:
    """All of one picture."""
    text, (family, hidden, epochs) = bits(session), network(session)
    seen = seen_of(text, family, hidden, epochs, session["amortize.way"])
    steps = int(session["amortize.steps"])
    elbo, amortization, approximation = seen.gap(steps, family)
    log_p, best = float(seen.ledger.posterior.log_p), seen.ledger.top[family]
    left, middle, right = st.columns([1, 2.1, 1.25], gap="medium")
    with left:
        st.markdown(_called(session))
        pad(session, PAD, "".join("1" if each else "0" for each in unhexed(text)), "The picture: 8 by 8 pixels to draw on")
        _buttons(session)
        st.markdown("What the decoder makes of q:")
        show(pixels_board(reconstruction(decoder(), seen.trail.lam[steps, 0])), "amortize.decoded")
    with middle:
        trail = seen.trail.lam[:, 0] if told else None
        top = seen.ledger.best[family] if told else None
        show(plane_board(decoded(), seen.lines, seen.trail.lam[0, 0], top, trail, steps), "amortize.plane")
    with right:
        show(ceiling_board(log_p, elbo, best if told else None), "amortize.ceiling")
    if told:
        numbers = _numbers(log_p, elbo, amortization, approximation, steps)
        large(numbers, only=False, how="By quadrature, to all digits shown.")
        if not presenting():
            st.caption(_said(seen, family, steps, amortization))


def _buttons(session: Session) -> None:
    """An empty picture to draw on, and the way back to the digit."""

    def put(drawn: str) -> None:
        session["amortize.drawn"] = drawn

    with st.container(horizontal=True, gap="small"):
        st.button("Blank", key="amortize.blank", type="tertiary", on_click=put, args=(BLANK,))
        st.button("Back to the digit", key="amortize.back", type="tertiary", on_click=put, args=("",),
                  disabled=not session["amortize.drawn"])  # fmt: skip


def _called(session: Session) -> str:
    """What the picture is."""
    if session["amortize.drawn"]:
        return "**Your drawing.** Draw on it."
    row = session["amortize.row"]
    kind = "held out" if digits().held_out[row] else "in training"
    return f"**A {digits().label[row]}**, {kind}. Draw on it."


def _numbers(log_p: float, elbo: float, amortization: float, approximation: float, steps: int) -> list[Large]:
    whose = f"after {steps} step{'s' * (steps > 1)}" if steps else "of the encoder's guess"
    return [
        Large("log_p", "log p(x) ⌁", log_p, number(log_p), "the ceiling"),
        Large("elbo", "ELBO", elbo, number(elbo), whose),
        Large("amortization", "amortization gap ⌁", amortization, nats(amortization), "best q − this q"),
        Large("approximation", "approximation gap ⌁", approximation, nats(approximation), "log p(x) − best q"),
    ]


def _said(seen, family: str, steps: int, amortization: float) -> str:
    parts = ["ELBO + amortization gap + approximation gap = log p(x), all by quadrature."]
    mean = seen.ledger.posterior.mean
    if max(abs(each) for each in mean) > REACH:
        parts.append(f"The posterior lies beyond the plane that is shown, around ({number(mean[0])}, {number(mean[1])}).")
    if steps and amortization > 0.05 and steps == 50:
        parts.append(
            f"After 50 steps {nats(amortization)} are left: refinement has not reached the best q, and may be on "
            "its way to another optimum."
        )
    if family == "mean_field":
        parts.append(
            f"Full-rank's best q would be {nats(seen.ledger.top['full_rank'] - seen.ledger.top['mean_field'])} higher."
        )
    else:
        parts.append(
            f"Mean-field's best q would be {nats(seen.ledger.top['full_rank'] - seen.ledger.top['mean_field'])} lower."
        )
    return " ".join(parts)
