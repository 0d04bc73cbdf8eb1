"""The landscape and the stage beside it: a start to drag on one, its run on the other, or 25 balls at once."""

from dataclasses import fields, replace

import streamlit as st

from vizvi.diagnostics.balls import COUNT as BALLS
from vizvi.diagnostics.balls import drop, one_of
from vizvi.diagnostics.basins import basins, census
from vizvi.diagnostics.landscape import iso_lines, landscape
from vizvi.experiment import Experiment, fit
from vizvi.links import ROLES
from vizvi.member import label
from vizvi.methods.gradient import Gradient
from vizvi.optimizers import OPTIMIZERS
from vizvi.picture import Picture, picture
from vizvi.problem import Problem
from vizvi.ui.board import board, pack
from vizvi.ui.cache import remembered
from vizvi.ui.controls import NORMAL, knob
from vizvi.ui.format import percent
from vizvi.ui.hand import Hand, drawn
from vizvi.ui.lab import fold, held, tools
from vizvi.ui.lesson import Lesson, predict
from vizvi.ui.page import presenting
from vizvi.ui.presets import preset
from vizvi.ui.share import share
from vizvi.ui.stage import stage
from vizvi.ui.state import LIMITS, load, notice, put, save

PAGE = "basins"
DEFAULT = preset("two_bumps", "mean_field", start=(0.0, 0.9932517730102834))  # mean 0, sd 2.7
PRESETS = {
    "the start in the middle": DEFAULT,
    "a start on a slope": replace(DEFAULT, start=(2.0, 0.0)),
    "d = 2.3: one valley": preset("two_bumps", "mean_field", start=DEFAULT.start, separation=2.3),
    "weight 0.7: the middle is gone": preset("two_bumps", "mean_field", start=DEFAULT.start, weight=0.7),
    "one draw, 1 000 steps": replace(DEFAULT, method=Gradient(draws=1), steps=1000),
}
SWITCHES = ("balls", "reveal")
RULES = ("sgd", "adam", "natural_gradient")  # first in the menu; then whatever else there is
READOUTS = ("elbo", "reverse_kl", "sd_ratio_1")
CALLED = {"sgd": "Gradient descent"}


def _ground(experiment: Experiment):
    found = landscape(experiment.problem)
    return found, iso_lines(found), basins(experiment.problem, found)


def _ball(experiment: Experiment, k: int) -> Picture:
    dropped = drop(experiment)
    return picture(one_of(dropped, k), dropped.history, k)


# Neither depends on the method.
ground = remembered(_ground, key=lambda each: repr(each.problem))
fitted, dropped, ball = remembered(fit), remembered(drop), remembered(_ball, entries=256)


def _paths(experiment: Experiment, balls: bool):
    """λ of all that rolls, (R, T+1, 2)."""
    if balls:
        return dropped(experiment).history.lam
    from vizvi.figures.landscape import path

    return path(drawn(experiment).arrays)


def grounds(lesson: Lesson) -> tuple[Experiment, bool]:
    """The landscape and the stage, linked by step, with the controls below; also whether all may be told.

    Above them the lesson's prediction, as long as its target is the one shown."""
    load(PAGE, DEFAULT, SWITCHES)
    memory = st.session_state[f"_{PAGE}"]
    _keep_to_bumps(memory)
    hand = Hand(PAGE)
    hand.turn_knobs()
    _take_start(memory)
    question, pictures, controls = st.container(), st.container(), st.container()
    with controls:
        experiment, revealed, balls, reveal, share_slot = settings(lesson, question, hand.holding)
    experiment = hand.take(experiment)
    experiment = replace(experiment, start=experiment.start or DEFAULT.start)
    with share_slot:
        share(PAGE, experiment)
    if not hand.holding:
        save(PAGE, experiment, DEFAULT)
    with pictures:
        if told := notice(PAGE):
            st.info(told)
        left, right = st.columns([1.15, 1], gap="medium")
        with left:
            _board(experiment, revealed, reveal, balls, [True])
            if revealed:
                st.markdown(_ends(experiment, reveal, balls))
        with right:
            header = {"link": PAGE, "formula": None, "strip": None, "explain": None, "trace": None, "open": not revealed}
            if balls:
                _watch(experiment, memory.get("picked", 0), header)
            else:
                held(PAGE, experiment, header | _short(drawn(experiment)), [hand])
    return experiment, revealed


