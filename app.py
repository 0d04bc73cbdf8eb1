"""The router of vizvi."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
PAGES = HERE / "pages"

# An icon of our own: a named one would be fetched from elsewhere.
st.set_page_config(page_title="vizvi", page_icon=str(HERE / ".streamlit" / "icon.svg"), layout="wide")


def entry(name: str, title: str, **options):
    return st.Page(PAGES / f"{name}.py", title=title, url_path=name, **options)


st.navigation(
    {
        "": [entry("home", "vizvi", default=True)],
        "Learn": [
            entry("gap", "What is variational inference?"),
            entry("kl", "Two KLs, and everything between"),
            entry("basins", "Where you start decides where you end"),
            entry("too_sure", "Too sure of itself"),
        ],
        "Playgrounds": [entry("play_1d", "One dimension"), entry("play_2d", "Two dimensions")],
    },
    position="top",
).run()
