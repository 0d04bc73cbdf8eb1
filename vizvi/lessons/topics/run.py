"""One run on the bars corpus: q after each pass over the documents, and what a visitor may set of it."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.models.bars import corpus
from vizvi.models.topics import Topics

DATA_ALPHA = 0.3  # of the corpus; the model's α is the visitor's
LOOKS = (0, 1, 2, 3, 5, 10, 20, 50, 100, 200)  # passes after which q is kept
NEW, NEW_SEED = 200, 1000  # held-out documents: of another seed than any corpus
MOST_STEPS = 400  # of minibatches, 20 documents each
BATCH = 20


class Setup(NamedTuple):
    """All that a run depends on."""

    topics: int = 10
    documents: int = 200
    alpha: float = 0.3
    by: str = "all"  # "all" documents at once: coordinate ascent; or "minibatches"
    eta: float = 0.1
    words: int = 100
    data: int = 1  # seed of the corpus
    seed: int = 1  # of the start


class Frame(NamedTuple):
    """q after some passes; γ is None where minibatches never looked at all documents."""

    passes: float
    touched: int
    lam: np.ndarray
    gamma: np.ndarray | None


@lru_cache(maxsize=16)
def model(setup: Setup) -> Topics:
    """The topic model with its corpus."""
    return Topics(drawn(setup).counts, setup.topics, setup.alpha, setup.eta)


@lru_cache(maxsize=16)
def _corpus(documents: int, words: int, seed: int):
    return corpus(documents, words, DATA_ALPHA, seed)


def drawn(setup: Setup):
    """The corpus of a run."""
    return _corpus(setup.documents, setup.words, setup.data)


def unseen(setup: Setup) -> np.ndarray:
    """Documents of the same bars that no fit has seen, (200, 25)."""
    return _corpus(NEW, setup.words, NEW_SEED + setup.data).counts


def frames(setup: Setup):
    """A `Frame` after each of LOOKS, until 200 passes or 8,000 documents in minibatches are done."""
    made, size = model(setup), setup.documents
    if setup.by == "all":
        for done, (lam, gamma) in zip(range(LOOKS[-1] + 1), made.sweeps(setup.seed)):
            if done in LOOKS:
                yield Frame(done, done * size, lam, gamma)
        return
    keep = kept_steps(setup)
    for done, lam in zip(range(max(keep) + 1), made.minibatches(setup.seed, BATCH)):
        if done in keep:
            yield Frame(done * BATCH / size, done * BATCH, lam, None)


def kept_steps(setup: Setup) -> set[int]:
    """The steps of minibatches after which q is kept."""
    last = min(MOST_STEPS, LOOKS[-1] * setup.documents // BATCH)
    return {0, last} | {min(last, max(1, round(each * setup.documents / BATCH))) for each in LOOKS[1:]}


def step_at(setup: Setup, passes: float) -> int:
    """The sweep, or the step of minibatches, whose q stands for so many passes."""
    if setup.by == "all":
        return int(passes)
    return max(each for each in kept_steps(setup) if each * BATCH / setup.documents <= passes + 1e-9)


def last_pass(setup: Setup) -> float:
    """After which the run ends."""
    return float(LOOKS[-1]) if setup.by == "all" else min(MOST_STEPS * BATCH / setup.documents, LOOKS[-1])


def at(found: list[Frame], passes: float) -> Frame:
    """The last frame that is not beyond so many passes."""
    return [each for each in found if each.passes <= passes + 1e-9][-1]


class Numbers(NamedTuple):
    """What is said of a frame; nats per word."""

    bound: float
    held_out: float


def judged(setup: Setup, frame: Frame) -> tuple[Numbers, np.ndarray]:
    """A frame's bounds, and γ (D, K): of minibatches the best one for its topics."""
    made = model(setup)
    gamma = made.documents(frame.lam) if frame.gamma is None else frame.gamma
    bound = float(made.bound(frame.lam, gamma) / made.counts.sum())
    return Numbers(bound, float(made.held_out(frame.lam, unseen(setup)))), gamma
