"""Which q is better, and what helps: each optimum as a fit and as a proposal; each remedy with its price."""

import streamlit as st

from vizvi.diagnostics.khat import usable
from vizvi.diagnostics.proposal import DRAWS, SETS, Proposal, proposal
from vizvi.experiment import Experiment
from vizvi.format import nats, number, percent, share_of, thousands
from vizvi.lessons.basins.remedies import Remedy, remedies, usual
from vizvi.lessons.basins.valleys import ground, names
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
        "| | q | KL(q‖p) | p's mass inside q's 95 % | true ESS | ESS its draws report | k̂ they report |",
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
        st.markdown("None of these is a proposal for averages over p, whatever its own draws report.")
    elif best is not widest:
        st.markdown(
            f"The lowest KL, {nats(best.kl)}, belongs to a q that holds {percent(best.covered)} of p and is worth "
            f"{share_of(best.log_ess)} as a proposal; the q at {nats(widest.kl)} is worth {share_of(widest.log_ess)}. "
            "Which is better depends on the job: the shape of one mode, or averages over all of p."
        )
    blind = [each for each in found if each.ess < GOOD]
    if blind and max(each.k for each in blind) > usable(DRAWS):
        st.markdown(
            "k̂ warns here, since a few of its draws still stray toward the other bump. Pull the bumps apart to d = 4: the "
            "warning is gone, and the true ESS is smaller still."
        )
    elif blind:
        st.markdown("Nothing in its own draws warns of a q on one bump: no diagnostic sees a mode that q never visits.")
    draws = thousands(DRAWS)
    st.caption(
        "KL, p's mass and true ESS are exact and known only here ⌁. True ESS: 1/∫p²/q, as a share of the draws. Reported: "
        f"the median of {2 * SETS} users, each with {draws} draws of q, and what nine in ten of them see; k̂ should be "
        f"below {usable(DRAWS):.1f}."
    )


def ranged(write, middle: float, around: tuple[float, float]) -> str:
    """A number that chance decides, with the range that nine users in ten see."""
    lo, hi = (write(each) for each in around)
    return write(middle) if lo == hi == write(middle) else f"{write(middle)} ({lo} to {hi})"


def remedy(experiment: Experiment) -> None:
    """A table of ways to fit from the present start: what each finds and what it costs."""
    with st.spinner("Fitting four times over …"):
        found = helped(experiment)
    rows = ["| | ends at | KL(q‖p) | p's mass inside q's 95 % | true ESS | evaluations of log p |", "|" + "---|" * 6]
    for each in found:
        mean, cov = each.problem.family.moments(each.lam)
        end = f"mean {number(float(mean[0]))}, sd {number(float(cov[0, 0]) ** 0.5)}"
        value = each.worth
        cost = thousands(each.cost)
        rows.append(
            f"| {each.name} | {end} | {nats(value.kl)} | {percent(value.covered)} | {share_of(value.log_ess)} | {cost} |"
        )
    st.markdown("\n".join(rows))
    st.markdown(
        "**Annealing** starts with log p times β = 0.1 and raises β to 1 in ten stages. At first there is one valley, so "
        "the start hardly matters; then it follows that valley, which at equal weights goes on covering both bumps. **Ten "
        "restarts** keep the highest ELBO: they buy the deepest valley found, not a wider q. **A mixture of two** can hold "
        "both bumps if its components start apart: try a start with a large sd, then a small one on one bump."
    )
    st.caption(
        f"All with Adam at 0.05, 64 draws and {experiment.steps} steps (annealing: per stage) that shrink to nothing. "
        "Each draw evaluates log p and its gradient once; choosing among restarts takes 1 000 more draws for each. KL, p's "
        "mass and true ESS are known only here ⌁."
    )


def _normal(lam: list[float]) -> str:
    return f"N({number(lam[0])}, {2.718281828459045 ** lam[1]:.2f}²)"
