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


HELD_OUT_TOPICS, STARTS = (1, 2, 3, 4, 5, 8, 12), 4


def held_out(speeches: Speeches, topics=HELD_OUT_TOPICS, sweeps: int = 200):
    """(K, nats per word) of every fifth address, held out, by the best of four starts; one K after the other."""
    from vizvi.models.topics import Topics

    new = np.arange(len(speeches.year)) % 5 == 2
    for count in topics:
        fits = Topics(speeches.counts[~new], count, 0.3, 0.1)
        found = fits.fit(range(STARTS), sweeps)
        yield count, float(fits.held_out(found.lam[int(found.bound.argmax())], speeches.counts[new]))
