"""Tab C of the lesson on uncertainty: hundreds of simulated data sets, and how often q was right."""

import time
from dataclasses import replace

import streamlit as st

from vizvi.diagnostics.simulation_calibration import SMALL, Calibration, blocks, expected_histogram, joined
from vizvi.format import share
from vizvi.lesson import Prediction
from vizvi.lessons.too_sure.example_line import given, points
from vizvi.lessons.too_sure.launch import design
from vizvi.lessons.too_sure.words import calibration as words
from vizvi.models.exponential_rate import ExponentialRate
from vizvi.models.linear_regression import LinearRegression
from vizvi.models.logistic_regression import LogisticRegression
from vizvi.models.normal_mean import NormalMean
from vizvi.models.script import calibration_script
from vizvi.ui.charts import show
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, choice, whole
from vizvi.ui.tiles import Large, large

PAGE = "sure"
FLIGHTS = {"design": design(), "prior_sd": 5.0, "names": ("intercept", "slope")}
# The class of a model and what it is made of.
MODELS = {
    "line": (LinearRegression, given(points(), False)),
    "centered": (LinearRegression, given(points(), True)),
    "mean": (NormalMean, {"n": 4}),
    "rate": (ExponentialRate, {"n": 3}),
    "launch_mf": (LogisticRegression, FLIGHTS | {"family": "mean_field"}),
    "launch_fr": (LogisticRegression, FLIGHTS | {"family": "full_rank"}),
    "launch_laplace": (LogisticRegression, FLIGHTS | {"family": "laplace"}),
}
SIZES = (50, 100, 200, 500, 1000, 2000, 5000, 10_000)
PIECE = 100  # data sets: a quarter of a second of the slowest model
AT_ONCE = 2  # of them, which are all that the page opens with
PATIENCE = 0.15  # seconds of simulating at once, before a picture or a press of Stop
SETTINGS: dict[str, Setting] = {
    "sure.model": choice(*MODELS),
    "sure.sets": whole(200, 1, SIZES[-1]),
    "sure.seed": whole(7, 0, 2**32 - 1),
}


def made(slug: str):
    """A model by its name."""
    model, parts = MODELS[slug]
    return model(**parts)


def code(session: Session) -> str:
    """The lines that simulate what is shown."""
    model, parts = MODELS[session["sure.model"]]
    return calibration_script(model, session["sure.sets"], session["sure.seed"], **parts)


def told_of(session: Session, prediction: Prediction) -> Prediction:
    """The prediction; of a model that it does not speak of its answer is not told."""
    chosen = session["sure.model"]
    return prediction if chosen == "line" else replace(prediction, tell=words.another_model(words.MODELS[chosen]))


def calibration(session: Session, revealed: bool) -> None:
    """The caterpillar, the places of the truths, and what they say."""
    if not revealed:  # nor controls: there is nothing yet that they change
        return
    left, middle, right = st.columns([2, 1.6, 1], vertical_alignment="bottom")
    slug = left.selectbox(words.MODEL_AND_Q, list(MODELS), format_func=words.MODELS.get, key=f"{PAGE}.model")
    if session["sure.sets"] not in SIZES:
        session["sure.sets"] = 200
    sets = middle.select_slider(words.DATA_SETS, SIZES, key=f"{PAGE}.sets")
    seed = right.number_input(words.SEED, 0, 2**32 - 1, key=f"{PAGE}.seed")
    progress, found = st.container(), joined(_first_parts(session, slug, sets, seed))
    began = time.monotonic()
    names = list(found.names)
    k = 0
    if len(names) > 1:
        chosen = st.segmented_control(words.PARAMETER, names, default=names[-1], key=f"{PAGE}.parameter") or names[-1]
        k = names.index(chosen) if chosen in names else 0
    _told(found, k)
    _boards(found, k, slug)
    with progress:
        _more(session, slug, sets, seed, began)


