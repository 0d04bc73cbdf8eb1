import streamlit as st

from vizvi.ui.lab import playground
from vizvi.ui.page import page
from vizvi.ui.presets import PLAY_2D

page("What does an approximation forget in two dimensions?")


@st.fragment
def lab():
    playground("play_2d", PLAY_2D, dim=2)


lab()
