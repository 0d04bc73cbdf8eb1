"""Tab B: two logistic models of the same flights, by evidence and by bound."""

import streamlit as st

from vizvi.format import number
from vizvi.lesson import elsewhere, part
from vizvi.lessons.choose import FACTOR, FLIGHTS, FLIGHTS_NOTICE, LESSON
from vizvi.lessons.choose.degrees_tab import Q
from vizvi.lessons.choose.flights import two_models
from vizvi.lessons.choose.ledger_chart import NAMES, flight_bars, flight_curves
from vizvi.models.bayes_factor import words
from vizvi.targets.challenger import flights
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk
from vizvi.ui.lesson import afterwards
from vizvi.ui.session import Session
from vizvi.ui.setting import real
from vizvi.ui.tiles import Large, large, quadrature

SD = "choose.prior_sd"
SETTINGS = {SD: real(5.0, 0.5, 20.0)}
known = kept(two_models, 32)


def flights_tab(session: Session) -> None:
    """The prediction, the prior and the family, both models' bars, and the factor in words."""
    lesson = part(LESSON, "flights", FACTOR)
    slot = st.container()
    controls, pictures = desk(session)
    row = controls.columns([1.2, 1.2, 2.6], vertical_alignment="bottom")
    row[0].slider("Prior sd of each coefficient", 0.5, 20.0, step=0.5, key=SD)
    row[1].segmented_control("Family of q", list(NAMES), format_func=NAMES.__getitem__, key=Q)
    told = gate(session, lesson, slot, session[SD] == SETTINGS[SD].default and session[Q] == "mean_field")
    found = known(session[SD], session[Q])
    left, right = pictures.columns(2, gap="medium")
    with left:
        temperature, outcome = flights()
        curve = (found.temperature, found.with_temperature)
        show(flight_curves(temperature, outcome, curve, found.without), "choose.flights", session)
    with right:
        show(flight_bars(found.models, told), "choose.ledger", session)
    if not told:
        return
    models = found.models
    factor, bound = models.log_factor, models.bound_difference
    lost = ", ".join(f"{each:.3f}" for each in models.gap.tolist())
    large(
        [
            Large("factor", "log Bayes factor for temperature", factor, f"{factor:.3f} nats", words(factor)),
            Large("bound", "difference of the ELBOs", bound, f"{bound:.3f} nats", f"read as a factor: {words(bound)}"),
            Large("gaps", "difference of the gaps", factor - bound, f"{factor - bound:.3f} nats", f"gaps {lost}"),
        ],
        how=quadrature(float(models.error.sum())),
    )
    if words(factor) != words(bound):
        st.markdown(f"Here the words differ: {number(factor)} is *{words(factor)}*, {number(bound)} *{words(bound)}*.")
    afterwards(elsewhere(LESSON, FLIGHTS, *FLIGHTS_NOTICE))