def _first_parts(session: Session, slug: str, sets: int, seed: int) -> list[Calibration]:
    """The data sets so far: a first share at once."""
    memory = session.own("simulated")
    if memory.get("wanted") != (slug, sets, seed):
        memory |= {"wanted": (slug, sets, seed), "parts": [], "stopped": False}
    if not memory["parts"]:
        _work(memory["parts"], slug, sets, seed, PATIENCE)
    return memory["parts"]


def _more(session: Session, slug: str, sets: int, seed: int, began: float) -> None:
    """The rest piece by piece, while the picture is up already, until Stop.

    A clock that ticks before the run of the page has ended leaves in the browser what that run takes away, such as Skip: it
    is made last, and ticks no faster than the page was drawn."""
    memory = session.own("simulated")
    parts, many = memory["parts"], -(-sets // PIECE)
    if len(parts) < many and not memory["stopped"]:
        memory["fresh"] = True  # a run of the page has a picture to show first
        clock = max(2 * PATIENCE, 2 * (time.monotonic() - began))
        st.fragment(_working, run_every=clock)(session, slug, sets, seed, clock / 2)
    elif len(parts) < many:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(words.stopped(PIECE * len(parts), sets))
            st.button(words.GO_ON, on_click=memory.update, args=({"stopped": False},), key=f"{PAGE}.go")


def _working(session: Session, slug: str, sets: int, seed: int, seconds: float) -> None:
    """Some pieces at every tick, so that Stop is heard between two of them; the whole page learns when all are there."""
    memory = session.own("simulated")
    parts, many = memory["parts"], -(-sets // PIECE)
    if memory["wanted"] != (slug, sets, seed) or memory["stopped"] or len(parts) >= many:
        session.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(len(parts) / many, words.data_set(PIECE * len(parts), sets), width="stretch")
        st.button(words.STOP, on_click=memory.update, args=({"stopped": True},), key=f"{PAGE}.stop")
    if not memory.pop("fresh", False):
        _work(parts, slug, sets, seed, seconds)


def _work(parts: list, slug: str, sets: int, seed: int, seconds: float) -> None:
    """Simulate more pieces, for so long, and so many that there is something to see."""
    end = time.monotonic() + seconds
    for part in blocks(made(slug), sets, seed, first=len(parts), size=PIECE):
        parts.append(part)
        if time.monotonic() > end and len(parts) >= AT_ONCE:
            break


def _told(found: Calibration, k: int) -> None:
    count = len(found.pit)
    held = float(found.coverage()[k])
    uniform, mirror, off = found.uniformity(), found.asymmetry(), float(found.off()[k])
    verdict = words.NO if found.refuted()[k] else words.not_shown(count)
    one_side = words.YES if mirror.p_value[k] < SMALL else words.NO_SIGN
    large(
        [
            Large("coverage", words.HELD, held, share(held),
                  words.held_of(round(held * count), count, words.apart(off))),
            Large("uniformity", words.IS_CALIBRATED, uniform.p_value[k], verdict,
                  words.kolmogorov(uniform.distance[k], words.chance(uniform.p_value[k]))),
            Large("asymmetry", words.TO_ONE_SIDE, mirror.p_value[k], one_side,
                  words.mirror(mirror.distance[k], words.chance(mirror.p_value[k]))),
        ],
        only=False,
    )  # fmt: skip


def _boards(found: Calibration, k: int, slug: str) -> None:
    from vizvi.lessons.too_sure.calibration_chart import bells, caterpillar, places

    name, bins = found.names[k], 20 if len(found.pit) >= 500 else 10
    expected = None
    if slug in ("line", "centered"):
        model = made(slug)
        expected = expected_histogram(float(model.mean_field_sd[k] / model.sd[k]), bins)
    left, right = st.columns(2, gap="large")
    for column, board, key in (
        (left, caterpillar(found, k, name), "caterpillar"),
        (right, places(found, k, expected, bins), "places"),
        (left, bells(found, k, name), "bells"),
    ):
        with column:
            show(board, f"{PAGE}.{key}")
    outer = found.histogram(10)[:, k]
    with right:
        st.markdown(words.histogram(float(outer[0] + outer[-1]) / len(found.pit)))
