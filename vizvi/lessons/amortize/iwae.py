"""The importance-weighted bound of one picture against the number of draws, with the error of its simulation."""

from typing import NamedTuple

from vizvi.models.digit_networks import decoder, encoder
from vizvi.models.digits import unhexed
from vizvi.models.importance import importance_weighted

DRAWS, REPEATS = (1, 2, 5, 10, 20, 50), 1000


class Weighted(NamedTuple):
    """One number of draws."""

    draws: int
    bound: float  # nats
    error: float  # one standard error


def bounds(bits: str, family: str, hidden: str, epochs: int) -> tuple[Weighted, ...]:
    """Of the encoder's guess for a picture in hexadecimal."""
    x = unhexed(bits)[None]
    lam, out = encoder(family, hidden, epochs).lam(x), []
    for draws in DRAWS:
        made = importance_weighted(decoder(), x, lam, draws, REPEATS, seed=draws)
        out.append(Weighted(draws, float(made.value[0]), float(made.error[0])))
    return tuple(out)
