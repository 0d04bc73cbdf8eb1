import streamlit as st

from vizvi.ui.lab import playground
from vizvi.ui.lesson import Check, Lesson, Prediction, afterwards, endings
from vizvi.ui.page import page
from vizvi.ui.presets import PLAY_1D
from vizvi.ui.source import source

LESSON = Lesson(
    slug="play_1d",
    question="Can you beat the optimizer by hand?",
    prediction=Prediction(
        ask="Two bumps at ±3. How close can a normal density come, in KL(q‖p)?",
        options=("0.00 nats", "0.23 nats", "0.69 nats", "2.0 nats"),
        answer="0.69 nats",
        tell="The best any normal does is **0.69 nats**: it sits on one bump and pays log 2 for the other. Drag q and try.",
    ),
    aha="You and Adam stop at the same place: the family, not the effort, is the limit.",
    notice=(
        "Drag q by its mean ● and its ring ○, or p by its diamonds; Play lets the optimizer go on from where you left q.",
        "At separation 2 the best normal covers both bumps and misses by 0.23 nats only.",
        "Log gamma with shape 1: 0.08 nats. Student-t with 3 degrees of freedom: 0.04 nats.",
    ),
    checks=(
        Check(
            "A heavy-tailed target, a normal q. Will q's standard deviation come out larger or smaller than p's?",
            ("Larger", "Smaller", "The same"),
            "Smaller",
            "Reverse KL is billed where q is, and the tails are where q is not. At t with 3 degrees of freedom q ends at 1.26 against 1.73.",
        ),
        Check(
            "The run has stopped moving. Do more iterations make a better posterior?",
            ("Yes", "No"),
            "No",
            "At the optimum of the family nothing is left to gain; a better family is the only way on.",
        ),
    ),
    references=("Kucukelbir, Tran, Ranganath, Gelman & Blei (2017), Automatic differentiation variational inference.",),
    teacher="**10 minutes.** Two volunteers with arrow keys on the projector: one moves the mean, one the ring. Bet the best KL first. "
    "Listen for “more iterations give a better posterior”.",
    following=(("kl", "Next: two KLs, and everything between"), ("gap", "Or back: what is variational inference?")),
)

page(LESSON.question)


@st.fragment
def lab():
    experiment, revealed = playground(LESSON, PLAY_1D, dim=1)
    if revealed:
        afterwards(LESSON)
    source(experiment)


lab()
endings(LESSON)
