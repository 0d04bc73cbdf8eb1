"""Tab C: a parameter learned through the bound."""

import streamlit as st

from vizvi.lesson import elsewhere, part
from vizvi.lessons.choose import LEARNING, LEARNING_NOTICE, LESSON, PEAKS, words
from vizvi.lessons.choose.learning import STEPS, fixed_q, learning
from vizvi.lessons.choose.learning_chart import climb_board
from vizvi.lessons.choose.script import of_learning
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk
from vizvi.ui.lesson import afterwards, tries
from vizvi.ui.session import Session
from vizvi.ui.setting import named, real, switch, whole
from vizvi.ui.tiles import Large, large

NOISE, START, HALF, EXACT, JOINT = "choose.noise_variance", "choose.start", "choose.half", "choose.exact", "choose.joint"
NOISES = ("0.5", "0.1", "1", "0.05", "0.2", "2")
OFFERED = tuple(sorted(NOISES, key=float))
CHART = "choose.climb"
SETTINGS = {
    NOISE: named({each: each for each in NOISES}),
    START: real(0.1, -0.45, 0.95),
    HALF: whole(8, 0, 2 * STEPS),
    EXACT: switch(),
    JOINT: switch(),
}

PRESETS = {
    words.LITTLE_NOISE: {NOISE: "0.1"},
    "½": {NOISE: "0.5"},
    "1": {NOISE: "1"},
    words.ALL_WAYS: {EXACT: "1", JOINT: "1", HALF: str(2 * STEPS)},
    words.FROM_TRUTH: {START: "0.8", HALF: str(2 * STEPS)},
}
paths, held_bound = kept(learning, 24), kept(fixed_q, 64)


def learning_tab(session: Session) -> None:
    """The prediction, the calls, both curves and the ways up."""
    slot = st.container()
    controls, picture = desk(session)
    if dragged := session.heard(CHART, "cursor"):
        _begin(session, dragged.value)
    row = controls.columns([1.1, 3, 0.9, 1.2], vertical_alignment="bottom")
    row[0].select_slider(words.NOISE_VARIANCE, OFFERED, key=NOISE)
    called = row[1].container()
    told = gate(session, part(LESSON, "learning", PEAKS), slot, session[NOISE] == "0.5")
    if told:
        with called:
            _calls(session)
        row[2].toggle(words.EXACT_EM, key=EXACT)
        row[3].toggle(words.GRADIENT_ASCENT, key=JOINT, help=words.AT_ONCE)
    noise, half, start = float(session[NOISE]), session[HALF], session[START]
    found = paths(noise, start, session[JOINT])
    way = found.variational.correlation
    held = held_bound(noise, float(way[half - half % 2]))
    with picture:
        show(climb_board(found, half, held, start, told, session[EXACT], session[JOINT]), CHART, session)
    if not told:
        return
    _numbers(found, half)
    tries("choose", PRESETS, {"choose.tab": "learning"})
    afterwards(elsewhere(LESSON, LEARNING, *LEARNING_NOTICE))


def code(session: Session):
    """What is shown as vizvi's lines."""
    return (of_learning(float(session[NOISE]), session[START], session[HALF], session[JOINT]),)


def _begin(session: Session, value) -> None:
    try:
        session[START] = min(max(round(float(value), 2), -0.45), 0.95)
    except (TypeError, ValueError, OverflowError):
        return


def _calls(session: Session) -> None:
    half = session[HALF]

    def go(to: int) -> None:
        session.let_go()
        session[HALF] = min(max(to, 0), 2 * STEPS)

    end = half >= 2 * STEPS
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        what = words.CHOOSE_PARAMETER if half % 2 == 0 else words.CHOOSE_Q
        st.button(what, key="choose.call", type="primary", on_click=go, args=(half + 1,), disabled=end)
        st.button(words.BOTH, key="choose.both", on_click=go, args=(half + 2,), disabled=end)
        st.button(words.TO_THE_END, key="choose.end", on_click=go, args=(2 * STEPS,), disabled=end)
        st.button(words.UNDO, key="choose.undo", on_click=go, args=(half - 1,), disabled=not half)
        st.button(words.START_OVER, key="choose.over", on_click=go, args=(0,), disabled=not half)


def _numbers(found, half: int) -> None:
    way, exact, joint = found.variational, found.exact, found.joint
    here, bound, top, best = float(way.correlation[half]), float(way.bound[half]), *found.peaks
    of_exact = float(exact.correlation[-1])
    rows = [
        Large("here", words.half_step(half), here, f"λ = {here:.3f}", words.bound(bound)),
        Large("elbo_peak", words.ELBO_PEAKS, best, f"{best:.3f}", words.WHERE_IT_ENDS),
        Large("evidence_peak", words.EVIDENCE_PEAKS, top, f"{top:.3f}", words.ENDLESS),
        Large("exact_em", words.exact_em(STEPS), of_exact, f"{of_exact:.3f}", _slow(of_exact, top)),
    ]
    if joint:
        end, count = float(joint.correlation[-1]), len(joint.bound) - 1
        rows.append(Large("joint", words.GRADIENT, end, f"{end:.3f}", words.after(count)))
    large(rows, how=words.CLOSED_FORM)


def _slow(end: float, top: float) -> str:
    return words.SLOW if abs(end - top) > 5e-4 else ""
