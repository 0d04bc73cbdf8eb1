"""The speeches: words that a topic is made of, and how its share rises and falls over two centuries."""

from typing import NamedTuple

import numpy as np

from vizvi.models.dirichlet import mean
from vizvi.models.inaugural import Speeches


class Era(NamedTuple):
    """One topic of the speeches."""

    words: tuple[str, ...]  # that it lifts most above their share in all speeches, the first the most telling
    share: np.ndarray  # (59,) of each address
    center: float  # mean year, weighted by share


def eras(speeches: Speeches, fit, words: int = 5) -> tuple[Era, ...]:
    """One seed's topics from the oldest to the newest.

    Words are ordered by p log(p/p̄), p̄ their share in all speeches: what the topic adds to the common stock."""
    topics, shares = mean(fit.lam), mean(fit.gamma)
    common = mean(speeches.counts.sum(axis=0) + 1)
    telling = topics * np.log(topics / common)
    out = []
    for k in range(len(topics)):
        best = np.argsort(-telling[k])[:words]
        center = float((shares[:, k] * speeches.year).sum() / shares[:, k].sum())
        out.append(Era(tuple(speeches.words[i] for i in best), shares[:, k], center))
    return tuple(sorted(out, key=lambda each: each.center))
