"""Tab C of the lesson on uncertainty: hundreds of simulated data sets, and how often q was right."""

import time
from dataclasses import replace

import streamlit as st

from vizvi.diagnostics.simulation_calibration import BLOCK, SMALL, Calibration, blocks, expected_histogram, joined
from vizvi.format import number, percent, share, thousands
from vizvi.lesson import Prediction
from vizvi.lessons.too_sure.example_line import points, regression
from vizvi.lessons.too_sure.launch import design
from vizvi.models.exponential_rate import ExponentialRate
from vizvi.models.logistic_regression import LogisticRegression
from vizvi.models.normal_mean import NormalMean
from vizvi.ui.charts import show
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, choice, whole
from vizvi.ui.tiles import Large, large

PAGE = "sure"
LAUNCH = ("intercept", "slope")
MODELS = {
    "line": ("a line, mean-field", lambda: regression(points(), False)),
    "centered": ("a line, mean-field, x centered", lambda: regression(points(), True)),
    "mean": ("a normal mean: q is exact", lambda: NormalMean(4)),
    "rate": ("waiting times, log rate", lambda: ExponentialRate(3)),
    "launch_mf": ("Challenger, mean-field", lambda: LogisticRegression(design(), 5.0, "mean_field", LAUNCH)),
    "launch_fr": ("Challenger, full-rank", lambda: LogisticRegression(design(), 5.0, "full_rank", LAUNCH)),
    "launch_laplace": ("Challenger, Laplace", lambda: LogisticRegression(design(), 5.0, "laplace", LAUNCH)),
}
SIZES = (50, 100, 200, 500, 1000, 2000, 5000, 10_000)
PATIENCE = 0.15  # seconds of simulating at once, before a picture or a press of Stop
SETTINGS: dict[str, Setting] = {
    "sure.model": choice(*MODELS),
    "sure.sets": whole(200, 1, SIZES[-1]),
    "sure.seed": whole(7, 0, 2**32 - 1),
}


def told_of(session: Session, prediction: Prediction) -> Prediction:
    """The prediction; of a model that it does not speak of its answer is not told."""
    chosen = session["sure.model"]
    return prediction if chosen == "line" else replace(prediction, tell=f"Below is another model: **{MODELS[chosen][0]}**.")


def calibration(session: Session, revealed: bool) -> None:
    """The caterpillar, the places of the truths, and what they say."""
    if not revealed:  # nor controls: there is nothing yet that they change
        return
    left, middle, right = st.columns([2, 1.6, 1], vertical_alignment="bottom")
    slug = left.selectbox("Model and q", list(MODELS), format_func=lambda each: MODELS[each][0], key=f"{PAGE}.model")
    if session["sure.sets"] not in SIZES:
        session["sure.sets"] = 200
    sets = middle.select_slider("Simulated data sets", SIZES, key=f"{PAGE}.sets")
    seed = right.number_input("Seed", 0, 2**32 - 1, key=f"{PAGE}.seed")
    found = _simulated(session, slug, sets, seed)
    names = list(found.names)
    k = 0
    if len(names) > 1:
        chosen = st.segmented_control("Parameter", names, default=names[-1], key=f"{PAGE}.parameter") or names[-1]
        k = names.index(chosen) if chosen in names else 0
    _told(found, k)
    _boards(found, k, slug)


def _simulated(session: Session, slug: str, sets: int, seed: int) -> Calibration:
    """The data sets so far: a first share at once, the rest block by block while the picture is up already."""
    memory = session.own("simulated")
    if memory.get("wanted") != (slug, sets, seed):
        memory |= {"wanted": (slug, sets, seed), "parts": [], "stopped": False}
    parts, many = memory["parts"], -(-sets // BLOCK)
    if not parts:
        _work(parts, slug, sets, seed)
    if len(parts) < many and not memory["stopped"]:
        _working(session, slug, sets, seed)
    elif len(parts) < many:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Stopped after {BLOCK * len(parts)} of {sets} data sets.")
            st.button("Go on", on_click=memory.update, args=({"stopped": False},), key=f"{PAGE}.go")
    return joined(parts)


@st.fragment(run_every=0.1)
def _working(session: Session, slug: str, sets: int, seed: int) -> None:
    """Some blocks at every tick, so that Stop is heard between two of them; the whole page learns when all are there."""
    memory = session.own("simulated")
    parts, many = memory["parts"], -(-sets // BLOCK)
    if memory["wanted"] != (slug, sets, seed) or memory["stopped"] or len(parts) >= many:
        session.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(len(parts) / many, f"data set {BLOCK * len(parts)} / {sets}", width="stretch")
        st.button("Stop and keep", on_click=memory.update, args=({"stopped": True},), key=f"{PAGE}.stop")
    _work(parts, slug, sets, seed)


def _work(parts: list, slug: str, sets: int, seed: int) -> None:
    """Simulate more blocks, as many as a visitor does not notice and at least one."""
    end = time.monotonic() + PATIENCE
    for part in blocks(MODELS[slug][1](), sets, seed, first=len(parts)):
        parts.append(part)
        if time.monotonic() > end:
            break


def _told(found: Calibration, k: int) -> None:
    count = len(found.pit)
    held = float(found.coverage()[k])
    uniform, mirror, off = found.uniformity(), found.asymmetry(), float(found.off()[k])
    verdict = "no" if found.refuted()[k] else f"these {thousands(count)} data sets do not show it"
    one_side = "yes" if mirror.p_value[k] < SMALL else "no sign of it"
    apart = f"{abs(off):.0f} standard errors {'below' if off < 0 else 'above'} 95 %"
    large(
        [
            Large("coverage", "95 % intervals that held the truth", held, share(held),
                  f"{thousands(round(held * count))} of {thousands(count)}; "
                  f"{apart if abs(off) > 1e-9 else 'just as claimed'}"),
            Large("uniformity", "is q calibrated?", uniform.p_value[k], verdict,
                  f"Kolmogorov's distance {number(uniform.distance[k])}, p {_chance(uniform.p_value[k])}"),
            Large("asymmetry", "is q to one side?", mirror.p_value[k], one_side,
                  f"distance from its mirror image {number(mirror.distance[k])}, p {_chance(mirror.p_value[k])}"),
        ],
        only=False,
    )  # fmt: skip


def _chance(p_value: float) -> str:
    return "below 0.01" if p_value < 0.01 else number(p_value)


def _boards(found: Calibration, k: int, slug: str) -> None:
    from vizvi.lessons.too_sure.calibration_chart import bells, caterpillar, places

    name, bins = found.names[k], 20 if len(found.pit) >= 500 else 10
    expected = None
    if slug in ("line", "centered"):
        model = MODELS[slug][1]()
        expected = expected_histogram(float(model.mean_field_sd[k] / model.sd[k]), bins)
    left, right = st.columns(2, gap="large")
    for column, made, key in (
        (left, caterpillar(found, k, name), "caterpillar"),
        (right, places(found, k, expected, bins), "places"),
        (left, bells(found, k, name), "bells"),
    ):
        with column:
            show(made, f"{PAGE}.{key}")
    outer = found.histogram(10)[:, k]
    with right:
        st.markdown(
            f"**How to read the histogram.** If q were the posterior, truths would fall evenly into it. "
            f"{percent(float(outer[0] + outer[-1]) / len(found.pit))} of them fell into its outer fifth; 20 % should. "
            "A valley (∪) says q is too narrow, a hill (∩) too wide, a ramp that it lies to one side."
        )
