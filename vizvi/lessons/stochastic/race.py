"""One run over the data: what was set, what came of it, and what had to be expected."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.models.stream import Expected, Race, Stream
from vizvi.schedules import SCHEDULES

PASSES = 3
AVERAGED = 0.5  # of the steps, the last ones
EXPECTED, DRAWN = 64, 400  # moments along the curves
TRAILS = 12


@dataclass(frozen=True)
class Setup:
    """What a visitor sets. `averaged` is a constant step whose last half of iterates is averaged."""

    n: int = 1_000_000
    batch: int = 32
    schedule: str = "robbins_monro"  # or "constant", "averaged"
    rate: float = 0.1
    decay: float = 1.0
    delay: float = 1.0
    forget: bool = False
    prior_sd: float = 1.0
    replace: bool = True
    seed: int = 7

    @property
    def stream(self) -> Stream:
        return Stream(self.n, self.batch, prior_sd=self.prior_sd)

    @property
    def steps(self) -> int:
        """As many as three passes have."""
        return PASSES * self.n // self.batch

    @property
    def again(self) -> bool:
        """Whether a point may come twice in a pass; all of the data are all of the data."""
        return self.replace and self.batch < self.n

    @property
    def average(self) -> float:
        return AVERAGED if self.schedule == "averaged" else 0.0

    def rule(self):
        """The member of the registry of schedules."""
        if self.schedule == "robbins_monro":
            return SCHEDULES["robbins_monro"](self.delay, self.decay)
        return SCHEDULES["constant"](self.rate)

    def step_at(self, share: float) -> int:
        """The step after which so many passes have been touched; at least the first."""
        return int(min(max(round(share * self.n / self.batch), 1), self.steps))


class Moment(NamedTuple):
    """q after one step, against the posterior."""

    step: int
    touched: int  # data looked at
    off: float  # q's mean from the posterior's, in the posterior's sds
    own: float  # the same in q's own sds, without its sign
    width: float  # q's sd over the posterior's
    kl: float  # nats
    expected_own: float  # root mean square over all minibatches; nan where it is not known
    expected_kl: float  # nats


@lru_cache(maxsize=4)
def run(setup: Setup) -> Race:
    """What real minibatches did over three passes."""
    how = {"average": setup.average, "forget": setup.forget, "index": minibatches(setup)}
    return setup.stream.run(setup.rule(), setup.steps, setup.seed, 1, setup.again, **how)


@lru_cache(maxsize=1)  # 12 MB where there are a million
def minibatches(setup: Setup) -> np.ndarray:
    """Which data (T, B) each step of the run looked at."""
    return setup.stream.minibatches(setup.steps, setup.seed, setup.again)


def known(setup: Setup) -> bool:
    """Whether the expectation over all minibatches has a closed form: not for a wrong scale, nor for ragged passes."""
    return not setup.forget and (setup.again or setup.n % setup.batch == 0)


def expected(setup: Setup, steps) -> Expected | None:
    """q at these steps over all minibatches that could have come."""
    if not known(setup):
        return None
    return _once(setup, int(steps)) if np.ndim(steps) == 0 else _expected(setup, steps)


def _expected(setup: Setup, steps) -> Expected:
    return setup.stream.expected(setup.rule(), steps, setup.average, setup.again)


_once = lru_cache(maxsize=64)(_expected)  # a number is said in several places


def spaced(steps: int, count: int) -> np.ndarray:
    """At most so many of the steps 1 … T, evenly by their logarithm."""
    return np.unique(np.geomspace(1, steps, count).round().astype(int))


def full_batch(setup: Setup, steps) -> np.ndarray:
    """KL after these steps of the same schedule on all of the data, nats."""
    whole = Stream(setup.n, setup.n, prior_sd=setup.prior_sd)
    return whole.expected(setup.rule(), np.asarray(steps), setup.average, replace=False).kl


def floor(setup: Setup) -> float:
    """The expected KL that the run settles at, nats; 0 where it settles at the posterior."""
    if setup.forget:
        return setup.stream.forgotten(setup.rate if setup.schedule == "constant" else 0.0).kl
    if setup.schedule == "constant" and setup.batch < setup.n and setup.replace:
        return setup.stream.stationary(setup.rate).kl
    return 0.0


@lru_cache(maxsize=64)
def moment(setup: Setup, step: int) -> Moment:
    """Where q is after a step, and where it had to be expected."""
    stream, race = setup.stream, run(setup)
    mean, precision = float(race.mean[0, step]), float(race.precision[0, step])
    off = mean - stream.mean
    told = expected(setup, step)
    rms = math.nan if told is None else math.hypot(told.sd_of_mean, told.mean - stream.mean) * math.sqrt(told.precision)
    return Moment(
        step, int(race.touched[step]), off / stream.sd, abs(off) * math.sqrt(precision), precision**-0.5 / stream.sd,
        float(race.kl[0, step]), rms, math.nan if told is None else float(told.kl),
    )  # fmt: skip


def trails(setup: Setup, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean, in the posterior's sds from its mean, and sd over the posterior's, of q at this step and up to twelve before;
    the last one first."""
    stream, race = setup.stream, run(setup)
    back = np.arange(step, max(step - TRAILS, 0) - 1, -1)
    return (race.mean[0, back] - stream.mean) / stream.sd, race.precision[0, back] ** -0.5 / stream.sd


@lru_cache(maxsize=4)
def histogram(n: int, bins: int = 60, reach: float = 4.5) -> tuple[np.ndarray, np.ndarray]:
    """Edges and density of all the data."""
    height, edges = np.histogram(Stream(n).data(), bins, (1 - reach, 1 + reach), density=True)
    return edges, height
