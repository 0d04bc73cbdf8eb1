"""The chains beside VI's stage: how far they are, one move in slow motion, and what each badge can and cannot see."""

import math
from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.format import percent
from vizvi.lessons.mcmc import walk, words
from vizvi.lessons.mcmc.charts import chain_board
from vizvi.lessons.mcmc.walk import Badges
from vizvi.member import slug
from vizvi.sampling import Chains, Sampling
from vizvi.ui.cache import fitted, kept
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large

AT_ONCE = 3000  # evaluations that nobody waits for


def _walked(sampling: Sampling) -> list[Chains]:
    return list(walk.pieces(sampling))


walked = kept(_walked, 8)  # VI's knobs leave the chains where they are


def chain(session: Session, experiment: Experiment, sampling: Sampling, spend: int, told: bool) -> None:
    """The chains as far as they are, with a way to stop them."""
    steps = walk.steps_for(sampling.sampler, sampling.target, spend)
    all_of_it = replace(sampling, steps=steps)

    def draw(found: list[Chains], done: bool) -> None:
        chains = walk.joined(found)
        have = chains.z.shape[1] - 1
        left, right = st.columns([1, 2.6], vertical_alignment="bottom")
        left.number_input(words.MOVE, 0, 10_000, key="mcmc.move", help=words.MOVE_HELP)
        step = min(session["mcmc.move"] or have, have)
        right.markdown(("" if done else words.steps_so_far(have, steps)) + slow(sampling, chains, step))
        show(chain_board(sampling.target, chains, step), "mcmc.chain", session)
        if told and have >= walk.FEWEST:
            lam = fitted(experiment).lam[0, -1]
            found = walk.badges(chains, experiment.problem, lam, experiment.seed)
            large(badges(found), only=False)
            large(hidden(found))

    if spend <= AT_ONCE:
        draw(walked(all_of_it), True)
    else:
        key = repr((all_of_it, repr(experiment)))
        progressive(session, "mcmc.walk", key, lambda: walk.pieces(all_of_it), draw, stop=True)


def slow(sampling: Sampling, chains: Chains, step: int) -> str:
    """The arithmetic of one move of the first chain."""
    if slug(sampling.sampler) == "gibbs":
        return words.redraws(step, sampling.target.names)
    ratio, coin = float(chains.log_ratio[0, step - 1]), float(chains.log_coin[0, step - 1])
    chance = math.exp(min(ratio, 0.0))
    return words.weighs(step, slug(sampling.sampler), ratio, chance, math.exp(coin), chains.accepted[0, step - 1])


def badges(found: Badges) -> list[Large]:
    """Each with what it cannot see."""
    k_note = words.khat_note(found.k, found.usable, found.k_far, walk.FAR_TAIL)
    return [
        Large("rhat", words.RHAT, found.rhat, words.rhat(found.rhat), words.RHAT_NOTE),
        Large("ess", words.ess_of(found.kept), found.ess, words.ess(found.ess), words.ESS_NOTE),
        Large("accepted", words.ACCEPTED, found.accepted, percent(found.accepted), words.ACCEPTED_NOTE),
        Large("khat", words.KHAT, found.k, words.khat(found.k), k_note),
    ]


def hidden(found: Badges) -> list[Large]:
    """What only a toy lets one know."""
    mean, sd = float(found.errors.mean), float(found.errors.sd)
    return [
        Large("off", words.OFF, mean, words.in_sds(mean)),
        Large("stretched", words.STRETCHED, sd, percent(sd)),
    ]
