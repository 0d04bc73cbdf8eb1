"""Tab D of the lesson on uncertainty: what q's own draws can tell, what linear response repairs, and what neither sees."""

import math
from dataclasses import fields, replace
from typing import NamedTuple

import streamlit as st

from vizvi.diagnostics.khat import Histogram, Reliability, histogram, log_ratios, reliability, true_relative_ess
from vizvi.diagnostics.linear_response import Response, linear_response
from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.exact import stated
from vizvi.experiment import Experiment, Noise, fit
from vizvi.format import nats, number, percent, share, share_of
from vizvi.lessons.too_sure import LOCKED
from vizvi.lessons.too_sure.summary import Sureness, sureness
from vizvi.lessons.too_sure.words import diagnostics as words
from vizvi.lessons.too_sure.words.everywhere import interval_covers
from vizvi.lessons.too_sure.words.line import GAP
from vizvi.member import label
from vizvi.methods.exact_descent import ExactDescent
from vizvi.problem import Problem
from vizvi.script import diagnosis
from vizvi.ui.cache import fitted, remembered
from vizvi.ui.charts import show
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large, quadrature

PAGE = "sure"
DRAWS = 4000

STEPS = 80
FLAT = 0.9  # of the draws: an effective size above this means weights that are nearly alike


class Known(NamedTuple):
    """What is known of q at the optimum near where the run ended."""

    seen: Reliability
    weights: Histogram
    true_ess: float  # relative
    response: Response | None
    refusal: str
    told: Sureness
    gap: float  # nats
    gap_error: float
    sd_q: list


def code(session: Session) -> str:
    """The lines that compute what is known of q; none for a target that no line of Python makes."""
    try:
        return diagnosis(session.experiment, DRAWS, STEPS)
    except ValueError:
        return ""


def _known(experiment: Experiment) -> Known:
    problem = Problem(experiment.problem.target, experiment.problem.family, ReverseKL())
    end = tuple(fitted(experiment).lam[0, -1].tolist())
    best = fit(Experiment(problem, ExactDescent(), steps=STEPS, seed=experiment.seed, start=end)).lam[0, -1]
    noise = Noise(experiment.seed, 1)
    log_w = log_ratios(problem, best, noise(DRAWS, problem.family.noise_dim(problem.target.dim))[0])
    response, refusal = None, ""
    try:
        response = linear_response(problem, best)
    except ValueError as error:
        refusal = str(error).removeprefix("linear_response: ")
    told = sureness(problem, best[None])
    _, cov = problem.family.moments(best)
    sd_q = [float(cov[i, i]) ** 0.5 for i in range(problem.target.dim)]
    ledger, off = stated(problem, best)
    gap, error = float(ledger.reverse_kl), float(off["reverse_kl"])
    true_ess = float(true_relative_ess(problem, best))
    return Known(reliability(log_w), histogram(log_w), true_ess, response, refusal, told, gap, error, sd_q)


known = remembered(_known)


def knowing(experiment: Experiment) -> None:
    """The three diagnostics on the experiment of the first tab, and the sentence to write."""
    found = known(replace(experiment, runs=1))
    target = experiment.problem.target
    st.markdown(words.problem(label(target), _knobs(target), label(experiment.problem.family).lower()))
    seen, hidden = st.columns(2, gap="large")
    with seen:
        _seen(found.seen)
    with hidden:
        _hidden(found, target.names[0])
    left, right = st.columns(2, gap="large")
    with left:
        _weights(found)
    with right:
        _repair(found, target.names)
    _blind(known(LOCKED))
    with st.container(border=True):
        st.markdown(_sentence(experiment, found))


def _knobs(target) -> str:
    """A target's settings in brackets, as its sliders call them."""
    said = [f"{each.metadata['knob'].label.lower()} {getattr(target, each.name):g}" for each in fields(target)]
    return f" ({', '.join(said)})" if said else ""


def _seen(seen: Reliability) -> None:
    """What anybody can compute from q's own draws."""
    k, ess = float(seen.k), float(seen.relative_ess)
    rows = [
        Large("khat", words.pareto(words.MANY), k, words.index(k), words.usable(k < seen.usable, seen.usable)),
        Large("ess", words.ESS_SEEN, ess, percent(ess), words.ess_of(round(float(seen.ess)), words.MANY)),
    ]
    large(rows, only=False)


def _hidden(found: Known, name: str) -> None:
    """What only a toy lets one compute."""
    held = found.told.coverage[-1][0]
    rows = [
        Large("true_ess", words.TRUE_ESS, found.true_ess, _small(found.true_ess), words.endless(found.true_ess)),
        Large("gap", GAP, found.gap, nats(found.gap), "", quadrature(found.gap_error)),
        Large("coverage", interval_covers(name), held, share(held)),
    ]
    large(rows)


def _blind(found: Known) -> None:
    """A mode that q never visits: every diagnostic praises q, and half of p is missing."""
    repaired = float(found.response.sd[0]) if found.response else None
    st.markdown(
        words.blind(
            float(found.seen.k),
            float(found.seen.relative_ess),
            repaired,
            found.sd_q[0] / found.told.sd_ratio[0],
            _small(found.true_ess),
            found.told.coverage[-1][0],
            found.gap,
        )
    )


def _small(part: float) -> str:
    """A share that may be absurdly small."""
    return share_of(math.log(part) if part else -math.inf)


def _weights(found: Known) -> None:
    from vizvi.lessons.too_sure.calibration_chart import weights

    spread = float(found.seen.relative_ess)
    st.markdown(words.weights(spread > FLAT))
    show(weights(found.weights), f"{PAGE}.weights")


def _repair(found: Known, names) -> None:
    st.markdown(words.RESPONSE)
    if found.response is None:
        st.markdown(words.refused(found.refusal))
        return
    rows = [words.RESPONSE_HEADER, "|---|---|---|---|"]
    for i, name in enumerate(names):
        ratio, repaired = found.told.sd_ratio[i], number(float(found.response.sd[i]))
        true = number(found.sd_q[i] / ratio) if ratio == ratio else words.HAS_NONE
        rows.append(f"| {name} | {number(found.sd_q[i])} | **{repaired}** | {true} |")
    if len(names) == 2:
        p, q = found.told.correlations
        rows.append(words.correlations(q, float(found.response.correlation), p))
    st.markdown("\n".join(rows))
    if _fell_short(found):
        st.markdown(words.FALLS_SHORT)
    st.caption(words.EXACT_IF_GAUSSIAN)


def _fell_short(found: Known) -> bool:
    """Whether linear response reports less than four fifths of some sd of p."""
    pairs = zip(found.sd_q, found.told.sd_ratio, found.response.sd, strict=True)
    return any(ratio == ratio and float(repaired) < 0.8 * q / ratio for q, ratio, repaired in pairs)


def _sentence(experiment: Experiment, found: Known) -> str:
    """What a careful analyst would write, with what q itself could tell and no more."""
    k, names = float(found.seen.k), experiment.problem.target.names
    family = label(experiment.problem.family).lower() if len(names) > 1 else None
    repaired = [None] * len(names) if found.response is None else found.response.sd.tolist()
    warns = not k < found.seen.usable
    return words.analyst(names, family, k, warns, list(zip(found.sd_q, repaired, strict=True)))
