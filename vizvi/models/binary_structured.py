"""A q on bits that keeps some pairs together: a chain, a few couples, or nobody."""

from typing import NamedTuple

import numpy as np

from vizvi.models.binary import Binary, log_joint, states

STEPS, HALVINGS = 300, 30
SETTLED = 1e-13  # nats that a step still gains


class Structured(NamedTuple):
    """The best q of a structure, read-only."""

    elbo: float  # nats
    gap: float  # KL(q‖p), nats
    q: np.ndarray  # (2^D,) of each of `states`
    mean: np.ndarray  # (D,) q(zᵢ = 1)
    cov: np.ndarray  # (D, D)


def fit_structured(model: Binary, edges=(), starts: int = 8, seed: int = 0) -> Structured:
    """The best q(z) ∝ exp(Σ aᵢsᵢ + Σ bᵢⱼsᵢsⱼ), s = 2z − 1, the second sum over these edges (i, j) alone: none is
    mean-field, disjoint couples keep pairs, a path is a chain (Saul & Jordan, 1996; Ghahramani & Jordan, 1997).

    By natural-gradient steps, each a regression of log p on the statistics under q (Salimans & Knowles, 2013), from random
    fields; the best of so many starts. Raises ValueError for an edge that is none."""
    dim = model.dim
    if any(len(edge) != 2 or edge[0] == edge[1] or not all(0 <= i < dim for i in edge) for edge in edges):
        raise ValueError(f"fit_structured: edges is {edges!r}, but must be pairs of different numbers from 0 to {dim - 1}.")
    s = 2 * states(dim) - 1
    table = np.column_stack([s, *(s[:, i] * s[:, j] for i, j in edges)])
    log_p, rng = log_joint(model), np.random.default_rng(seed)
    best = None
    for k in range(starts):
        first = np.zeros(table.shape[1])
        # One start of each sign, and others at random: a symmetric start may rest on a ridge.
        first[:dim] = (0.5, -0.5)[k] if k < 2 else rng.standard_normal(dim)
        found = _climb(table, log_p, first)
        if best is None or found[0] > best[0] + 1e-10:
            best = found
    value, q = best
    mean = q @ states(dim)
    off = states(dim) - mean
    result = Structured(value, model.posterior().log_z - value, q, mean, (q[:, None] * off).T @ off)
    for each in result[2:]:
        each.setflags(write=False)
    return result


def closed(model: Binary, edges) -> float:
    """The share of mean-field's gap that keeping these edges closes: 0 for none, 1 if q is then exact."""
    return 1 - fit_structured(model, edges).gap / fit_structured(model).gap


def _climb(table, log_p, weights):
    """The ELBO and q (N,) at rest, from weights of the statistics."""
    value, q = _evaluate(table, log_p, weights)
    for _ in range(STEPS):
        off = table - q @ table
        spread = (q[:, None] * off).T @ off
        # A saturated statistic hardly varies: a grain of sand keeps its regression solvable.
        spread += 1e-12 * np.trace(spread) * np.eye(len(spread))
        ahead = np.linalg.solve(spread, (q * (log_p - table @ weights)) @ off)
        size, before = 1.0, value
        for _ in range(HALVINGS):
            trial = weights + size * ahead
            its_value, its_q = _evaluate(table, log_p, trial)
            if its_value > value:
                weights, value, q = trial, its_value, its_q
                break
            size /= 2
        if value - before < SETTLED * (1 + abs(value)):
            break
    return value, q


def _evaluate(table, log_p, weights):
    log_q = table @ weights
    top = log_q.max()
    log_q = log_q - top - np.log(np.exp(log_q - top).sum())
    q = np.exp(log_q)
    return float(q @ (log_p - log_q)), q
