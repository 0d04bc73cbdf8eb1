"""The race on the page: it grows while it is watched."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lessons.mcmc import words
from vizvi.lessons.mcmc.charts import LOWEST, TOP, USUAL, race_board
from vizvi.lessons.mcmc.race import EVALUATIONS, Race, crossed, entrants, fitted_part, of_itself
from vizvi.lessons.mcmc.race import told as as_far
from vizvi.sampling import Sampling, sample
from vizvi.ui.cache import kept, remembered
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

once = remembered(fitted_part, entries=128)  # a class races on the same targets
walked = kept(sample, 12)  # a megabyte each: a race has ten


def brought(experiment: Experiment, name: str):
    """A part of the race, computed anew only where something has changed that it depends on."""
    return once(of_itself(experiment, name), name)


def race(session: Session, experiment: Experiment, sampling: Sampling, told: bool) -> None:
    """Error against evaluations, with a count and a way to stop."""
    st.markdown(words.RACE)
    if not told:
        take_point(session)
        show(race_board(None, session["mcmc.sketch"]), "mcmc.race", session)
        return
    sketch = session["mcmc.sketch"]

    def draw(found: list, done: bool) -> None:
        race = as_far(experiment.problem.target, found)
        show(race_board(race, sketch), "mcmc.race", session)
        st.markdown(_said(race) if done and race.chains else words.chains_so_far(race.spent, EVALUATIONS))

    key = repr((sampling, repr(experiment)))
    progressive(session, "mcmc.raced", key, lambda: entrants(experiment, sampling, brought, walked), draw, stop=True)


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
    for which, noun in words.NOUNS.items():
        floor, at = float(getattr(race.floor, which)), crossed(race, which)
        if floor != floor:
            parts.append(words.without_floor(noun))
        elif floor < 1e-4:
            parts.append(words.never_passed(noun))
        elif at <= EVALUATIONS:
            parts.append(words.passed(noun, floor, at))
        elif at == float("inf"):
            parts.append(words.stays_above(noun, floor))
        else:
            parts.append(words.would_pass(noun, floor, at))
    return " ".join(parts)
