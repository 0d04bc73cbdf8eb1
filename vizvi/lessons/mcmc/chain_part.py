"""The chains beside VI's stage: how far they are, one move in slow motion, and what each badge can and cannot see."""

import math
from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.format import number, percent
from vizvi.lessons.mcmc import walk
from vizvi.lessons.mcmc.charts import chain_board
from vizvi.lessons.mcmc.walk import Badges
from vizvi.member import slug
from vizvi.sampling import Chains, Sampling
from vizvi.ui.cache import fitted
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large

AT_ONCE = 3000  # evaluations that nobody waits for


def chain(session: Session, experiment: Experiment, sampling: Sampling, spend: int, told: bool) -> None:
    """The chains as far as they are, with a way to stop them."""
    steps = walk.steps_for(sampling.sampler, sampling.target, spend)
    all_of_it = replace(sampling, steps=steps)

    def draw(found: list[Chains], done: bool) -> None:
        chains = walk.joined(found)
        have = chains.z.shape[1] - 1
        left, right = st.columns([1, 2.6], vertical_alignment="bottom")
        left.number_input("Step (0: the last)", 0, 10_000, key="mcmc.move", help="One move of chain 1 in slow motion.")
        step = min(session["mcmc.move"] or have, have)
        right.markdown(("" if done else f"{have} of {steps} steps … ") + slow(sampling, chains, step))
        show(chain_board(sampling.target, chains, step), "mcmc.chain", session)
        if told and have >= walk.FEWEST:
            lam = fitted(experiment).lam[0, -1]
            found = walk.badges(chains, experiment.problem, lam, experiment.seed)
            large(badges(found), only=False)
            large(hidden(found))

    if spend <= AT_ONCE:
        draw(list(walk.pieces(all_of_it)), True)
    else:
        key = repr((all_of_it, repr(experiment)))
        progressive(session, "mcmc.walk", key, lambda: walk.pieces(all_of_it), draw, stop=True)


def slow(sampling: Sampling, chains: Chains, step: int) -> str:
    """The arithmetic of one move of the first chain."""
    if slug(sampling.sampler) == "gibbs":
        names = " then ".join(sampling.target.names)
        return f"**Step {step}.** Draw {names}, each given the other: nothing is ever refused."
    ratio, coin = float(chains.log_ratio[0, step - 1]), float(chains.log_coin[0, step - 1])
    chance, u = math.exp(min(ratio, 0.0)), math.exp(coin)
    what = "p(new)/p(old)" if slug(sampling.sampler) == "metropolis" else "exp(energy lost)"
    verdict = "**taken**" if chains.accepted[0, step - 1] else "**refused**, so the chain stays"
    return f"**Step {step}.** log of {what} = {number(ratio)}: take it with chance {chance:.2f}. Coin {u:.2f}: {verdict}."


def badges(found: Badges) -> list[Large]:
    """Each with what it cannot see."""
    size = "frozen" if math.isnan(found.ess) else f"{found.ess:,.0f}".replace(",", "\u2009")
    k, far = ("all alike" if each == -math.inf else number(each) for each in (found.k, found.k_far))
    kept = f"{found.kept:,}".replace(",", "\u2009")
    rhat = f"{found.rhat:.3f}" if found.rhat < 100 else number(math.inf)
    k_note = f"usable below {number(found.usable)}; {far} from the {walk.FAR_TAIL} largest; blind where q is not"
    return [
        Large("rhat", "R̂, the worse", found.rhat, rhat, "blind where no chain went"),
        Large("ess", f"ESS of {kept}", found.ess, size, "counts visited places"),
        Large("accepted", "accepted", found.accepted, percent(found.accepted), "a circle is accepted, too"),
        Large("khat", "k̂ of q", found.k, k, k_note),
    ]


def hidden(found: Badges) -> list[Large]:
    """What only a toy lets one know."""
    mean, sd = float(found.errors.mean), float(found.errors.sd)
    return [
        Large("off", "all chains: mean off by", mean, f"{number(mean)} sd"),
        Large("stretched", "sd off by", sd, percent(sd)),
    ]
