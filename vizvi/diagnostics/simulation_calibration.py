"""How often is q right? Simulate truths and data sets, and ask q where each truth is."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import normal_cdf, normal_quantile

BLOCK = 500  # data sets simulated at once, each block from a stream of its own: more sets keep the first ones
MOST = 100_000
BINS = 20
SMALL, FAR = 0.05, 2.0  # a p-value and a number of standard errors that speak against calibration


class Calibration(NamedTuple):
    """What happened over N simulated data sets, parameter by parameter; read-only."""

    names: tuple[str, ...]
    theta: np.ndarray  # (N, K) the truths
    loc: np.ndarray  # (N, K) q's means
    scale: np.ndarray  # (N, K) q's sds
    pit: np.ndarray  # (N, K) q's own probability of a value below the truth: uniform if q is the posterior
    rank: np.ndarray  # (N, K) how many of `draws` draws from q lie below the truth
    draws: int

    def coverage(self, share: float = 0.95) -> np.ndarray:
        """(K,) how often q's central interval with this share held the truth."""
        return self.inside(share).mean(axis=0)

    def inside(self, share: float = 0.95) -> np.ndarray:
        """(N, K) whether it did."""
        return np.abs(self.pit - 0.5) <= share / 2

    def off(self, share: float = 0.95) -> np.ndarray:
        """(K,) by how many standard errors coverage is above `share`, were q the posterior."""
        return (self.coverage(share) - share) / math.sqrt(share * (1 - share) / len(self.pit))

    def refuted(self) -> tuple[bool, ...]:
        """(K,) whether these data sets show that q is not calibrated: by Kolmogorov's distance or by 95 % intervals
        that are right too rarely or too often. If False, they only do not show it."""
        tests = zip(self.uniformity().p_value, self.off(), strict=True)
        return tuple(bool(p_value < SMALL or abs(off) > FAR) for p_value, off in tests)

    def ends(self, share: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """(N, K) twice: q's central intervals."""
        half = normal_quantile((1 + share) / 2) * self.scale
        return self.loc - half, self.loc + half

    def histogram(self, bins: int = BINS) -> np.ndarray:
        """(bins, K) how many truths fell into each part of q; evenly many if q is the posterior."""
        return np.stack([np.histogram(each, bins, (0, 1))[0] for each in self.pit.T], axis=1)

    def uniformity(self) -> "Verdict":
        """Kolmogorov's distance between the truths' places in q and a uniform: small p, and q is not calibrated."""
        return Verdict(*zip(*(_kolmogorov(each) for each in self.pit.T)))

    def asymmetry(self) -> "Verdict":
        """Kolmogorov–Smirnov's distance between the places and their mirror image: small p, and q is biased, not only too
        sure (Yao et al., 2018)."""
        return Verdict(*zip(*(_mirrored(each) for each in self.pit.T)))


class Verdict(NamedTuple):
    """A distance between two distribution functions and the chance of a larger one, (K,) each."""

    distance: tuple[float, ...]
    p_value: tuple[float, ...]


def simulation_calibration(model, sets: int = 200, seed: int = 0, draws: int = 99, mean_field: bool = True) -> Calibration:
    """Variational simulation-based calibration: truth ~ prior, data ~ model, then q, over `sets` data sets (Yao, Vehtari,
    Simpson & Gelman, 2018; Talts et al., 2018).

    model: has `sizes`, `names`, `prior(normals)`, `simulate(theta, normals)` and `approximate(data, mean_field)`, as
    LinearRegression, NormalMean and ExponentialRate do; data sets go together. mean_field: q; else the exact marginals,
    where the model has them. seed: of everything; more sets keep the first ones. Raises ValueError for counts out of
    range or a model that lacks a part."""
    parts = list(blocks(model, sets, seed, draws, mean_field))
    return joined(parts)


def blocks(model, sets: int, seed: int = 0, draws: int = 99, mean_field: bool = True, first: int = 0, size: int = BLOCK):
    """The same, `size` data sets at a time from the piece number `first` on, for who wants to watch, stop and go on.

    size: a divisor of 500, for which noise is drawn at once: data sets are the same whatever it is. Raises ValueError for
    another, and as `simulation_calibration` does."""
    sets, draws, seed = _whole("sets", sets, 1, MOST), _whole("draws", draws, 1, 10_000), _whole("seed", seed, 0, 2**32 - 1)
    missing = [each for each in ("sizes", "names", "prior", "simulate", "approximate") if not hasattr(model, each)]
    if missing:
        raise ValueError(f"simulation_calibration: {type(model).__name__} has no {', '.join(missing)}.")
    size, block = _whole("size", size, 1, BLOCK), None
    if BLOCK % size:
        raise ValueError(f"simulation_calibration: size is {size}, but must divide {BLOCK}.")
    for start in range(first * size, sets, size):
        if start // BLOCK != block:
            block = start // BLOCK
            rng = np.random.default_rng((seed, block))
            every, uniform = rng.standard_normal((BLOCK, sum(model.sizes))), rng.random((BLOCK, draws))
        part = slice(start % BLOCK, min(start % BLOCK + size, sets - block * BLOCK))
        normals = every[part]
        theta = model.prior(normals[:, : model.sizes[0]])
        loc, scale = model.approximate(model.simulate(theta, normals[:, model.sizes[0] :]), mean_field)
        pit = normal_cdf((theta - loc) / scale)
        rank = _ranks(uniform[part], pit)
        yield Calibration(tuple(model.names), theta, np.array(loc), np.array(scale), pit, rank, draws)


def joined(parts) -> Calibration:
    """Blocks as one."""
    parts = list(parts)
    arrays = [np.concatenate(each) for each in zip(*(part[1:6] for part in parts))]
    for each in arrays:
        each.setflags(write=False)
    return Calibration(parts[0].names, *arrays, parts[0].draws)


def _ranks(uniform, pit) -> np.ndarray:
    """Of independent draws from q, each lies below the truth with probability pit."""
    return np.stack([(uniform < each[:, None]).sum(axis=1) for each in pit.T], axis=1)


def expected_histogram(sd_ratio: float, bins: int = BINS) -> np.ndarray:
    """(bins,) shares to expect if q has the exact mean and this share of the exact sd, on a Gaussian posterior."""
    if not sd_ratio > 0:
        raise ValueError(f"expected_histogram: sd_ratio is {sd_ratio!r}, but must be positive.")
    inner = normal_cdf(sd_ratio * normal_quantile(np.arange(1, bins) / bins))
    return np.diff(inner, prepend=0.0, append=1.0)


def _kolmogorov(places) -> tuple[float, float]:
    x = np.sort(places)
    n = len(x)
    rank = np.arange(1, n + 1)
    distance = float(max((rank / n - x).max(), (x - (rank - 1) / n).max()))
    return distance, _chance(distance, n)


def _mirrored(places) -> tuple[float, float]:
    x, y = np.sort(places), np.sort(1 - places)
    both = np.concatenate([x, y])
    below = [np.searchsorted(each, both, side="right") / len(each) for each in (x, y)]
    distance = float(np.abs(below[0] - below[1]).max())
    # The mirror image is no second sample.
    return distance, _folded_chance(distance, len(places))


def _chance(distance: float, n: int) -> float:
    """P(a uniform sample of n lies at least so far off): Kolmogorov's series with Stephens' correction."""
    root = math.sqrt(n)
    x = (root + 0.12 + 0.11 / root) * distance
    if x < 0.2:
        return 1.0
    return min(1.0, max(0.0, 2 * sum((-1) ** (j - 1) * math.exp(-2 * j * j * x * x) for j in range(1, 101))))


def _folded_chance(distance: float, n: int) -> float:
    """A bridge folded in half is a Brownian motion up to time 1: its reflection series."""
    x = distance * math.sqrt(n)
    if x == 0:
        return 1.0
    odd = range(1, 400, 2)
    total = sum((-1) ** (j // 2) / j * math.exp(-(j * j) * math.pi**2 / (8 * x * x)) for j in odd)
    return min(1.0, max(0.0, 1 - 4 / math.pi * total))


def _whole(name: str, value, lo: int, hi: int) -> int:
    good = isinstance(value, int | np.integer) and not isinstance(value, bool) and lo <= value <= hi
    if not good:
        raise ValueError(f"simulation_calibration: {name} is {value!r}, but must be a whole number from {lo} to {hi}.")
    return int(value)
