"""Where a problem is typed, drawn or pasted: a tab each. What is wrong is said there, and the last good picture stays."""

import streamlit as st

from vizvi.lessons.workshop import DATA, DRAWINGS, FORMULAS, TEMPLATES, words
from vizvi.lessons.workshop.entry import Entered, drag_point, from_data, from_points, typed
from vizvi.ui.lesson import tries
from vizvi.ui.session import Session

KEYS = {"1d": "workshop.one", "2d": "workshop.two"}


def one(session: Session) -> Entered:
    return _formula(session, "1d", words.LOG_P_X, ["x"])


def two(session: Session) -> Entered:
    return _formula(session, "2d", words.LOG_P_XY, ["x", "y"])


def _formula(session: Session, tab: str, label: str, names: list[str]) -> Entered:
    st.text_input(label, key=KEYS[tab], max_chars=400, live=True, help=words.formula_help(names))
    return _last_good(session, tab, typed(session[KEYS[tab]], len(names), session["workshop.window"]))


def draw(session: Session) -> Entered:
    """Ten points of log p under a hand."""
    from vizvi.lessons.workshop.charts import drawing_board
    from vizvi.ui.charts import show

    points, memory = session["workshop.points"], session.own("drawing")
    if held := session.heard("workshop.draw", "points"):
        points = drag_point(points, held.index, held.value)
        session["workshop.points"], memory["held"] = points, not held.released
    entered = _last_good(session, "draw", from_points(points))
    st.caption(words.DRAW_HELP)
    if entered.target is not None:
        show(drawing_board(entered.target), "workshop.draw", session)
    return entered


def data(session: Session) -> Entered:
    """Rows and a model of two coefficients."""
    left, middle, right = st.columns([1.3, 1, 1], gap="medium")
    models = {"options": list(TEMPLATES), "format_func": TEMPLATES.__getitem__}
    middle.selectbox(words.MODEL, **models, key="workshop.template", on_change=_shipped)
    template = session["workshop.template"]
    if template != "normal":
        middle.toggle(words.CENTER, key="workshop.center", help=words.CENTER_HELP)
    prior = {"key": "workshop.prior_sd", "help": words.PRIOR_SD_HELP}
    right.number_input(words.PRIOR_SD, 0.01, 1000.0, step=0.5, **prior)
    if template == "linear":
        right.number_input(words.NOISE, 0.001, 1000.0, step=0.1, key="workshop.noise")
    with left:
        label = words.DATA_OF_Y if template == "normal" else words.DATA_OF_XY
        st.text_area(label, key="workshop.data", height=118, max_chars=256 * 1024, help=words.DATA_HELP)
    text = session["workshop.data"]
    center = session["workshop.center"] and template != "normal"
    entered = from_data(text, template, session["workshop.prior_sd"], session["workshop.noise"], center)
    with st.container():
        for each in entered.remarks:
            st.info(each)
        if len(text) > 4000:
            st.caption(words.TOO_LONG)
    return _last_good(session, f"data.{template}", entered)


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
            slot.caption(words.LAST_GOOD)
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
        found[words.COUNTS_CENTERED] = found[TEMPLATES["poisson"]] | {"workshop.center": "1"}
    asks = {} if session["workshop.ask"] else {"workshop.ask": "0"}
    tries("workshop", found, {"workshop.tab": tab} | asks)


ENTRIES = {"1d": one, "2d": two, "draw": draw, "data": data}
