import streamlit as st

from vizvi.ui.lab import play
from vizvi.ui.page import page
from vizvi.ui.presets import CHALLENGER

page(
    "Watch variational inference work",
    "Twenty-three shuttle flights, one question: does cold weather damage O-rings? The **blue** ground is the exact "
    "posterior; the **orange** ellipse is a Gaussian that tries to follow it. Press Play.",
)
play(CHALLENGER, "home.stage")

left, right = st.columns(2)
left.page_link("pages/play_1d.py", label="Play in one dimension: can you beat the optimizer?", icon=":material/ssid_chart:")
right.page_link("pages/play_2d.py", label="Play in two dimensions: what does q forget?", icon=":material/scatter_plot:")
