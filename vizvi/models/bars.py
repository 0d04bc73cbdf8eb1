"""The bars corpus: documents of a 5 × 5 screen whose true topics are its rows and columns (Griffiths & Steyvers, 2004)."""

from typing import NamedTuple

import numpy as np


class Corpus(NamedTuple):
    """Documents and what they were made from; read-only."""

    counts: np.ndarray  # (D, V)
    shares: np.ndarray  # (D, K) θ
    topics: np.ndarray  # (K, V) φ


def bars(side: int = 5) -> np.ndarray:
    """The 2·side true topics (K, side²): rows from the top, then columns from the left, each uniform over its pixels."""
    screen = np.zeros((2 * side, side, side))
    for i in range(side):
        screen[i, i, :] = screen[side + i, :, i] = 1 / side
    return screen.reshape(2 * side, side * side)


def corpus(documents: int = 200, words: int = 100, alpha: float = 0.3, seed: int = 0, topics=None) -> Corpus:
    """Documents drawn from the model: θ ~ Dirichlet(alpha), then `words` words from the mixture of topics (K, V).

    topics: by default the bars. Raises ValueError if a size is below 1 or alpha not positive."""
    if documents < 1 or words < 1 or not 0 < alpha < np.inf:
        raise ValueError(f"corpus: documents {documents!r}, words {words!r} and alpha {alpha!r} must all be positive.")
    draw, topics = np.random.default_rng(seed), bars() if topics is None else np.array(topics, float)
    shares = draw.dirichlet(np.full(len(topics), alpha), documents)
    mixed = shares @ topics
    counts = draw.multinomial(words, mixed / mixed.sum(axis=-1, keepdims=True)).astype(float)
    for each in (counts, shares, topics):
        each.setflags(write=False)
    return Corpus(counts, shares, topics)
