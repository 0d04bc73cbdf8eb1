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
    for count, (lam, _, _) in zip(range(sweeps + 1), model.ascent(seed, local)):
        yield count * len(model.counts), float(model.held_out(lam, new))


def line(pairs) -> Line:
    """Pairs as a `Line`."""
    return Line(*(np.array(each, float) for each in zip(*pairs)))
