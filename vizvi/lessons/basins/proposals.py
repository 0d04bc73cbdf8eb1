"""Which q is better, and what helps: each optimum as a fit and as a proposal; each remedy with its price."""

import streamlit as st

from vizvi.diagnostics.khat import usable
from vizvi.diagnostics.proposal import DRAWS, SETS, Proposal, proposal
from vizvi.experiment import Experiment
from vizvi.format import nats, number, percent, share_of, thousands
from vizvi.lessons.basins.remedies import Remedy, remedies, usual
from vizvi.lessons.basins.valleys import ground, names
from vizvi.lessons.basins.words import proposals as words
from vizvi.ui.cache import remembered

GOOD = 0.01  # a proposal worth less than this share of its draws is none


def _worths(experiment: Experiment) -> list[Proposal]:
    return [proposal(experiment.problem, lam) for lam in ground(experiment)[2].lam]


def _remedies(experiment: Experiment) -> list[Remedy]:
    return remedies(usual(experiment))


worths = remembered(_worths, key=lambda each: repr(each.problem))
helped = remembered(_remedies)


def worth(experiment: Experiment) -> None:
    """A table of optima: as fits and as proposals."""
    parts = ground(experiment)[2]
    rows = [
        words.PROPOSAL_HEADER,
        "|" + "---|" * 7,
    ]
    found = worths(experiment)
    for name, lam, each in zip(names(experiment), parts.lam.tolist(), found, strict=True):
        cells = (
            f"**{name}**", _normal(lam), nats(each.kl), percent(each.covered), share_of(each.log_ess),
            ranged(percent, each.seen, each.seen_by), ranged(number, each.k, each.k_by),
        )  # fmt: skip
        rows.append(f"| {' | '.join(cells)} |")
    st.markdown("\n".join(rows))
    best, widest = min(found, key=lambda each: each.kl), max(found, key=lambda each: each.ess)
    if widest.ess < GOOD:
        st.markdown(words.NO_PROPOSAL)
    elif best is not widest:
        st.markdown(words.two_ways(best.kl, best.covered, best.log_ess, widest.kl, widest.log_ess))
    blind = [each for each in found if each.ess < GOOD]
    if blind and max(each.k for each in blind) > usable(DRAWS):
        st.markdown(words.WARNS)
    elif blind:
        st.markdown(words.NO_WARNING)
    draws = thousands(DRAWS)
    st.caption(words.how_judged(2 * SETS, draws, usable(DRAWS)))


def ranged(write, middle: float, around: tuple[float, float]) -> str:
    """A number that chance decides, with the range that nine users in ten see."""
    lo, hi = (write(each) for each in around)
    return write(middle) if lo == hi == write(middle) else words.spread(write(middle), lo, hi)


def remedy(experiment: Experiment) -> None:
    """A table of ways to fit from the present start: what each finds and what it costs."""
    with st.spinner(words.FITTING):
        found = helped(experiment)
    rows = [words.REMEDY_HEADER, "|" + "---|" * 6]
    for each in found:
        mean, cov = each.problem.family.moments(each.lam)
        end = words.ends_at(float(mean[0]), float(cov[0, 0]) ** 0.5)
        value = each.worth
        cost = thousands(each.cost)
        rows.append(
            f"| {each.name} | {end} | {nats(value.kl)} | {percent(value.covered)} | {share_of(value.log_ess)} | {cost} |"
        )
    st.markdown("\n".join(rows))
    st.markdown(words.ANNEALING)
    st.caption(words.how_fitted(experiment.steps))


def _normal(lam: list[float]) -> str:
    return f"N({number(lam[0])}, {2.718281828459045 ** lam[1]:.2f}²)"
