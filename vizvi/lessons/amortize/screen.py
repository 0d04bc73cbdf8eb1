"""The first screen: the picture to draw on, the latent plane, the bar from the ceiling, and the numbers."""

import streamlit as st

from vizvi.format import nats, number
from vizvi.lessons.amortize.ceiling_chart import ceiling_board
from vizvi.lessons.amortize.mosaic import REACH, mosaic, reconstruction
from vizvi.lessons.amortize.pixels_chart import pixels_board
from vizvi.lessons.amortize.plane_chart import plane_board
from vizvi.lessons.amortize.seen import known
from vizvi.lessons.amortize.settings import bits, network
from vizvi.lessons.amortize.words import screen as words
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
        pad(session, PAD, "".join("1" if each else "0" for each in unhexed(text)), words.PAD)
        _buttons(session)
        st.markdown(words.DECODED)
        show(pixels_board(reconstruction(decoder(), seen.trail.lam[steps, 0])), "amortize.decoded")
    with middle:
        trail = seen.trail.lam[:, 0] if told else None
        top = seen.ledger.best[family] if told else None
        show(plane_board(decoded(), seen.lines, seen.trail.lam[0, 0], top, trail, steps), "amortize.plane")
    with right:
        show(ceiling_board(log_p, elbo, best if told else None), "amortize.ceiling")
    if told:
        numbers = _numbers(log_p, elbo, amortization, approximation, steps)
        large(numbers, only=False, how=words.BY_QUADRATURE)
        if not presenting():
            st.caption(_said(seen, family, steps, amortization))


def _buttons(session: Session) -> None:
    """An empty picture to draw on, and the way back to the digit."""

    def put(drawn: str) -> None:
        session["amortize.drawn"] = drawn

    with st.container(horizontal=True, gap="small"):
        st.button(words.BLANK, key="amortize.blank", type="tertiary", on_click=put, args=(BLANK,))
        st.button(words.BACK, key="amortize.back", type="tertiary", on_click=put, args=("",),
                  disabled=not session["amortize.drawn"])  # fmt: skip


def _called(session: Session) -> str:
    """What the picture is."""
    if session["amortize.drawn"]:
        return words.DRAWING
    row = session["amortize.row"]
    return words.digit(digits().label[row], digits().held_out[row])


def _numbers(log_p: float, elbo: float, amortization: float, approximation: float, steps: int) -> list[Large]:
    return [
        Large("log_p", words.LOG_P, log_p, number(log_p), words.LOG_P_NOTE),
        Large("elbo", words.ELBO, elbo, number(elbo), words.whose(steps)),
        Large("amortization", words.AMORTIZATION, amortization, nats(amortization), words.AMORTIZATION_NOTE),
        Large("approximation", words.APPROXIMATION, approximation, nats(approximation), words.APPROXIMATION_NOTE),
    ]


def _said(seen, family: str, steps: int, amortization: float) -> str:
    mean, top = seen.ledger.posterior.mean, seen.ledger.top
    beyond = mean if max(abs(each) for each in mean) > REACH else None
    left = amortization if steps == 50 and amortization > 0.05 else None
    return words.sums_up(beyond, left, family, top["full_rank"] - top["mean_field"])
