"""Tab B: unknown mean and precision, on numbers of one's own."""

import streamlit as st

from vizvi.format import nats
from vizvi.lesson import elsewhere, part
from vizvi.lessons.coordinate_ascent import LESSON, MODEL, STAIRS, STAIRS_HERE, STAIRS_NOTICE, STAIRS_TRIES, SUFFERS
from vizvi.lessons.coordinate_ascent.moves import LAST, buttons, calls, heard, shown
from vizvi.lessons.coordinate_ascent.script import normal_gamma, of_stairs
from vizvi.lessons.coordinate_ascent.staircase import EXAMPLE, PRIOR, START, begun, call, formula, given, window
from vizvi.lessons.coordinate_ascent.staircase_chart import last, marginal, plane, stairs, take
from vizvi.lessons.coordinate_ascent.words import staircase as words
from vizvi.lessons.coordinate_ascent.words.zigzag import GAP
from vizvi.models.normal_gamma import NormalGamma
from vizvi.ui.bars import fold
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lesson import afterwards, tries
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, real, reals
from vizvi.ui.tiles import CLOSED, Large, large

CALLED, AT, TEXT, PLACE = "ascent.calls", "ascent.call", "ascent.data", "ascent.from"
PLANE, STAIRS_CHART = "ascent.posterior", "ascent.stairs"
USUAL = " ".join(f"{each:g}" for each in EXAMPLE)
LIMITS = {"mean": (-1000.0, 1000.0), "strength": (0.001, 1000.0), "shape": (0.001, 1000.0), "rate": (0.001, 1000.0)}


def _understood(text: str) -> str:
    given(text)
    return text


def _written(text: str) -> str:
    """What a link says: numbers that the page can show, or its own."""
    try:
        return _understood(text)
    except ValueError:
        return USUAL


SETTINGS = {
    TEXT: Setting(USUAL, _understood, words.TWO_NUMBERS, _written),
    CALLED: calls("mt", "mtmtmt"),
    AT: LAST,
    PLACE: reals(START, 0.0, 1.0, (2,)),
} | {f"ascent.{name}": real(getattr(PRIOR, name), lo, hi) for name, (lo, hi) in LIMITS.items()}


def staircase_tab(session: Session) -> None:
    """The prediction, the numbers and the prior, the plane, the stairs and what came of it."""
    lesson = part(LESSON, "stairs", SUFFERS)
    slot, controls, called, pictures = (st.container() for _ in range(4))
    session.fold_slot = st.container()
    heard(session, CALLED, AT, STAIRS_CHART)
    with controls:
        y, prior = _data(session)
    exact = prior.posterior(y)
    if (grip := session.heard(PLANE, "start")) and (place := take(exact, grip.value)):
        session[PLACE] = place
    own = y == EXAMPLE and prior == PRIOR
    told = gate(session, lesson, slot, own)
    if told:
        with called:
            buttons(session, CALLED, AT, STAIRS_CHART, words.STAIRS_CALLS)
    run = call(y, prior, begun(y, prior, session[PLACE]), session[CALLED])
    at = shown(session, CALLED, AT)
    left, right = pictures.columns([1, 1.15], gap="medium")
    with left:
        show(plane(exact, run, at, session[PLACE], told), PLANE, session)
    if not told:
        right.markdown(MODEL)
        return
    best = float(prior.coordinate_ascent(y, 60).elbo[-1])
    evidence = float(prior.evidence(y))
    with right:
        show(stairs(evidence, run, best, at), STAIRS_CHART, session)
        _formula(session, y, prior, run, at)
    with pictures:
        _marginals(exact, last(run, at))
    _numbers(exact, last(run, at), evidence, float(run.elbo[at]))
    tries("coordinate_ascent", STAIRS_TRIES, {"ascent.tab": "stairs"})
    afterwards(elsewhere(LESSON, STAIRS, STAIRS_NOTICE[0], *[STAIRS_HERE] * own, *STAIRS_NOTICE[1:]))


def code(session: Session, _):
    """What is shown as vizvi's lines, and the model for other libraries."""
    y = session.own("numbers").get("y", EXAMPLE)
    prior = NormalGamma(**{name: session[f"ascent.{name}"] for name in words.PRIORS})
    called = session[CALLED][: shown(session, CALLED, AT)]
    return of_stairs(y, prior, called, session[PLACE]), normal_gamma(y, prior)


def _data(session: Session) -> tuple[tuple[float, ...], NormalGamma]:
    """The numbers typed, or the last good ones, and the prior; most of it behind More."""
    column, prior = st.columns([3.6, 1], vertical_alignment="bottom")
    text = column.text_input(words.YOUR_NUMBERS, key=TEXT, help=words.PASTE)
    values = {}
    with session.fold_slot:
        more = fold("ascent")
    for name, (label, help_text) in words.PRIORS.items():
        with prior if name == "strength" else more:
            (lo, hi), step = LIMITS[name], 0.5 if name == "mean" else 0.01
            values[name] = st.number_input(label, lo, hi, step=step, format="%g", key=f"ascent.{name}", help=help_text)
    kept = session.own("numbers")
    try:
        kept["y"] = given(text)
    except ValueError as error:
        st.warning(words.still(str(error)))
    return kept.get("y", EXAMPLE), NormalGamma(**values)


def _formula(session: Session, y, prior: NormalGamma, run, at: int) -> None:
    """The update just made, with its numbers."""
    if not at:
        st.markdown(words.FIRST_CALL)
        return
    mean = session[CALLED][at - 1] == "m"
    first, second = formula(y, prior, run.path, at, mean)
    p, s = first.parts, second.parts
    if mean:
        st.markdown(
            words.update_mean(at, p["strength"], p["n"], p["prior"], p["average"], first.value, s["tau"], second.value)
        )
    else:
        squares = s["squares"], s["spread"], s["offset"]
        st.markdown(words.update_precision(at, p["prior"], p["n"], first.value, s["prior"], squares, second.value))


def _marginals(exact: NormalGamma, q) -> None:
    mu, tau = window(exact)
    left, right = st.columns(2, gap="medium")
    with left:
        show(marginal(words.MEAN, exact.of_mean, q.of_mean, mu), "ascent.mu")
    with right:
        show(marginal(words.PRECISION, exact.of_precision, q.of_precision, tau), "ascent.tau")


def _numbers(exact: NormalGamma, q, evidence: float, elbo: float) -> None:
    """Means, sds and intervals, exact and q's, and the gap."""
    told = []
    for each in (exact, q):
        mu, tau = each.of_mean, each.of_precision
        told.append([float(one) for one in (mu.mean, mu.sd, *mu.interval(), tau.mean, tau.sd)])
    of_mu = float(q.of_mean.sd / exact.of_mean.sd)
    of_tau = float(q.of_precision.sd / exact.of_precision.sd)
    left, right = st.columns([1.5, 1], gap="large", vertical_alignment="center")
    left.markdown(words.summary(*told, of_mu, of_tau))
    with right:
        large([Large("evidence", words.EVIDENCE, evidence, nats(evidence)),
               Large("gap", GAP, evidence - elbo, nats(evidence - elbo), words.elbo_is(elbo))],
              how=CLOSED)  # fmt: skip
