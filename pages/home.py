import streamlit as st

from vizvi.lessons import LESSONS
from vizvi.presets import CHALLENGER
from vizvi.ui.gallery import gallery
from vizvi.ui.lab import play
from vizvi.ui.page import link, opening

opening(
    "Watch variational inference work",
    "Twenty-three shuttle flights, one question: does cold weather damage O-rings? The **blue** ground is the exact "
    "posterior; the **orange** ellipse is a Gaussian that tries to follow it. Press Play.",
)
play(CHALLENGER, "home.stage")

launch = {"play_2d.target": "challenger", "play_2d.family": "full_rank"}
for chapter in dict.fromkeys(lesson.chapter for lesson in LESSONS.values()):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{chapter}**", width="content")
        for slug, lesson in LESSONS.items():
            if lesson.chapter == chapter:
                link(slug, lesson.title, icon=lesson.icon)
label, icon = "The launch at 31 °F", ":material/rocket_launch:"
link("play_2d", label, launch, icon)
gallery()
