"""A million numbers and their mean: what minibatches know of a posterior, in closed form and by real minibatches."""

import math
import numbers
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.member import whole
from vizvi.models._minibatch import indices, influence, recursion, share, sizes, tail_means

MOST = 10_000_000  # data
LARGEST = 2**27  # iterates of all runs together
BLOCK = 2**20  # data gathered at once


class Stationary(NamedTuple):
    """Where a constant step leaves q: it jitters for ever."""

    sd_of_mean: float
    kl: float  # nats, expected


class Expected(NamedTuple):
    """q after so many steps, over all minibatches; each of the steps' shape."""

    mean: np.ndarray  # expected mean of q
    sd_of_mean: np.ndarray
    precision: np.ndarray  # q's own; no minibatch changes it
    kl: np.ndarray  # nats, expected


class Forgotten(NamedTuple):
    """What q becomes if minibatches are not scaled up to all of the data."""

    mean: float
    sd: float
    kl: float  # nats, expected


class Race(NamedTuple):
    """What real minibatches did, read-only."""

    mean: np.ndarray  # (R, T+1) of q, the start N(0, 1) included
    precision: np.ndarray  # (R, T+1)
    kl: np.ndarray  # (R, T+1) KL(q‖posterior), nats
    touched: np.ndarray  # (T+1,) data looked at so far


