"""Held-out bound against documents touched: passes of coordinate ascent and steps from minibatches."""

from typing import NamedTuple

import numpy as np


class Line(NamedTuple):
    """One way to climb, one seed."""

    touched: np.ndarray  # (C,) documents, each time one is read
    held_out: np.ndarray  # (C,) nats per word


def minibatches(model, new, seed: int = 0, touched: int = 8000, looks: int = 12, batch: int = 20, **settings) -> Line:
    """Stochastic steps until `touched` documents were read, looked at about evenly; new: (D, V) held-out documents."""
    path = model.stochastic(seed, max(1, touched // batch), looks, batch, **settings)
    return Line(path.touched, model.held_out(path.lam, new))


def passes(model, new, seed: int = 0, sweeps: int = 20, local: int = 20):
    """The same after each pass of coordinate ascent with `local` updates of γ: (touched, nats per word) pairs."""
    for count, (lam, _) in zip(range(sweeps + 1), model.sweeps(seed, local)):
        yield count * len(model.counts), float(model.held_out(lam, new))


def line(pairs) -> Line:
    """Pairs as a `Line`."""
    return Line(*(np.array(each, float) for each in zip(*pairs)))


DOCUMENTS, LONGEST, PASSES = 2000, 8000, 20  # of the race; documents that minibatches read; passes of the other


class Look(NamedTuple):
    """Where one of the two is."""

    who: str  # "minibatches" or "all"
    touched: int
    held_out: float  # nats per word


def climbs(delay: float, decay: float, data: int = 1, seed: int = 0, batch: int = 20):
    """A `Look` after some stochastic steps, to 8,000 documents, then after each of 20 passes of coordinate ascent."""
    from vizvi.models.bars import corpus
    from vizvi.models.topics import Topics

    model = Topics(corpus(DOCUMENTS, 100, 0.3, data).counts, 10, 0.3, 0.1)
    new = corpus(200, 100, 0.3, 1000 + data).counts
    looks = {0, 5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 400}
    for step, lam in zip(range(LONGEST // batch + 1), model.minibatches(seed, batch, delay, decay)):
        if step in looks:
            yield Look("minibatches", step * batch, float(model.held_out(lam, new)))
    for count, value in passes(model, new, seed, PASSES):
        yield Look("all", int(count), value)
