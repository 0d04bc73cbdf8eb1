import streamlit as st

from vizvi.ui.basins import grounds
from vizvi.ui.lesson import Check, Lesson, Prediction, afterwards, endings, predict
from vizvi.ui.page import page
from vizvi.ui.source import source

LESSON = Lesson(
    slug="basins",
    question="Same model, same data, same code: two answers. Who is right?",
    prediction=Prediction(
        ask="Two bumps at ±3; q starts between them at mean 0, sd 2.7. Where does it end?",
        options=("left", "right", "it stays"),
        answer="it stays",
        tell="It **stays**: covering both bumps, N(0, 2.74²), is an optimum of its own, at 0.84 nats.",
    ),
    aha="Three valleys, not two.",
)

page(LESSON.question)


@st.fragment
def lab():
    revealed = predict(LESSON)
    experiment = grounds(revealed)
    if revealed:
        afterwards(LESSON)
    source(experiment)


lab()
endings(LESSON)
