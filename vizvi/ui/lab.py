"""The lab: an experiment's controls and its picture, which stays mounted while they change."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lesson import Lesson
from vizvi.links import ROLES
from vizvi.member import slug
from vizvi.problem import Problem
from vizvi.ui.canvas import pack, stage
from vizvi.ui.controls import NAMES, NORMAL, build, choose, supported, workable
from vizvi.ui.formula import formula
from vizvi.ui.hand import Hand, drawn
from vizvi.ui.lesson import predict
from vizvi.ui.page import presenting
from vizvi.ui.share import share
from vizvi.ui.state import LIMITS, load, notice, reset, save


def play(experiment: Experiment, key: str) -> None:
    """The stage with one experiment on it, to be watched and not grabbed."""
    shown = drawn(experiment)
    quiet = {"handles": [], "grips": [], "present": presenting(), "formula": formula("fit" in shown.arrays)}
    stage(pack(shown.header | quiet, shown.arrays), key=key)


def playground(lesson: Lesson, default: Experiment, dim: int) -> tuple[Experiment, bool]:
    """A whole playground: the stage above, at most five controls below it, the rest behind "More".

    Above the stage the lesson's prediction, as long as its target is the one shown; also whether all may be told."""
    page, slot, open_question = lesson.slug, st.container(), False

    def controls():
        nonlocal open_question
        experiment, share_slot = settings(page, default, dim)
        memory = st.session_state[f"_{page}"]
        if not memory["holding"]:  # nothing moves away under a hand
            memory["asked"] = experiment.problem.target == default.problem.target
        if memory.get("asked"):
            with slot:
                open_question = not predict(lesson)
        return experiment, {"open": open_question}, share_slot

    return hands_on(page, default, controls), not open_question


def hands_on(page: str, default: Experiment, controls, switches: tuple[str, ...] = ()) -> Experiment:
    """A stage that a hand can grab, with its controls below.

    `controls()` gives the experiment, more of the stage's header, and the slot for Share; `switches` are toggles of
    the page that its link keeps."""
    load(page, default, switches)
    hand = Hand(page)
    hand.turn_knobs()
    picture_slot, controls_slot = st.container(), st.container()
    with controls_slot:
        experiment, extra, share_slot = controls()
    experiment = hand.take(experiment)
    with share_slot:
        share(page, experiment)
    if not hand.holding:
        save(page, experiment, default)
    with picture_slot:
        if told := notice(page):
            st.info(told)
        waiting = st.empty()
        if st.session_state[f"_{page}"]["arriving"]:  # later the last picture stays until the next one is there
            waiting.html('<div class="vizvi-wait">Computing the run …</div>')
        held(page, experiment, extra, [hand])
        waiting.empty()
    return experiment


@st.fragment
def held(page: str, experiment: Experiment, extra: dict, hands: list[Hand], side: str = "") -> None:
    """The stage by itself, so that an answer to a hand that holds something waits for nothing else on the page."""
    if hands:
        hands.pop().show(experiment, extra)
    elif Hand.let_go(page, side):
        st.session_state[f"_{page}"]["rerunning"] = True
        st.rerun()  # the whole page learns where q or p is now
    else:
        hand = Hand(page, side)
        hand.show(hand.take(hand.turned(experiment)), extra)


def place(page: str, text: str, places: dict) -> None:
    """Buttons that put q where a sentence has it: label -> λ."""
    key = f"{page}.place"

    def put_there() -> None:
        if chosen := st.session_state.get(key):
            st.session_state[f"_{page}"]["start"] = places[chosen]
            st.session_state[key] = None

    st.pills(text, list(places), key=key, on_change=put_there)


def settings(page: str, default: Experiment, dim: int):
    """The controls of an experiment as one row, and a fold for the rest."""
    columns = st.columns([1.25, 1.1, 1, 1, 1.2, 1.5], vertical_alignment="bottom")
    with columns[5]:
        share_slot = tools(page, default)
    more = fold(page)
    with columns[0]:
        cls = choose(f"{page}.target", NAMES["target"], ROLES["target"], lambda each: each.dim == dim)
    target = build(cls, f"{page}.target", [columns[1], more])
    with columns[2]:
        cls = _family(page, dim)
    family = build(cls, f"{page}.family", [more])
    with columns[3]:
        cls = choose(f"{page}.divergence", NAMES["divergence"], ROLES["divergence"])
    problem = Problem(target, family, build(cls, f"{page}.divergence", [more]))
    _return_to_usual(page, problem)
    with columns[4]:
        cls = choose(f"{page}.method", NAMES["method"], ROLES["method"], workable(problem), **on_method(page))
    method = build(cls, f"{page}.method", [more], supported(problem))
    with more:
        steps = st.number_input("Steps", *LIMITS["steps"], key=f"{page}.steps")
        runs = st.slider("Runs", *LIMITS["runs"], key=f"{page}.runs", help="Other runs play faint beside the first.")
        seed = st.number_input("Seed", *LIMITS["seed"], key=f"{page}.seed")
    return Experiment(problem, method, runs=runs, steps=steps, seed=seed), share_slot


def _family(page: str, dim: int):
    """The menu of families. In one dimension there is nothing to tilt: both Gaussians are the same normal."""
    key, text = f"{page}.family", NAMES["family"]
    if dim > 1:
        return choose(key, text, ROLES["family"])
    if st.session_state.get(key) == "full_rank":
        st.session_state[key] = "mean_field"
    allowed = [cls for name, cls in ROLES["family"].items() if name != "full_rank"]
    return choose(key, text, ROLES["family"], allowed.__contains__, {"mean_field": NORMAL})


def _return_to_usual(page: str, problem: Problem) -> None:
    """Take the usual estimator again once a change of the problem lets it back in."""
    memory, usual = st.session_state[f"_{page}"], ROLES["method"]["gradient"]().estimator
    suits = not usual.supports(problem)
    if suits and memory["unusual"]:
        st.session_state[f"{page}.method.estimator"] = slug(usual)
    memory["unusual"] = not suits


def tools(page: str, default: Experiment):
    """Reset and Share side by side: the slot that Share goes to once it knows what."""
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    row.button("Reset", icon=":material/restart_alt:", on_click=reset, args=(page, default), key=f"{page}.reset")
    return row.container(width="content")


def fold(page: str):
    """More: a row of widgets that opens below the controls.

    Its widgets are in the browser while it is closed, too. Those of a popover are not: it would miss what Python sets
    in the meantime, open with stale values and send them back."""
    return st.expander("More", icon=":material/tune:").container(horizontal=True, key=f"{page}.more")


def on_method(page: str) -> dict:
    """A method brings its own usual number of steps."""

    def bring_steps() -> None:
        cls = ROLES["method"][st.session_state[f"{page}.method"]]
        st.session_state[f"{page}.steps"] = cls.usual_steps

    return {"on_change": bring_steps}
