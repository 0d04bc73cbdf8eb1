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

ROWS = {
    "Learn": (
        ("gap", "What is variational inference?", ":material/school:"),
        ("kl", "Which KL covers, which one picks?", ":material/compare_arrows:"),
        ("basins", "Two answers: who is right?", ":material/landscape:"),
        ("too_sure", "How often is a 95 % interval right?", ":material/percent:"),
    ),
    "Play": (
        ("play_1d", "Can you beat the optimizer?", ":material/ssid_chart:"),
        ("play_2d", "What does q forget in two dimensions?", ":material/scatter_plot:"),
    ),
}
for row, links in ROWS.items():
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{row}**", width="content")
        for name, label, icon in links:
            st.page_link(f"pages/{name}.py", label=label, icon=icon, width="content")
        if row == "Play":
            launch = {"play_2d.target": "challenger", "play_2d.family": "full_rank"}
            label, icon = "The launch at 31 °F", ":material/rocket_launch:"
            st.page_link("pages/play_2d.py", label=label, icon=icon, query_params=launch, width="content")
gallery()