@dataclass(frozen=True)
class Stream:
    """x₁…x_n ~ N(z, noise²), z ~ N(0, prior_sd²), learned from minibatches by natural-gradient steps (Hoffman, Blei, Wang
    & Paisley, 2013): with each step a share ρ of q's natural parameters is replaced by what the minibatch, repeated
    n/batch times, would make of them. A step of 1 on all of the data is the posterior.

    The data are standardized to mean `center` and population sd 1, so that every closed form holds for any data_seed;
    prior_sd = inf is flat. Raises ValueError for numbers out of range."""

    n: int = 1_000_000
    batch: int = 32
    noise: float = 1.0
    prior_sd: float = 1.0
    center: float = 1.0
    data_seed: int = 0

    def __post_init__(self):
        for name, lo, hi in (("n", 2, MOST), ("batch", 1, self.n), ("data_seed", 0, 2**32 - 1)):
            object.__setattr__(self, name, whole("Stream", name, getattr(self, name), lo, hi))
        for name in ("noise", "prior_sd", "center"):
            value = getattr(self, name)
            real = isinstance(value, numbers.Real) and not isinstance(value, bool)
            if name == "center":
                good, wanted = real and math.isfinite(value), "a finite number"
            else:
                good, wanted = real and value > 0 and (math.isfinite(value) or name == "prior_sd"), "a positive number"
            if not good:
                raise ValueError(f"Stream: {name} is {value!r}, but must be {wanted}.")
            object.__setattr__(self, name, float(value))

    @property
    def precision(self) -> float:
        """Of the exact posterior."""
        return self.n / self.noise**2 + self.prior_sd**-2

    @property
    def mean(self) -> float:
        """Of the exact posterior."""
        return self.n * self.center / self.noise**2 / self.precision

    @property
    def sd(self) -> float:
        """Of the exact posterior."""
        return self.precision**-0.5

    def data(self) -> np.ndarray:
        """The numbers themselves (n,), read-only."""
        return _data(self.n, self.center, self.data_seed)

    def noise_variance(self, replace: bool = True) -> float:
        """Of precision·mean as one minibatch estimates it; smaller if no point comes twice within it."""
        spare = 1.0 if replace else (self.n - self.batch) / (self.n - 1)
        return self.n**2 / (self.batch * self.noise**4) * spare

    def kl(self, mean, precision, spread=0.0):
        """KL(q‖posterior), nats, of Gaussians q; expected if their means scatter by the variance `spread`."""
        ratio = self.precision / np.asarray(precision, float)
        return 0.5 * (ratio - 1 - np.log(ratio) + self.precision * (spread + (mean - self.mean) ** 2))

    def stationary(self, rate: float) -> Stationary:
        """How far q jitters around the posterior in the end, at a constant rate and with replacement: an expected KL of
        about ½ ρ/(2 − ρ) n/batch (Mandt, Hoffman & Blei, 2017, in one dimension and exact). ValueError unless
        0 < rate ≤ 1."""
        variance = _share(rate, 0.0) * self.noise_variance() / self.precision**2
        return Stationary(math.sqrt(variance), 0.5 * self.precision * variance)

    def expected(self, schedule, steps, average: float = 0.0, replace: bool = True) -> Expected:
        """q after `steps` steps (a whole number or an array of them) from N(0, 1), over all minibatches that could come.

        average: the natural parameters reported are the mean over the last such share of the steps (Polyak & Juditsky,
        1992); replace=False: each pass deals all data into disjoint minibatches, which must fit (ValueError)."""
        steps = np.asarray(steps)
        if steps.dtype.kind not in "iu" or np.any(steps < 0) or np.any(steps > LARGEST):
            raise ValueError(f"Stream: steps is {steps.tolist()!r}, but must be whole numbers from 0 on.")
        if not replace and self.n % self.batch:
            raise ValueError(f"Stream: minibatches of {self.batch} do not divide {self.n} points into whole passes.")
        passes = None if replace else self.n // self.batch
        rates = sizes(schedule, int(steps.max(initial=0)))
        if replace and not share(average):
            pushes, keep = np.stack([np.zeros(len(rates)), rates]), 1 - rates
            start, full = recursion(np.array([1.0, 0.0]), pushes, keep)[:, steps]
            squares = recursion(np.zeros(1), rates[None] ** 2, keep**2)[0, steps]
        else:
            each = [influence(rates[:count], share(average), passes) for count in steps.ravel().tolist()]
            start, full, squares = np.moveaxis(np.reshape(each, (*steps.shape, 3)), -1, 0)
        precision = start + full * self.precision
        mean = full * self.precision * self.mean / precision
        variance = squares * self.noise_variance(replace) / precision**2
        return Expected(*(each[()] for each in (mean, np.sqrt(variance), precision, self.kl(mean, precision, variance))))

    def forgotten(self, rate: float = 0.0) -> Forgotten:
        """q where nobody multiplied the minibatch by n/batch: the posterior of `batch` points that look like all of them,
        √(n/batch) times too wide under a flat prior; at a constant rate > 0 its mean jitters as well. ValueError unless
        0 ≤ rate ≤ 1."""
        precision = self.batch / self.noise**2 + self.prior_sd**-2
        mean = self.batch * self.center / self.noise**2 / precision
        variance = _share(rate, -1.0) * self.batch / self.noise**4 / precision**2
        return Forgotten(mean, precision**-0.5, float(self.kl(mean, precision, variance)))

    def minibatches(self, steps: int, seed: int = 0, replace: bool = True) -> np.ndarray:
        """Which data (steps, batch) the first run of `run` looks at."""
        return indices(np.random.default_rng(seed).spawn(1)[0], self.n, self.batch, steps, replace)

    def run(self, schedule, steps: int, seed: int = 0, runs: int = 1, replace: bool = True, average: float = 0.0,
            forget: bool = False, index=None) -> Race:  # fmt: skip
        """What real minibatches did: index draws, each run from its own stream, the data themselves gathered.

        replace=False: each pass goes once through all data in a new order. average: as for `expected`. forget: leave the
        factor n/batch out. index: what `minibatches` says of the first run, if somebody has asked. Raises ValueError for
        numbers out of range."""
        steps, runs = whole("Stream", "steps", steps, 1, LARGEST), whole("Stream", "runs", runs, 1, 4096)
        if steps * runs > LARGEST:
            raise ValueError(f"Stream: {runs} runs of {steps} steps are too many: take fewer of either.")
        x, rates, known = self.data(), sizes(schedule, steps), self.batch if forget else self.n
        scaled = np.empty((runs, steps))
        for row, rng in zip(scaled, np.random.default_rng(whole("Stream", "seed", seed, 0, 2**32 - 1)).spawn(runs)):
            index = indices(rng, self.n, self.batch, steps, replace) if index is None else index
            rows = max(1, BLOCK // self.batch)
            for first in range(0, steps, rows):
                row[first : first + rows] = x[index[first : first + rows]].mean(axis=1)
            index = None
        scaled *= known / self.noise**2
        natural = tail_means(recursion(np.zeros(runs), rates * scaled, 1 - rates), share(average))
        full = rates[None] * (known / self.noise**2 + self.prior_sd**-2)
        precision = tail_means(recursion(np.ones(1), full, 1 - rates), share(average))
        precision = np.broadcast_to(precision, natural.shape)
        mean = natural / precision
        race = Race(mean, precision, self.kl(mean, precision), np.arange(steps + 1) * self.batch)
        for each in race:
            each.setflags(write=False)
        return race


def _share(rate, lowest: float) -> float:
    """ρ/(2 − ρ): how much of a minibatch's noise stays."""
    if not (isinstance(rate, numbers.Real) and max(lowest, 0) <= rate <= 1 and rate > lowest):
        raise ValueError(f"Stream: rate is {rate!r}, but must be a number {'from' if lowest < 0 else 'above'} 0 to 1.")
    return rate / (2 - rate)


@lru_cache(maxsize=4)
def _data(n: int, center: float, seed: int) -> np.ndarray:
    x = np.random.default_rng(seed).standard_normal(n)
    x -= x.mean()
    x /= math.sqrt((x @ x) / n)
    x += center
    x.setflags(write=False)
    return x
