"""What else bends or thins: the thread for a separation, particles on a target, and what rank buys in many dimensions."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.flow_geometry import Thread, least_between, steepest, thread
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.models.low_rank import equicorrelated, factors, low_rank, smooth
from vizvi.particles import Cloud, Trail, follow
from vizvi.particles.cloud import shares
from vizvi.targets import TARGETS, Target

CLOUDS = {"gaussian": {"correlation": 0.9}, "banana": {}, "two_modes": {"separation": 5.0, "weight": 0.9}}
MODES = ((-5.0, 0.0), (5.0, 0.0))
STEPS, RANKS, DIMENSIONS = 500, 9, 40
COVARIANCES = {
    "smooth": ("a smooth curve at 40 places", lambda: smooth(DIMENSIONS, 8.0)),
    "common": ("one common factor, all correlations 0.7", lambda: equicorrelated(DIMENSIONS, 0.7)),
    "factors": ("four factors and noise", lambda: factors(DIMENSIONS, 4)),
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


def target_of(name: str | Target) -> Target:
    """The target of a cloud, by its name unless it is somebody's own."""
    return name if isinstance(name, Target) else TARGETS[name](**CLOUDS[name])


def cloud(target, particles: int, bandwidth: float, seed: int) -> Trail:
    """Particles on a target for five hundred steps."""
    return follow(Cloud(target_of(target), particles, STEPS, bandwidth=bandwidth, seed=seed))


class Moved(NamedTuple):
    """A cloud at one step beside the exact answer."""

    mean_off: np.ndarray  # (D,) in p's sds
    sd_ratio: np.ndarray  # (D,)
    right: float  # share of the particles nearer to the right of two islands


def moved(target, trail: Trail, step: int) -> Moved:
    """How a cloud's moments compare with p's."""
    known = truth(target_of(target))
    sd = standard_deviation(known)
    right = float(shares(trail.z[step], MODES)[1])
    return Moved((trail.mean[step] - known.mean[0]) / sd, trail.sd[step] / sd, right)


def ranks(name: str):
    """Yield the best KL of each rank, from 0 on."""
    cov = COVARIANCES[name][1]()
    for rank in range(RANKS):
        yield low_rank(cov, rank)
