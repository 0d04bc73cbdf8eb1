"""The lab: an experiment's controls and its picture, which stays mounted while they change."""

import streamlit as st

from vizvi.experiment import Experiment, fit
from vizvi.links import ROLES
from vizvi.picture import picture
from vizvi.problem import Problem
from vizvi.ui.controls import NAMES, build, choose, supported, workable
from vizvi.ui.stage import pack, stage
from vizvi.ui.state import LIMITS, load, notice, put, save


def _message(experiment: Experiment) -> bytes:
    return pack(*picture(experiment, fit(experiment)))


# Nested dataclasses are hashed by their fields alone: without `repr`, experiments that differ in a class would share.
message = st.cache_data(_message, hash_funcs={Experiment: repr}, max_entries=256, show_spinner=False)


def play(experiment: Experiment, key: str) -> None:
    """The stage with one experiment on it."""
    stage(message(experiment), key=key)


def playground(page: str, default: Experiment, dim: int) -> Experiment:
    """A whole playground: the stage above, at most five controls below it, the rest behind "More"."""
    load(page, default)
    picture_slot, controls_slot = st.container(), st.container()
    with controls_slot:
        experiment = settings(page, default, dim)
    save(page, experiment, default)
    with picture_slot:
        if told := notice(page):
            st.info(told)
        play(experiment, f"{page}.stage")
    return experiment


def settings(page: str, default: Experiment, dim: int) -> Experiment:
    """The controls of an experiment as one row and a popover."""
    columns = st.columns([1.25, 1.25, 1, 1, 1.25, 0.72], vertical_alignment="bottom")
    with columns[5]:
        more = st.popover("More", icon=":material/tune:", width="stretch")
        st.button("Reset", icon=":material/restart_alt:", width="stretch", on_click=put, args=(page, default))
    with columns[0]:
        cls = choose(f"{page}.target", NAMES["target"], ROLES["target"], lambda each: each.dim == dim)
    target = build(cls, f"{page}.target", [columns[1], more])
    with columns[2]:
        cls = choose(f"{page}.family", NAMES["family"], ROLES["family"])
    family = build(cls, f"{page}.family", [more])
    with columns[3]:
        cls = choose(f"{page}.divergence", NAMES["divergence"], ROLES["divergence"])
    problem = Problem(target, family, build(cls, f"{page}.divergence", [more]))
    with columns[4]:
        cls = choose(f"{page}.method", NAMES["method"], ROLES["method"], workable(problem), **_on_method(page))
    method = build(cls, f"{page}.method", [more], supported(problem))
    with more:
        steps = st.number_input("Steps", *LIMITS["steps"], key=f"{page}.steps")
        runs = st.slider("Runs", *LIMITS["runs"], key=f"{page}.runs", help="Other runs play faint beside the first.")
        seed = st.number_input("Seed", *LIMITS["seed"], key=f"{page}.seed")
    return Experiment(problem, method, runs=runs, steps=steps, seed=seed)


def _on_method(page: str) -> dict:
    """A method brings its own usual number of steps."""

    def bring_steps() -> None:
        cls = ROLES["method"][st.session_state[f"{page}.method"]]
        st.session_state[f"{page}.steps"] = cls.usual_steps

    return {"on_change": bring_steps}
