"""Tab A: polynomials of degree 0 to 8, by evidence and by bound."""

import streamlit as st

from vizvi.format import nats, number
from vizvi.lesson import Lesson, elsewhere
from vizvi.lessons.choose import APART, FULL_RANK, LESSON, PRESETS, SAME, words
from vizvi.lessons.choose.degrees import COUNT, MOST, NOISE, PRIOR_SD, bands, bars, fixed, moved, points
from vizvi.lessons.choose.ledger_chart import degree_bars, fit_board
from vizvi.lessons.choose.script import of_degrees, polynomial
from vizvi.models.bayes_factor import words as in_words
from vizvi.ui.bars import fold
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk
from vizvi.ui.lesson import afterwards, tries
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, choice, real, whole
from vizvi.ui.tiles import CLOSED, Large, large

BASIS, Q, DEGREE, THIS, THAT = "choose.basis", "choose.q", "choose.degree", "choose.this", "choose.that"
NOISE_SD, PRIOR, POINTS, SEED, HELD = "choose.noise", "choose.prior", "choose.count", "choose.seed", "choose.moved"

COUNTS = ("40", "10", "20", "80", "160")
FIT, BARS = "choose.fit", "choose.bars"


def _written(held) -> str:
    return ",".join(f"{index}:{y:g}" for index, y in held) or "-"


MOVED = Setting((), lambda text: () if text == "-" else fixed(text), words.POINTS_MOVED, _written)
SETTINGS = {
    BASIS: choice(*words.BASES),
    Q: choice(*words.FAMILIES),
    DEGREE: whole(3, 0, MOST),
    THIS: whole(3, 0, MOST),
    THAT: whole(1, 0, MOST),
    NOISE_SD: real(NOISE, 0.05, 2.0),
    PRIOR: real(PRIOR_SD, 0.1, 100.0),
    POINTS: choice(*COUNTS),
    SEED: whole(0, 0, 9999),
    HELD: MOVED,
}


def degrees_tab(session: Session) -> None:
    """The prediction, the controls, bars and curve, and what a Bayes factor says of two degrees."""
    slot = st.container()
    controls, pictures = desk(session)
    if dragged := session.heard(BARS, "cursor"):
        _turn(session, dragged.value)
    data = _data(session)
    with controls:
        _controls(session)
    data = data if data is not None else _points(session)
    basis, family, degree = session[BASIS], session[Q], session[DEGREE]
    noise, prior = session[NOISE_SD], session[PRIOR]
    found = bars(data, basis, family, noise, prior)
    asked = (basis, family, noise, prior, int(session[POINTS]), session[SEED], session[HELD])
    usual = asked == (*(SETTINGS[key].default for key in (BASIS, Q, NOISE_SD, PRIOR)), COUNT, 0, ())
    told = gate(session, LESSON, slot, usual or bool(session[HELD]))
    left, right = pictures.columns([1, 1.15], gap="medium")
    with left:
        at, exact, q = bands(data, degree, basis, noise, prior)
        show(fit_board(data, degree, at, exact, q if told and family == "mean_field" else None), FIT, session)
    with right:
        show(degree_bars(found, degree, told), BARS, session)
    if told:
        with pictures:
            _numbers(found)
        tries("choose", PRESETS)
        afterwards(_said(found, family, usual))
        _factor(session, found)


def code(session: Session):
    """What is shown as vizvi's lines, and the degree shown for other libraries."""
    data, rest = _points(session), (session[BASIS], session[Q], session[NOISE_SD], session[PRIOR])
    return of_degrees(data, *rest), polynomial(data, session[DEGREE], *rest)


def _controls(session: Session) -> None:
    row = st.columns([1.3, 1.5, 1.6, 0.9, 1], vertical_alignment="bottom")
    row[0].segmented_control(words.BASIS, list(words.BASES), format_func=words.BASES.__getitem__, key=BASIS)
    row[1].segmented_control(words.FAMILY, list(words.FAMILIES), format_func=words.FAMILIES.__getitem__, key=Q)
    row[2].slider(words.DEGREE_SHOWN, 0, MOST, key=DEGREE)
    with session.fold_slot, fold("choose"):
        st.number_input(words.NOISE_SD, 0.05, 2.0, step=0.05, format="%g", key=NOISE_SD)
        st.number_input(words.PRIOR_SD, 0.1, 100.0, step=1.0, format="%g", key=PRIOR, help=words.OF_COEFFICIENTS)
    row[3].selectbox(words.POINTS, sorted(COUNTS, key=int), key=POINTS, on_change=_fresh, args=(session, 0))
    row[4].button(words.NEW_DATA, key="choose.new", on_click=_fresh, args=(session, 1))


def _fresh(session: Session, more: int) -> None:
    session[SEED] = (session[SEED] + more) % 10_000
    session[HELD] = ()


def _turn(session: Session, value) -> None:
    try:
        session[DEGREE] = min(max(round(float(value)), 0), MOST)
    except (TypeError, ValueError, OverflowError):
        return


def _points(session: Session) -> tuple[float, ...]:
    return points(int(session[POINTS]), session[SEED], session[HELD])


def _data(session: Session) -> tuple[float, ...] | None:
    """The points with the one that a hand holds where it is; None if no hand has moved."""
    if not (grip := session.heard(FIT, "points")):
        return None
    before = _points(session)
    after = moved(before, grip.index, grip.value)
    if after != before:
        index = int(grip.index)
        y = round(after[2 * index + 1], 2)
        session[HELD] = tuple(sorted((dict(session[HELD]) | {index: y}).items()))
    return _points(session)


def _numbers(found) -> None:
    best, bound = found.chosen
    large(
        [
            Large("evidence_picks", words.EVIDENCE_PICKS, best, words.degree(best), nats(float(found.evidence[best]))),
            Large("elbo_picks", words.ELBO_PICKS, bound, words.degree(bound), nats(float(found.elbo[bound]))),
            Large("gap_best", words.GAP_AT_EVIDENCE, float(found.gap[best]), nats(float(found.gap[best]))),
            Large("gap_bound", words.GAP_AT_ELBO, float(found.gap[bound]), nats(float(found.gap[bound]))),
        ],
        how=CLOSED,
    )


def _said(found, family: str, usual: bool) -> Lesson:
    best, bound = found.chosen
    if usual:
        return LESSON
    if family == "full_rank":
        return elsewhere(LESSON, FULL_RANK, *LESSON.notice[:1])
    most = number(float(found.gap.max()))
    if best == bound:
        return elsewhere(LESSON, SAME.format(degree=best, most=most), *LESSON.notice)
    text = APART.format(evidence=best, elbo=bound, least=number(float(found.gap.min())), most=most)
    return elsewhere(LESSON, text, *LESSON.notice)


def _factor(session: Session, found) -> None:
    """Two degrees against each other, exactly and by their bounds."""
    st.markdown(words.TWO_DEGREES)
    left, right = st.columns([1, 3], vertical_alignment="center")
    with left:
        a = st.number_input(words.DEGREE, 0, MOST, key=THIS)
        b = st.number_input(words.AGAINST, 0, MOST, key=THAT)
    factor, bound, gaps = (float(each[a] - each[b]) for each in (found.evidence, found.elbo, found.gap))
    right.markdown(words.factor(factor, bound, gaps, favors(factor, a, b), favors(bound, a, b)))


def favors(factor: float, a: int, b: int) -> str:
    """A log Bayes factor in words (Kass & Raftery, 1995)."""
    if a == b or abs(factor) < 1e-12:
        return words.NO_DIFFERENCE
    return words.favors(in_words(factor), a if factor > 0 else b)
