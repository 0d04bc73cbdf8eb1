"""A cloud of particles that follows a target, and what happened to it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from vizvi.member import Knob
from vizvi.particles.stein import discrepancy, median_bandwidth, update
from vizvi.targets import Target

KNOBS = {
    "particles": Knob(20, 1, 200, "Particles"),
    "steps": Knob(500, 1, 5000, "Steps"),
    "rate": Knob(0.1, 0.001, 1.0, "Adam's rate"),
    "bandwidth": Knob(0.0, 0.0, 1000.0, "Kernel's h (0: the median rule)"),
    "seed": Knob(0, 0, 2**32 - 1, "Seed"),
}
DECAY, SECOND_DECAY, TINY = 0.9, 0.999, 1e-8  # Adam's own (Kingma & Ba, 2015)


@dataclass(frozen=True)
class Cloud:
    """Stein variational gradient descent on a target: particles, steps, Adam's rate, the kernel's h, and the seed.

    bandwidth 0: the median rule, anew at each step. start: particles as a tuple of tuples; empty: normal about the window's
    middle with sd = width/8. Particles have no density: there is no q, no ELBO and no KL."""

    target: Target
    particles: int = 20
    steps: int = 500
    rate: float = 0.1
    bandwidth: float = 0.0
    seed: int = 0
    start: tuple = ()

    def __post_init__(self):
        if not isinstance(self.target, Target):
            raise ValueError(f"Cloud: target is {self.target!r}, but must be a target.")
        for name, knob in KNOBS.items():
            object.__setattr__(self, name, knob.check("Cloud", name, getattr(self, name)))
        if len(self.start):
            start = np.asarray(self.start, float)
            if start.shape != (self.particles, self.target.dim) or not np.isfinite(start).all():
                raise ValueError(f"Cloud: start must be {self.particles} finite points of {self.target.dim} coordinates.")
            object.__setattr__(self, "start", tuple(map(tuple, start.tolist())))


class Trail(NamedTuple):
    """What a cloud did; read-only."""

    z: np.ndarray  # (T+1, n, D) the particles
    bandwidth: np.ndarray  # (T+1,) the kernel's h at each step
    discrepancy: np.ndarray  # (T+1,) KSD²
    mean: np.ndarray  # (T+1, D)
    sd: np.ndarray  # (T+1, D) of the particles, dividing by n
    evaluations: np.ndarray  # (T+1,) of the score so far


def follow(cloud: Cloud) -> Trail:
    """Run a cloud: each step moves every particle along `update` by Adam. Equal clouds, equal bits.

    Raises ValueError if the score is not finite at a particle."""
    target, n, dim = cloud.target, cloud.particles, cloud.target.dim
    z = np.empty((cloud.steps + 1, n, dim))
    z[0] = cloud.start or _first(cloud)
    width, gap = np.empty(cloud.steps + 1), np.empty(cloud.steps + 1)
    first = second = np.zeros((n, dim))
    for t in range(cloud.steps + 1):
        with np.errstate(all="ignore"):
            score = target.score(z[t])
        if not np.isfinite(score).all():
            raise ValueError(f"Cloud: the score is not finite at a particle at step {t}; take a smaller rate.")
        width[t] = cloud.bandwidth or median_bandwidth(z[t])
        gap[t] = discrepancy(z[t], score, width[t])
        if t == cloud.steps:
            break
        push = update(z[t], score, width[t])
        first, second = DECAY * first + (1 - DECAY) * push, SECOND_DECAY * second + (1 - SECOND_DECAY) * push**2
        size = cloud.rate * np.sqrt(1 - SECOND_DECAY ** (t + 1)) / (1 - DECAY ** (t + 1))
        z[t + 1] = z[t] + size * first / (np.sqrt(second) + TINY)
    trail = Trail(z, width, gap, z.mean(axis=1), z.std(axis=1), n * np.arange(cloud.steps + 1))
    for each in trail:
        each.setflags(write=False)
    return trail


def shares(z, modes) -> np.ndarray:
    """The share of particles (..., n, D) nearest to each of some modes (M, D): (..., M). Their weights are not learned."""
    offset = np.asarray(z)[..., :, None, :] - np.asarray(modes, float)
    nearest = (offset**2).sum(axis=-1).argmin(axis=-1)
    return np.stack([(nearest == m).mean(axis=-1) for m in range(len(modes))], axis=-1)


def _first(cloud: Cloud) -> np.ndarray:
    lo, hi = np.array(cloud.target.window, float).T
    normals = np.random.default_rng(cloud.seed).standard_normal((cloud.particles, len(lo)))
    return (lo + hi) / 2 + (hi - lo) / 8 * normals
