"""The race on the page: it grows while it is watched."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.format import number
from vizvi.lessons.mcmc.charts import LOWEST, TOP, USUAL, race_board
from vizvi.lessons.mcmc.race import EVALUATIONS, Race, crossed, entrants
from vizvi.lessons.mcmc.race import told as as_far
from vizvi.sampling import Sampling
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session


def race(session: Session, experiment: Experiment, sampling: Sampling, told: bool) -> None:
    """Error against evaluations, with a count and a way to stop."""
    st.markdown("**Error against work**, for single chains and for VI.")
    if not told:
        take_point(session)
        show(race_board(None, session["mcmc.sketch"]), "mcmc.race", session)
        return
    sketch = session["mcmc.sketch"]

    def draw(found: list, done: bool) -> None:
        race = as_far(experiment.problem.target, found)
        show(race_board(race, sketch), "mcmc.race", session)
        count = f"64 chains: {about(race.spent)} of {about(EVALUATIONS)} evaluations …"
        st.markdown(_said(race) if done and race.chains else count)

    key = repr((sampling, repr(experiment)))
    progressive(session, "mcmc.raced", key, lambda: entrants(experiment, sampling), draw, stop=True)


def take_point(session: Session) -> None:
    """Where a hand has drawn the curves."""
    if dragged := session.heard("mcmc.race", "points"):
        y = list(session["mcmc.sketch"] or USUAL)
        if not 0 <= dragged.index < len(y):
            return
        y[dragged.index] = min(max(float(dragged.value[1]), LOWEST), TOP)
        session["mcmc.sketch"] = tuple(y)


def _said(race: Race) -> str:
    parts = []
    for which, noun in (("mean", "mean"), ("sd", "sd")):
        floor, at = float(getattr(race.floor, which)), crossed(race, which)
        if floor != floor:
            parts.append(f"The {noun} of q has no floor to compare with.")
        elif floor < 1e-4:
            parts.append(f"VI's floor in the **{noun}** is 0: no chain ever passes it.")
        elif at <= EVALUATIONS:
            parts.append(f"In the **{noun}** a chain passes VI's floor, {number(floor)}, after {about(at)} evaluations.")
        elif at == float("inf"):
            stays = f"these chains stay above VI's floor, {number(floor)}"
            parts.append(f"In the **{noun}** {stays}: their error has stopped falling.")
        else:
            passes = f"a chain would pass VI's floor, {number(floor)}, after some {about(at)} evaluations"
            parts.append(f"In the **{noun}** {passes}, by its slope of −½.")
    return " ".join(parts)


def about(count: float) -> str:
    """A number of evaluations to two digits: more is not known."""
    digits = max(0, len(str(int(count))) - 2)
    return f"{round(count / 10**digits) * 10**digits:,}".replace(",", "\u2009")
