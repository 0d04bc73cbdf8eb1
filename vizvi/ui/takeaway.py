"""Take away: the run on the stage as files, each made only when it is asked for."""

import streamlit as st

from vizvi.exact import exact
from vizvi.experiment import Experiment
from vizvi.exports.page import page
from vizvi.exports.table import table
from vizvi.picture import PRECISION
from vizvi.ui.cache import fitted
from vizvi.ui.drag import played
from vizvi.ui.formula import formula


def takeaway(name: str, experiment: Experiment) -> None:
    """Buttons for the run as a file that plays by itself, and as a table."""

    def moving() -> str:
        shown = played(experiment)
        return page(shown._replace(header=shown.header | {"formula": formula("fit" in shown.arrays)}))

    def tabled() -> str:
        history = fitted(experiment)
        return table(experiment, history, exact(experiment.problem, history.lam, *PRECISION))

    with st.expander("Take it away", icon=":material/download:"), st.container(horizontal=True):
        options = {"on_click": "ignore", "icon": ":material/download:"}
        st.download_button("The run, to play offline (HTML)", moving, f"vizvi_{name}.html", "text/html", **options)
        st.download_button("Every step (CSV)", tabled, f"vizvi_{name}.csv", "text/csv", **options)
