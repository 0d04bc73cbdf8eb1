"""What else bends or thins: the thread for a separation, and what rank buys in many dimensions."""

from functools import lru_cache
from typing import NamedTuple

from vizvi.diagnostics.flow_geometry import Thread, least_between, steepest, thread
from vizvi.models.low_rank import equicorrelated, factors, low_rank, smooth

RANKS, DIMENSIONS = 9, 40
COVARIANCES = {
    "smooth": lambda: smooth(DIMENSIONS, 8.0),
    "common": lambda: equicorrelated(DIMENSIONS, 0.7),
    "factors": lambda: factors(DIMENSIONS, 4),
}


class Strung(NamedTuple):
    """The thread between two islands, the slope of the exact map, and what must lie between at this slope."""

    found: Thread
    exact_slope: float
    least: float


@lru_cache(maxsize=32)
def strung(separation: float) -> Strung:
    """Islands at ± separation and the best single planar layer."""
    found = thread(separation)
    island = (1 - found.between) / 2
    return Strung(found, steepest(separation), least_between(island, separation, found.slope))


def ranks(name: str):
    """Yield the best KL of each rank, from 0 on."""
    cov = COVARIANCES[name]()
    for rank in range(RANKS):
        yield low_rank(cov, rank)
