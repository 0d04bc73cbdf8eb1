"""Rounds on a page: a run's picture with the numbers that there are by now, and the rest of them while it plays."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.picture import LATER, Picture, complete
from vizvi.picture.rounds import rounds
from vizvi.ui.ends import front
from vizvi.ui.pictures import asked_for, drawn, filled, of_round
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session


def by_now(session: Session, own: dict, experiment: Experiment) -> Picture:
    """The picture of the run in front with the numbers that there are, and with what somebody has asked to see.

    own: what its stage keeps for itself. A page that is recorded shows all at once: nobody will hear that somebody asks."""
    recorded, run = st.session_state.get("_asked"), front(session, experiment)
    count = rounds(experiment) if recorded else own.get("rounds", {}).get(_named(session, experiment), 1)
    shown = drawn(experiment, *run) if count == 1 else filled(experiment, count, *run)
    wanted = list(LATER) if recorded else _wanted(own, experiment)
    return complete(shown, asked_for(experiment, *run), wanted) if wanted else shown


def fill(session: Session, own: dict, key: str, experiment: Experiment) -> None:
    """Work on the numbers that the picture lacks, while it plays; it gets them at the end, or when that is stopped."""
    of, name, run = rounds(experiment), _named(session, experiment), front(session, experiment)

    def work():
        for part in range(1, of):
            of_round(experiment, part, *run)
            yield part

    def show(found: list, done: bool) -> None:
        if done:
            own["rounds"] = {name: len(found) + 1}
        else:
            share = 100 * (len(found) + 1) // of
            st.markdown(f":material/hourglass: Numbers of {share} % of the steps so far; more come.", width="content")

    if name not in own.get("rounds", {}):
        with st.container(horizontal=True, vertical_alignment="center", key=f"{key}.rounds"):
            progressive(session, f"{key}.numbers", name, work, show, stop=True)


def _wanted(own: dict, experiment: Experiment) -> list[str]:
    """What somebody has asked to see of pictures; the draws of each step of this one run alone."""
    own["explained"] = own["explained"] or experiment
    return [part for part in own["wanted"] if part in LATER and (part != "steps" or own["explained"] == experiment)]


def _named(session: Session, experiment: Experiment) -> str:
    """The run in front by name."""
    return " ".join(map(repr, (experiment, *front(session, experiment))))
