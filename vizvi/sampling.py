"""Sampling: a target, a sampler, starts and a seed; `sample` runs the chains and returns what they visited."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from vizvi.experiment import Noise
from vizvi.member import whole
from vizvi.samplers import SAMPLERS, Sampler
from vizvi.targets import TARGETS, Target

BOUNDS = {"chains": (1, 4096), "steps": (1, 1_000_000), "seed": (0, 2**32 - 1)}
LARGEST = 2**26  # entries of Chains.z: half a gigabyte


@dataclass(frozen=True)
class Sampling:
    """A target, the sampler that walks on it, how many chains and steps, and the seed. Equal samplings, equal chains.

    start: empty, and each chain starts uniformly in the window's middle half; D numbers, where all chains start; or
    chains × D, one place after the other. Raises ValueError with one sentence for anything else."""

    target: Target
    sampler: Sampler
    chains: int = 4
    steps: int = 1000
    seed: int = 0
    start: tuple[float, ...] = ()

    def __post_init__(self):
        for name, base, known in (("target", Target, TARGETS), ("sampler", Sampler, SAMPLERS)):
            value = getattr(self, name)
            if not isinstance(value, base):
                raise ValueError(f"Sampling: {name} is {value!r}, but must be a {name}, such as one of {', '.join(known)}.")
        for name, (lo, hi) in BOUNDS.items():
            object.__setattr__(self, name, whole("Sampling", name, getattr(self, name), lo, hi))
        dim = self.target.dim
        try:
            start = np.asarray(self.start, float).ravel()
        except (TypeError, ValueError):
            start = np.array([np.nan])
        if len(start) not in (0, dim, self.chains * dim) or not np.all(np.isfinite(start)):
            raise ValueError(
                f"Sampling: start is {self.start!r}, but must be empty, {dim} finite number{'s' * (dim > 1)} for all "
                f"chains, or as many for each of {self.chains}."
            )
        object.__setattr__(self, "start", tuple(start.tolist()))
        if self.chains * (self.steps + 1) * dim > LARGEST:
            raise ValueError(f"Sampling: {self.chains} chains of {self.steps} steps are too many: take fewer of either.")


class Chains(NamedTuple):
    """What the chains visited, read-only; the last four only on request."""

    z: np.ndarray  # (R, T+1, D) every state, the start included; a refused step repeats it
    accepted: np.ndarray  # (R, T)
    work: np.ndarray  # (T+1,) evaluations of log p or its gradient that one chain has paid for so far
    proposal: np.ndarray | None = None  # (R, T, D)
    log_ratio: np.ndarray | None = None  # (R, T) log of what the coin is held against
    log_coin: np.ndarray | None = None  # (R, T) taken where this is less than the log ratio
    path: np.ndarray | None = None  # (R, T, L+1, D) leapfrog's arc, Gibbs' corners, Metropolis' two ends


def sample(sampling: Sampling, details: bool = False) -> Chains:
    """Run all chains at once, each from its own stream, so that more chains change nothing about those there were.

    details: keep each step's proposal, ratio, coin and path as well. Raises ValueError with one sentence if the sampler
    does not suit the target."""
    if not isinstance(sampling, Sampling):
        raise ValueError(f"sample: sampling is {sampling!r}, but must be a Sampling.")
    target, sampler = sampling.target, sampling.sampler
    if reason := sampler.supports(target):
        raise ValueError(reason)
    noise = Noise(sampling.seed, sampling.chains)
    z = first_places(sampling, noise)
    places, accepted, moves = np.empty((sampling.steps + 1, *z.shape)), np.empty((sampling.steps, len(z)), bool), []
    places[0] = z
    with np.errstate(all="ignore"):
        state = sampler.start(target, z)
        for t in range(sampling.steps):
            z, state, move = sampler.move(target, z, state, lambda count: noise(1, count)[:, 0])
            places[t + 1], accepted[t] = z, move.accepted
            if details:
                moves.append((move.proposal, move.log_ratio, move.log_coin, np.stack(move.path, axis=-2)))
    kept = [np.swapaxes(each, 0, 1) for each in (places, accepted)]
    work = sampler.work(target) * np.arange(sampling.steps + 1)
    chains = Chains(*map(np.ascontiguousarray, kept), work, *(np.stack(each, axis=1) for each in zip(*moves)))
    for each in chains:
        if each is not None:
            each.setflags(write=False)
    return chains


def first_places(sampling: Sampling, noise: Noise) -> np.ndarray:
    """Where the chains start: (R, D)."""
    dim = sampling.target.dim
    if sampling.start:
        return np.broadcast_to(np.reshape(sampling.start, (-1, dim)), (sampling.chains, dim)).copy()
    lo, hi = np.array(sampling.target.window, float).T
    return lo + (hi - lo) * (0.25 + 0.5 * noise.uniform(dim))
