"""Topics as tiles, the common ones first, each beside the bar that it is nearest to."""

from typing import NamedTuple

import numpy as np

from vizvi.models.dirichlet import mean
from vizvi.models.topics_matched import SAME, effective, found, total_variation


class Tiles(NamedTuple):
    """One fit, topics sorted by their share of all words."""

    topics: np.ndarray  # (K, V)
    share: np.ndarray  # (K,) falling
    nearest: np.ndarray  # (K,) the true topic that each is nearest to
    distance: np.ndarray  # (K,) total variation from it
    found: int  # true topics that some topic comes within .2 of
    effective: float  # exp of the shares' entropy


class Document(NamedTuple):
    """One document."""

    counts: np.ndarray  # (V,)
    share: np.ndarray  # (K,) of its topics, in the tiles' order
    responsibilities: np.ndarray  # (V, K) which topic each of its words came from, in the same order
    effective: float


def tiles(fit, true) -> Tiles:
    """Of one seed's `Fit`, against the true topics (L, V)."""
    order = _order(fit)
    topics, share = mean(fit.lam)[order], _share(fit)[order]
    distance = total_variation(topics, true)
    nearest = distance.argmin(axis=1)
    return Tiles(topics, share, nearest, distance.min(axis=1), found(topics, true, SAME), float(effective(share)))


def document(model, fit, number: int) -> Document:
    """How one seed's fit reads a document of its corpus."""
    order, row = _order(fit), fit.gamma[number : number + 1]
    share = mean(row)[0][order]
    reading = model.responsibilities(fit.lam, row)[0][:, order]
    return Document(model.counts[number], share, reading, float(effective(share)))


def pick(fits, seed: int):
    """One seed's `Fit` from a fit of several."""
    return type(fits)(*(each[seed] for each in fits))


def _share(fit) -> np.ndarray:
    """Of all words, prior ones included, that each topic has (K,)."""
    total = fit.lam.sum(axis=1)
    return total / total.sum()


def _order(fit) -> np.ndarray:
    return np.argsort(-_share(fit), kind="stable")


def held(topics, true, least: float = 0.22) -> np.ndarray:
    """Which true topics (L, V) are part of which topic (K, V), (K, L): each of its words has there at least `least` of the
    share that it has in the true topic alone; the flat topic has .2 of every bar."""
    topics, true = np.asarray(topics, float), np.asarray(true, float)
    part = np.where(true > 0, topics[:, None] / np.where(true > 0, true, 1.0), np.inf)
    return part.min(axis=-1) > least
