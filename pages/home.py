import streamlit as st

from vizvi.ui.gallery import gallery
from vizvi.ui.lab import play
from vizvi.ui.page import page
from vizvi.ui.presets import CHALLENGER

page(
    "Watch variational inference work",
    "Twenty-three shuttle flights, one question: does cold weather damage O-rings? The **blue** ground is the exact "
    "posterior; the **orange** ellipse is a Gaussian that tries to follow it. Press Play.",
)
play(CHALLENGER, "home.stage")

with st.container(horizontal=True):
    st.page_link("pages/gap.py", label="Start here: what is variational inference?", icon=":material/school:")
    st.page_link("pages/play_1d.py", label="Can you beat the optimizer?", icon=":material/ssid_chart:")
    st.page_link("pages/play_2d.py", label="What does q forget in two dimensions?", icon=":material/scatter_plot:")
    st.page_link(
        "pages/play_2d.py",
        label="The launch at 31 °F",
        icon=":material/rocket_launch:",
        query_params={"play_2d.target": "challenger", "play_2d.family": "full_rank"},
    )
gallery()
