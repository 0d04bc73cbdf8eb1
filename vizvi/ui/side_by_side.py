"""The duel: one target, one start, two divergences, on two stages that step together."""

from dataclasses import replace

import streamlit as st

from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.format import nats, number
from vizvi.links import ROLES, variants
from vizvi.member import slug
from vizvi.picture import live, shared_top
from vizvi.problem import Problem
from vizvi.ui.cache import fitted
from vizvi.ui.controls import NAMES, build, choose, supported, workable
from vizvi.ui.hand import Hand, drawn, measure
from vizvi.ui.lab import fold, held, on_method, tools
from vizvi.ui.share import share
from vizvi.ui.state import LIMITS, Switches, load, notice, save

SIDES = {
    "reverse": ("reverse_kl", "**Reverse**, KL(q‖p): billed where **q** is."),
    "forward": ("forward_kl", "**Forward**, KL(p‖q): billed where **p** is."),
}
SPARED = ("log_z", "correlation_q", "correlation_p")  # read-outs that two narrow stages leave out


def duel(page: str, default: Experiment, controls, switches: Switches = ()) -> tuple[Experiment, bool]:
    """Both stages with the controls below; the experiment of the link is the reverse side's. Also whether all may be told.

    `controls()` gives the experiment, whether the answer may be told, and the slot for Share. Until it may, a hand draws
    a prediction on each side; from then on it moves where both start."""
    load(page, default, switches)
    memory = st.session_state[f"_{page}"]
    hands = {side: Hand(page, side) for side in SIDES}
    for hand in hands.values():
        hand.turn_knobs()
    stages_slot, controls_slot = st.container(), st.container()
    with controls_slot:
        experiment, revealed, share_slot = controls()
    memory["apart"] = not revealed
    if st.session_state.get(f"{page}.carry"):
        _carry(memory, experiment)
    for side, hand in hands.items():  # where either hand let go, both start
        hand.take(billed(experiment, side))
    experiment = hands["reverse"].take(experiment) if revealed else experiment
    memory["holding"] = any(hand.holding for hand in hands.values())
    with share_slot:
        share(page, experiment)
    if not memory["holding"]:
        save(page, experiment, default)
    with stages_slot:
        if told := notice(page):
            st.info(told)
        sides = {side: hand.take(billed(experiment, side)) for side, hand in hands.items()}
        common = _common(sides)
        memory["end"] = experiment.problem, tuple(fitted(sides["reverse"]).lam[0, -1].tolist())
        for (side, hand), column in zip(hands.items(), st.columns(2, gap="medium"), strict=True):
            with column:
                st.markdown(SIDES[side][1])
                held(page, sides[side], common | _header(page, hand, sides[side], revealed), [hand], side)
        if slug(experiment.problem.target) == "gaussian" and not experiment.problem.family.tilts and revealed:
            st.markdown(_prices({side: drawn(each) for side, each in sides.items()}))
    return experiment, revealed


def _prices(shown: dict) -> str:
    """On a correlated Gaussian both sides pay the same for not tilting, each for another mistake."""
    left, right = (shown[side].arrays for side in SIDES)
    prices = nats(float(left["reverse_kl"][-1])), nats(float(right["forward_kl"][-1]))
    ratios = [number(float(each["sd_ratio_1"][-1])) for each in (left, right)]
    return (
        f"**The same price, two mistakes.** The left side ends at {prices[0]}, the right at {prices[1]}: both "
        f"−½ log(1 − ρ²). The left has p's *precisions*, so each sd is {ratios[0]} of p's; the right has p's *variances*, "
        f"{ratios[1]} of p's sd."
    )


def _carry(memory: dict, experiment: Experiment) -> None:
    """Start where the reverse side ended, if a knob of the same target has been turned since."""
    before, end = memory.get("end", (None, ()))
    now = experiment.problem
    if before and before != now and (type(before.target), before.family) == (type(now.target), now.family):
        memory["start"] = end


def billed(experiment: Experiment, side: str) -> Experiment:
    """The same experiment under a side's divergence, with a method that can do that."""
    problem = replace(experiment.problem, divergence=DIVERGENCES[SIDES[side][0]]())
    method = next(each for each in variants(experiment.method) if not each.supports(problem))
    return replace(experiment, problem=problem, method=method)


def _common(sides: dict[str, Experiment]) -> dict:
    """What both stages share: the read-outs and, in 1-D, the height of the axis."""
    shown = [drawn(each) for each in sides.values()]
    header = {"readouts": [each for each in shown[0].header["readouts"] if each["key"] not in SPARED]}
    return header | ({"top": shared_top(shown)} if shown[0].header["kind"] == "1d" else {})


def _header(page: str, hand: Hand, experiment: Experiment, revealed: bool) -> dict:
    """What a stage of a duel says: its side of the pair and, once the answer is told, what was predicted."""
    header = {"link": page, "formula": None, "trace": None, "open": not revealed}
    if revealed and (said := hand.said(experiment.problem)):
        frame = live(experiment.problem, experiment.problem.checked(said), 0)
        mean, cov, value = (frame.arrays[name][0].tolist() for name in ("q_mean", "q_cov", measure(experiment.problem)))
        note = nats(value) if hand.said_of(experiment.problem) else "of another p"
        header["ghosts"] = [{"label": "you said", "mean": mean, "cov": cov, "note": note}]
    return header


def settings(page: str, default: Experiment, carry: bool = False):
    """The controls of a duel: a target with its knobs, a Gaussian family, and a fold for the method. The experiment and
    the slot for Share. carry: offer to start each run where the last one ended."""
    columns = st.columns([1.3, 1.2, 1.2, 1, 1.5], vertical_alignment="bottom")
    with columns[4]:
        share_slot = tools(page, default)
    more = fold(page)
    with columns[0]:
        cls = choose(f"{page}.target", NAMES["target"], ROLES["target"], lambda each: slug(each) != "normal_normal")
    target = build(cls, f"{page}.target", [*columns[1:3], more])
    gaussian = [name for name, each in ROLES["family"].items() if each.gaussian]
    if target.dim == 1:
        gaussian = [slug(default.problem.family)]
    cls = ROLES["family"][gaussian[0]]
    if len(gaussian) > 1:
        with columns[3]:
            cls = choose(f"{page}.family", NAMES["family"], ROLES["family"], lambda each: slug(each) in gaussian)
    problem = Problem(target, cls(), default.problem.divergence)
    with more:
        cls = choose(f"{page}.method", NAMES["method"], ROLES["method"], _both(problem), **on_method(page))
    method = build(cls, f"{page}.method", [more], supported(problem))
    if carry:
        with columns[3] if target.dim == 1 else more:
            st.toggle(
                "Carry q along", key=f"{page}.carry", help="Start where the left side ended before you turned a knob."
            )
    with more:
        steps = st.number_input("Steps", *LIMITS["steps"], key=f"{page}.steps")
        seed = st.number_input("Seed", *LIMITS["seed"], key=f"{page}.seed")
    return Experiment(problem, method, steps=steps, seed=seed), share_slot


def _both(problem: Problem):
    """Whether a method can follow both divergences."""
    sides = [replace(problem, divergence=DIVERGENCES[name]()) for name, _ in SIDES.values()]
    return lambda cls: all(workable(each)(cls) for each in sides)
