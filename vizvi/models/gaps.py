"""Two debts in one gap: what the family cannot say about a picture, and what the network did not bother to say."""

from typing import NamedTuple

import numpy as np

from vizvi.models import best_guess, latent_table
from vizvi.models.checks import frozen


class Gaps(NamedTuple):
    """log p(x) = elbo + amortization + approximation, of each picture, nats; read-only."""

    log_p: np.ndarray  # (B,) the ceiling
    approximation: np.ndarray  # (B,) log p(x) minus the best ELBO of the family
    amortization: np.ndarray  # (B,) the best ELBO minus that of the guess
    elbo: np.ndarray  # (B,) of the guess
    best: np.ndarray  # (B, P) λ of the best q
    error: np.ndarray  # (B,) of log_p


def gaps(decoder, x, lam) -> Gaps:
    """Both gaps (Cremer, Li & Duvenaud, 2018) of guesses λ (B, 4 | 5) for pictures x (B, pixels), all by quadrature."""
    parts = [each for _, each in blocks(decoder, x, lam)]
    return Gaps(*frozen(*(np.concatenate(each) for each in zip(*parts))))


def blocks(decoder, x, lam):
    """The same in blocks, as (how many pictures are done, Gaps): for who wants to watch or to stop."""
    x, lam = np.asarray(x, float), np.asarray(lam, float)
    if x.ndim != 2 or lam.shape[:1] != x.shape[:1] or lam.shape[1:] not in ((4,), (5,)):
        raise ValueError(f"gaps: x has shape {x.shape} and lam {lam.shape}, but must be (B, pixels) and (B, 4 or 5).")
    slug = "mean_field" if lam.shape[1] == 4 else "full_rank"
    for part, place in best_guess.places(decoder, x):
        known = latent_table.summed(decoder, place.x, place.log_joint)
        best, top = best_guess.best(place, known, slug)
        elbo = place.elbo(np.arange(len(best)), lam[part])
        yield min(part.stop, len(x)), Gaps(known.log_p, known.log_p - top, top - elbo, elbo, best, known.error)
