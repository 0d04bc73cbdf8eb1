"""The α dial: a stage whose steps are turns from KL(q‖p) to KL(p‖q), and what the optimum does on the way."""

import streamlit as st

from vizvi.diagnostics.dial import dial
from vizvi.experiment import Experiment
from vizvi.picture import Picture, turned
from vizvi.ui.cache import remembered
from vizvi.ui.page import presenting
from vizvi.ui.stage import pack, stage

STEPS = {1: 50, 2: 20}  # turns of the dial
NAMES = {
    "best": "the best at each α",
    "up": "turn up, and carry the optimum along",
    "down": "turn down, and carry the optimum along",
}
CONVENTIONS = (
    "α here is Minka's (2005): 0 is KL(q‖p), 1 is KL(p‖q), ½ is Hellinger's. Bishop (PRML, 10.19) writes 2α − 1: −1, 1 and 0. "
    "Li & Turner (2016) write 1 − α: 1, 0 and ½."
)


def _dialed(experiment: Experiment, path: str) -> tuple[Picture, list[float]]:
    problem = experiment.problem
    found = dial(problem, STEPS[problem.target.dim], path)
    alphas = found.alpha.tolist()
    shown = turned(problem, found.lam, {"name": "α", "values": alphas, "text": "α = {}"}, found.alpha)
    return shown, [alphas[each] for each in found.jumps]


# Only the target and the family matter.
dialed = remembered(_dialed, entries=32, key=lambda each: repr((each.problem.target, each.problem.family)))


def alpha_dial(page: str, experiment: Experiment) -> None:
    """The stage of the dial, and where it jumps."""
    left, right = st.columns([3, 1.2], vertical_alignment="bottom")
    path = left.segmented_control("Way", list(NAMES), default="best", format_func=NAMES.get, key=f"{page}.way") or "best"
    right.caption("Which α?", help=CONVENTIONS)
    shown, jumps = dialed(experiment, path)
    header = shown.header | {"seq": 0, "link": f"{page}.dial", "present": presenting()}
    stage(pack(header, shown.arrays), key=f"{page}.dial")
    st.markdown(_told(jumps, path))


def _told(jumps: list[float], path: str) -> str:
    if not jumps:
        return "Turn the dial: q moves without a jump."
    at = ", ".join(f"{each:.2f}" for each in jumps)
    why = {
        "best": "there another optimum becomes the better one",
        "up": "there the optimum that was carried along has ceased to be one",
        "down": "there, on the way down, the optimum that was carried along has ceased to be one",
    }[path]
    return f"Turn the dial: q **jumps at α = {at}**; {why}."
