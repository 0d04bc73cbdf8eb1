import streamlit as st

from vizvi.lessons import LESSONS
from vizvi.presets import CHALLENGER
from vizvi.ui.gallery import gallery
from vizvi.ui.lab import play
from vizvi.ui.page import opening

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
                st.page_link(f"pages/{slug}.py", label=lesson.title, icon=lesson.icon, width="content")
label, icon = "The launch at 31 °F", ":material/rocket_launch:"
st.page_link("pages/play_2d.py", label=label, icon=icon, query_params=launch, width="content")
gallery()
