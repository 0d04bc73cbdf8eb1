"""All that is known of one picture: the ceiling, the best q of both families, what each encoder guessed, what it owes."""

from typing import NamedTuple

import numpy as np

from vizvi.models import best_guess, latent_table
from vizvi.models.best_guess import Place
from vizvi.models.latent_table import Posterior

FAMILIES = ("mean_field", "full_rank")


class Guess(NamedTuple):
    """One encoder's q of the picture; its ELBO plus both gaps is the ceiling."""

    lam: np.ndarray  # (4 | 5,)
    elbo: float  # nats
    amortization: float
    approximation: float


class Ledger(NamedTuple):
    """One picture."""

    posterior: Posterior
    best: dict[str, np.ndarray]  # λ of the best q, by family
    top: dict[str, float]  # and its ELBO, nats
    guesses: tuple[Guess, ...]  # one for each encoder, in their order


def ledger(decoder, x, encoders) -> Ledger:
    """The ledger of a picture x (pixels,) for some encoders; its posterior is summed once for all of them."""
    x = np.asarray(x, float)
    place = Place(decoder, x[None])
    known = latent_table.summed(decoder, place.x, place.log_joint)
    best = best_guess.bests(place, known, FAMILIES)
    top = {slug: float(elbo[0]) for slug, (_, elbo) in best.items()}
    guesses = []
    for each in encoders:
        lam = each.lam(x)
        elbo = float(place.elbo(np.zeros(1, int), lam[None])[0])
        guesses.append(Guess(lam, elbo, top[each.family] - elbo, float(known.log_p[0]) - top[each.family]))
    return Ledger(Posterior(*(each[0] for each in known)), {k: v[0][0] for k, v in best.items()}, top, tuple(guesses))
