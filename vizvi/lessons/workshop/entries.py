"""Where a problem is typed, drawn or pasted: a tab each. What is wrong is said there, and the last good picture stays."""

import streamlit as st

from vizvi.lessons.workshop import DATA, DRAWINGS, FORMULAS, TEMPLATES
from vizvi.lessons.workshop.entry import Entered, drag_point, from_data, from_points, typed
from vizvi.ui.lesson import tries
from vizvi.ui.session import Session

KEYS = {"1d": "workshop.one", "2d": "workshop.two"}
WORDS = (
    "exp log sqrt abs sin cos tan tanh atan log1p expm1 sigmoid softplus min max logaddexp hypot normal(x, mean, sd) "
    "where(a > b, then, else)"
)
STAYS = "Nothing leaves this server, and nothing is kept when you leave."


def one(session: Session) -> Entered:
    return _formula(session, "1d", 1, "log p(x), nats, without its constant", "x")


def two(session: Session) -> Entered:
    return _formula(session, "2d", 2, "log p(x, y), nats, without its constant", "x and y")


def _formula(session: Session, tab: str, dim: int, label: str, variables: str) -> Entered:
    st.text_input(
        label, key=KEYS[tab], max_chars=400, live="80ms",
        help=f"Of {variables}, pi, e, numbers, + - * / ^ and {WORDS}. {STAYS}",
    )  # fmt: skip
    return _last_good(session, tab, typed(session[KEYS[tab]], dim, session["workshop.window"]))


def draw(session: Session) -> Entered:
    """Ten points of log p under a hand."""
    from vizvi.lessons.workshop.charts import drawing_board
    from vizvi.ui.charts import show

    points, memory = session["workshop.points"], session.own("drawing")
    if held := session.heard("workshop.draw", "points"):
        points = drag_point(points, held.index, held.value)
        session["workshop.points"], memory["held"] = points, not held.released
    entered = _last_good(session, "draw", from_points(points))
    st.caption(f"log p through ten points: drag them, or reach them with Tab and the arrow keys. {STAYS}")
    if entered.target is not None:
        show(drawing_board(entered.target), "workshop.draw", session)
    return entered


def data(session: Session) -> Entered:
    """Rows and a model of two coefficients."""
    left, middle, right = st.columns([1.3, 1, 1], gap="medium")
    middle.selectbox(
        "Model", list(TEMPLATES), format_func=TEMPLATES.__getitem__, key="workshop.template", on_change=_shipped
    )
    template = session["workshop.template"]
    if template != "normal":
        middle.toggle("Center x", key="workshop.center", help="Measure x from its mean.")
    right.number_input("Prior sd of both", 0.01, 1000.0, step=0.5, key="workshop.prior_sd", help="Each has N(0, sd²).")
    if template == "linear":
        right.number_input("Noise sd", 0.001, 1000.0, step=0.1, key="workshop.noise")
    with left:
        columns = "one number a line: y" if template == "normal" else "two numbers a line: x,y"
        st.text_area(f"Data, {columns}", key="workshop.data", height=118, max_chars=256 * 1024,
                     help=f"Comma, semicolon, tab or blanks between; Ctrl+Enter shows it. {STAYS}")  # fmt: skip
    text = session["workshop.data"]
    center = session["workshop.center"] and template != "normal"
    entered = from_data(text, template, session["workshop.prior_sd"], session["workshop.noise"], center)
    with st.container():
        for each in entered.remarks:
            st.info(each)
        if len(text) > 4000:
            st.caption("These data are too long for a link: share the text itself.")
    return _last_good(session, f"data {template}", entered)


def _shipped() -> None:
    """Another model brings its own example, if what stands there is one."""
    state = st.session_state
    if (state.get("workshop.data") or "").strip() in {each.strip() for each in DATA.values()}:
        state["workshop.data"] = DATA[state["workshop.template"]]


def _last_good(session: Session, name: str, entered: Entered) -> Entered:
    """The target entered, or the last one that was understood, under what is wrong with this one."""
    good, slot = session.own("good"), st.container()  # the slot is always there: what stands below it stays mounted
    if entered.target is None:
        slot.code(entered.wrong, language=None, wrap_lines=False)
        if name in good:
            slot.caption("Below still stands the last problem that was understood.")
        return good[name]._replace(wrong=entered.wrong) if name in good else entered
    good[name] = entered
    return entered


def examples(session: Session, tab: str) -> None:
    """Examples of this tab, a click each."""
    if tab in KEYS:
        found = {label: {KEYS[tab]: text} for label, text in FORMULAS[tab].items()}
    elif tab == "draw":
        found = {label: {"workshop.points": ",".join(f"{each:g}" for each in flat)} for label, flat in DRAWINGS.items()}
    else:
        found = {label: {"workshop.template": name, "workshop.data": DATA[name]} for name, label in TEMPLATES.items()}
        found["counts, centered"] = found[TEMPLATES["poisson"]] | {"workshop.center": "1"}
    asks = {} if session["workshop.ask"] else {"workshop.ask": "0"}
    tries("workshop", found, {"workshop.tab": tab} | asks)


ENTRIES = {"1d": one, "2d": two, "draw": draw, "data": data}
