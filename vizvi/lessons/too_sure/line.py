"""Tab B of the lesson on uncertainty: a line through data that can be dragged, and the launch at 31 °F."""

import streamlit as st

from vizvi.format import nats, number, percent, share
from vizvi.lessons.too_sure.example_line import TOLD, X, Y, drag_point, lines, points, regression, view, wider
from vizvi.lessons.too_sure.launch import WAYS, at_launch, correlation, launch
from vizvi.models.distress import LAUNCH, temperatures
from vizvi.targets.challenger import flights
from vizvi.ui.charts import show
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, choice, reals, switch
from vizvi.ui.tiles import CLOSED, Large, large

PAGE = "sure"
FROM = {"none": "no lines", "p": "the exact posterior", "q": "mean-field's q"}
USUAL_SPAN, NARROWEST = (2.0, 6.0), 0.5
USUAL = points(*USUAL_SPAN)
SETTINGS: dict[str, Setting] = {
    "sure.center": switch(),
    "sure.lines": choice(*FROM),
    "sure.data": reals((), min(X[0], Y[0]), max(X[1], Y[1]), (0, len(USUAL))),
}


def line(session: Session, revealed: bool) -> None:
    """The board, its controls, the table of sds and the decision."""
    picture, controls = st.container(), st.container()
    data = _dragged(session)
    with controls:
        left, middle, right, end = st.columns([0.8, 1.7, 1.3, 0.8], vertical_alignment="bottom")
        center = left.toggle(
            "Center x", key=f"{PAGE}.center", help="Measure x from its mean: the intercept is then the middle."
        )
        which = middle.segmented_control(
            "One line at a time, drawn from", list(FROM), format_func=FROM.get, key=f"{PAGE}.lines"
        )
        xs = data[::2]
        st.session_state[f"{PAGE}.span"] = (min(xs), max(xs))
        right.slider("x from … to …", *X, step=0.1, key=f"{PAGE}.span", on_change=_spread)
        end.button("Usual points", on_click=_put, args=USUAL_SPAN, key=f"{PAGE}.usual")
    model = regression(data, center)
    with picture:
        _board(model, data, center, which if revealed else None, revealed)
    if revealed:
        _numbers(model, center)


def _dragged(session: Session) -> tuple[float, ...]:
    """The points, with the one that the hand holds where it is."""
    data = session["sure.data"] or USUAL
    if held := session.heard(f"{PAGE}.line", "points"):
        data = drag_point(data, held.index, held.value)
        session["sure.data"] = () if data == USUAL else data
    return data


def _spread() -> None:
    lo, hi = st.session_state[f"{PAGE}.span"]
    if hi - lo < NARROWEST:  # a line needs some room
        lo = max(X[0], hi - NARROWEST)
        hi = lo + NARROWEST
    _put(lo, hi)


def _put(lo: float, hi: float) -> None:
    fresh = points(lo, hi)
    st.session_state[f"{PAGE}.data"] = () if fresh == USUAL else fresh


def _board(model, data, center: bool, which: str | None, revealed: bool) -> None:
    from vizvi.lessons.too_sure.line_chart import line_board

    x, exact, q = view(model)
    drawn = None if which in (None, "none") else lines(model, which == "q")
    pairs = [data[i : i + 2] for i in range(0, len(data), 2)]
    centre = float(model.shift[1]) if center else None
    show(line_board((x, exact, q if revealed else None), pairs, (X, Y), drawn, which, centre), f"{PAGE}.line")


def _numbers(model, center: bool) -> None:
    """Coverage and gap at large, and the sds of the line along x."""
    exact, q = model.band(TOLD), model.mean_field_band(TOLD)
    covered = float(model.coverage()[1])
    left, right = st.columns([1, 1.2], gap="large", vertical_alignment="center")
    with left:
        note = f"sd {model.mean_field_sd[1]:.3f}; exact {model.sd[1]:.3f}"
        same = abs(model.gap) < 1e-9
        gap, note_gap = ("0 nats", "exact") if same else (nats(model.gap), "it does not depend on y")
        rows = [
            Large("coverage_slope", "95 % interval of the slope covers", covered, share(covered), note),
            Large("gap", "KL(q‖p)", model.gap, gap, note_gap),
        ]
        large(rows, only=False, how=CLOSED)
        span = wider(model)
        if center:
            st.markdown("x is measured from its mean: intercept and slope are independent, and mean-field is **exact**.")
        elif span:
            ends = f"{number(span[0])} < x < {number(span[1])}"
            st.markdown(f"Mean-field's band is the **wider** one for {ends}, and the narrower one outside.")
    with right:
        ratio = [f"**{b / a:.2f} ×**" for a, b in zip(exact.sd, q.sd, strict=True)]
        table = [
            ["sd of the line at x =", *(f"{each:g}" for each in TOLD)],
            ["---"] * (1 + len(TOLD)),
            ["exact", *(f"{each:.3f}" for each in exact.sd)],
            ["mean-field", *(f"{each:.3f}" for each in q.sd)],
            ["mean-field / exact", *ratio],
        ]
        st.markdown("\n".join(f"| {' | '.join(row)} |" for row in table))


def decision() -> None:
    """The Challenger: what each way of approximating says about a launch at 31 °F."""
    from vizvi.lessons.too_sure.line_chart import launch_board

    st.markdown("**A decision.** The probability of O-ring distress at 31 °F, the morning of the Challenger's last launch:")
    left, right = st.columns([1.7, 1], gap="large")
    with right:
        shown = st.pills("Compare the exact posterior with", list(WAYS), selection_mode="multi", default=["Laplace"],
                         key=f"{PAGE}.ways")  # fmt: skip
        bands = launch()
        rows = ["| | mean (90 % band) |", "|---|---|"]
        for name, band in bands.items():
            mean, lo, hi = map(percent, at_launch(band))
            rows.append(f"| {name} | {mean} ({lo} to {hi}) |")
        st.markdown("\n".join(rows))
        st.caption(
            "Mean-field loses little here: temperatures are measured from 70 °F, close to their mean, so intercept and "
            f"slope depend on each other only a little (correlation {number(correlation())}). At 31 °F every Gaussian q is "
            "too wide, because the posterior is skew; Laplace, at its peak, is the widest."
        )
    with left:
        show(launch_board(temperatures(), bands, flights(), LAUNCH, ["exact", *shown]), f"{PAGE}.launch")
