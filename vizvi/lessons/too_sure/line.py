"""Tab B of the lesson on uncertainty: a line through data that can be dragged, and the launch at 31 °F."""

import streamlit as st

from vizvi.format import nats, number, percent, share
from vizvi.lessons.too_sure.example_line import TOLD, X, Y, drag_point, given, lines, points, regression, view, wider
from vizvi.lessons.too_sure.launch import WAYS, at_launch, correlation, launch
from vizvi.lessons.too_sure.words import line as words
from vizvi.lessons.too_sure.words.everywhere import EXACT, LAPLACE, MEAN_FIELD
from vizvi.models.distress import LAUNCH, temperatures
from vizvi.models.linear_regression import LinearRegression
from vizvi.models.script import interval_script
from vizvi.targets.challenger import flights
from vizvi.ui.charts import show
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, choice, reals, switch
from vizvi.ui.tiles import CLOSED, Large, large

PAGE = "sure"

USUAL_SPAN, NARROWEST = (2.0, 6.0), 0.5
USUAL = points(*USUAL_SPAN)
SETTINGS: dict[str, Setting] = {
    "sure.center": switch(),
    "sure.lines": choice(*words.FROM),
    "sure.data": reals((), min(X[0], Y[0]), max(X[1], Y[1]), (0, len(USUAL))),
}


def line(session: Session, revealed: bool) -> None:
    """The board, its controls, the table of sds and the decision."""
    picture, controls = st.container(), st.container()
    data = _dragged(session)
    with controls:
        left, middle, right, end = st.columns([0.8, 1.7, 1.3, 0.8], vertical_alignment="bottom")
        center = left.toggle(words.CENTER, key=f"{PAGE}.center", help=words.CENTER_HELP)
        which = middle.segmented_control(words.ONE_LINE, list(words.FROM), format_func=words.FROM.get, key=f"{PAGE}.lines")
        xs = data[::2]
        st.session_state[f"{PAGE}.span"] = (min(xs), max(xs))
        right.slider(words.SPAN, *X, step=0.1, key=f"{PAGE}.span", on_change=_spread)
        end.button(words.USUAL_POINTS, on_click=_put, args=USUAL_SPAN, key=f"{PAGE}.usual")
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


def code(session: Session) -> str:
    """The lines that compute what is shown of the data."""
    parts = given(session["sure.data"] or USUAL, session["sure.center"])
    return interval_script(LinearRegression, TOLD, **parts)


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
        note = words.both_slopes(model.mean_field_sd[1], model.sd[1])
        same = abs(model.gap) < 1e-9
        gap, note_gap = (words.NO_GAP, EXACT) if same else (nats(model.gap), words.NOT_OF_Y)
        rows = [
            Large("coverage_slope", words.SLOPE_COVERS, covered, share(covered), note),
            Large("gap", words.GAP, model.gap, gap, note_gap),
        ]
        large(rows, only=False, how=CLOSED)
        span = wider(model)
        if center:
            st.markdown(words.EXACT_NOW)
        elif span:
            ends = f"{number(span[0])} < x < {number(span[1])}"
            st.markdown(words.wider(ends))
    with right:
        ratio = [f"**{b / a:.2f} ×**" for a, b in zip(exact.sd, q.sd, strict=True)]
        table = [
            [words.SDS_OF_LINE, *(f"{each:g}" for each in TOLD)],
            ["---"] * (1 + len(TOLD)),
            [EXACT, *(f"{each:.3f}" for each in exact.sd)],
            [MEAN_FIELD, *(f"{each:.3f}" for each in q.sd)],
            [words.MEAN_FIELD_OVER_EXACT, *ratio],
        ]
        st.markdown("\n".join(f"| {' | '.join(row)} |" for row in table))


def decision() -> None:
    """The Challenger: what each way of approximating says about a launch at 31 °F."""
    from vizvi.lessons.too_sure.line_chart import launch_board

    st.markdown(words.A_DECISION)
    left, right = st.columns([1.7, 1], gap="large")
    with right:
        shown = st.pills(words.COMPARE, list(WAYS), selection_mode="multi", default=[LAPLACE],
                         key=f"{PAGE}.ways")  # fmt: skip
        bands = launch()
        rows = [words.BAND_HEADER, "|---|---|"]
        for name, band in bands.items():
            mean, lo, hi = map(percent, at_launch(band))
            rows.append(words.at_launch(name, mean, lo, hi))
        st.markdown("\n".join(rows))
        st.caption(words.loses_little(correlation()))
    with left:
        show(launch_board(temperatures(), bands, flights(), LAUNCH, [EXACT, *shown]), f"{PAGE}.launch")
