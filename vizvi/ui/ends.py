"""Where the runs of an experiment end, counted, in a sentence; and which of them stands in front."""

import streamlit as st

from vizvi.diagnostics.run_ends import End, run_ends
from vizvi.experiment import Experiment
from vizvi.format import number
from vizvi.ui.address import LIMITS
from vizvi.ui.cache import fitted
from vizvi.ui.pictures import but_first
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, whole

SHOWN = 4  # places


def in_front(page: str) -> dict[str, Setting]:
    """The setting of a page with many runs: which of them has the picture, the tiles and the trace, from 1."""
    return {f"{page}.run": whole(1, *LIMITS["runs"])}


def front(session: Session, experiment: Experiment) -> tuple[int, ...]:
    """Which run of an experiment stands in front, as an argument; none for the first or on a page without the choice."""
    key = f"{session.page}.run"
    return but_first(min(session[key], experiment.runs) - 1 if key in session.settings else 0)


def counted(experiment: Experiment) -> str:
    """Such as: of 32 runs, 19 near z = 3.00; 13 near z = −3.00. Empty for one run."""
    if experiment.runs == 1:
        return ""
    names, found = experiment.problem.target.names, _ends(experiment)
    if not found:
        return f"None of {experiment.runs} runs ends anywhere: all were thrown."
    told = [f"**{len(end.runs)}** near {_place(names, end)}" for end in found[:SHOWN]]
    left = experiment.runs - sum(len(end.runs) for end in found[:SHOWN])
    more = f"; {left} elsewhere" if left else ""
    return f"Of **{experiment.runs}** runs, {'; '.join(told)}{more}."


def ends(session: Session, experiment: Experiment) -> None:
    """The count, and a menu of the runs by where they end: the one that is chosen comes to the front."""
    if experiment.runs == 1:
        return
    names, key = experiment.problem.target.names, f"{session.page}.run"
    runs = {run + 1: _place(names, end) for end in _ends(experiment) for run in end.runs}
    options = [*runs, *(run for run in range(1, experiment.runs + 1) if run not in runs)]
    if session[key] not in options:
        session[key] = experiment.runs
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/groups: {counted(experiment)}", width="content")
        told = lambda run: f"run {run}, near {runs[run]}" if run in runs else f"run {run}, thrown"
        st.selectbox("In front", options, format_func=told, key=key, width=280, help="The others play faint.")


def _ends(experiment: Experiment) -> list[End]:
    return run_ends(experiment.problem, fitted(experiment).lam[:, -1])


def _place(names: tuple[str, ...], end: End) -> str:
    return f"{', '.join(names)} = {', '.join(map(number, end.mean.tolist()))}"
