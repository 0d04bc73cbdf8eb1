import streamlit as st

from vizvi.member import slug
from vizvi.ui.decision import decision
from vizvi.ui.lab import playground
from vizvi.ui.ladder import ladder
from vizvi.ui.page import page
from vizvi.ui.presets import PLAY_2D
from vizvi.ui.source import source

page("What does an approximation forget in two dimensions?")


@st.fragment
def lab():
    experiment = playground("play_2d", PLAY_2D, dim=2)
    if slug(experiment.problem.target) == "challenger":
        decision(experiment)
    ladder("play_2d", experiment)
    source(experiment)


lab()