def _keep_to_bumps(memory: dict) -> None:
    """A link may ask for what this page does not have: told like anything else that was not understood."""
    problem = memory["experiment"].problem
    kinds = (problem.target, DEFAULT.problem.target), (problem.divergence, DEFAULT.problem.divergence)
    if any(type(given) is not type(ours) for given, ours in kinds) or not problem.family.gaussian:
        memory["experiment"] = DEFAULT
        memory["notices"] = [*memory["notices"], "This page keeps to two bumps, a Normal q and the reverse KL."]
        put(PAGE, DEFAULT)


def settings(lesson: Lesson, question, holding: bool):
    """At most five controls, the rest behind More: the experiment, whether the prediction was made, two switches and the
    slot for Share."""
    columns = st.columns([1.1, 1.1, 1.2, 0.9, 1.3, 1.5], vertical_alignment="bottom")
    with columns[5]:
        share_slot = tools(PAGE, DEFAULT)
    more = fold(PAGE)
    target = ROLES["target"]["two_bumps"]
    with columns[0]:
        separation, weight = (each for each in fields(target))
        separation = knob(f"{PAGE}.target.separation", separation)
    with columns[1]:
        weight = knob(f"{PAGE}.target.weight", weight)
    problem = Problem(target(separation=separation, weight=weight), DEFAULT.problem.family, DEFAULT.problem.divergence)
    method = _method(columns[2], columns[3], more)
    memory = st.session_state[f"_{PAGE}"]
    if not holding:  # nothing moves away under a hand
        memory["asked"] = problem.target == DEFAULT.problem.target
    revealed = True
    if memory.get("asked"):
        with question:
            revealed = predict(lesson)
    with columns[4]:
        balls = st.toggle("Drop 25 balls", key=f"{PAGE}.balls", disabled=not revealed, on_change=_forget_path)
        reveal = st.toggle("Color the basins", key=f"{PAGE}.reveal", disabled=not revealed)
    with more:
        steps = st.number_input("Steps", *LIMITS["steps"], key=f"{PAGE}.steps")
        seed = st.number_input("Seed", *LIMITS["seed"], key=f"{PAGE}.seed")
    experiment = Experiment(problem, method, steps=steps, seed=seed)
    return experiment, revealed, balls and revealed, reveal and revealed, share_slot


def _method(first, second, more):
    """One menu of rules for what links call a method and its optimizer; the draws beside it, the step size behind More."""
    state, key = st.session_state, f"{PAGE}.method"
    methods = [name for name, cls in ROLES["method"].items() if not cls().supports(DEFAULT.problem) and name != "gradient"]
    rules = list(dict.fromkeys([*RULES, *OPTIMIZERS, *methods]))
    now = state[f"{key}.optimizer"] if state[key] == "gradient" else state[key]
    state[f"{PAGE}.rule"] = now

    def take_rule() -> None:
        rule = state[f"{PAGE}.rule"]
        state[key] = "gradient" if rule in OPTIMIZERS else rule
        if rule in OPTIMIZERS:
            state[f"{key}.optimizer"] = rule
        else:
            state[f"{PAGE}.steps"] = ROLES["method"][rule].usual_steps

    def called(rule: str) -> str:
        return CALLED.get(rule) or label(OPTIMIZERS[rule] if rule in OPTIMIZERS else ROLES["method"][rule])

    rule = first.selectbox("Method", rules, format_func=called, key=f"{PAGE}.rule", on_change=take_rule)
    if rule not in OPTIMIZERS:
        second.markdown("no noise: exact", help="This method integrates; it draws nothing.")
        return _knobs(ROLES["method"][rule], key, more)
    left = state[f"_{PAGE}"]["experiment"].method
    usual = left if isinstance(left, Gradient) else DEFAULT.method
    draws = next(each for each in fields(Gradient) if each.name == "draws")
    with second:
        draws = knob(f"{key}.draws", draws)
    return replace(usual, optimizer=_knobs(OPTIMIZERS[rule], f"{key}.optimizer", more), draws=draws)


