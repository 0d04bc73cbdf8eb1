import streamlit as st

from vizvi.ui.lab import playground
from vizvi.ui.page import page
from vizvi.ui.presets import PLAY_1D
from vizvi.ui.source import source

page("Can you beat the optimizer by hand?")


@st.fragment
def lab():
    experiment = playground("play_1d", PLAY_1D, dim=1)
    source(experiment)


lab()
