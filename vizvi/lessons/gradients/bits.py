"""Bits behind a bell and on a grid: four gradients, what mean-field believes, and what a structured q gives back."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.lessons.gradients.words import bits as words
from vizvi.models.binary import elbo, sigmoid
from vizvi.models.binary_gradients import bit_noise, descend
from vizvi.models.binary_mean_field import Ascent, Magnetization, coordinate_ascent, fixed_points, magnetization
from vizvi.models.binary_structured import fit_structured
from vizvi.models.coins import Coins
from vizvi.models.ising import Ising

TEMPERATURES = np.geomspace(0.1, 4.0, 9)
COUPLINGS = np.linspace(0.0, 1.0, 41)
SAMPLES = 2**13
FIRST = 0.4  # the logit of every bit of the q whose gradient is asked for, and where descents begin
STARTS, SWEEPS = 8, 40
RUNS, STEPS, DRAWS, RATE = 16, 300, 8, 0.2  # of descents


class Quality(NamedTuple):
    """Root mean square over the bits of one gradient's bias and sd, and the bias's standard error."""

    bias: float
    sd: float
    error: float


class Gap(NamedTuple):
    """What a structure of q costs."""

    name: str
    gap: float  # KL(q‖p), nats
    closed: float  # share of mean-field's gap that it closes


def model(kind: str, coupling: float, leak: float = 0.05):
    """Three coins behind a bell that rang, or a 3 × 3 grid."""
    return Coins(leak=leak) if kind == "coins" else Ising(coupling)


@lru_cache(maxsize=128)
def quality(its, way: str, temperature: float = 0.5) -> Quality:
    """Of a single draw's gradient at logits .4."""
    options = {"way": "score", "baseline": "mean"} if way == "baseline" else {"way": way}
    found = bit_noise(its, np.full(its.dim, FIRST), temperature=temperature, samples=SAMPLES, **options)
    rms = lambda x: float(np.sqrt((x * x).mean()))
    return Quality(rms(found.bias), float(np.sqrt(found.variance.mean())), rms(found.error))


def melted(its):
    """(temperature, its `Quality`) of Gumbel-softmax, one after the other."""
    for each in TEMPERATURES.tolist():
        yield each, quality(its, "gumbel_softmax", each)


@lru_cache(maxsize=32)
def ascent(its) -> Ascent:
    """Coordinate ascent from eight random q."""
    starts = sigmoid(np.random.default_rng(0).standard_normal((STARTS, its.dim)))
    return coordinate_ascent(its, starts, sweeps=SWEEPS)


@lru_cache(maxsize=32)
def believed(its) -> tuple[np.ndarray, np.ndarray, float]:
    """P(zᵢ = 1) by enumeration and by the best mean-field found, (D,) each, and its gap, nats."""
    ends = ascent(its)
    best = int(np.argmax(ends.elbo[:, -1]))
    exact = its.posterior()
    return exact.mean, ends.chance[best, -1], exact.log_z - float(elbo(its, ends.chance[best, -1]))


@lru_cache(maxsize=64)
def descents(its, way: str, temperature: float = 0.5) -> np.ndarray:
    """The exact ELBO (16, 301) of runs that follow one way's gradients, eight draws a step, the same draws for all."""
    options = {"way": "score", "baseline": "mean"} if way == "baseline" else {"way": way}
    first = np.full(its.dim, FIRST)
    return descend(
        its, runs=RUNS, steps=STEPS, rate=RATE, draws=DRAWS, start=first, temperature=temperature, **options
    ).elbo


@lru_cache(maxsize=32)
def resting(its) -> tuple[int, int]:
    """How many fixed points of mean-field Newton's method finds, and how many of them are stable."""
    found = fixed_points(its, 40)
    return len(found.elbo), int(found.stable.sum())


def structures(its) -> tuple[tuple[str, tuple], ...]:
    """What a q may keep together: from nothing to one chain through all bits, for coins to every pair."""
    if isinstance(its, Coins):
        return (
            (words.ALL_APART, ()),
            (words.ONE_PAIR, its.edges[:1]),
            (words.ONE_CHAIN, ((0, 1), (1, 2))),
            (words.ALL_PAIRS, its.edges),
        )
    return (words.ALL_APART, ()), (words.PAIRS, its.pairs), (words.ROWS, its.lines), (words.ONE_CHAIN, its.snake)


@lru_cache(maxsize=32)
def gaps(its) -> tuple[Gap, ...]:
    """What each structure leaves, and how much of mean-field's gap it closes."""
    none = fit_structured(its).gap
    found = []
    for name, edges in structures(its):
        gap = fit_structured(its, edges).gap if edges else none
        found.append(Gap(name, gap, 1 - gap / none if none > 1e-9 else math.nan))
    return tuple(found)


@lru_cache(maxsize=2)
def curve() -> Magnetization:
    """Mean spin against coupling, without a field."""
    return magnetization(Ising, COUPLINGS)


@lru_cache(maxsize=32)
def after_one(leak: float = 0.05) -> tuple[float, float, float]:
    """P(coin 1 = heads): before the bell, once it rang, and once coin 2 is known to be heads, too."""
    heard = Coins(leak=leak).posterior()
    silent_yet = Coins(leak=leak).chances[0]
    return silent_yet, float(heard.mean[0]), float(heard.given({1: 1})[0])
