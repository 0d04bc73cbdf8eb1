"""Cures: what is said of a run that cannot work, with the button that helps."""

from dataclasses import replace

import streamlit as st

from vizvi.diagnostics.infinite import infinite
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.member import label, slug
from vizvi.ui.cache import fitted, remembered

RICHER = ("student_t", "mean_field", "full_rank", "mixture")  # families to offer, in this order


def _hopeless(experiment: Experiment) -> tuple[str, str]:
    problem = experiment.problem
    if not (said := infinite(problem)):
        return "", ""
    for name in RICHER:
        cls = FAMILIES[name]
        tilted = problem.target.dim == 1 and name == "full_rank"  # the same as mean-field there
        if problem.target.dim in cls.dims and not tilted and not infinite(replace(problem, family=cls())):
            return said, name
    return said, ""


hopeless = remembered(_hopeless, key=lambda each: repr(each.problem))  # why every q costs ∞, and a family that does not


def refused(experiment: Experiment) -> bool:
    """Whether a refusal stands where the picture would be, `tails` or the run's own: nothing can be said of a run then."""
    if hopeless(experiment)[0]:
        return True
    try:
        fitted(experiment)
    except ValueError:
        return True
    return False


def refuse(page: str, refusal: ValueError) -> None:
    """Say in the picture's place why there is no run, and offer another method."""

    def take() -> None:
        st.session_state[f"{page}.method"] = "gradient"

    st.warning(str(refusal))
    st.button("Use the stochastic gradient", on_click=take, type="primary")


def tails(page: str, stage: str, experiment: Experiment) -> bool:
    """Whether the divergence is infinite between these tails: then a sentence names both, where this stage would be, and a
    button takes another family."""
    said, family = hopeless(experiment)
    if not said:
        return False

    def take() -> None:
        st.session_state[f"{page}.family"] = family

    with st.container(horizontal_alignment="center", vertical_alignment="center", key=f"{stage}-refused"):
        st.markdown(f":material/block: {said} No start and no step size helps.", width="content")
        if family and f"{page}.family" in st.session_state and family != slug(experiment.problem.family):
            name = "Normal" if experiment.problem.target.dim == 1 and FAMILIES[family].gaussian else label(FAMILIES[family])
            st.button(f"Take {name}", on_click=take, key=f"{stage}.tails.take")
    return True


def slower(page: str, stage: str, stop: dict) -> None:
    """A button that takes the learning rate which a stage of the page proposes for a run that was thrown."""
    if not (rate := stop.get("cure")):
        return

    def take() -> None:
        st.session_state[f"{page}.method.optimizer.rate"] = rate

    st.button(f"Try a learning rate of {rate:g}", on_click=take, key=f"{stage}.slower", type="primary")
