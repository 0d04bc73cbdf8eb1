"""Which topic of one run is which of another: by what they say, never by their number."""

from typing import NamedTuple

import numpy as np

SAME = 0.2  # total variation below which a topic is found


class Match(NamedTuple):
    """Pairs of topics at the least sum of total variations, by the first set's order."""

    first: np.ndarray  # (M,) rows of the first set, rising; M is the smaller of both sizes
    second: np.ndarray  # (M,) the row of the second set that goes with each
    distance: np.ndarray  # (M,) total variation of each pair, 0 … 1


def total_variation(first, second) -> np.ndarray:
    """½ Σ|p − q| between every topic of (K, V) and every one of (L, V): (K, L)."""
    first, second = np.asarray(first, float), np.asarray(second, float)
    return 0.5 * np.abs(first[:, None] - second[None]).sum(axis=-1)


def match(first, second) -> Match:
    """Pair the topics (K, V) with the topics (L, V): the assignment with the least sum (Kuhn, 1955), not a greedy one."""
    from scipy.optimize import linear_sum_assignment

    distance = total_variation(first, second)
    rows, columns = linear_sum_assignment(distance)
    return Match(rows, columns, distance[rows, columns])


def found(topics, true, within: float = SAME) -> int:
    """How many of the true topics (L, V) have one of `topics` (K, V) at a total variation below `within`."""
    return int((total_variation(topics, true).min(axis=0) < within).sum())


def effective(shares) -> np.ndarray:
    """exp of the entropy of shares (..., K): how many topics there are, if small ones count less."""
    shares = np.asarray(shares, float)
    shares = shares / shares.sum(axis=-1, keepdims=True)
    return np.exp(-(shares * np.log(np.where(shares > 0, shares, 1.0))).sum(axis=-1))
