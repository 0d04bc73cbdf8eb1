"""Vectors of bits with a posterior that can be enumerated: every 0/1 state is looked at."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.member import central

LARGEST = 12  # bits: 4,096 states


class Binary:
    """A joint density of bits z (..., D) and of data that stay fixed; log_prob also takes z between 0 and 1, which is what
    straight-through and Gumbel-softmax gradients feel."""

    names: tuple[str, ...]
    edges: tuple[tuple[int, int], ...] = ()  # which bits meet in one factor, for its picture

    @property
    def dim(self) -> int:
        return len(self.names)

    def log_prob(self, z) -> np.ndarray:
        """log p(data, z), nats: (..., D) -> (...)."""
        raise NotImplementedError

    def score(self, z) -> np.ndarray:
        """∂ log p/∂z: (..., D) -> (..., D)."""
        return central(self.log_prob, z)

    def posterior(self) -> "Posterior":
        """By enumeration."""
        return posterior(self)


class Posterior(NamedTuple):
    """Exact, read-only."""

    log_z: float  # log evidence, nats
    p: np.ndarray  # (2^D,) of each of `states`
    mean: np.ndarray  # (D,) P(zᵢ = 1)
    cov: np.ndarray  # (D, D)

    def given(self, known: dict[int, int]) -> np.ndarray:
        """P(zᵢ = 1) once some bits are known, (D,)."""
        z = states(len(self.mean))
        keep = np.all([z[:, i] == value for i, value in known.items()], axis=0) if known else slice(None)
        return self.p[keep] @ z[keep] / self.p[keep].sum()


@lru_cache(maxsize=LARGEST)
def states(dim: int) -> np.ndarray:
    """All states (2^D, D), the last bit fastest; read-only."""
    z = ((np.arange(2**dim)[:, None] >> np.arange(dim)[::-1]) & 1).astype(float)
    z.setflags(write=False)
    return z


@lru_cache(maxsize=64)
def log_joint(model: Binary) -> np.ndarray:
    """log p(data, z) of all states (2^D,), read-only."""
    table = np.asarray(model.log_prob(states(model.dim)), float)
    table.setflags(write=False)
    return table


def posterior(model: Binary) -> Posterior:
    table, z = log_joint(model), states(model.dim)
    top = table.max()
    p = np.exp(table - top)
    log_z, p = float(top + np.log(p.sum())), p / p.sum()
    mean = p @ z
    result = Posterior(log_z, p, mean, (p[:, None] * (z - mean)).T @ (z - mean))
    for each in result[1:]:
        each.setflags(write=False)
    return result


def log_q(chance) -> np.ndarray:
    """log of independent bits' probability of every state: chances (..., D) -> (..., 2^D)."""
    chance = np.asarray(chance)
    z = states(chance.shape[-1])
    return np.log(chance) @ z.T + np.log1p(-chance) @ (1 - z).T


def entropy(chance) -> np.ndarray:
    """Of independent bits, (..., D) -> (...), nats."""
    chance = np.clip(chance, 1e-300, 1 - 1e-16)
    return -(chance * np.log(chance) + (1 - chance) * np.log1p(-chance)).sum(axis=-1)


def elbo(model: Binary, chance) -> np.ndarray:
    """E_q[log p] + entropy of independent bits (..., D), exact, (...), nats."""
    return np.exp(log_q(chance)) @ log_joint(model) + entropy(chance)


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))