def _knobs(cls, prefix: str, slot):
    with slot:
        return cls(**{each.name: knob(f"{prefix}.{each.name}", each) for each in fields(cls)})


def _take_start(memory: dict) -> None:
    """Where the board's start was let go, or which path was picked on it; runs before the widgets."""
    start, path = _said("start"), _said("path")
    if start and start["seq"] > memory.get("start_seq", 0) and start.get("released"):
        memory["start_seq"], memory["start"] = start["seq"], _lam(start["value"])
    if path and path["seq"] > memory.get("path_seq", 0):
        memory["path_seq"], memory["picked"] = path["seq"], path["index"]


def _said(what: str) -> dict | None:
    return (st.session_state.get(f"{PAGE}.board") or {}).get(what)


def _lam(value) -> tuple[float, ...]:
    try:
        mean, log_sd = (float(each) for each in value)
    except (TypeError, ValueError):
        return DEFAULT.start
    return (mean, log_sd) if abs(mean) < 1e3 and abs(log_sd) < 20 else DEFAULT.start


def _forget_path() -> None:
    st.session_state[f"_{PAGE}"]["picked"] = 0


@st.fragment
def _board(experiment: Experiment, told: bool, reveal: bool, balls: bool, news: list) -> None:
    """The landscape by itself: while its start is held, the run from there is drawn and nothing else waits."""
    memory = st.session_state[f"_{PAGE}"]
    start, path, held_now = _said("start"), _said("path"), False
    if not news:  # the board itself asks for an answer
        if (start and start["seq"] > memory.get("start_seq", 0) and start.get("released")) or (
            path and path["seq"] > memory.get("path_seq", 0)
        ):
            st.rerun()
        if start and start["seq"] > memory.get("start_seq", 0):
            experiment, held_now = replace(experiment, start=_lam(start["value"])), True
    news.clear()
    found, lines, parts = ground(experiment)
    paths = fitted(experiment).lam if held_now else _paths(experiment, balls)
    from vizvi.figures.landscape import landscape_board

    grip = None if balls else experiment.start or DEFAULT.start
    header, arrays = landscape_board(found, lines, parts, reveal, told, paths, grip)
    picked = min(memory.get("picked", 0), len(paths) - 1)
    if header["select"]:
        header["select"]["index"] = picked if balls else 0
    seq = max((each["seq"] for each in (start, path) if each), default=0)
    name = f"{hash((repr(experiment), told, reveal, balls, picked)) & 0xFFFFFFFF:x}.{seq}"
    header |= {"id": name, "seq": seq, "present": presenting(), "link": PAGE if told else None}
    board(pack(header, arrays), key=f"{PAGE}.board")


def _ends(experiment: Experiment, reveal: bool, balls: bool) -> str:
    """Where the runs end, and how large the basins are, in two sentences."""
    from vizvi.figures.landscape import LETTERS

    parts = ground(experiment)[2]
    count = census(experiment.problem, parts, _paths(experiment, balls)[:, -1])
    where = ", ".join(f"{number} in **{LETTERS[k]}**" for k, number in enumerate(count) if number)
    first, *others = where.split(", ")
    many = ", ".join([first.replace(" in ", " end in "), *others]) or "none ends in a valley"
    ends = f"Of {BALLS} balls, {many}." if balls else f"This run ends {where[2:] or 'outside of every valley'}."
    if reveal:
        shares = ", ".join(f"**{LETTERS[k]}** {percent(share)}" for k, share in enumerate(parts.share.tolist()))
        ends += f" Shares of the picture: {shares}."
    return ends


def _watch(experiment: Experiment, picked: int, header: dict) -> None:
    """The run of one ball on the stage, to be watched and not grabbed."""
    shown = ball(experiment, min(picked, len(dropped(experiment).start) - 1))
    quiet = {"handles": [], "grips": [], "present": presenting(), "step": None, "family": NORMAL}
    stage(pack(shown.header | quiet | header | _short(shown), shown.arrays), key=f"{PAGE}.stage")


def _short(shown: Picture) -> dict:
    """The read-outs that fit beside a landscape."""
    return {"readouts": [each for each in shown.header["readouts"] if each["key"] in READOUTS]}
