import streamlit as st

from vizvi.lessons import LESSONS, cover
from vizvi.presets import CHALLENGER
from vizvi.ui.gallery import course, gallery
from vizvi.ui.lab import play
from vizvi.ui.page import link, opening

opening(
    "Watch variational inference work",
    "Twenty-three shuttle flights, one question: does cold weather damage O-rings? The **blue** ground is the exact "
    "posterior; the **orange** ellipse is a Gaussian that tries to follow it.",
)
play(CHALLENGER, "home.stage", {"readouts": ("elbo", "reverse_kl"), "formula": None, "autoplay": True})
launch = {"play_2d.target": "challenger", "play_2d.family": "full_rank"}
link("play_2d", "All its numbers, and the launch at 31 °F", launch, ":material/rocket_launch:")
course(LESSONS, cover)
with st.expander("All targets"):
    gallery()
