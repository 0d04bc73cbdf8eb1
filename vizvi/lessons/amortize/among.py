"""Which digits are looked at together, in blocks, and what is known of each block."""

import numpy as np

from vizvi.models.digit_networks import decoder, encoder
from vizvi.models.digits import digits
from vizvi.models.gaps import Gaps, gaps

BLOCK, SIDES = 24, ("held-out", "training")


def rows(among: str) -> np.ndarray:
    """The 359 held-out rows, or every fourth of the others."""
    held_out = digits().held_out
    return np.flatnonzero(held_out) if among == "held-out" else np.flatnonzero(~held_out)[::4]


def alternately():
    """(side, first) of every block, one of either side after the other."""
    for first in range(0, max(len(rows(side)) for side in SIDES), BLOCK):
        yield from ((side, first) for side in SIDES if first < len(rows(side)))


def block(among: str, first: int, family: str, hidden: str, epochs: int) -> Gaps:
    """Both gaps of some digits, from the first-th on."""
    x = digits().pictures[rows(among)[first : first + BLOCK]]
    return gaps(decoder(), x, encoder(family, hidden, epochs).lam(x))


def adapted(name: str, first: int) -> tuple[np.ndarray, np.ndarray]:
    """log p(x) and mean-field's approximation gap of some held-out digits by one of the shipped decoders."""
    x, made = digits().pictures[rows("held-out")[first : first + BLOCK]], decoder(name)
    log_p = made.posterior(x).log_p
    return log_p, log_p - made.best(x, "mean_field").elbo
