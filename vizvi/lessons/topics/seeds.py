"""Ten seeds, ten fits: which bound they reached, which bars they found, and whether two of them say the same."""

from typing import NamedTuple

import numpy as np

from vizvi.models.dirichlet import mean
from vizvi.models.topics_matched import found, match

SAME_BOUND = 1.0  # nats between bounds of fits that are one up to the topics' order


class Strip(NamedTuple):
    """One point for each seed."""

    bound: np.ndarray  # (R,) nats per word
    found: np.ndarray  # (R,) bars
    best: int  # the seed with the highest bound
    distance: np.ndarray  # (R,) mean total variation of its topics from the best seed's, paired


def strip(model, fits, true=None) -> Strip:
    """Of a fit from several seeds; true: the corpus's topics (L, V), if they are known."""
    topics, best = mean(fits.lam), int(fits.bound.argmax())
    count = np.array([-1 if true is None else found(each, true) for each in topics])
    distance = np.array([match(each, topics[best]).distance.mean() for each in topics])
    return Strip(fits.bound / model.counts.sum(), count, best, distance)


def joined(fits):
    """Fits of one seed each as one of several."""
    fits = list(fits)
    return type(fits[0])(*(np.stack(each) for each in zip(*fits)))


def same_answer(fits, one: int, other: int) -> bool:
    """Whether two seeds' bounds agree within a nat: then it is one answer with its topics renumbered, else two optima."""
    return bool(abs(fits.bound[one] - fits.bound[other]) < SAME_BOUND)


class Choice(NamedTuple):
    """What the best of some seeds makes of one setting."""

    value: float  # K or α
    bound: float  # nats per word
    held_out: float  # nats per word
    found: int


def choices(make, values, new, true, seeds=(0, 1, 2, 3), sweeps: int = 150):
    """A `Choice` for each value, one after the other; make(value) -> Topics; new: (D, V) held-out documents."""
    for value in values:
        model = make(value)
        fits = model.fit(seeds, sweeps, traced=False)
        best = int(fits.bound.argmax())
        lam = fits.lam[best]
        bound, new_bound = float(fits.bound[best] / model.counts.sum()), float(model.held_out(lam, new))
        yield Choice(float(value), bound, new_bound, found(mean(lam), true))
