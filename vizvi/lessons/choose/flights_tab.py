"""Tab B: two logistic models of the same flights, by evidence and by bound."""

import streamlit as st

from vizvi.lesson import elsewhere, part
from vizvi.lessons.choose import FACTOR, FLIGHTS, FLIGHTS_NOTICE, LESSON, words
from vizvi.lessons.choose.degrees_tab import Q
from vizvi.lessons.choose.flights import two_models
from vizvi.lessons.choose.ledger_chart import flight_bars, flight_curves
from vizvi.lessons.choose.script import flights as in_libraries
from vizvi.lessons.choose.script import of_flights
from vizvi.models.bayes_factor import words as in_words
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


def code(session: Session):
    """What is shown as vizvi's lines, and the model with temperature for other libraries."""
    return of_flights(session[SD], session[Q]), in_libraries(session[SD], session[Q])


def flights_tab(session: Session) -> None:
    """The prediction, the prior and the family, both models' bars, and the factor in words."""
    lesson = part(LESSON, "flights", FACTOR)
    slot = st.container()
    controls, pictures = desk(session)
    row = controls.columns([1.2, 1.2, 2.6], vertical_alignment="bottom")
    row[0].slider(words.PRIOR_SD_EACH, 0.5, 20.0, step=0.5, key=SD)
    row[1].segmented_control(words.FAMILY, list(words.FAMILIES), format_func=words.FAMILIES.__getitem__, key=Q)
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
            Large("factor", words.FACTOR, factor, words.precise(factor), in_words(factor)),
            Large("bound", words.DIFFERENCE, bound, words.precise(bound), words.read_as(in_words(bound))),
            Large("gaps", words.GAPS, factor - bound, words.precise(factor - bound), words.gaps(lost)),
        ],
        how=quadrature(float(models.error.sum())),
    )
    if in_words(factor) != in_words(bound):
        st.markdown(words.differ(factor, in_words(factor), bound, in_words(bound)))
    afterwards(elsewhere(LESSON, FLIGHTS, *FLIGHTS_NOTICE))
