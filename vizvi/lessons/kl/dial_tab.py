"""The α dial: a stage whose steps are turns from KL(q‖p) to KL(p‖q), and what the optimum does on the way."""

import streamlit as st

from vizvi.diagnostics.dial import Dial, along, dial, minimized
from vizvi.diagnostics.ordering import ordering_curve
from vizvi.experiment import Experiment
from vizvi.figures.board import Board
from vizvi.lessons.kl import words
from vizvi.lessons.kl.branches import RANGES, branches, truth_along
from vizvi.lessons.kl.dial_on_branches import followed_on_branches
from vizvi.member import slug
from vizvi.picture import DRAWN, Picture, thin, turned
from vizvi.problem import Problem
from vizvi.ui.cache import kept, remembered
from vizvi.ui.canvas import pack, stage
from vizvi.ui.charts import show
from vizvi.ui.controls import NORMAL
from vizvi.ui.count import stoppable
from vizvi.ui.offered import offer
from vizvi.ui.page import presenting
from vizvi.ui.session import Session
from vizvi.ui.side_by_side import SPARED

STEPS = {1: 40, 2: 20}  # turns of the dial


MINIMIZED = {
    "key": "dialed", "label": "Dα(p‖q)", "unit": "", "tone": "q", "toy": True, "kind": "quadrature",
    "hint": words.MINIMIZED,
}  # fmt: skip


def _dialed(experiment: Experiment, path: str) -> tuple[Dial, Picture]:
    problem = experiment.problem
    if on_bumps(problem):
        found, least = followed_on_branches(problem, _branches(problem), STEPS[1], path)
    else:
        found = dial(problem, STEPS[problem.target.dim], path)
        least = minimized(problem, found)
    values = {"name": "α", "values": found.alpha.tolist(), "text": "α = {}"}
    shown = turned(problem, found.lam, values, found.alpha)
    header = shown.header | {"readouts": [MINIMIZED, *shown.header["readouts"]]}
    return found, Picture(header, shown.arrays | {"dialed": least})


# Only the target and the family matter.
dialed = remembered(_dialed, entries=32, key=lambda each: repr((each.problem.target, each.problem.family)))
charted = kept(branches, entries=512)  # a class turns the same knobs


def on_bumps(problem: Problem) -> bool:
    """Whether all branches of the target's optima are known."""
    return slug(problem.target) in ("two_bumps", "two_modes")


def ordered(problem: Problem) -> bool:
    """Whether the variance along the dial has a closed form."""
    return slug(problem.target) == "gaussian" and not problem.family.tilts


def _branches(problem: Problem):
    return charted("alpha", problem.target.separation, problem.target.weight)


def alpha_dial(session: Session, experiment: Experiment) -> None:
    """The stage of the dial beside the board of where it leads; `kl.way` says which optimum it follows."""
    left, right = st.columns([3, 1.2], vertical_alignment="bottom")
    path = left.segmented_control(words.FOLLOW, list(words.WAYS), format_func=words.WAYS.get, key="kl.way") or "best"
    right.caption(words.WHICH_ALPHA, help=words.CONVENTIONS)
    group, present = "kl.dial", {"present": presenting(), "seq": 0}
    left, right = st.columns(2, gap="medium")
    below = st.empty()
    below.markdown(words.FOLLOWING)
    problem, turns = experiment.problem, (STEPS[experiment.problem.target.dim] + 1) * (1 + (path == "best"))
    work = f"{path} {problem.target!r} {problem.family!r}"
    done = stoppable(below, session, work, turns, lambda: dialed(experiment, path), words.so_far)
    if done is None:
        return
    found, shown = done
    normal = {"family": NORMAL} if problem.target.dim == 1 else {}
    with left:
        tiles = [each for each in shown.header["readouts"] if each["key"] not in SPARED]
        header = shown.header | present | {"link": group, "readouts": tiles} | normal
        stage(pack(header, thin(shown.arrays, header), DRAWN), key="kl.dial")
        name = words.picture(header["title"])
        offer("kl.dial", name, lambda: Picture(header, dialed(experiment, path)[1].arrays), header)
    with right:
        show(_map(group, problem, found), "kl.dial.map", session)
    told = words.turned([(found.alpha[each - 1], found.alpha[each]) for each in found.jumps], path)
    below.markdown(f"{told} {words.NEVER_TWO}" if ordered(problem) else told)


def _map(group: str, problem: Problem, found: Dial) -> Board:
    from vizvi.lessons.kl.dial_chart import bumps_map, dial_map, ordering_map

    target = problem.target
    mean, sd, ratio = along(problem, found)
    if on_bumps(problem):
        truth = truth_along("alpha", RANGES["alpha"], target.separation, target.weight)
        return bumps_map(group, _branches(problem), found.alpha, mean[:, 0], sd[:, 0], truth)
    if ordered(problem):
        return ordering_map(group, found.alpha, sd[:, 0] ** 2, ordering_curve(target.correlation))
    curves = [(words.MEAN_OF_Q, None, mean), (words.SD_RATIO, 1.0, ratio)]
    return dial_map(group, found.alpha, curves, target.names, found.jumps)
