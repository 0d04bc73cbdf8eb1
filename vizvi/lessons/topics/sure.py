"""How sure q is of the topics, against what sampling says: sds of the bars' pixels."""

from typing import NamedTuple

import numpy as np

from vizvi.lessons.topics.words import tabs as words
from vizvi.models.dirichlet import mean
from vizvi.models.topics_matched import SAME, match, total_variation


class Sure(NamedTuple):
    """Of the pixels of every bar that both have found."""

    sampled: np.ndarray  # (N,) sds by Gibbs
    q: np.ndarray  # (N,) sds of q
    ratio: float  # median of q's over the sampled one
    quartiles: tuple[float, float]
    distance: np.ndarray  # total variation between both mean topics, of each pair


def sure(lam, chain, true) -> Sure:
    """Of λ (K, V) and a `Chain`, their topics paired by what they say; true: the bars (L, V).

    Raises ValueError if no bar was found by both."""
    topics = mean(lam)
    total = lam.sum(axis=1, keepdims=True)
    sd = np.sqrt(topics * (1 - topics) / (total + 1))
    pairs = match(topics, chain.mean)
    near = total_variation(chain.mean[pairs.second], true)
    also = total_variation(topics[pairs.first], true)
    bar = near.argmin(axis=1)
    rows = np.arange(len(bar))
    both = (near[rows, bar] < SAME) & (also[rows, bar] < SAME)
    if not both.any():
        raise ValueError(words.NO_BAR)
    pixels = true[bar[both]] > 0
    mine, theirs = sd[pairs.first[both]][pixels], chain.sd[pairs.second[both]][pixels]
    ratio = mine / theirs
    low, high = np.quantile(ratio, [0.25, 0.75])
    return Sure(theirs, mine, float(np.median(ratio)), (float(low), float(high)), pairs.distance[both])
